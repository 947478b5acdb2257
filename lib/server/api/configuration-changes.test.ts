/** Changes of configuration over HTTP: what the answers say, and what the fake Kubernetes received: nothing, where nothing was promised. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  applyAnswerSchema,
  type Change,
  checkAnswerSchema,
  configurationObjectSchema,
  configurationSchema,
  dryRunAnswerSchema,
} from '#lib/api/configuration.ts';
import { problemSchema } from '#lib/api/problem.ts';
import { type FakeObjects, serveObjects } from '../testing/fake-objects.ts';
import { type Harness, type Reply, startHarness } from '../testing/harness.ts';
import { fillMesh, tokens } from '../testing/mesh-content.ts';

const virtualServices = 'virtualservices.networking.istio.io';
const destinationRules = 'destinationrules.networking.istio.io';

let harness: Harness;
let fake: FakeObjects;

const ratings = (spec: object, version = '5') => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  metadata: {
    name: 'ratings',
    namespace: 'bookinfo',
    resourceVersion: version,
    uid: 'u1',
    creationTimestamp: '2026-01-01T00:00:00Z',
    generation: 3,
    annotations: { owner: 'team-a' },
    managedFields: [{ manager: 'kubectl-edit', operation: 'Update' as const, time: '2026-01-02T00:00:00Z' }],
  },
  spec,
  status: { observedGeneration: 3 },
});
const toReviews = { hosts: ['ratings'], http: [{ route: [{ destination: { host: 'reviews' } }] }] };

beforeAll(async () => {
  harness = await startHarness({
    prepare: (kubernetes) => {
      fillMesh(kubernetes);
      kubernetes.users.set('editor', {
        name: 'editor',
        grants: [
          ...['virtualservices', 'destinationrules', 'gateways', 'serviceentries'].flatMap((plural) =>
            ['list', 'get'].map((verb) => `${verb} networking.istio.io/${plural} bookinfo`),
          ),
          'list /pods bookinfo',
          'list /services bookinfo',
          ...['create', 'update', 'delete'].map(
            (verb) => `${verb} networking.istio.io/virtualservices bookinfo`,
          ),
        ],
      });
      kubernetes.objects.get('networking.istio.io/virtualservices')?.push(ratings(toReviews));
      fake = serveObjects(kubernetes);
    },
  });
});
afterAll(() => harness.stop());

beforeEach(() => {
  fake.fault = null;
  fake.webhook = () => null;
  fake.warning = null;
  const all = harness.kubernetes.objects.get('networking.istio.io/virtualservices') ?? [];
  const others = all.filter(({ metadata }) => metadata.name !== 'ratings');
  harness.kubernetes.objects.set('networking.istio.io/virtualservices', [...others, ratings(toReviews)]);
});

function post(path: string, body: object, token = 'editor'): Promise<Reply> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return harness.ask(`/api/v1/config/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
}

function text(
  spec: string,
  more: Partial<Record<'apiVersion' | 'kind' | 'name' | 'namespace', string>> = {},
) {
  const { apiVersion = 'networking.istio.io/v1', kind = 'VirtualService', name = 'ratings' } = more;
  const { namespace = 'bookinfo' } = more;
  return `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: ${name}\n  namespace: ${namespace}\n  annotations: {owner: team-a}\nspec:\n${spec}`;
}
const goodSpec = `  hosts: [ratings]
  http:
  - route:
    - destination: {host: reviews}
`;
const update = (spec: string, more: Partial<Change> = {}): Change =>
  ({
    op: 'update',
    kind: virtualServices,
    namespace: 'bookinfo',
    name: 'ratings',
    text: text(spec),
    resourceVersion: '5',
    ...more,
  }) as Change;

/** What went to Kubernetes about single objects while it ran. */
async function received(
  run: () => Promise<Reply>,
): Promise<{ reply: Reply; calls: string[]; bodies: string[] }> {
  const since = harness.kubernetes.requests.length;
  const reply = await run();
  const bodies = harness.kubernetes.requests.slice(since).filter(({ method }) => method === 'PUT');
  return { reply, calls: fake.calls(since), bodies: bodies.map(({ body }) => body) };
}

