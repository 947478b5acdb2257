/** A small mesh for tests: bookinfo, shop, and payments that only the admin may see. Names of payments hold the word canary. */
import type { KubernetesObject } from '#lib/istio/objects.ts';
import type { FakeKubernetes } from './fake-kubernetes.ts';
import type { Recorded } from './recorder.ts';

export const tokens = { viewer: 'viewer-token', developer: 'developer-token', admin: 'admin-token' } as const;

const reads = ['/pods', '/services', 'apps/deployments'];
const istioReads = ['virtualservices', 'destinationrules', 'gateways', 'serviceentries'].map(
  (plural) => `networking.istio.io/${plural}`,
);
export const viewIn = (namespace: string) =>
  [...reads, ...istioReads].map((kind) => `list ${kind} ${namespace}`);
const editIn = (namespace: string) =>
  ['virtualservices', 'destinationrules'].map((plural) => `* networking.istio.io/${plural} ${namespace}`);

function object(
  kind: string,
  namespace: string | undefined,
  name: string,
  spec: object = {},
): KubernetesObject {
  return { apiVersion: 'v1', kind, metadata: { name, namespace, resourceVersion: '1' }, spec };
}

const service = (namespace: string, app: string) =>
  object('Service', namespace, app, { selector: { app }, ports: [{ name: 'http', port: 80 }] });

export function fillMesh(fake: FakeKubernetes): void {
  const namespaces = ['bookinfo', 'shop', 'payments'];
  fake.objects.set(
    '/namespaces',
    namespaces.map((name) => object('Namespace', undefined, name)),
  );
  fake.objects.set('/services', [
    service('bookinfo', 'reviews'),
    service('shop', 'cart'),
    service('payments', 'canary-ledger'),
  ]);
  fake.objects.set('networking.istio.io/virtualservices', [
    // Routes to a host that does not exist.
    object('VirtualService', 'bookinfo', 'reviews', {
      hosts: ['reviews'],
      http: [{ route: [{ destination: { host: 'gone' } }] }],
    }),
    object('VirtualService', 'payments', 'canary-routes', { hosts: ['canary-ledger'] }),
  ]);
  fake.users.set(tokens.viewer, { name: 'viewer', grants: [...viewIn('bookinfo'), ...viewIn('shop')] });
  fake.users.set(tokens.developer, {
    name: 'developer',
    grants: [...viewIn('bookinfo'), ...viewIn('shop'), ...editIn('bookinfo')],
  });
  fake.users.set(tokens.admin, { name: 'admin', grants: ['* * *'] });
}

interface Hop {
  from: [namespace: string, workload: string];
  to: [namespace: string, workload: string];
  requestsPerSecond: number;
}

export const hops: readonly Hop[] = [
  { from: ['bookinfo', 'productpage'], to: ['bookinfo', 'reviews'], requestsPerSecond: 10 },
  { from: ['shop', 'cart'], to: ['payments', 'canary-ledger'], requestsPerSecond: 4 },
  { from: ['payments', 'canary-ledger'], to: ['payments', 'canary-vault'], requestsPerSecond: 2 },
];

/** What Prometheus answers to the mesh's questions, as far as it tells of requests. */
export function prometheusAnswer({ path, body }: Recorded): object {
  if (path.endsWith('/buildinfo')) return { status: 'success', data: { version: '3.5.0' } };
  const query = new URLSearchParams(body).get('query') ?? '';
  if (path.endsWith('/query_range')) return { status: 'success', data: { resultType: 'matrix', result: [] } };
  const result = query.includes('istio_requests_total')
    ? hops.map(({ from, to, requestsPerSecond }) => ({
        metric: {
          reporter: 'destination',
          source_cluster: 'Kubernetes',
          source_workload_namespace: from[0],
          source_workload: from[1],
          source_canonical_service: from[1],
          source_canonical_revision: 'v1',
          destination_cluster: 'Kubernetes',
          destination_workload_namespace: to[0],
          destination_workload: to[1],
          destination_canonical_service: to[1],
          destination_canonical_revision: 'v1',
          destination_service: `${to[1]}.${to[0]}.svc.cluster.local`,
          destination_service_name: to[1],
          destination_service_namespace: to[0],
          request_protocol: 'http',
          response_code: '200',
          response_flags: '-',
          connection_security_policy: 'mutual_tls',
        },
        value: [0, String(requestsPerSecond)],
      }))
    : [];
  return { status: 'success', data: { resultType: 'vector', result } };
}
