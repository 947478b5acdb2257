/** Personas granted and taken back against a fake Kubernetes: what is written, with whose token, and what the audit log has of it. */
import { describe, expect, test } from 'vitest';
import { type Grant, roleBindingOf } from '#lib/access/grant.ts';
import { grantAnswerSchema } from '#lib/api/access/access.ts';
import { tokens } from '../../testing/mesh-content.ts';
import { group, problem, rbac, rightsWorld } from '../../testing/rights-world.ts';

const world = rightsWorld();
const { post, received } = world;

const mara: Grant = {
  persona: 'developer',
  namespace: 'shop',
  subject: { kind: 'User', name: 'mara@example.com', namespace: null },
};

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
    const lines = world.harness.logLines.length;
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
    const audit = world.harness.logLines
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
    const lines = world.harness.logLines.length;
    const { reply, calls } = await received(() => post('grant', { ...wish, dryRun: true }));
    expect(reply.json()).toMatchObject({ state: 'accepted', refusal: null });
    expect(calls).toEqual(['POST namespaces/shop/rolebindings?dryRun']);
    expect(world.harness.logLines.slice(lines).filter((line) => line.includes('"audit":true'))).toEqual([]);
  });

  test('twice is once; another binding of that name is not touched', async () => {
    await post('grant', wish);
    expect((await post('grant', wish)).json()).toMatchObject({ state: 'unchanged', uid: expect.any(String) });
    const all = world.harness.kubernetes.objects.get(`${rbac}/rolebindings`) ?? [];
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
    world.fake.refusal = { status, body: { kind: 'Status', code: status, ...body } };
    const lines = world.harness.logLines.length;
    const { reply, calls } = await received(() => post('grant', wish));
    expect(reply.json()).toMatchObject({ state: 'refused', refusal, message: body.message });
    expect(calls).toEqual(['POST namespaces/shop/rolebindings?dryRun']);
    const audit = world.harness.logLines
      .slice(lines)
      .map((line) => JSON.parse(line))
      .filter((line) => line.audit);
    expect(audit).toMatchObject([{ action, result: 'refused', outcome: refusal }]);
  });

  test('REL-40 an answer that was lost: the object itself tells, nothing is sent twice', async () => {
    world.fake.cutAnswer = true;
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
    const lines = world.harness.logLines.length;
    const { reply, calls } = await received(() => post('grant', wish, tokens.developer));
    expect(reply.json()).toMatchObject({
      state: 'refused',
      refusal: 'rights',
      missing: { verb: 'create', resource: 'rolebindings', namespace: 'shop' },
    });
    expect(calls).toEqual(['POST namespaces/shop/rolebindings?dryRun']);
    expect(
      world.harness.logLines.slice(lines).filter((line) => line.includes('"action":"denied"')),
    ).toHaveLength(1);
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
      world.harness.kubernetes.objects
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
    const cookie = await world.harness.signIn({ strategy: 'anonymous' });
    for (const path of ['grant', 'revoke']) {
      const { reply, calls } = await received(() =>
        world.harness.ask(`/api/v1/access/${path}`, {
          method: 'POST',
          headers: { cookie, origin: world.harness.origin, 'content-type': 'application/json' },
          body: '{}',
        }),
      );
      expect([reply.status, calls]).toEqual([403, []]);
    }
  });
});