const one = 'bookinfo/virtualservices/ratings';

describe('what is refused before Kubernetes is asked', () => {
  const weights = (value: string) => `  hosts: [ratings]
  http:
  - route:
    - destination: {host: reviews}
      weight: ${value}
`;
  const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]']
    .concat(
      [...'bcdefghi'].map(
        (name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[index]}`).join(', ')}]`,
      ),
    )
    .join('\n');
  const merges = `base: &b {${Array.from({ length: 3000 }, (_, index) => `k${index}: 1`).join(', ')}}\nall:\n${Array.from({ length: 3000 }, () => '- <<: *b').join('\n')}`;

  const hostile: [string, Change, string | RegExp][] = [
    ['an alias bomb', update('', { text: bomb }), '/changes/0/text'],
    ['20,000 brackets', update('', { text: `a: ${'['.repeat(20_000)}` }), '/changes/0/text'],
    ['merges of merges', update('', { text: merges }), '/changes/0/text'],
    ['a tag that runs code', update('', { text: 'a: !!js/function "x"' }), '/changes/0/text'],
    ['a tag of Python', update('', { text: 'a: !!python/object:os.system "x"' }), '/changes/0/text'],
    ['a key twice', update(`${goodSpec}  hosts: [other]\n`), '/changes/0/text'],
    [
      'a Secret behind ---',
      update(`${goodSpec}---\napiVersion: v1\nkind: Secret\nmetadata: {name: x}\n`),
      '/changes/0/text',
    ],
    ['no object at all', update('', { text: '# nothing\n' }), '/changes/0/text'],
    ['a list', update('', { text: '- a\n' }), '/changes/0/text'],
    ['depth 101', update('', { text: `a: ${'['.repeat(101)}${']'.repeat(101)}` }), '/changes/0/text'],
    [
      '1,000 aliases',
      update('', { text: `a: &a 1\nb: [${Array(1000).fill('*a').join(', ')}]` }),
      '/changes/0/text',
    ],
    [
      'another name',
      update('', { text: text(goodSpec, { name: 'reviews' }) }),
      '/changes/0/text/metadata/name',
    ],
    [
      'another namespace',
      update('', { text: text(goodSpec, { namespace: 'payments' }) }),
      '/changes/0/text/metadata/namespace',
    ],
    ['another kind', update('', { text: text(goodSpec, { kind: 'Gateway' }) }), '/changes/0/text/kind'],
    [
      'another group',
      update('', { text: text(goodSpec, { apiVersion: 'v1' }) }),
      '/changes/0/text/apiVersion',
    ],
    [
      'no version to write at',
      update(goodSpec, { resourceVersion: undefined } as Partial<Change>),
      '/changes/0/resourceVersion',
    ],
    ...['.nan', '.inf', '1e309', '-1', '50.5', '"50"', '2147483648'].map(
      (value): [string, Change, RegExp] => [
        `a weight of ${value}`,
        update(weights(value)),
        /^\/changes\/0\/text(\/spec\/http\/0\/route(\/0\/weight)?)?$/,
      ],
    ),
    [
      'a timeout that is none',
      update(`${goodSpec}    timeout: soon\n`),
      '/changes/0/text/spec/http/0/timeout',
    ],
    [
      'a rule without anything to do',
      update('  hosts: [ratings]\n  http:\n  - name: x\n'),
      /^\/changes\/0\/text\/spec\/http/,
    ],
  ];

  test.each(hostile)('%s: an error at its place, and no call', async (_, change, field) => {
    const startedMs = performance.now();
    for (const path of ['apply', 'dry-run']) {
      if (path === 'dry-run' && field === '/changes/0/resourceVersion') continue;
      const { reply, calls } = await received(() => post(path, { changes: [change], reason: '' }));
      const problem = problemSchema.parse(reply.json());
      expect([reply.status, problem.code]).toEqual([400, 'invalid']);
      expect(problem.errors?.[0]?.field).toMatch(
        typeof field === 'string' ? new RegExp(`^${field}$`) : field,
      );
      expect(calls).toEqual([]);
    }
    expect(performance.now() - startedMs).toBeLessThan(5000);
    expect(fake.object('virtualservices', 'bookinfo', 'ratings')?.metadata.resourceVersion).toBe('5');
  });

  test.each([
    ['namespace', ['', '.', '..', 'a/b', '%2e%2e', 'A', 'a'.repeat(64), 'a\u0000']],
    ['name', ['', '.', '..', 'a/b', '%2e%2e', 'A', 'a'.repeat(254), 'a\u0000']],
  ] as const)('a %s that is none', async (field, values) => {
    for (const value of values) {
      for (const path of ['check', 'dry-run', 'apply']) {
        const { reply, calls } = await received(() =>
          post(path, {
            changes: [
              { op: 'delete', kind: virtualServices, namespace: 'bookinfo', name: 'ratings', [field]: value },
            ],
          }),
        );
        expect([value, reply.status, calls]).toEqual([value, 400, []]);
      }
    }
  });

  test.each([
    'secrets',
    'secrets.',
    '..',
    'pods/exec',
    'roles.rbac.authorization.k8s.io',
    'VirtualService',
    '__proto__',
    'constructor',
  ])('the kind %s is not found', async (kind) => {
    const target = { kind, namespace: 'bookinfo', name: 'x' };
    const { reply, calls } = await received(() => post('apply', { changes: [{ op: 'delete', ...target }] }));
    expect([reply.status, calls]).toEqual([404, []]);
    const query = new URLSearchParams(target).toString();
    const read = await received(() =>
      harness.ask(`/api/v1/config/object?${query}`, { headers: { authorization: 'Bearer editor' } }),
    );
    expect([read.reply.status, read.calls]).toEqual([404, []]);
  });

  test('more than 1 MiB of text is too large, more than 4 MiB of request as well', async () => {
    const large = update('', { text: `a: ${'x'.repeat(1024 * 1024)}` });
    expect((await received(() => post('check', { changes: [large] }))).reply.status).toBe(413);
    const { reply, calls } = await received(() => post('apply', { changes: Array(5).fill(large) }));
    expect([reply.status, calls]).toEqual([413, []]);
  });

  test('an object twice, no change, and too many', async () => {
    expect((await post('check', { changes: [update(goodSpec), update(goodSpec)] })).status).toBe(400);
    expect((await post('check', { changes: [] })).status).toBe(400);
    expect((await post('check', { changes: Array(51).fill(update(goodSpec)) })).status).toBe(400);
  });

  test('without a sign-in and from another page nothing is done', async () => {
    const body = JSON.stringify({ changes: [update(goodSpec)], reason: '' });
    const { calls } = await received(async () => {
      const headers = { 'content-type': 'application/json', origin: harness.origin };
      const nobody = await harness.ask('/api/v1/config/apply', { method: 'POST', headers, body });
      expect(nobody.status).toBe(401);
      const cookie = await harness.signIn({ strategy: 'token', token: 'editor' });
      const foreign = await harness.ask('/api/v1/config/apply', {
        method: 'POST',
        headers: { ...headers, origin: 'https://evil.test', cookie },
        body,
      });
      expect(foreign.status).toBe(403);
      const anonymous = await harness.signIn({ strategy: 'anonymous' });
      const reply = await harness.ask('/api/v1/config/apply', {
        method: 'POST',
        headers: { ...headers, cookie: anonymous },
        body,
      });
      expect(reply.status).toBe(403);
      return reply;
    });
    expect(calls).toEqual([]);
  });
});

