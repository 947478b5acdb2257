import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { listPermission } from '#lib/access/permissions.ts';
import { kinds } from '#lib/istio/kinds/registry.ts';
import { bearerCredential } from '../kubernetes/credential.ts';
import { type AccessWorld, admin, startAccessWorld, viewer } from '../testing/access-world.ts';
import { codeOf } from '../testing/code-of.ts';
import { consoleToken, type FakeKubernetes } from '../testing/fake-kubernetes.ts';
import { sendJson } from '../testing/recorder.ts';

let world: AccessWorld;

beforeEach(async () => {
  world = await startAccessWorld();
  const { users } = world.fake;
  users.set('admin', { name: 'admin', grants: ['* * *'] });
  users.set('reader', { name: 'reader', grants: ['list * *'] });
  users.set('viewer', { name: 'viewer', grants: ['list /pods a', 'list /services a', 'list /pods b'] });
});

afterEach(() => world.stop());

const reviewModes = ['whole', 'incomplete'] as const satisfies FakeKubernetes['rulesReview'][];

describe.each(reviewModes)('where the review of rules is %s', (mode) => {
  beforeEach(() => {
    world.fake.rulesReview = mode;
  });

  test('a namespace is seen with pods and services, not with one of them; every question with the own token', async () => {
    expect(await world.visible(viewer)).toEqual(['a']);
    const tokens = new Set(world.fake.requests.map(({ headers }) => headers.authorization));
    expect(tokens).toEqual(new Set(['Bearer viewer']));
    expect(tokens.has(`Bearer ${consoleToken}`)).toBe(false);
  });

  test('equal rights have equal keys, different rights different ones', async () => {
    world.fake.users.set('other', { name: 'other', grants: ['list * a'] });
    world.fake.users.set('more', { name: 'more', grants: ['list * a', 'list * b'] });
    const keys = await Promise.all(
      ['viewer', 'other', 'more'].map(
        async (token) => (await world.book.visibility(bearerCredential(token))).key,
      ),
    );
    expect(keys[0]).toBe(keys[1]);
    expect(keys[0]).not.toBe(keys[2]);
  });

  test('rights name persona and permissions for each visible namespace', async () => {
    world.fake.users.set('dev', {
      name: 'dev',
      grants: [
        'list /pods a',
        'list /services a',
        '* networking.istio.io/virtualservices a',
        '* networking.istio.io/destinationrules a',
        'list * b',
      ],
    });
    const rights = await world.book.rights(bearerCredential('dev'));
    expect(rights.persona).toBe('developer');
    expect(Object.fromEntries(rights.namespaces)).toEqual({
      a: {
        persona: 'developer',
        permissions: new Set([
          'seeTraffic',
          'editRouting',
          listPermission(kinds.virtualServices),
          listPermission(kinds.destinationRules),
        ]),
      },
      b: {
        persona: 'viewer',
        permissions: new Set([
          'seeTraffic',
          'readWorkloads',
          'readConfiguration',
          ...Object.values(kinds).map(listPermission),
        ]),
      },
    });
    expect((await world.book.rights(admin)).persona).toBe('cluster-admin');
  });

  test('who may everything in one namespace administers nothing', async () => {
    world.fake.users.set('owner', { name: 'owner', grants: ['* * a'] });
    const rights = await world.book.rights(bearerCredential('owner'));
    expect([rights.persona, [...rights.meshWide], [...rights.namespaces.keys()]]).toEqual([
      'developer',
      [],
      ['a'],
    ]);
    expect(rights.namespaces.get('a')?.permissions.has('administer')).toBe(false);
  });

  test('an unknown token is unauthenticated, everywhere', async () => {
    const stranger = bearerCredential('stranger');
    const { book } = world;
    const question = { verb: 'get', group: '', resource: 'pods' };
    expect(
      await Promise.all(
        [
          book.identity(stranger),
          book.visibility(stranger),
          book.rights(stranger),
          book.allows(stranger, question, 'a'),
          book.answers(stranger, [question], null),
        ].map(codeOf),
      ),
    ).toEqual(Array.from({ length: 5 }, () => 'unauthenticated'));
  });
});

