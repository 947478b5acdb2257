/** The tools of the demo, reached as everything is: through the API server's proxy, by those alone whom RBAC lets. */
import { createServer, get as httpGet, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { personas } from '#demo/content/access.ts';
import { buildMesh } from '#demo/content/mesh.ts';
import { startKubernetes } from '#demo/kubernetes/server.ts';
import type { KubernetesServer } from '#demo/kubernetes/types.ts';
import { discoverTools, type ServiceObject } from '#lib/links/discover.ts';
import { dashboardTitles } from '#lib/links/grafana.ts';
import { proxyName, toolIds } from '#lib/links/tool.ts';
import { startTools, type ToolServers } from './server.ts';

let kubernetes: KubernetesServer;
let tools: ToolServers;
/** In place of Prometheus: what it was asked. */
const asked: { url: string; headers: IncomingHttpHeaders }[] = [];
const prometheus = createServer((request, response) => {
  asked.push({ url: request.url ?? '', headers: request.headers });
  response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"success"}');
});

beforeAll(async () => {
  await new Promise<void>((resolve) => prometheus.listen(0, '127.0.0.1', resolve));
  tools = await startTools(`http://127.0.0.1:${(prometheus.address() as AddressInfo).port}`);
  kubernetes = await startKubernetes({
    port: 0,
    objects: buildMesh({ seed: 1, nowMs: Date.now() }).objects,
    users: personas.map(({ context, username, groups }) => ({
      token: context,
      username,
      uid: context,
      groups: [...groups, 'system:authenticated'],
    })),
    backends: tools.backends,
    controllers: false,
  });
});
afterAll(async () => {
  await Promise.all([kubernetes.close(), tools.close()]);
  prometheus.close();
});

interface Got {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

function get(path: string, as = 'admin'): Promise<Got> {
  return new Promise((resolve, reject) => {
    httpGet(
      { host: '127.0.0.1', port: kubernetes.port, path, headers: { authorization: `Bearer ${as}` } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: Buffer.concat(chunks).toString(),
          }),
        );
      },
    ).on('error', reject);
  });
}

const system = '/api/v1/namespaces/istio-system/services';
const grafana = `${system}/http:grafana:3000/proxy`;

test('every tool is found among the demo’s Services', () => {
  const found = discoverTools(kubernetes.store.list<ServiceObject>('', 'services'), 'istio-system');
  expect(
    toolIds.map((tool) => {
      const [first] = found.get(tool) ?? [];
      return first === undefined ? null : `${first.product} ${proxyName(first.service)}${first.webRoot}`;
    }),
  ).toEqual([
    'grafana http:grafana:3000',
    'prometheus http:prometheus:9090',
    'jaeger http:tracing:80/jaeger',
    'kiali http:kiali:20001/kiali',
    'alertmanager http:alertmanager:9093',
  ]);
});

test.each([
  [`${grafana}/api/health`, 'application/json'],
  [`${system}/http:prometheus:9090/proxy/graph?g0.expr=up`, 'text/html'],
  [`${system}/http:tracing:80/proxy/jaeger/search?service=a`, 'text/html'],
  [`${system}/http:kiali:20001/proxy/kiali/healthz`, 'text/plain'],
  [`${system}/http:alertmanager:9093/proxy/-/ready`, 'text/plain'],
  [`${system}/grafana/proxy/api/health`, 'application/json'],
  [`${system}/grafana:http/proxy/api/health`, 'application/json'],
])('%s answers', async (path, type) => {
  const { status, headers } = await get(path);
  expect([status, headers['content-type']]).toEqual([200, expect.stringContaining(type)]);
});

test('Grafana finds Istio’s dashboards by title', async () => {
  const { text } = await get(`${grafana}/api/search?type=dash-db&query=Istio`);
  const titles = JSON.parse(text).map(({ title }: { title: string }) => title);
  expect(titles.toSorted()).toEqual(Object.values(dashboardTitles).toSorted());
});

test.each(['developer', 'viewer'])('%s may not', async (who) => {
  const { status, text } = await get(`${grafana}/api/health`, who);
  expect(status).toBe(403);
  expect(JSON.parse(text).message).toContain('cannot get resource "services/proxy"');
});

test('whoever a Role names may, and only that Service', async () => {
  const meta = { name: 'open-grafana', namespace: 'istio-system' };
  const apiGroup = 'rbac.authorization.k8s.io';
  kubernetes.store.put(
    Object.assign(
      { apiVersion: `${apiGroup}/v1`, kind: 'Role', metadata: meta },
      {
        rules: [
          {
            apiGroups: [''],
            resources: ['services/proxy'],
            resourceNames: ['http:grafana:3000'],
            verbs: ['get'],
          },
        ],
      },
    ),
    'test',
  );
  kubernetes.store.put(
    Object.assign(
      { apiVersion: `${apiGroup}/v1`, kind: 'RoleBinding', metadata: meta },
      {
        roleRef: { apiGroup, kind: 'Role', name: 'open-grafana' },
        subjects: [{ apiGroup, kind: 'User', name: 'viewer' }],
      },
    ),
    'test',
  );
  expect((await get(`${grafana}/api/health`, 'viewer')).status).toBe(200);
  expect((await get(`${system}/http:kiali:20001/proxy/kiali/healthz`, 'viewer')).status).toBe(403);
  // Another spelling is another name.
  expect((await get(`${system}/grafana:3000/proxy/api/health`, 'viewer')).status).toBe(403);
});

test('credentials stay with the API server', async () => {
  await get(`${system}/http:prometheus:9090/proxy/api/v1/query?query=up`);
  expect(asked.at(-1)?.url).toBe('/api/v1/query?query=up');
  expect(JSON.stringify(asked)).not.toContain('admin');
});

test('paths in HTML get the proxy’s prefix', async () => {
  const { text } = await get(`${grafana}/dashboards`);
  expect(text).toContain(`href="${grafana}/static/tool.css"`);
});

describe('what is not there', () => {
  test.each<[string, number, string]>([
    [`${system}/http:gone:80/proxy/`, 404, 'not found'],
    [`${system}/http:grafana:81/proxy/`, 503, 'no endpoints available'],
    [`${system}/ftp:grafana:3000/proxy/`, 400, 'invalid service request'],
    ['/api/v1/namespaces/bookinfo/services/http:reviews:9080/proxy/', 503, 'error trying to reach service'],
  ])('%s: %i', async (path, status, message) => {
    const got = await get(path);
    expect(got.status).toBe(status);
    expect(JSON.parse(got.text).message).toContain(message);
  });
  test('a page that a tool does not have is the tool’s to say', async () => {
    expect(await get(`${grafana}/no/such`)).toMatchObject({ status: 404, text: '404 page not found\n' });
  });
});
