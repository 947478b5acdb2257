import { get as httpsGet } from 'node:https';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { at, list, text } from '../coding/json.ts';
import { bookinfo, core, type Fixture, startFixture, virtualService } from '../testing/fixture.ts';

let cluster: Fixture;
beforeAll(async () => {
  cluster = await startFixture();
});
afterAll(() => cluster.stop());

const names = (body: unknown): string[] => list(body, 'items').map((item) => text(item, 'metadata', 'name'));
const tableAccept = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json' };

describe('paths that are no resources', () => {
  test.each<[request: string, code: number, path: string[], value: unknown]>([
    ['GET /version', 200, ['gitVersion'], 'v1.36.3+sluice.demo'],
    ['GET /version/', 200, ['minor'], '36'],
    ['GET /api', 200, ['versions', '0'], undefined],
    ['GET /api/v1', 200, ['kind'], 'APIResourceList'],
    ['GET /api/v1/', 200, ['groupVersion'], 'v1'],
    ['GET /apis', 200, ['kind'], 'APIGroupList'],
    ['GET /apis/networking.istio.io', 200, ['preferredVersion', 'version'], 'v1'],
    ['GET /apis/telemetry.istio.io', 200, ['preferredVersion', 'version'], 'v1'],
    ['GET /apis/networking.istio.io/v1beta1', 200, ['groupVersion'], 'networking.istio.io/v1beta1'],
    ['GET /apis/networking.istio.io/v9', 404, ['kind'], undefined],
    ['GET /apis/nothing.io', 404, ['kind'], undefined],
    ['GET /openapi/v3/apis/networking.istio.io/v1', 200, ['openapi'], '3.0.0'],
    ['GET /openapi/v3/apis/nothing.io/v1', 404, [], undefined],
    ['POST /version', 405, ['reason'], 'MethodNotAllowed'],
    ['GET /metrics', 404, [], undefined],
  ])('%s answers %i', async (request, code, path, value) => {
    const answer = await cluster.call(request);
    expect(answer.code).toBe(code);
    if (path.length > 0 && value !== undefined) expect(at(answer.body, ...path)).toBe(value);
  });

  test.each(['/healthz', '/livez', '/readyz'])('%s is open to everyone', async (path) => {
    const answer = await cluster.call(`GET ${path}`, { as: null });
    expect([answer.code, answer.text]).toEqual([200, 'ok']);
  });

  test('the resource list tells verbs, short names, categories and subresources', async () => {
    const { body } = await cluster.call('GET /apis/networking.istio.io/v1');
    const found = list(body, 'resources').find((entry) => text(entry, 'name') === 'virtualservices');
    expect(found).toMatchObject({
      kind: 'VirtualService',
      singularName: 'virtualservice',
      shortNames: ['vs'],
      categories: ['istio-io', 'networking-istio-io'],
      namespaced: true,
      verbs: ['delete', 'deletecollection', 'get', 'list', 'patch', 'create', 'update', 'watch'],
    });
    expect(list(body, 'resources').map((entry) => text(entry, 'name'))).toContain('virtualservices/status');
  });

  test('aggregated discovery is served to clients that accept it', async () => {
    const accept = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json';
    const { body, headers } = await cluster.call('GET /apis', { headers: { accept } });
    expect(headers['content-type']).toBe(
      'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList',
    );
    expect(list(body, 'items').map((item) => text(item, 'metadata', 'name'))).toContain('apps');
  });

  test('every document that the OpenAPI index names exists', async () => {
    const { body } = await cluster.call('GET /openapi/v3');
    const urls = Object.values(Object(at(body, 'paths'))).map((entry) => text(entry, 'serverRelativeURL'));
    expect(urls.length).toBeGreaterThan(10);
    for (const url of urls) expect((await cluster.call(`GET ${url}`)).code).toBe(200);
  });

  test('the same port speaks TLS with the certificate that the server hands out', async () => {
    const { url, caCertificate: ca } = cluster.server;
    const code = await new Promise((resolve, reject) =>
      httpsGet(`${url}/readyz`, { ca, agent: false }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).on('error', reject),
    );
    expect(code).toBe(200);
  });
});

