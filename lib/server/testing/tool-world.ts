/** Tools beside the small mesh, for tests: their Services, one in a namespace of the admin's own, and what answers behind the proxy. */
import type { ServerResponse } from 'node:http';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import type { FakeKubernetes } from './fake-kubernetes.ts';
import { fillMesh } from './mesh-content.ts';
import { type Recorded, sendJson } from './recorder.ts';

function service(namespace: string, name: string, port: number, type = 'ClusterIP'): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace, resourceVersion: '1', labels: { app: name } },
    spec: { type, ports: [{ name: 'http', port }] },
  } as KubernetesObject;
}

export const grafanaPath = '/api/v1/namespaces/monitoring/services/http:grafana:3000/proxy';

export interface ToolWorld {
  /** Path behind the proxy, without its query, to what answers; left out: 200 and nothing. */
  pages: Map<string, (request: Recorded, response: ServerResponse) => void>;
  /** What arrived behind a proxy, in order. */
  proxied(since?: number): Recorded[];
}

const proxyPath = /^\/api\/v1\/namespaces\/([^/]+)\/services\/([^/]+)\/proxy(\/.*)$/;

export function fillTools(kubernetes: FakeKubernetes): ToolWorld {
  fillMesh(kubernetes);
  kubernetes.objects.set('/services', [
    ...(kubernetes.objects.get('/services') ?? []),
    service('monitoring', 'grafana', 3000),
    service('istio-system', 'prometheus', 9090),
    service('payments', 'kiali', 20001),
    service('monitoring', 'alertmanager', 9093, 'ExternalName'),
  ]);
  const pages: ToolWorld['pages'] = new Map();
  kubernetes.fault = (request, response) => {
    const [, , , path = ''] = proxyPath.exec(request.path) ?? [];
    if (path === '') return false;
    const page = pages.get(path);
    if (page === undefined) response.writeHead(200, { 'content-type': 'text/plain' }).end('ok');
    else page(request, response);
    return true;
  };
  return {
    pages,
    proxied: (since = 0) => kubernetes.requests.slice(since).filter(({ path }) => proxyPath.test(path)),
  };
}

/** As the API server refuses by itself. */
export function status(code: number) {
  return (_: Recorded, response: ServerResponse) => {
    const body = JSON.stringify({ kind: 'Status', apiVersion: 'v1', code, message: 'secret reason' });
    response.writeHead(code, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    });
    response.end(body);
  };
}

export const dashboards = (_: Recorded, response: ServerResponse) =>
  sendJson(response, 200, [
    { title: 'Istio Service Dashboard', url: '/d/s1/istio-service-dashboard' },
    { title: 'Istio Mesh Dashboard', url: 'https://evil.test/d/x' },
  ]);
