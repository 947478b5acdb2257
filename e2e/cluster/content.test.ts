import { afterEach, beforeEach, expect, it } from 'vitest';
import { startKubernetes } from '#demo/kubernetes/server.ts';
import type { KubernetesServer } from '#demo/kubernetes/types.ts';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import type { Answer, ApiClient, CallOptions, Method } from './api-client.ts';
import { createContentWriter } from './content.ts';

let server: KubernetesServer;

beforeEach(async () => {
  const root = { token: 'root', username: 'root', uid: 'root', groups: ['system:masters'] };
  server = await startKubernetes({ port: 0, objects: [], users: [root] });
});
afterEach(() => server.close());

function client(): ApiClient {
  return {
    server: server.plainUrl,
    token: 'root',
    certificateAuthority: '',
    async call<Body>(method: Method, path: string, { body }: CallOptions = {}): Promise<Answer<Body>> {
      const answer = await fetch(`${server.plainUrl}${path}`, {
        method,
        headers: {
          authorization: 'Bearer root',
          'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json',
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const warning = answer.headers.get('warning');
      const parsed: Body = await answer.json();
      return { status: answer.status, body: parsed, warnings: warning === null ? [] : [warning] };
    },
    close: async () => {},
  };
}

const find = (group: string, plural: string, name: string): KubernetesObject | undefined =>
  server.store.list(group, plural).find(({ metadata }) => metadata.name === name);

const namespace: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'shop', uid: 'content-1' },
};
const service: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: {
    name: 'web',
    namespace: 'shop',
    uid: 'content-2',
    managedFields: [
      {
        manager: 'helm',
        operation: 'Update',
        apiVersion: 'v1',
        time: '2026-01-02T03:04:05Z',
        fieldsType: 'FieldsV1',
        fieldsV1: { 'f:spec': {} },
      },
    ],
  },
  spec: { ports: [{ name: 'http', port: 80 }] },
  status: { loadBalancer: { ingress: [{ ip: '203.0.113.10' }] } },
};
const slice = {
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  metadata: {
    name: 'web-1',
    namespace: 'shop',
    ownerReferences: [{ apiVersion: 'v1', kind: 'Service', name: 'web', uid: 'content-2' }],
  },
  addressType: 'IPv4',
  endpoints: [],
};

it('creates owners first, and what is owned names them as the server does', async () => {
  await createContentWriter(client()).write([slice, service, namespace]);
  const owner = find('', 'services', 'web')?.metadata.uid;
  expect(owner).toBeDefined();
  expect(owner).not.toBe('content-2');
  expect(find('discovery.k8s.io', 'endpointslices', 'web-1')?.metadata.ownerReferences?.[0]?.uid).toBe(owner);
});

it('writes as the one who the content says wrote it, and the status too', async () => {
  await createContentWriter(client()).write([namespace, service]);
  const written = find('', 'services', 'web');
  expect(written?.metadata.managedFields?.map(({ manager }) => manager)).toContain('helm');
  expect(written?.status).toMatchObject(service.status ?? {});
});

it('takes a namespace that the server has', async () => {
  const known = { ...namespace, metadata: { name: 'kube-system', labels: { tier: 'system' } } };
  await createContentWriter(client()).write([known]);
  expect(find('', 'namespaces', 'kube-system')?.metadata.labels).toMatchObject({ tier: 'system' });
});

it('tells everything that is refused', async () => {
  const nameless = { ...service, metadata: { ...service.metadata, name: 'Not A Name' } };
  const unknown = { ...slice, metadata: { name: 'lost', namespace: 'nowhere' } };
  await expect(createContentWriter(client()).write([namespace, nameless, unknown])).rejects.toThrow(
    /Service shop\/Not A Name: 422[\s\S]*EndpointSlice nowhere\/lost: 404/,
  );
});