describe('get and list', () => {
  test.each<[request: string, code: number, message: string]>([
    [`GET ${bookinfo}/virtualservices/none`, 404, 'virtualservices.networking.istio.io "none" not found'],
    [`GET ${core}/pods/none`, 404, 'pods "none" not found'],
    ['GET /api/v1/namespaces/none', 404, 'namespaces "none" not found'],
    [`GET ${core}/gadgets`, 404, 'the server could not find the requested resource'],
    [`GET ${core}/pods/reviews-1/attach`, 404, 'the server could not find the requested resource'],
    [`GET ${core}/pods/%2e%2e`, 400, 'Name parameter invalid: "..": may not be \'..\''],
    [`GET ${core}/pods/a%2fb`, 404, 'the server could not find the requested resource'],
    [`GET ${core}/pods/a%25b`, 400, 'Name parameter invalid: "a%b": may not contain \'%\''],
    [`GET ${core}/pods?labelSelector=a%3D%3D%3Db`, 400, 'unable to parse requirement'],
    [`GET ${core}/pods?fieldSelector=spec.tea%3Dx`, 400, 'field label not supported: spec.tea'],
    [`GET ${core}/pods?limit=x`, 400, 'strconv.ParseInt: parsing "x": invalid syntax'],
    [`GET ${core}/pods?continue=zzz`, 400, 'continue key is not valid'],
    [
      `GET ${core}/pods?resourceVersion=x`,
      400,
      'invalid resource version: resourceVersion: Invalid value: "x"',
    ],
    [
      `GET ${core}/pods?resourceVersion=99999999999`,
      504,
      'Too large resource version: 99999999999, current:',
    ],
    [
      `GET ${core}/pods?resourceVersionMatch=Exact`,
      422,
      'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden',
    ],
    [`GET ${core}/pods?sendInitialEvents=true`, 422, 'sendInitialEvents: Forbidden'],
    [`PUT ${core}/pods`, 405, 'the server does not allow this method on the requested resource'],
    [`POST ${core}/pods/reviews-1`, 405, 'the server does not allow this method on the requested resource'],
    ['POST /api/v1/pods', 405, 'the server does not allow this method on the requested resource'],
    ['DELETE /api/v1/pods', 405, 'the server does not allow this method on the requested resource'],
    [`OPTIONS ${core}/pods`, 405, 'the server does not allow this method on the requested resource'],
    [
      'GET /apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
      405,
      'the server does not allow this method',
    ],
  ])('%s is refused with %i', async (request, code, message) => {
    const { body, code: found } = await cluster.call(request);
    expect(found).toBe(code);
    expect(body).toMatchObject({ kind: 'Status', apiVersion: 'v1', status: 'Failure', code });
    expect(text(body, 'message')).toContain(message);
  });

  test.each<[path: string, expected: string[]]>([
    [`${bookinfo}/virtualservices`, ['ratings', 'reviews']],
    ['/apis/networking.istio.io/v1/virtualservices', ['ratings', 'reviews']],
    ['/apis/networking.istio.io/v1alpha3/virtualservices', ['ratings', 'reviews']],
    [`${bookinfo}/virtualservices?labelSelector=team%3Da`, ['reviews']],
    [`${bookinfo}/virtualservices?labelSelector=team%21%3Da`, ['ratings']],
    [`${bookinfo}/virtualservices?labelSelector=team%20in%20(a,b),tier`, ['ratings']],
    [`${bookinfo}/virtualservices?labelSelector=team%20notin%20(a)`, ['ratings']],
    [`${bookinfo}/virtualservices?labelSelector=%21tier`, ['reviews']],
    [`${bookinfo}/virtualservices?fieldSelector=metadata.name%3Dratings`, ['ratings']],
    ['/api/v1/pods?fieldSelector=spec.nodeName%3Dworker-a', ['reviews-1']],
    ['/api/v1/pods?fieldSelector=status.phase%21%3DRunning', ['ledger-1']],
    ['/api/v1/pods?fieldSelector=metadata.namespace%3Dpayments', ['ledger-1']],
    [`${core}/events?fieldSelector=involvedObject.name%3Dnone,involvedObject.kind%3DPod`, []],
  ])('%s lists %j', async (path, expected) => {
    const { body, code } = await cluster.call(`GET ${path}`);
    expect([code, names(body)]).toEqual([200, expected]);
  });

  test("items of Kubernetes' own kinds carry no kind, custom resources and single objects do", async () => {
    const pods = await cluster.call(`GET ${core}/pods`);
    expect(pods.body).toMatchObject({ kind: 'PodList', apiVersion: 'v1' });
    expect(list(pods.body, 'items')[0]).not.toHaveProperty('kind');
    const old = await cluster.call(
      'GET /apis/networking.istio.io/v1beta1/namespaces/bookinfo/virtualservices',
    );
    expect(list(old.body, 'items')[0]).toMatchObject({
      kind: 'VirtualService',
      apiVersion: 'networking.istio.io/v1beta1',
    });
    const single = await cluster.call(`GET ${core}/pods/reviews-1`);
    expect(single.body).toMatchObject({
      kind: 'Pod',
      apiVersion: 'v1',
      metadata: { uid: expect.any(String) },
    });
  });

  test('a version that is not served is a page that is not found', async () => {
    const { body, code } = await cluster.call('GET /apis/networking.istio.io/v1alpha1/virtualservices');
    expect(code).toBe(404);
    expect(body).toBeNull();
  });

  test('pages show one moment, however much is written between them', async () => {
    const path = '/apis/networking.istio.io/v1/namespaces/payments/virtualservices';
    const create = (name: string) =>
      cluster.call(`POST ${path}`, {
        body: { ...virtualService(name), metadata: { name } },
      });
    for (const name of ['a', 'b', 'c', 'd', 'e']) expect((await create(name)).code).toBe(201);
    const first = await cluster.call(`GET ${path}?limit=2`);
    expect(names(first.body)).toEqual(['a', 'b']);
    expect(at(first.body, 'metadata', 'remainingItemCount')).toBe(3);
    await cluster.call(`DELETE ${path}/c`);
    await create('cc');
    const token = encodeURIComponent(text(first.body, 'metadata', 'continue'));
    const second = await cluster.call(`GET ${path}?limit=2&continue=${token}`);
    expect(names(second.body)).toEqual(['c', 'd']);
    expect(at(second.body, 'metadata', 'resourceVersion')).toBe(
      at(first.body, 'metadata', 'resourceVersion'),
    );
    const rest = encodeURIComponent(text(second.body, 'metadata', 'continue'));
    const third = await cluster.call(`GET ${path}?limit=2&continue=${rest}`);
    expect(names(third.body)).toEqual(['e']);
    expect(at(third.body, 'metadata', 'continue')).toBe('');
    expect(names((await cluster.call(`GET ${path}`)).body)).toEqual(['a', 'b', 'cc', 'd', 'e']);
  });

  test('a page whose moment is forgotten is 410 Expired', async () => {
    const start = `bookinfo/a${String.fromCharCode(0)}`;
    const token = Buffer.from(JSON.stringify({ v: 'meta.k8s.io/v1', rv: 1, start })).toString('base64url');
    const { body, code } = await cluster.call(`GET ${core}/pods?limit=1&continue=${token}`);
    expect(code).toBe(410);
    expect(body).toMatchObject({ reason: 'Expired', code: 410 });
    expect(text(body, 'message')).toContain('The provided continue parameter is too old');
  });
});

