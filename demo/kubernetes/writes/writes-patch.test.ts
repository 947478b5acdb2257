import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { at, list, text } from '../coding/json.ts';
import { bookinfo, core, type Fixture, startFixture, virtualService } from '../testing/fixture.ts';

let cluster: Fixture;
beforeAll(async () => {
  cluster = await startFixture();
});
afterAll(() => cluster.stop());

const vs = `${bookinfo}/virtualservices`;
const types = {
  json: { 'content-type': 'application/json-patch+json' },
  merge: { 'content-type': 'application/merge-patch+json' },
  strategic: { 'content-type': 'application/strategic-merge-patch+json' },
  apply: { 'content-type': 'application/apply-patch+yaml' },
};

describe('patch', () => {
  const weight = (value: number) => [{ route: [{ destination: { host: 'a' }, weight: value }] }];
  test.each<[what: string, type: keyof typeof types, patch: unknown, path: string[], value: unknown]>([
    [
      'JSON patch',
      'json',
      [{ op: 'replace', path: '/spec/http/0/route/0/weight', value: 50 }],
      ['spec', 'hosts'],
      undefined,
    ],
    ['merge patch', 'merge', { spec: { http: weight(50) } }, ['spec', 'http'], weight(50)],
    ['merge patch with null', 'merge', { metadata: { labels: { team: null } } }, ['metadata', 'labels'], {}],
  ])('%s', async (_what, type, patch, path, value) => {
    const object = await cluster.created({ team: 'a' });
    const answer = await cluster.call(`PATCH ${object.path}`, { body: patch, headers: types[type] });
    expect(answer.code).toBe(200);
    if (value !== undefined) expect(at(answer.body, ...path)).toEqual(value);
  });

  test.each<[what: string, type: keyof typeof types, patch: unknown, code: number, message: string]>([
    [
      'a failing test',
      'json',
      [{ op: 'test', path: '/spec/hosts/0', value: 'x' }],
      422,
      'the server rejected our request due to an error in our request',
    ],
    [
      'a missing path',
      'json',
      [{ op: 'remove', path: '/spec/none' }],
      422,
      'the server rejected our request',
    ],
    ['no list of operations', 'json', {}, 400, 'error decoding patch'],
    [
      'too many operations',
      'json',
      Array.from({ length: 10_001 }, () => ({ op: 'test', path: '/kind', value: 'x' })),
      413,
      'The allowed maximum operations in a JSON patch is 10000, got 10001',
    ],
    ['no object', 'merge', [], 400, 'error decoding patch'],
    [
      'a strategic patch of a custom resource',
      'strategic',
      {},
      415,
      'accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml',
    ],
    [
      'a stale resourceVersion',
      'merge',
      { metadata: { resourceVersion: '1' } },
      409,
      'the object has been modified',
    ],
    ['another name', 'merge', { metadata: { name: 'other' } }, 400, 'does not match the name on the URL'],
    [
      'another kind',
      'merge',
      { kind: 'Gateway' },
      422,
      'kind: Invalid value: "Gateway": must be VirtualService',
    ],
    ['a schema violation', 'merge', { spec: { http: weight(0.5) } }, 422, 'must be of type integer'],
    [
      'no field manager',
      'apply',
      {},
      422,
      'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
    ],
  ])('%s is refused', async (_what, type, patch, code, message) => {
    const { path } = await cluster.created();
    const answer = await cluster.call(`PATCH ${path}`, { body: patch, headers: types[type] });
    expect(answer.code).toBe(code);
    expect(text(answer.body, 'message')).toContain(message);
  });

  test('a plain content type is 415, and an absent object 404', async () => {
    expect((await cluster.call(`PATCH ${vs}/reviews`, { body: {} })).code).toBe(415);
    expect((await cluster.call(`PATCH ${vs}/none`, { body: {}, headers: types.merge })).code).toBe(404);
  });

  test('a strategic patch merges lists by their key', async () => {
    const body = { spec: { containers: [{ name: 'reviews', image: 'r:2' }] } };
    const { body: after } = await cluster.call(`PATCH ${core}/pods/reviews-1`, {
      body,
      headers: types.strategic,
    });
    expect(list(after, 'spec', 'containers')).toMatchObject([
      { name: 'reviews', image: 'r:2', imagePullPolicy: 'Always', resources: {} },
      { name: 'istio-proxy', image: 'p' },
    ]);
  });
});