describe('applying', () => {
  const apply = async (changes: Change[], token = 'editor') => {
    const { reply, calls, bodies } = await received(() =>
      post('apply', { changes, reason: 'because' }, token),
    );
    expect([reply.status, reply.status === 200 ? '' : reply.text]).toEqual([200, '']);
    return { answer: applyAnswerSchema.parse(reply.json()), calls, bodies };
  };
  const changedSpec = goodSpec.replace('host: reviews', 'host: reviews, subset: v1');

  test('tries first, then writes the same body at the version that was seen; the rest stays as it was', async () => {
    fake.warning = 'unknown field "spec.typo"';
    const { answer, calls, bodies } = await apply([update(changedSpec)]);
    expect(answer.changes).toMatchObject([
      {
        state: 'written',
        refusal: null,
        warnings: ['unknown field "spec.typo"'],
        resourceVersion: expect.any(String),
      },
    ]);
    expect(answer.done).toBe(true);
    expect(calls).toEqual([`GET ${one}`, `PUT ${one}?dryRun`, `PUT ${one}`]);
    expect(bodies[0]).toBe(bodies[1]);
    const { status, metadata } = JSON.parse(bodies[0] ?? '');
    expect(metadata).toEqual(ratings(toReviews).metadata);
    expect(status).toEqual({ observedGeneration: 3 });
    const last = harness.kubernetes.requests.filter(({ method }) => method === 'PUT').at(-1);
    expect(last?.query.get('fieldManager')).toBe('sluice');
    expect(last?.query.has('force')).toBe(false);
  });

  test('somebody was faster: nothing is written, and the live text is there for a merge', async () => {
    const { answer, calls } = await apply([update(changedSpec, { resourceVersion: '4' })]);
    expect(answer.changes).toMatchObject([
      { state: 'conflict', refusal: 'conflict', live: { resourceVersion: '5' } },
    ]);
    expect(answer.changes[0]?.live?.text).toContain('host: reviews');
    expect(calls).toEqual([`GET ${one}`]);
  });

  test('somebody is faster between the trial and the write', async () => {
    fake.fault = ({ method, query }) => {
      if (method === 'PUT' && !query.has('dryRun')) {
        const object = fake.object('virtualservices', 'bookinfo', 'ratings');
        if (object) object.metadata.resourceVersion = '6';
      }
      return false;
    };
    const { answer } = await apply([update(changedSpec)]);
    expect(answer.changes).toMatchObject([{ state: 'conflict', live: { resourceVersion: '6' } }]);
  });

  test('an object that is gone is a conflict without a live text', async () => {
    const { answer, calls } = await apply([
      update('', { name: 'gone', text: text(goodSpec, { name: 'gone' }) }),
    ]);
    expect(answer.changes).toMatchObject([{ state: 'conflict', refusal: 'missing', live: null }]);
    expect(calls).toHaveLength(1);
  });

  test('the webhook refuses one of two: its words, and nothing is written', async () => {
    fake.webhook = ({ kind }) =>
      kind === 'DestinationRule' ? 'configuration is invalid: no <b>way</b>' : null;
    const rule = text('  host: reviews\n', { kind: 'DestinationRule', name: 'reviews' });
    harness.kubernetes.users.get('editor');
    const { answer, calls } = await apply(
      [
        update(changedSpec),
        { op: 'create', kind: destinationRules, namespace: 'bookinfo', name: 'reviews', text: rule },
      ],
      tokens.admin,
    );
    expect(answer.changes).toMatchObject([
      { state: 'pending', refusal: null },
      { state: 'failed', refusal: 'webhook', webhook: 'validation.istio.io' },
    ]);
    expect(answer.changes[1]?.message).toContain('no <b>way</b>');
    expect(calls.filter((call) => !call.startsWith('GET') && !call.endsWith('?dryRun'))).toEqual([]);
  });

  test('a subset is made before the route that uses it, whatever the order they came in', async () => {
    const rule = text('  host: reviews\n  subsets:\n  - name: v1\n    labels: {version: v1}\n', {
      kind: 'DestinationRule',
      name: 'reviews',
    });
    const { answer, calls } = await apply(
      [
        update(changedSpec),
        { op: 'create', kind: destinationRules, namespace: 'bookinfo', name: 'reviews', text: rule },
      ],
      tokens.admin,
    );
    expect(answer).toMatchObject({ order: [1, 0], done: true });
    expect(calls.filter((call) => !call.startsWith('GET') && !call.endsWith('?dryRun'))).toEqual([
      'POST bookinfo/destinationrules',
      `PUT ${one}`,
    ]);
    harness.kubernetes.objects.set('networking.istio.io/destinationrules', []);
  });

  test('the first write that fails ends it: the rest is pending', async () => {
    fake.fault = ({ method, query, path }, response) => {
      if (method !== 'DELETE' || query.has('dryRun') || !path.endsWith('/ratings')) return false;
      response.writeHead(500, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ kind: 'Status', code: 500, message: 'etcd is tired' }));
      return true;
    };
    const remove = (name: string): Change => ({
      op: 'delete',
      kind: virtualServices,
      namespace: 'bookinfo',
      name,
    });
    const { answer } = await apply([remove('ratings'), remove('reviews')], tokens.admin);
    expect(answer.changes).toMatchObject([
      { state: 'failed', refusal: 'away', message: 'etcd is tired' },
      { state: 'pending' },
    ]);
    expect(fake.object('virtualservices', 'bookinfo', 'reviews')).toBeDefined();
  });

  test('a connection that breaks after the write: the object tells that it was written, and no write is sent twice', async () => {
    fake.fault = ({ method, query, body }, response) => {
      if (method !== 'PUT' || query.has('dryRun')) return false;
      const all = harness.kubernetes.objects.get('networking.istio.io/virtualservices') ?? [];
      const index = all.findIndex(({ metadata }) => metadata.name === 'ratings');
      const written = JSON.parse(body);
      all[index] = { ...written, metadata: { ...written.metadata, resourceVersion: '77' } };
      response.destroy();
      return true;
    };
    const { answer, calls } = await apply([update(changedSpec)]);
    expect(answer.changes).toMatchObject([{ state: 'written', resourceVersion: '77' }]);
    expect(calls.filter((call) => call === `PUT ${one}`)).toHaveLength(1);
  });

  test('a connection that breaks before the write: the object tells that nothing was written', async () => {
    fake.fault = ({ method, query }, response) => {
      if (method !== 'PUT' || query.has('dryRun')) return false;
      response.destroy();
      return true;
    };
    const { answer, calls } = await apply([update(changedSpec)]);
    expect(answer.changes).toMatchObject([{ state: 'failed', refusal: 'away' }]);
    expect(calls.filter((call) => call === `PUT ${one}`)).toHaveLength(1);
  });

  test('who may not, may not: the right that is missing, a denial in the log, and no word of the object', async () => {
    const from = harness.logLines.length;
    const { answer } = await apply([
      {
        op: 'create',
        kind: 'gateways.networking.istio.io',
        namespace: 'bookinfo',
        name: 'web',
        text: text(
          '  selector: {istio: x}\n  servers:\n  - port: {number: 80, name: http, protocol: HTTP}\n    hosts: ["canary.example.com"]\n',
          {
            kind: 'Gateway',
            name: 'web',
          },
        ),
      },
    ]);
    expect(answer.changes).toMatchObject([
      {
        state: 'failed',
        refusal: 'rights',
        missing: {
          verb: 'create',
          group: 'networking.istio.io',
          resource: 'gateways',
          namespace: 'bookinfo',
        },
      },
    ]);
    const lines = harness.logLines.slice(from).filter((line) => line.includes('"audit":true'));
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      {
        action: 'denied',
        subject: 'editor',
        verb: 'create',
        object: 'gateways.networking.istio.io/bookinfo/web',
        outcome: 'rights',
        reason: 'because',
        requestId: expect.any(String),
      },
    ]);
    expect(lines.join('')).not.toContain('canary.example.com');
  });

  test('a write leaves one line in the log', async () => {
    const from = harness.logLines.length;
    await apply([update(changedSpec)]);
    const lines = harness.logLines.slice(from).filter((line) => line.includes('"audit":true'));
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      {
        action: 'write',
        subject: 'editor',
        verb: 'update',
        outcome: 'written',
        object: `${virtualServices}/bookinfo/ratings`,
      },
    ]);
  });
});