describe('tables', () => {
  const cells = async (path: string): Promise<{ columns: string[]; rows: unknown[] }> => {
    const { body } = await cluster.call(`GET ${path}`, { headers: tableAccept });
    expect(at(body, 'kind')).toBe('Table');
    return {
      columns: list(body, 'columnDefinitions').map((column) => text(column, 'name')),
      rows: list(body, 'rows').map((row) => at(row, 'cells')),
    };
  };

  test.each<[path: string, columns: string[], row: unknown[]]>([
    [
      `${bookinfo}/virtualservices`,
      ['Name', 'Gateways', 'Hosts', 'Age'],
      ['ratings', '["mesh","public"]', '["ratings"]', expect.any(String)],
    ],
    [`${bookinfo}/destinationrules`, ['Name', 'Host', 'Age'], ['reviews', 'reviews', expect.any(String)]],
    [
      `${core}/pods`,
      ['Name', 'Ready', 'Status', 'Restarts', 'Age', 'IP', 'Node', 'Nominated Node', 'Readiness Gates'],
      [
        'reviews-1',
        '1/2',
        'CrashLoopBackOff',
        '2',
        expect.any(String),
        '10.244.0.4',
        'worker-a',
        '<none>',
        '<none>',
      ],
    ],
    [
      `${core}/services`,
      ['Name', 'Type', 'Cluster-IP', 'External-IP', 'Port(s)', 'Age', 'Selector'],
      ['reviews', 'ClusterIP', '10.96.0.1', '<none>', '9080/TCP', expect.any(String), 'app=reviews'],
    ],
    [`${core}/configmaps`, ['Name', 'Data', 'Age'], ['settings', 1, expect.any(String)]],
    [
      '/api/v1/nodes',
      [
        'Name',
        'Status',
        'Roles',
        'Age',
        'Version',
        'Internal-IP',
        'External-IP',
        'OS-Image',
        'Kernel-Version',
        'Container-Runtime',
      ],
      [
        'worker-a',
        'Ready',
        '<none>',
        expect.any(String),
        '<none>',
        '<none>',
        '<none>',
        '<unknown>',
        '<unknown>',
        '<unknown>',
      ],
    ],
    [
      '/apis/rbac.authorization.k8s.io/v1/namespaces/bookinfo/rolebindings',
      ['Name', 'Role', 'Age', 'Users', 'Groups', 'ServiceAccounts'],
      ['dangling', 'ClusterRole/gone', expect.any(String), 'viewer', '', ''],
    ],
  ])('%s', async (path, columns, row) => {
    const table = await cells(path);
    expect(table.columns).toEqual(columns);
    expect(table.rows[0]).toEqual(row);
  });

  test.each([
    ['None', undefined],
    ['Metadata', 'PartialObjectMetadata'],
    ['Object', 'Pod'],
  ])('includeObject=%s embeds %s', async (includeObject, kind) => {
    const { body } = await cluster.call(`GET ${core}/pods?includeObject=${includeObject}`, {
      headers: tableAccept,
    });
    expect(at(list(body, 'rows')[0], 'object', 'kind')).toBe(kind);
  });

  test('metadata alone is served as PartialObjectMetadataList', async () => {
    const accept = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';
    const { body } = await cluster.call(`GET ${core}/pods`, { headers: { accept } });
    expect(body).toMatchObject({ kind: 'PartialObjectMetadataList' });
    expect(list(body, 'items')[0]).not.toHaveProperty('spec');
  });

  test('a client that accepts nothing the API has is told so', async () => {
    const { body, code } = await cluster.call(`GET ${core}/pods`, { headers: { accept: 'text/html' } });
    expect(code).toBe(406);
    expect(text(body, 'message')).toMatch(
      /^406: Not Acceptable\n\nAvailable representations: application\/json, /,
    );
  });
});