describe('what is asked', () => {
  test.each<[string, string, Record<string, string[]> | null, string[]]>([
    ['who sees all is asked about all at once', 'admin', null, ['rules *', 'list pods *']],
    [
      'where nothing is known of bindings, each namespace is asked about, and what shows one is checked',
      'viewer',
      null,
      ['rules *', 'rules a', 'list pods a', 'rules b', 'list pods b', 'rules c'],
    ],
    [
      'a namespace whose bindings name others alone is not asked about',
      'viewer',
      { viewer: ['a'] },
      ['rules *', 'rules a', 'list pods a'],
    ],
    ['nor any for whom none names', 'viewer', {}, ['rules *']],
    [
      'who sees all may do more in one',
      'reader',
      { reader: ['b'] },
      ['rules *', 'list pods *', 'rules b', 'list pods b'],
    ],
  ])('by rules: %s', async (_, token, bound, asked) => {
    world.watch.bound = bound;
    await world.book.rights(bearerCredential(token));
    expect(world.asked().sort()).toEqual(['who', ...asked].sort());
  });

  test('a hundred questions about a namespace cost no more than one', async () => {
    const questions = Array.from({ length: 100 }, (_, index) => ({
      verb: 'list',
      group: '',
      resource: `kind${index}`,
    }));
    const { allowed } = await world.book.answers(viewer, questions, 'a');
    expect(allowed.size).toBe(0);
    expect(world.asked().sort()).toEqual(['list pods a', 'rules *', 'rules a', 'who']);
  });

  test('a question that stands alone is asked as such', async () => {
    const gate = { verb: 'get', group: '', resource: 'services', subresource: 'proxy', name: 'grafana' };
    world.fake.users.set('viewer', { name: 'viewer', grants: ['get /services/proxy a'] });
    const { allowed } = await world.book.answers(viewer, [gate], 'a');
    expect(allowed.has(gate)).toBe(true);
    expect(world.asked()).toEqual(['who', 'get services/proxy *', 'get services/proxy a']);
  });

  test('one no settles a permission, and mesh-wide rights no more than their questions', async () => {
    world.fake.rulesReview = 'incomplete';
    world.watch.namespaces = Array.from({ length: 500 }, (_, index) => `n${index}`);
    expect(await world.book.visibility(admin)).toMatchObject({ all: true, key: 'all' });
    expect(world.asked()).toEqual(['who', 'rules *', 'list pods *', 'list services *']);
    world.watch.namespaces = ['a', 'b', 'c'];
    const since = world.fake.requests.length;
    await world.book.visibility(viewer);
    expect(world.asked(since).sort()).toEqual(
      [
        'list pods *',
        'list pods a',
        'list pods b',
        'list pods c',
        'list services a',
        'list services b',
        'rules *',
        'who',
      ].sort(),
    );
  });

  test('a namespace made later is asked about alone', async () => {
    await world.visible(viewer);
    const since = world.fake.requests.length;
    world.watch.namespaces.push('d');
    await world.visible(viewer);
    expect(world.asked(since)).toEqual(['rules d']);
  });
});

