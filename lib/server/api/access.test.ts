/** `/api/v1/access…` against a fake Kubernetes: what is answered, and what Kubernetes received, with whose token. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { rolePersonas } from '#lib/access/abilities.ts';
import { abilityQuestions } from '#lib/access/ability-state.ts';
import { type Grant, roleBindingOf } from '#lib/access/grant.ts';
import { personaQuestions, personaRoleName, personaRules } from '#lib/access/persona-role.ts';
import { accessSchema, grantAnswerSchema, subjectAccessSchema, whoSchema } from '#lib/api/access.ts';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { consoleToken } from '../testing/fake-kubernetes.ts';
import { type FakeRbac, serveRbac } from '../testing/fake-rbac.ts';
import { type Harness, type Reply, startHarness } from '../testing/harness.ts';
import { fillMesh, tokens } from '../testing/mesh-content.ts';
import type { Recorded } from '../testing/recorder.ts';

const rbac = 'rbac.authorization.k8s.io';
let harness: Harness;
let fake: FakeRbac;

const mara: Grant = {
  persona: 'developer',
  namespace: 'shop',
  subject: { kind: 'User', name: 'mara@example.com', namespace: null },
};
const bindingOf = (name: string, role: string, subjects: object[], namespace?: string) =>
  ({
    kind: namespace === undefined ? 'ClusterRoleBinding' : 'RoleBinding',
    metadata: { name, uid: `uid-of-${name}`, ...(namespace === undefined ? {} : { namespace }) },
    roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: role },
    subjects,
  }) as unknown as KubernetesObject;
const group = (name: string) => ({ kind: 'Group', name });

beforeAll(async () => {
  harness = await startHarness({
    prepare: (kubernetes) => {
      fillMesh(kubernetes);
      kubernetes.users.set('lead', {
        name: 'lead',
        grants: [
          'list /pods shop',
          'list /services shop',
          ...['get', 'list', 'create', 'delete'].map((verb) => `${verb} ${rbac}/rolebindings shop`),
          `list ${rbac}/roles shop`,
        ],
      });
      kubernetes.objects.set(
        `${rbac}/clusterroles`,
        rolePersonas.map(
          (persona) =>
            ({
              kind: 'ClusterRole',
              metadata: { name: personaRoleName(persona), uid: persona, resourceVersion: '1' },
              rules: personaRules(persona),
            }) as unknown as KubernetesObject,
        ),
      );
      fake = serveRbac(kubernetes);
    },
  });
});
afterAll(() => harness.stop());
beforeEach(() => {
  fake.refusal = null;
  fake.cutAnswer = false;
  harness.kubernetes.objects.set(`${rbac}/roles`, []);
  harness.kubernetes.objects.set(`${rbac}/clusterrolebindings`, [
    bindingOf('platform', 'sluice-mesh-admin', [group('platform')]),
  ]);
  harness.kubernetes.objects.set(`${rbac}/rolebindings`, [
    bindingOf('devs', 'sluice-developer', [group('devs')], 'shop'),
    bindingOf('two', 'sluice-viewer', [group('a'), group('b')], 'shop'),
    bindingOf('odd', 'no-such-role', [group('odd')], 'shop'),
    bindingOf('elsewhere', 'sluice-viewer', [group('devs')], 'bookinfo'),
  ]);
});

const get = (path: string, token: string) =>
  harness.ask(`/api/v1/access${path}`, { headers: { authorization: `Bearer ${token}` } });
const post = (path: string, body: object, token = 'lead') =>
  harness.ask(`/api/v1/access/${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
async function received(run: () => Promise<Reply>) {
  const since = harness.kubernetes.requests.length;
  const reply = await run();
  return { reply, calls: fake.calls(since), requests: harness.kubernetes.requests.slice(since) };
}
/** Of what has to do with rights; the console's own watches go on meanwhile. */
const askers = (requests: readonly Recorded[]) =>
  new Set(
    requests
      .filter(({ path, query }) => /reviews$|rbac\./.test(path) && !query.has('watch'))
      .map(({ headers }) => headers.authorization),
  );
const problem = (reply: Reply) => reply.json() as Record<string, unknown>;