describe('pod logs', () => {
  const log = `${core}/pods/reviews-1/log`;
  test.each<[query: string, expected: string]>([
    ['container=reviews&tailLines=2', 'reviews two\nreviews three\n'],
    ['container=istio-proxy&tailLines=0', ''],
    ['container=reviews&sinceSeconds=60', 'reviews three\n'],
    ['container=reviews&limitBytes=7', 'reviews'],
    [
      'container=reviews&timestamps=true&limitBytes=42',
      '2023-11-14T22:13:20.000000000Z reviews one\n'.slice(0, 42),
    ],
  ])('?%s', async (query, expected) => {
    const { text: found, headers } = await cluster.call(`GET ${log}?${query}`);
    expect(found).toBe(expected);
    expect(headers['content-type']).toContain('text/plain');
  });

  test.each<[query: string, code: number, message: string]>([
    ['', 400, 'a container name must be specified for pod reviews-1, choose one of: [reviews istio-proxy]'],
    ['container=tea', 400, 'container tea is not valid for pod reviews-1'],
    [
      'container=reviews&previous=true',
      400,
      'previous terminated container "reviews" in pod "reviews-1" not found',
    ],
    [
      'container=reviews&tailLines=-1',
      422,
      'PodLogOptions "reviews-1" is invalid: tailLines: Invalid value: -1: must be greater than or equal to 0',
    ],
  ])('?%s is refused with %i', async (query, code, message) => {
    const answer = await cluster.call(`GET ${log}?${query}`);
    expect([answer.code, text(answer.body, 'message')]).toEqual([code, message]);
  });

  test('follow goes on until the client leaves', async () => {
    const leave = new AbortController();
    const response = await fetch(
      `${cluster.server.plainUrl}${log}?container=reviews&tailLines=0&follow=true`,
      {
        headers: { authorization: 'Bearer viewer-token' },
        signal: leave.signal,
      },
    );
    let received = '';
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      received += decoder.decode(chunk);
      if (received.split('\n').length > 3) break;
    }
    leave.abort();
    expect(received).toContain('reviews more\nreviews more\n');
  });
});