describe('rules are not believed', () => {
  const byReviews = [
    'list pods *',
    'list pods a',
    'list pods b',
    'list pods c',
    'list services a',
    'list services b',
  ];

  test.each<[string, (fake: FakeKubernetes) => void, string[]]>([
    [
      'that are not all',
      (fake) => {
        fake.rulesReview = 'incomplete';
      },
      ['rules *'],
    ],
    [
      'that came with an error',
      (fake) => {
        fake.rulesReview = 'erring';
      },
      ['rules *'],
    ],
    [
      'that one may not ask for',
      (fake) => {
        fake.rulesReview = 'refused';
      },
      ['rules *'],
    ],
    [
      'of somebody of whom more is known than name and groups',
      (fake) => {
        fake.extra = { 'scopes.authorization.openshift.io': ['user:info'] };
      },
      [],
    ],
  ])('%s: each question is asked', async (_, prepare, rules) => {
    prepare(world.fake);
    expect(await world.visible(viewer)).toEqual(['a']);
    expect(world.asked().sort()).toEqual([...byReviews, ...rules, 'who'].sort());
  });

  test('which pod or key it is, is no reason', async () => {
    world.fake.extra = { 'authentication.kubernetes.io/pod-name': ['x'] };
    await world.visible(viewer);
    expect(world.asked()).toContain('rules a');
  });

  test('SEC-54 that a review of access denies: nothing more of them is, for five minutes', async () => {
    world.fake.users.set('viewer', { name: 'viewer', grants: ['list * a', 'list * b', 'get /secrets *'] });
    world.fake.denied = ['list /pods a', 'list /services a', 'list networking.istio.io/virtualservices *'];
    expect(await world.visible(viewer)).toEqual(['b']);
    const rights = await world.book.rights(viewer);
    const permissions = rights.namespaces.get('b')?.permissions;
    expect([permissions?.has('readWorkloads'), permissions?.has('readConfiguration')]).toEqual([true, false]);
    const since = world.fake.requests.length;
    world.clock.advance(299_999);
    await world.visible(viewer);
    expect(world.asked(since).filter((one) => one.startsWith('rules'))).toEqual([]);
    world.clock.advance(1);
    await world.visible(viewer);
    expect(world.asked(since)).toContain('rules *');
  });

  test('SEC-54 everywhere, when it denies what they give everywhere', async () => {
    world.fake.denied = ['list /pods *'];
    expect(await world.book.visibility(admin)).toMatchObject({ all: false, namespaces: new Set() });
  });
});

describe('what is not answered is not allowed', () => {
  beforeEach(() => {
    world.fake.users.set('viewer', { name: 'viewer', grants: ['list * a', 'list * b'] });
  });

  const failFor = (namespace: string | undefined, status: number, body: object = {}) => {
    world.fake.fault = (request, response) => {
      if (!request.path.endsWith('accessreviews')) return false;
      if (JSON.parse(request.body).spec.resourceAttributes.namespace !== namespace) return false;
      sendJson(response, status, body);
      return true;
    };
  };

  describe.each(reviewModes)('where the review of rules is %s', (mode) => {
    beforeEach(() => {
      world.fake.rulesReview = mode;
    });

    test.each([
      ['500', 500, {}],
      ['no status', 201, {}],
      ['a status without a yes', 201, { status: { allowed: 'true' } }],
      ['a yes with an error', 201, { status: { allowed: true, evaluationError: 'webhook away' } }],
      ['a yes and a no', 201, { status: { allowed: true, denied: true } }],
    ])('%s in one namespace hides it, and only it', async (_, status, body) => {
      failFor('a', status, body);
      expect(await world.visible(viewer)).toEqual(['b']);
    });

    test('an answer that failed is asked again', async () => {
      failFor('a', 500);
      expect(await world.book.visibility(viewer)).toMatchObject({ incomplete: true });
      world.fake.fault = null;
      expect(await world.book.visibility(viewer)).toMatchObject({
        incomplete: false,
        namespaces: new Set(['a', 'b']),
      });
    });

    test('when the question about all fails nothing is known', async () => {
      failFor(undefined, 503);
      expect(await codeOf(world.book.visibility(admin))).toBe('unavailable');
    });
  });

  test('who may not even ask is told to wait, unless it is nobody', async () => {
    world.fake.rulesReview = 'refused';
    failFor(undefined, 403);
    expect(await codeOf(world.book.visibility(viewer))).toBe('unavailable');
    world.fake.fault = (request, response) => {
      sendJson(response, 403, {});
      return request.path.endsWith('reviews');
    };
    expect(await world.book.visibility({ kind: 'anonymous' })).toMatchObject({
      all: false,
      namespaces: new Set(),
    });
  });

  test('an identity that Kubernetes answers as anonymous is none', async () => {
    world.fake.users.set('odd', { name: 'system:anonymous', grants: [] });
    expect(await codeOf(world.book.identity(bearerCredential('odd')))).toBe('unauthenticated');
  });
});
