import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bookinfo, core, type Fixture, startFixture, virtualService } from './fixture.ts';
import { at, list, record, text } from './json.ts';

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

let count = 0;
/** Creates a VirtualService with a name of its own and returns its path and body. */
async function made(
  labels: Record<string, string> = {},
): Promise<{ path: string; name: string; body: unknown }> {
  count += 1;
  const name = `made-${count}`;
  const { body, code } = await cluster.call(`POST ${vs}`, { body: virtualService(name, {}, labels) });
  expect(code).toBe(201);
  return { path: `${vs}/${name}`, name, body };
}

describe('create', () => {
  test('fills in the metadata of the system', async () => {
    const { body, name } = await made();
    expect(body).toMatchObject({
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: {
        name,
        namespace: 'bookinfo',
        uid: expect.stringMatching(/^[0-9a-f-]{36}$/),
        resourceVersion: expect.stringMatching(/^\d+$/),
        generation: 1,
        creationTimestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
        managedFields: [
          {
            manager: 'unknown',
            operation: 'Update',
            fieldsType: 'FieldsV1',
            fieldsV1: { 'f:spec': { 'f:hosts': {} } },
          },
        ],
      },
    });
  });

  test('generateName makes a name', async () => {
    const body = { metadata: { generateName: 'gen-' }, data: {} };
    const answer = await cluster.call(`POST ${core}/configmaps`, { body });
    expect(text(answer.body, 'metadata', 'name')).toMatch(/^gen-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
  });

  test('through another served version stores the same object', async () => {
    const path = '/apis/networking.istio.io/v1beta1/namespaces/bookinfo/virtualservices';
    const body = { ...virtualService('through-beta'), apiVersion: 'networking.istio.io/v1beta1' };
    const answer = await cluster.call(`POST ${path}`, { body });
    expect(answer.body).toMatchObject({ apiVersion: 'networking.istio.io/v1beta1' });
    expect((await cluster.call(`GET ${vs}/through-beta`)).body).toMatchObject({
      apiVersion: 'networking.istio.io/v1',
    });
  });

  test('takes YAML', async () => {
    const body = 'metadata:\n  name: from-yaml\ndata:\n  a: "1"\n';
    const answer = await cluster.call(`POST ${core}/configmaps`, {
      body,
      headers: { 'content-type': 'application/yaml' },
    });
    expect([answer.code, at(answer.body, 'data')]).toEqual([201, { a: '1' }]);
  });

  const settings = { metadata: { name: 'settings' } };
  const configMaps = `${core}/configmaps`;
  const service = { metadata: { name: 'new' }, spec: { ports: [{ port: 80 }] } };
  test.each<[what: string, path: string, body: unknown, code: number, reason: string, message: string]>([
    ['a name in use', configMaps, settings, 409, 'AlreadyExists', 'configmaps "settings" already exists'],
    [
      'an absent namespace',
      '/api/v1/namespaces/none/configmaps',
      settings,
      404,
      'NotFound',
      'namespaces "none" not found',
    ],
    [
      'another namespace',
      configMaps,
      { metadata: { name: 'x', namespace: 'payments' } },
      400,
      'BadRequest',
      'the namespace of the provided object does not match the namespace sent on the request',
    ],
    [
      'another version',
      configMaps,
      { apiVersion: 'v2', metadata: { name: 'x' } },
      400,
      'BadRequest',
      'the API version in the data (v2) does not match the expected API version (v1)',
    ],
    [
      'another kind',
      configMaps,
      { kind: 'Pod', metadata: { name: 'x' } },
      400,
      'BadRequest',
      'Pod in version "v1" cannot be handled as a ConfigMap',
    ],
    [
      'a resourceVersion',
      configMaps,
      { metadata: { name: 'x', resourceVersion: '1' } },
      400,
      'BadRequest',
      'resourceVersion should not be set on objects to be created',
    ],
    ['no JSON', configMaps, '{', 400, 'BadRequest', 'the object provided is unrecognized'],
    ['a list', configMaps, [], 400, 'BadRequest', 'the object provided is unrecognized'],
    [
      'no name',
      configMaps,
      { metadata: {} },
      422,
      'Invalid',
      'ConfigMap "" is invalid: metadata.name: Required value: name or generateName is required',
    ],
    [
      'a bad name',
      configMaps,
      { metadata: { name: 'A_b' } },
      422,
      'Invalid',
      'ConfigMap "A_b" is invalid: metadata.name: Invalid value: "A_b": a lowercase RFC 1123 subdomain must consist of',
    ],
    [
      'a long name',
      configMaps,
      { metadata: { name: 'a'.repeat(254) } },
      422,
      'Invalid',
      'must be no more than 253 characters',
    ],
    [
      'a bad label',
      configMaps,
      { metadata: { name: 'x', labels: { 'a b': 'c' } } },
      422,
      'Invalid',
      'metadata.labels: Invalid value: "a b": name part must consist of',
    ],
    [
      'a bad label value',
      configMaps,
      { metadata: { name: 'x', labels: { a: 'c d' } } },
      422,
      'Invalid',
      'metadata.labels: Invalid value: "c d": a valid label must be',
    ],
    [
      'large annotations',
      configMaps,
      { metadata: { name: 'x', annotations: { a: 'c'.repeat(300_000) } } },
      422,
      'Invalid',
      'metadata.annotations: Too long: may not be more than 262144 bytes',
    ],
    [
      'numbers as data',
      configMaps,
      { metadata: { name: 'x' }, data: { a: 1 } },
      422,
      'Invalid',
      'data[a]: Invalid value: 1: must be a string',
    ],
    [
      'no containers',
      `${core}/pods`,
      { metadata: { name: 'x' }, spec: {} },
      422,
      'Invalid',
      'spec.containers: Required value',
    ],
    ['no ports', `${core}/services`, { ...service, spec: {} }, 422, 'Invalid', 'spec.ports: Required value'],
    [
      'a bad port',
      `${core}/services`,
      { ...service, spec: { ports: [{ port: 0 }] } },
      422,
      'Invalid',
      'spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive',
    ],
    [
      'a service named with dots',
      `${core}/services`,
      { ...service, metadata: { name: 'a.b' } },
      422,
      'Invalid',
      'metadata.name: Invalid value: "a.b": a lowercase RFC 1123 label',
    ],
    [
      'a selector that misses its pods',
      '/apis/apps/v1/namespaces/bookinfo/deployments',
      {
        metadata: { name: 'x' },
        spec: {
          selector: { matchLabels: { a: 'b' } },
          template: { spec: { containers: [{ name: 'c', image: 'i' }] } },
        },
      },
      422,
      'Invalid',
      'spec.template.metadata.labels: Invalid value: {}: `selector` does not match template `labels`',
    ],
    [
      'a schema violation',
      vs,
      { metadata: { name: 'x' }, spec: { hosts: 'reviews' } },
      422,
      'Invalid',
      'VirtualService.networking.istio.io "x" is invalid: spec.hosts: Invalid value: "string": spec.hosts in body must be of type array: "string"',
    ],
    [
      'what the webhook refuses',
      vs,
      virtualService('x', {
        http: [
          {
            route: [
              { destination: { host: 'a' }, weight: 0 },
              { destination: { host: 'b' }, weight: 0 },
            ],
          },
        ],
      }),
      400,
      'BadRequest',
      'admission webhook "rev.validation.istio.io" denied the request: configuration is invalid: total destination weight = 0',
    ],
    [
      'a body over 3 MiB',
      configMaps,
      { metadata: { name: 'x' }, data: { a: 'x'.repeat(3 * 1024 * 1024) } },
      413,
      'RequestEntityTooLarge',
      'Request entity too large: limit is 3145728',
    ],
  ])('%s is refused', async (_what, path, body, code, reason, message) => {
    const answer = await cluster.call(`POST ${path}`, { body });
    expect(answer.body).toMatchObject({ kind: 'Status', status: 'Failure', code, reason });
    expect(text(answer.body, 'message')).toContain(message);
    if (code === 422) expect(list(answer.body, 'details', 'causes').length).toBeGreaterThan(0);
  });

  test('a media type that is not known is 415', async () => {
    const headers = { 'content-type': 'text/plain' };
    const { body, code } = await cluster.call(`POST ${core}/configmaps`, { body: 'x', headers });
    expect(code).toBe(415);
    expect(text(body, 'message')).toContain(
      'accepted media types include: application/json, application/yaml',
    );
  });
});

describe('unknown fields', () => {
  const body = virtualService('unknown', { tea: 1 });
  test.each<[query: string, code: number, warning: string | undefined]>([
    ['', 201, '299 - "unknown field \\"spec.tea\\""'],
    ['fieldValidation=Warn', 201, '299 - "unknown field \\"spec.tea\\""'],
    ['fieldValidation=Ignore', 201, undefined],
    ['fieldValidation=Strict', 400, undefined],
    ['fieldValidation=Maybe', 422, undefined],
  ])('?%s → %i', async (query, code, warning) => {
    const answer = await cluster.call(`POST ${vs}?dryRun=All&${query}`, { body });
    expect([answer.code, answer.headers.warning]).toEqual([code, warning]);
    if (code === 201) expect(at(answer.body, 'spec')).not.toHaveProperty('tea');
    if (code === 400)
      expect(text(answer.body, 'message')).toBe(
        'VirtualService in version "v1" cannot be handled as a VirtualService: strict decoding error: unknown field "spec.tea"',
      );
  });
});

describe('update', () => {
  test('needs the present resourceVersion, and counts generations of the spec alone', async () => {
    const { path, body } = await made();
    const spec = { ...record(at(body, 'spec')), hosts: ['other'] };
    const first = await cluster.call(`PUT ${path}`, { body: { ...record(body), spec } });
    expect([first.code, at(first.body, 'metadata', 'generation')]).toEqual([200, 2]);
    const stale = await cluster.call(`PUT ${path}`, { body: { ...record(body), spec } });
    expect(stale.body).toMatchObject({
      code: 409,
      reason: 'Conflict',
      message: expect.stringMatching(
        /^Operation cannot be fulfilled on virtualservices\.networking\.istio\.io "made-\d+": the object has been modified; please apply your changes to the latest version and try again$/,
      ),
    });
    const labelled = { ...record(at(first.body, 'metadata')), labels: { a: 'b' } };
    const second = await cluster.call(`PUT ${path}`, { body: { ...record(first.body), metadata: labelled } });
    expect(at(second.body, 'metadata', 'generation')).toBe(2);
  });

  test('that changes nothing leaves the resourceVersion', async () => {
    const { path, body } = await made();
    const answer = await cluster.call(`PUT ${path}`, { body });
    expect(at(answer.body, 'metadata', 'resourceVersion')).toBe(at(body, 'metadata', 'resourceVersion'));
  });

  test("keeps uid, creationTimestamp and status, and Kubernetes' own kinds take no resourceVersion for the last word", async () => {
    const before = await cluster.call(`GET ${core}/pods/reviews-1`);
    const { resourceVersion: _dropped, ...metadata } = record(at(before.body, 'metadata'));
    const body = { ...record(before.body), metadata: { ...metadata, creationTimestamp: null }, status: {} };
    const { body: after } = await cluster.call(`PUT ${core}/pods/reviews-1`, { body });
    expect(at(after, 'status', 'phase')).toBe('Running');
    for (const key of ['uid', 'creationTimestamp'])
      expect(at(after, 'metadata', key)).toBe(at(before.body, 'metadata', key));
  });

  test('of the status subresource changes status alone', async () => {
    const { path, body } = await made();
    const changed = { ...record(body), spec: { hosts: ['no'] }, status: { observedGeneration: '1' } };
    const { body: after } = await cluster.call(`PUT ${path}/status`, { body: changed });
    expect(at(after, 'status')).toEqual({ observedGeneration: '1' });
    expect(at(after, 'spec')).toEqual(at(body, 'spec'));
    expect(at(after, 'metadata', 'generation')).toBe(1);
  });

  test.each<
    [what: string, change: (body: Record<string, unknown>) => unknown, code: number, message: string]
  >([
    [
      'another name',
      (body) => ({ ...body, metadata: { ...record(body.metadata), name: 'other' } }),
      400,
      'does not match the name on the URL',
    ],
    [
      'another uid',
      (body) => ({ ...body, metadata: { ...record(body.metadata), uid: 'u' } }),
      409,
      'Precondition failed: UID in precondition: u, UID in object meta:',
    ],
    [
      'no resourceVersion',
      (body) => ({ ...body, metadata: { ...record(body.metadata), resourceVersion: undefined } }),
      422,
      'metadata.resourceVersion: Invalid value: 0: must be specified for an update',
    ],
    [
      'another namespace',
      (body) => ({ ...body, metadata: { ...record(body.metadata), namespace: 'payments' } }),
      400,
      'the namespace of the provided object does not match',
    ],
  ])('with %s is refused', async (_what, change, code, message) => {
    const { path, body } = await made();
    const answer = await cluster.call(`PUT ${path}`, { body: change(record(body)) });
    expect(answer.code).toBe(code);
    expect(text(answer.body, 'message')).toContain(message);
  });

  test('of what is not there is 404', async () => {
    expect((await cluster.call(`PUT ${vs}/none`, { body: virtualService('none') })).code).toBe(404);
  });

  test('cannot change a roleRef', async () => {
    const path = '/apis/rbac.authorization.k8s.io/v1/namespaces/bookinfo/rolebindings/viewers';
    const body = { roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'edit' } };
    const answer = await cluster.call(`PATCH ${path}`, { body, headers: types.merge });
    expect(text(answer.body, 'message')).toContain('cannot change roleRef');
  });
});

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
    const object = await made({ team: 'a' });
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
    ['another kind', 'merge', { kind: 'Gateway' }, 400, 'cannot be handled as a VirtualService'],
    ['a schema violation', 'merge', { spec: { http: weight(0.5) } }, 422, 'must be of type integer'],
    [
      'no field manager',
      'apply',
      {},
      422,
      'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
    ],
  ])('%s is refused', async (_what, type, patch, code, message) => {
    const { path } = await made();
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
    expect(list(after, 'spec', 'containers')).toEqual([
      { name: 'reviews', image: 'r:2' },
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
      message: 'Apply failed with 1 conflict: conflict with "one" using networking.istio.io/v1: .spec.hosts',
      details: { causes: [{ reason: 'FieldManagerConflict', field: '.spec.hosts' }] },
    });
    const forced = await apply('contested', 'two', spec('b'), '&force=true');
    expect(at(forced.body, 'spec', 'hosts')).toEqual(['b']);
  });

  test('the same value is owned by both', async () => {
    await apply('shared', 'one', spec('a'));
    const { body } = await apply('shared', 'two', spec('a'));
    expect(list(body, 'metadata', 'managedFields').map((entry) => text(entry, 'manager'))).toEqual([
      'one',
      'two',
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
    const { path, name, body } = await made();
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
    const { path } = await made();
    const body = { kind: 'DeleteOptions', apiVersion: 'v1', propagationPolicy: 'Background', preconditions };
    expect((await cluster.call(`DELETE ${path}`, { body })).code).toBe(code);
  });

  test('an unknown propagation policy is 422', async () => {
    const { path } = await made();
    expect((await cluster.call(`DELETE ${path}?propagationPolicy=Sometimes`)).code).toBe(422);
  });

  test('finalizers hold an object back until they are gone', async () => {
    const { path } = await made();
    const headers = types.merge;
    await cluster.call(`PATCH ${path}`, { body: { metadata: { finalizers: ['a.b/c'] } }, headers });
    await cluster.call(`DELETE ${path}`);
    const held = await cluster.call(`GET ${path}`);
    expect(text(held.body, 'metadata', 'deletionTimestamp')).not.toBe('');
    await cluster.call(`PATCH ${path}`, { body: { metadata: { finalizers: null } }, headers });
    expect((await cluster.call(`GET ${path}`)).code).toBe(404);
  });

  test('of a collection takes what the selector names', async () => {
    const doomed = await made({ doomed: 'yes' });
    const spared = await made({ doomed: 'no' });
    const { body } = await cluster.call(`DELETE ${vs}?labelSelector=doomed%3Dyes`);
    expect(list(body, 'items').map((item) => text(item, 'metadata', 'name'))).toEqual([doomed.name]);
    expect((await cluster.call(`GET ${doomed.path}`)).code).toBe(404);
    expect((await cluster.call(`GET ${spared.path}`)).code).toBe(200);
  });
});