describe('what the caller may', () => {
  test('each ability of a namespace, by reviews with their own token alone', async () => {
    harness.services.access.invalidate();
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
    harness.kubernetes.rulesReview = 'incomplete';
    harness.services.access.invalidate();
    const { requests } = await received(() => get('?namespace=shop', tokens.viewer));
    harness.kubernetes.rulesReview = 'whole';
    harness.services.access.invalidate();
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
    harness.kubernetes.rulesReview = 'incomplete';
    harness.services.access.invalidate();
    const serve = harness.kubernetes.fault;
    harness.kubernetes.fault = (request, response) => {
      if (!/"configmaps"/.test(request.body)) return serve?.(request, response) ?? false;
      response.writeHead(500, { 'content-type': 'application/json' }).end('{}');
      return true;
    };
    const since = harness.kubernetes.requests.length;
    const answer = accessSchema.parse((await get('?namespace=shop', tokens.admin)).json());
    harness.kubernetes.fault = serve;
    harness.kubernetes.rulesReview = 'whole';
    harness.services.access.invalidate();
    expect(answer.abilities.find(({ id }) => id === 'followSplits')?.state).toBe('none');
    expect(answer.warnings).toMatchObject([{ code: 'access-incomplete' }]);
    const own = harness.kubernetes.requests
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

describe('granting', () => {
  const wish = {
    namespace: 'shop',
    persona: 'developer',
    subject: mara.subject,
    dryRun: false,
    reason: 'new',
  };
  const { name } = roleBindingOf(mara).metadata;

  test('is tried, then written once, as the caller, and told in the audit log', async () => {
    const lines = harness.logLines.length;
    const { reply, calls, requests } = await received(() => post('grant', wish));
    expect(grantAnswerSchema.parse(reply.json())).toEqual({
      namespace: 'shop',
      name,
      uid: expect.stringMatching(/^uid-/),
      state: 'written',
      refusal: null,
      message: null,
      missing: null,
    });
    expect(calls).toEqual(['POST namespaces/shop/rolebindings?dryRun', 'POST namespaces/shop/rolebindings']);
    const sent = requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/rolebindings'));
    for (const { body, headers, query } of sent) {
      expect(JSON.parse(body)).toEqual(roleBindingOf(mara));
      expect(headers.authorization).toBe('Bearer lead');
      expect(query.get('fieldManager')).toBe('sluice');
    }
    const audit = harness.logLines
      .slice(lines)
      .map((line) => JSON.parse(line))
      .filter((line) => line.audit);
    expect(audit).toMatchObject([
      {
        action: 'write',
        subject: 'lead',
        verb: 'create',
        object: `rolebindings.rbac.authorization.k8s.io/shop/${name}`,
        outcome: 'written',
        result: 'allowed',
        reason: 'new',
      },
    ]);
  });

  test('a dry run writes nothing, and leaves no line', async () => {
    const lines = harness.logLines.length;
    const { reply, calls } = await received(() => post('grant', { ...wish, dryRun: true }));
    expect(reply.json()).toMatchObject({ state: 'accepted', refusal: null });
    expect(calls).toEqual(['POST namespaces/shop/rolebindings?dryRun']);
    expect(harness.logLines.slice(lines).filter((line) => line.includes('"audit":true'))).toEqual([]);
  });

  test('twice is once; another binding of that name is not touched', async () => {
    await post('grant', wish);
    expect((await post('grant', wish)).json()).toMatchObject({ state: 'unchanged', uid: expect.any(String) });
    const all = harness.kubernetes.objects.get(`${rbac}/rolebindings`) ?? [];
    const own = all.find(({ metadata }) => metadata.name === name);
    Object.assign(own ?? {}, { subjects: [group('everybody')] });
    expect((await post('grant', wish)).json()).toMatchObject({ state: 'refused', refusal: 'changed' });
  });

  test.each([
    [
      'escalation',
      403,
      { message: 'user "lead" (groups=[]) is attempting to grant RBAC permissions not currently held:\n{…}' },
      'escalation',
      'denied',
    ],
    [
      'no right',
      403,
      { message: 'rolebindings is forbidden: User "lead" cannot create resource' },
      'rights',
      'denied',
    ],
    ['no namespace', 404, { message: 'x', details: { kind: 'namespaces' } }, 'no-namespace', 'write'],
    ['no role', 404, { message: 'x', details: { kind: 'clusterroles' } }, 'no-role', 'write'],
    ['a quota', 422, { message: 'too many' }, 'invalid', 'write'],
    ['overload', 429, { message: 'slow down' }, 'away', 'write'],
  ])('refused by Kubernetes: %s', async (_, status, body, refusal, action) => {
    fake.refusal = { status, body: { kind: 'Status', code: status, ...body } };
    const lines = harness.logLines.length;
    const { reply, calls } = await received(() => post('grant', wish));
    expect(reply.json()).toMatchObject({ state: 'refused', refusal, message: body.message });
    expect(calls).toEqual(['POST namespaces/shop/rolebindings?dryRun']);
    const audit = harness.logLines
      .slice(lines)
      .map((line) => JSON.parse(line))
      .filter((line) => line.audit);
    expect(audit).toMatchObject([{ action, result: 'refused', outcome: refusal }]);
  });

  test('REL-40 an answer that was lost: the object itself tells, nothing is sent twice', async () => {
    fake.cutAnswer = true;
    const { reply, calls } = await received(() => post('grant', wish));
    expect(reply.json()).toMatchObject({ state: 'unchanged', uid: expect.any(String) });
    expect(calls).toEqual([
      'POST namespaces/shop/rolebindings?dryRun',
      'POST namespaces/shop/rolebindings',
      `GET namespaces/shop/rolebindings/${name}`,
    ]);
  });

  test.each([
    [{ namespace: '..' }, '/namespace'],
    [{ namespace: '' }, '/namespace'],
    [{ subject: { kind: 'User', name: 'a\nb', namespace: null } }, '/subject/name'],
    [{ subject: { kind: 'User', name: '  ', namespace: null } }, '/subject/name'],
    [{ subject: { kind: 'User', name: 'a', namespace: 'shop' } }, '/subject/namespace'],
    [{ subject: { kind: 'ServiceAccount', name: '../x', namespace: 'shop' } }, '/subject/name'],
    [{ subject: { kind: 'ServiceAccount', name: 'x', namespace: null } }, '/subject/namespace'],
    [{ subject: { kind: 'Robot', name: 'x', namespace: null } }, '/subject/kind'],
    [{ persona: 'mesh-admin' }, '/persona'],
    [{ persona: 'cluster-admin' }, '/persona'],
  ])('%j: an error beside the field, and no call', async (wrong, field) => {
    const { reply, calls } = await received(() => post('grant', { ...wish, ...wrong }));
    expect([reply.status, calls]).toEqual([400, []]);
    expect(problem(reply)).toMatchObject({ errors: [{ field }] });
  });

  test('who may not is told which right is missing, and the log has it', async () => {
    const lines = harness.logLines.length;
    const { reply, calls } = await received(() => post('grant', wish, tokens.developer));
    expect(reply.json()).toMatchObject({
      state: 'refused',
      refusal: 'rights',
      missing: { verb: 'create', resource: 'rolebindings', namespace: 'shop' },
    });
    expect(calls).toEqual(['POST namespaces/shop/rolebindings?dryRun']);
    expect(harness.logLines.slice(lines).filter((line) => line.includes('"action":"denied"'))).toHaveLength(
      1,
    );
  });
});

describe('taking back', () => {
  const wish = { namespace: 'shop', name: 'devs', uid: 'uid-of-devs', dryRun: false, reason: '' };
  const one = 'namespaces/shop/rolebindings/devs';

  test('is read, tried, and deleted at the uid that was seen', async () => {
    const { reply, calls, requests } = await received(() => post('revoke', wish));
    expect(reply.json()).toMatchObject({ state: 'written', refusal: null });
    expect(calls).toEqual([`GET ${one}`, `DELETE ${one}?dryRun`, `DELETE ${one}`]);
    const bodies = requests.filter(({ method }) => method === 'DELETE').map(({ body }) => JSON.parse(body));
    expect(bodies.map(({ preconditions }) => preconditions)).toEqual([
      { uid: 'uid-of-devs' },
      { uid: 'uid-of-devs' },
    ]);
    expect(
      harness.kubernetes.objects
        .get(`${rbac}/rolebindings`)
        ?.some(({ metadata }) => metadata.name === 'devs'),
    ).toBe(false);
  });

  test.each([
    ['another one of that name', { uid: 'older' }, 'changed'],
    ['what is gone', { name: 'gone' }, 'changed'],
    ['a binding of two', { name: 'two', uid: 'uid-of-two' }, 'not-ours'],
    ['a binding of another role', { name: 'odd', uid: 'uid-of-odd' }, 'not-ours'],
  ])('%s stays', async (_, other, refusal) => {
    const { reply, calls } = await received(() => post('revoke', { ...wish, ...other }));
    expect(reply.json()).toMatchObject({ state: 'refused', refusal });
    expect(calls.filter((call) => call.startsWith('DELETE'))).toEqual([]);
  });

  test('a dry run deletes nothing', async () => {
    const { reply, calls } = await received(() => post('revoke', { ...wish, dryRun: true }));
    expect(reply.json()).toMatchObject({ state: 'accepted' });
    expect(calls).toEqual([`GET ${one}`, `DELETE ${one}?dryRun`]);
  });

  test.each(['..', '', 'a/b', '%2e%2e'])(
    'SEC-16 a binding called %j: 400, and never a DELETE of a collection',
    async (bad) => {
      const { reply, calls } = await received(() => post('revoke', { ...wish, name: bad }));
      expect([reply.status, calls]).toEqual([400, []]);
    },
  );

  test('SEC-55 without signing in nothing is granted or taken back', async () => {
    const cookie = await harness.signIn({ strategy: 'anonymous' });
    for (const path of ['grant', 'revoke']) {
      const { reply, calls } = await received(() =>
        harness.ask(`/api/v1/access/${path}`, {
          method: 'POST',
          headers: { cookie, origin: harness.origin, 'content-type': 'application/json' },
          body: '{}',
        }),
      );
      expect([reply.status, calls]).toEqual([403, []]);
    }
  });
});