describe('trying', () => {
  test('says what the API server says, field by field, and writes nothing', async () => {
    fake.fault = ({ method }, response) => {
      if (method !== 'PUT') return false;
      const causes = [
        {
          reason: 'FieldValueInvalid',
          message: 'Invalid value: 7',
          field: 'spec.http[0].route[0].destination.host',
        },
      ];
      response.writeHead(422, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify({
          kind: 'Status',
          code: 422,
          reason: 'Invalid',
          message: 'is invalid',
          details: { causes },
        }),
      );
      return true;
    };
    const { reply, calls } = await received(() => post('dry-run', { changes: [update(goodSpec)] }));
    const answer = dryRunAnswerSchema.parse(reply.json());
    expect(answer.changes).toMatchObject([
      {
        accepted: false,
        refusal: 'invalid',
        message: 'is invalid',
        causes: [
          {
            path: ['spec', 'http', 0, 'route', 0, 'destination', 'host'],
            line: 11,
            message: 'Invalid value: 7',
          },
        ],
      },
    ]);
    expect(calls).toEqual([`GET ${one}`, `PUT ${one}?dryRun`]);
  });
});

describe('checking', () => {
  const check = async (changes: Change[], token = 'editor') => {
    const { reply, calls } = await received(() => post('check', { changes }, token));
    expect(calls).toEqual([]);
    return checkAnswerSchema.parse(reply.json());
  };
  const toGone = goodSpec.replace('host: reviews', 'host: gone');

  test('findings stand at their line, and say whether they are new', async () => {
    const answer = await check([update(toGone)]);
    expect(answer.changes[0]?.findings).toMatchObject([
      {
        code: 'IST0101',
        severity: 'error',
        isNew: true,
        place: { kind: virtualServices, kindName: 'VirtualService', name: 'ratings', line: 11 },
      },
    ]);
    const again = await check([
      {
        op: 'update',
        kind: virtualServices,
        namespace: 'bookinfo',
        name: 'reviews',
        text: text(toGone.replace('ratings', 'reviews'), { name: 'reviews' }),
      },
    ]);
    expect(again.changes[0]?.findings).toMatchObject([{ code: 'IST0101', isNew: false }]);
  });

  test('the set is left as it was found', async () => {
    await check([update(toGone)]);
    const answer = await check([update(goodSpec)]);
    expect(answer.changes[0]?.findings).toEqual([]);
  });

  test('what a draft does to others is told: a ServiceEntry settles, its deletion brings', async () => {
    const entry = text(
      '  hosts: [gone.bookinfo.svc.cluster.local]\n  ports:\n  - {number: 80, name: http, protocol: HTTP}\n  resolution: DNS\n',
      {
        kind: 'ServiceEntry',
        name: 'gone',
      },
    );
    const answer = await check([
      {
        op: 'create',
        kind: 'serviceentries.networking.istio.io',
        namespace: 'bookinfo',
        name: 'gone',
        text: entry,
      },
    ]);
    expect(answer.elsewhere.gone).toMatchObject([{ code: 'IST0101', place: { name: 'reviews' } }]);
    expect(answer.elsewhere.appeared).toEqual([]);
  });

  test('a problem of the text is told with its place, notes with what kubectl reads', async () => {
    const answer = await check([update('  hosts: [ratings\n')]);
    expect(answer.changes[0]).toMatchObject({
      yaml: { problem: { line: expect.any(Number) } },
      findings: [],
    });
    const noted = await check([update(`${goodSpec}    name: no\n`)]);
    expect(noted.changes[0]?.yaml.notes).toMatchObject([
      { code: 'reads-otherwise', line: 12, params: { text: 'no' } },
    ]);
  });

  test('a text of another object is told, and not put in its place', async () => {
    const answer = await check([update('', { text: text(toGone, { name: 'other' }) })]);
    expect(answer.changes[0]?.mismatches).toMatchObject([
      { path: ['metadata', 'name'], expected: 'ratings', line: 4 },
    ]);
  });

  test('nothing of a hidden namespace is told: neither that it is there nor that it is not', async () => {
    const to = (host: string) => goodSpec.replace('host: reviews', `host: ${host}`);
    const answers = await Promise.all(
      [
        'canary-ledger.payments.svc.cluster.local',
        'nothing.payments.svc.cluster.local',
        'x.nowhere.svc.cluster.local',
      ].map(async (host) => JSON.stringify(await check([update(to(host))])).replaceAll(host, 'HOST')),
    );
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).not.toContain('canary');
    const admin = await check([update(to('nothing.payments.svc.cluster.local'))], tokens.admin);
    expect(admin.changes[0]?.findings).toMatchObject([{ code: 'IST0101' }]);
  });
});

