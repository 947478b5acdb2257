import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { at, list, text } from '../coding/json.ts';
import { bookinfo, core, type Fixture, startFixture, virtualService } from '../testing/fixture.ts';

let cluster: Fixture;
beforeAll(async () => {
  cluster = await startFixture();
});
afterAll(() => cluster.stop());

const vs = `${bookinfo}/virtualservices`;

describe('create', () => {
  test('fills in the metadata of the system', async () => {
    const { body, name } = await cluster.created();
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
      'no kind "ConfigMap" is registered for version "v2"',
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
      500,
      '',
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
      'data that is no base64',
      '/api/v1/namespaces/bookinfo/secrets',
      { metadata: { name: 'x' }, data: { a: '!' } },
      400,
      'BadRequest',
      'illegal base64 data at input byte 0',
    ],
    [
      'a port name twice',
      '/api/v1/namespaces/bookinfo/services',
      {
        metadata: { name: 'x' },
        spec: {
          ports: [
            { name: 'a', port: 80 },
            { name: 'a', port: 81 },
          ],
        },
      },
      422,
      'Invalid',
      'spec.ports[1].name: Duplicate value: "a"',
    ],
    [
      'numbers as data',
      configMaps,
      { metadata: { name: 'x' }, data: { a: 1 } },
      400,
      'BadRequest',
      'json: cannot unmarshal number into Go struct field ConfigMap.data of type string',
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
      'metadata.name: Invalid value: "a.b": must not contain dots',
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
      { ...virtualService('x'), spec: { hosts: 'reviews' } },
      422,
      'Invalid',
      'VirtualService.networking.istio.io "x" is invalid: [spec.hosts: Invalid value: "string": spec.hosts in body must be of type array: "string", <nil>: Invalid value: null: some validation rules were not checked',
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
      '',
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
    expect(answer.body).toMatchObject({ kind: 'Status', status: 'Failure', code });
    // What a webhook refuses has none.
    expect(text(answer.body, 'reason')).toBe(reason);
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
