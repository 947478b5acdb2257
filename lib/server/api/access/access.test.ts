/** `/api/v1/access…` against a fake Kubernetes: what is told of rights, and what Kubernetes received, with whose token. */
import { describe, expect, test } from 'vitest';
import { rolePersonas } from '#lib/access/abilities.ts';
import { abilityQuestions } from '#lib/access/ability-state.ts';
import { personaQuestions } from '#lib/access/persona-role.ts';
import { accessSchema, subjectAccessSchema, whoSchema } from '#lib/api/access/access.ts';
import { consoleToken } from '../../testing/fake-kubernetes.ts';
import { tokens } from '../../testing/mesh-content.ts';
import { askers, problem, rightsWorld } from '../../testing/rights-world.ts';

const world = rightsWorld();
const { get, received } = world;

describe('what the caller may', () => {
  test('each ability of a namespace, by reviews with their own token alone', async () => {
    world.harness.services.access.invalidate();
    const { reply, requests } = await received(() => get('?namespace=bookinfo', tokens.developer));
    const answer = accessSchema.parse(reply.json());
    const states = Object.fromEntries(answer.abilities.map(({ id, state }) => [id, state]));
    expect(answer).toMatchObject({
      namespace: 'bookinfo',
      persona: 'developer',
      readOnly: false,
      warnings: [],
    });
    expect(states).toMatchObject({
      seeTraffic: 'all',
      editRouting: 'all',
      readWorkloads: 'some',
      runSplits: 'some',
      editPolicies: 'none',
      grantPersonas: 'none',
    });
    expect(states).not.toHaveProperty('labelNamespaces');
    const { missing } = answer.abilities.find(({ id }) => id === 'runSplits') ?? {};
    expect(missing).toEqual([
      { verb: 'create', group: '', resource: 'configmaps' },
      { verb: 'delete', group: '', resource: 'configmaps' },
    ]);
    expect(answer.rights).toHaveLength(abilityQuestions('namespace').length);
    expect(answer.installed).toEqual([...rolePersonas]);
    expect(askers(requests)).toEqual(new Set([`Bearer ${tokens.developer}`]));
  });

  test('a subresource is asked as one', async () => {
    world.harness.kubernetes.rulesReview = 'incomplete';
    world.harness.services.access.invalidate();
    const { requests } = await received(() => get('?namespace=shop', tokens.viewer));
    world.harness.kubernetes.rulesReview = 'whole';
    world.harness.services.access.invalidate();
    const asked = requests
      .filter(({ path }) => path.endsWith('selfsubjectaccessreviews'))
      .map(({ body }) => JSON.parse(body).spec.resourceAttributes);
    expect(asked).toContainEqual({
      verb: 'get',
      group: '',
      resource: 'pods',
      subresource: 'log',
      namespace: 'shop',
    });
  });

  test('SEC-25 a hidden namespace and one that does not exist answer the same', async () => {
    const ask = async (namespace: string) => {
      const reply = await get(`?namespace=${namespace}`, tokens.viewer);
      return [reply.status, reply.text.replaceAll(namespace, 'NAME')];
    };
    expect(await ask('payments')).toEqual(await ask('no-such-namespace'));
    expect((await ask('payments'))[0]).toBe(200);
  });

  test('all namespaces at once: of the admin, with the abilities of the mesh', async () => {
    const answer = accessSchema.parse((await get('', tokens.admin)).json());
    expect(answer).toMatchObject({ namespace: null, persona: 'cluster-admin' });
    expect(answer.abilities.every(({ state }) => state === 'all')).toBe(true);
    expect(answer.abilities.map(({ id }) => id)).toContain('labelNamespaces');
  });

  test('SEC-54 what is not answered is not allowed, and is said', async () => {
    // An authorizer that cannot tell its rules: each question is asked.
    world.harness.kubernetes.rulesReview = 'incomplete';
    world.harness.services.access.invalidate();
    const serve = world.harness.kubernetes.fault;
    world.harness.kubernetes.fault = (request, response) => {
      if (!/"configmaps"/.test(request.body)) return serve?.(request, response) ?? false;
      response.writeHead(500, { 'content-type': 'application/json' }).end('{}');
      return true;
    };
    const since = world.harness.kubernetes.requests.length;
    const answer = accessSchema.parse((await get('?namespace=shop', tokens.admin)).json());
    world.harness.kubernetes.fault = serve;
    world.harness.kubernetes.rulesReview = 'whole';
    world.harness.services.access.invalidate();
    expect(answer.abilities.find(({ id }) => id === 'followSplits')?.state).toBe('none');
    expect(answer.warnings).toMatchObject([{ code: 'access-incomplete' }]);
    const own = world.harness.kubernetes.requests
      .slice(since)
      .filter(({ headers }) => headers.authorization === `Bearer ${consoleToken}`);
    expect(own.filter(({ path }) => path.endsWith('reviews'))).toEqual([]);
  });

  test.each(['..', 'A', 'a/b', 'a b', 'x'.repeat(64), '%00'])(
    'a namespace called %j: 400, no call',
    async (name) => {
      const { reply, requests } = await received(() =>
        get(`?namespace=${encodeURIComponent(name)}`, tokens.admin),
      );
      expect(reply.status).toBe(400);
      expect(requests.filter(({ path }) => /selfsubject(access|rules)reviews/.test(path))).toEqual([]);
    },
  );
});