describe('reading', () => {
  const get = (path: string, token: string) =>
    harness.ask(`/api/v1/${path}`, { headers: { authorization: `Bearer ${token}` } });

  test('a list holds what the caller may list, with what the checks say', async () => {
    const answer = configurationSchema.parse((await get('config', 'editor')).json());
    expect(answer.objects.map(({ namespace, name }) => `${namespace}/${name}`)).toEqual([
      'bookinfo/ratings',
      'bookinfo/reviews',
    ]);
    expect(answer.objects[1]?.checks).toMatchObject({ errors: 1, worst: 'error' });
    expect(answer.objects[0]).toMatchObject({ managedBy: { manager: 'kubectl' }, hosts: ['ratings'] });
    expect(answer.kinds).toHaveLength(18);
    expect(answer.kinds.find(({ kind }) => kind === 'sidecars.networking.istio.io')?.unreadable).toEqual([
      'bookinfo',
    ]);
    expect(JSON.stringify(answer)).not.toMatch(/canary|payments/);
    const all = configurationSchema.parse((await get('config', tokens.admin)).json());
    expect(all.objects.some(({ namespace }) => namespace === 'payments')).toBe(true);
  });

  test('a namespace that may not be seen is refused, whether it exists or not', async () => {
    const replies = await Promise.all(
      ['payments', 'nowhere'].map((name) => get(`config?namespaces=${name}`, 'editor')),
    );
    expect(replies.map(({ status }) => status)).toEqual([403, 403]);
  });

  test('one object: as the API has it, with findings, relations and rights', async () => {
    const reply = await get(
      `config/object?kind=${virtualServices}&namespace=bookinfo&name=reviews`,
      'editor',
    );
    const answer = configurationObjectSchema.parse(reply.json());
    expect(answer.findings).toMatchObject([
      { code: 'IST0101', place: { line: expect.any(Number) }, isNew: false },
    ]);
    expect(answer.touches).toMatchObject([{ what: 'service', name: 'reviews', reason: 'host' }]);
    expect(answer.may).toMatchObject({ update: { allowed: true }, delete: { allowed: true } });
    const other = await get(
      `config/object?kind=${virtualServices}&namespace=payments&name=canary-routes`,
      'editor',
    );
    expect(problemSchema.parse(other.json())).toMatchObject({ code: 'forbidden', missing: { verb: 'get' } });
    expect(other.text).not.toContain('ledger');
  });
});