describe('server-side apply', () => {
  const apply = (name: string, manager: string, content: object, query = '') =>
    cluster.call(`PATCH ${vs}/${name}?fieldManager=${manager}${query}`, {
      body: { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: { name }, ...content },
      headers: types.apply,
    });
  const spec = (host: string) => ({
    spec: { hosts: [host], http: [{ route: [{ destination: { host: 'a' } }] }] },
  });

  test('creates, owns what it names, and takes away what it no longer names', async () => {
    const created = await apply('applied', 'one', {
      ...spec('a'),
      metadata: { name: 'applied', labels: { x: '1', y: '2' } },
    });
    expect(created.code).toBe(201);
    expect(list(created.body, 'metadata', 'managedFields')).toMatchObject([
      { manager: 'one', operation: 'Apply' },
    ]);
    const next = await apply('applied', 'one', {
      ...spec('a'),
      metadata: { name: 'applied', labels: { x: '1' } },
    });
    expect(at(next.body, 'metadata', 'labels')).toEqual({ x: '1' });
  });

  test('conflicts with other owners, unless forced', async () => {
    await apply('contested', 'one', spec('a'));
    const refused = await apply('contested', 'two', spec('b'));
    expect(refused.body).toMatchObject({
      code: 409,
      reason: 'Conflict',
      message: 'Apply failed with 1 conflict: conflict with "one": .spec.hosts',
      details: { causes: [{ reason: 'FieldManagerConflict', field: '.spec.hosts' }] },
    });
    const forced = await apply('contested', 'two', spec('b'), '&force=true');
    expect(at(forced.body, 'spec', 'hosts')).toEqual(['b']);
  });

  test('the same value is owned by both', async () => {
    await apply('shared', 'one', spec('a'));
    const { body } = await apply('shared', 'two', spec('a'));
    expect(list(body, 'metadata', 'managedFields').map((entry) => text(entry, 'manager'))).toEqual([
      // What changed nothing has no date, and comes first.
      'two',
      'one',
    ]);
  });

  test('needs the right to create where nothing is', async () => {
    const headers = types.apply;
    const body = virtualService('forbidden');
    const answer = await cluster.call(`PATCH ${vs}/forbidden?fieldManager=x`, {
      as: 'viewer',
      body,
      headers,
    });
    expect(answer.code).toBe(403);
  });
});

describe('dry run', () => {
  test.each<[line: string, body: unknown, headers: Record<string, string>, code: number]>([
    [`POST ${vs}`, virtualService('dry'), {}, 201],
    [`PATCH ${vs}/reviews`, { spec: { hosts: ['dry'] } }, types.merge, 200],
    [`DELETE ${vs}/reviews`, undefined, {}, 200],
    [`DELETE ${vs}`, undefined, {}, 200],
  ])('%s has no effect', async (line, body, headers, code) => {
    const before = (await cluster.call(`GET ${vs}`)).text;
    expect((await cluster.call(`${line}?dryRun=All`, { body, headers })).code).toBe(code);
    expect((await cluster.call(`GET ${vs}`)).text).toBe(before);
  });

  test('validates in full', async () => {
    const { body, code } = await cluster.call(`POST ${vs}?dryRun=All`, {
      body: virtualService('dry', { hosts: ['*.*'] }),
    });
    expect([code, text(body, 'message')]).toEqual([400, expect.stringContaining('denied the request')]);
  });

  test('an unknown value is refused in the words of Kubernetes', async () => {
    const { body, code } = await cluster.call(`POST ${vs}?dryRun=Some`, { body: virtualService('dry') });
    expect([code, text(body, 'message')]).toEqual([
      422,
      'CreateOptions.meta.k8s.io "" is invalid: dryRun: Unsupported value: ["Some"]: supported values: "All"',
    ]);
  });
});

describe('delete', () => {
  test('answers with a Status that names what is gone', async () => {
    const { path, name, body } = await cluster.created();
    const answer = await cluster.call(`DELETE ${path}`);
    expect(answer.body).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Success',
      details: {
        name,
        group: 'networking.istio.io',
        kind: 'virtualservices',
        uid: text(body, 'metadata', 'uid'),
      },
    });
    expect((await cluster.call(`GET ${path}`)).code).toBe(404);
    expect((await cluster.call(`DELETE ${path}`)).code).toBe(404);
  });

  test.each<[preconditions: object, code: number]>([
    [{ uid: 'other' }, 409],
    [{ resourceVersion: '1' }, 409],
    [{}, 200],
  ])('with preconditions %j → %i', async (preconditions, code) => {
    const { path } = await cluster.created();
    const body = { kind: 'DeleteOptions', apiVersion: 'v1', propagationPolicy: 'Background', preconditions };
    expect((await cluster.call(`DELETE ${path}`, { body })).code).toBe(code);
  });

  test('an unknown propagation policy is 422', async () => {
    const { path } = await cluster.created();
    expect((await cluster.call(`DELETE ${path}?propagationPolicy=Sometimes`)).code).toBe(422);
  });

  test('finalizers hold an object back until they are gone', async () => {
    const { path } = await cluster.created();
    const headers = types.merge;
    await cluster.call(`PATCH ${path}`, { body: { metadata: { finalizers: ['a.b/c'] } }, headers });
    await cluster.call(`DELETE ${path}`);
    const held = await cluster.call(`GET ${path}`);
    expect(text(held.body, 'metadata', 'deletionTimestamp')).not.toBe('');
    await cluster.call(`PATCH ${path}`, { body: { metadata: { finalizers: null } }, headers });
    expect((await cluster.call(`GET ${path}`)).code).toBe(404);
  });

  test('of a collection takes what the selector names', async () => {
    const doomed = await cluster.created({ doomed: 'yes' });
    const spared = await cluster.created({ doomed: 'no' });
    const { body } = await cluster.call(`DELETE ${vs}?labelSelector=doomed%3Dyes`);
    expect(list(body, 'items').map((item) => text(item, 'metadata', 'name'))).toEqual([doomed.name]);
    expect((await cluster.call(`GET ${doomed.path}`)).code).toBe(404);
    expect((await cluster.call(`GET ${spared.path}`)).code).toBe(200);
  });
});