describe('who may', () => {
  const who = (what: string, token: string, namespace = 'shop') =>
    get(`/who?namespace=${namespace}&what=${what}`, token);

  test('change traffic: by which binding, how far, and what is not known', async () => {
    const { reply, requests } = await received(() => who('changeTraffic', tokens.admin));
    const answer = whoSchema.parse(reply.json());
    expect(
      answer.holders.map(({ subject, everywhere, complete, through }) => [
        subject.name,
        everywhere,
        complete,
        through.map(({ name }) => name),
      ]),
    ).toEqual([
      ['platform', true, false, ['platform']],
      ['devs', false, false, ['devs']],
    ]);
    const [, devs] = answer.holders;
    const kinds = new Set(devs?.holds.map(({ resource }) => resource));
    expect(kinds).toEqual(new Set(['virtualservices', 'destinationrules', 'httproutes', 'grpcroutes']));
    expect(answer.unclear).toMatchObject([{ binding: { name: 'odd' }, subjects: [{ name: 'odd' }] }]);
    expect(answer.unread).toEqual([]);
    expect(answer.may).toEqual({ grant: true, revoke: true, missing: [] });
    expect(askers(requests)).toEqual(new Set([`Bearer ${tokens.admin}`]));
  });

  test('grants of personas: which can be taken back and undone', async () => {
    const { grants } = whoSchema.parse((await who('seeTraffic', tokens.admin)).json());
    expect(grants.map(({ name, persona, revocable }) => [name, persona, revocable])).toEqual([
      ['devs', 'developer', true],
      ['two', 'viewer', false],
    ]);
  });

  test('who may list only the RoleBindings of a namespace gets those, and is told what is missing', async () => {
    const answer = whoSchema.parse((await who('editRouting', 'lead')).json());
    expect(answer.holders).toEqual([]);
    expect(answer.unclear.map(({ binding }) => binding.name)).toEqual(['devs', 'two', 'odd']);
    expect(answer.unread).toEqual(['clusterroles', 'clusterrolebindings']);
  });

  test('SEC-25 who may not is refused before anything is said, whether the namespace exists or not', async () => {
    const asked = async (namespace: string) => {
      const reply = await who('changeTraffic', tokens.developer, namespace);
      return [reply.status, { ...problem(reply), requestId: '' }];
    };
    const [status, body] = await asked('payments');
    expect(status).toBe(403);
    expect(body).toMatchObject({
      missing: { verb: 'list', resource: 'rolebindings', namespace: 'payments' },
    });
    expect(JSON.stringify(await asked('gone-away')).replaceAll('gone-away', 'payments')).toBe(
      JSON.stringify([status, body]),
    );
  });
});

describe('what a subject may', () => {
  test('a group: where, what, and by which bindings', async () => {
    const reply = await get('/subject?kind=Group&name=devs&namespace=bookinfo', tokens.admin);
    const answer = subjectAccessSchema.parse(reply.json());
    const statesIn = (name: string) =>
      Object.fromEntries(
        answer.namespaces.find((one) => one.name === name)?.abilities.map(({ id, state }) => [id, state]) ??
          [],
      );
    expect(answer.namespaces.map(({ name }) => name)).toEqual(['bookinfo', 'shop']);
    expect(statesIn('shop')).toMatchObject({ editRouting: 'all', runSplits: 'all', editPolicies: 'none' });
    expect(statesIn('bookinfo')).toMatchObject({ readConfiguration: 'all', editRouting: 'none' });
    expect(answer.everywhere.every(({ state }) => state === 'none')).toBe(true);
    expect(answer.rights).toHaveLength(personaQuestions('viewer').length);
    expect(answer.bindings.map(({ name }) => name)).toEqual(['devs', 'elsewhere']);
    expect(answer.known).toContainEqual({ kind: 'Group', name: 'platform', namespace: null });
  });

  test('a user’s groups are what the caller says they are', async () => {
    const ask = async (groups: string) =>
      subjectAccessSchema.parse(
        (await get(`/subject?kind=User&name=mara&groups=${groups}`, tokens.admin)).json(),
      );
    expect((await ask('')).namespaces).toEqual([]);
    expect((await ask('devs,%20platform')).bindings.map(({ name }) => name)).toEqual([
      'platform',
      'devs',
      'elsewhere',
    ]);
    expect((await ask('system:masters')).unlimited).toBe(true);
  });

  test('who may read one namespace’s bindings is told of that one', async () => {
    const answer = subjectAccessSchema.parse((await get('/subject?kind=Group&name=devs', 'lead')).json());
    expect(answer.bindings).toMatchObject([{ name: 'devs', clear: false }]);
    expect(answer.unread).toEqual(['clusterroles', 'clusterrolebindings']);
    expect((await get('/subject?kind=Group&name=devs', tokens.developer)).status).toBe(403);
  });

  test.each([
    'kind=ServiceAccount&name=a',
    'kind=User&name=a&subjectNamespace=shop',
    'kind=Robot&name=a',
    'kind=User&name=',
  ])('%s: 400, no call', async (query) => {
    const { reply, calls } = await received(() => get(`/subject?${query}`, tokens.admin));
    expect([reply.status, calls]).toEqual([400, []]);
  });
});
