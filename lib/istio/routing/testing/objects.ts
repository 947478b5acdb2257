/** Short ways to write objects in tests of the evaluator. */
import { parseDocument } from '../../../document/stream.ts';
import type {
  DestinationRuleSpec,
  GatewaySpec,
  ServiceEntrySpec,
  SidecarSpec,
  VirtualServiceSpec,
} from '../../generated/types.ts';
import {
  type ClusterObjects,
  type KubernetesObject,
  type Labels,
  noObjects,
  type ObjectMeta,
  type ProxyRef,
  type Service,
  type ServicePort,
  type ServiceSpec,
} from '../../objects.ts';
import { route } from '../route.ts';
import { indexRouting } from '../routing-index.ts';
import type { RouteAnswer, RouteRequest } from '../types.ts';

interface Named<Spec> {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  spec: Spec;
}

/** `id` is name or namespace/name; the default namespace is `app`. `age` counts days: the higher the older. */
function object<Spec>(kind: string, id: string, spec: Spec, age = 0): Named<Spec> {
  const [name = '', namespace = 'app'] = id.split('/').reverse();
  const creationTimestamp = new Date(Date.UTC(2026, 0, 100 - age)).toISOString();
  return {
    apiVersion: 'networking.istio.io/v1',
    kind,
    metadata: { name, namespace, creationTimestamp },
    spec,
  };
}

export const virtualService = (id: string, spec: VirtualServiceSpec, age?: number) =>
  object('VirtualService', id, spec, age);
export const destinationRule = (id: string, spec: DestinationRuleSpec, age?: number) =>
  object('DestinationRule', id, spec, age);
export const gateway = (id: string, spec: GatewaySpec, age?: number) => object('Gateway', id, spec, age);
export const serviceEntry = (id: string, spec: ServiceEntrySpec, age?: number) =>
  object('ServiceEntry', id, spec, age);
export const sidecarObject = (id: string, spec: SidecarSpec, age?: number) =>
  object('Sidecar', id, spec, age);

/** Objects of the Gateway API as people write them: YAML of the `spec`. */
export function gatewayApi(kind: string, id: string, spec: string, age?: number): KubernetesObject {
  const read = parseDocument(spec).value;
  const version = kind === 'ReferenceGrant' ? 'v1beta1' : 'v1';
  return { ...object(kind, id, read, age), apiVersion: `gateway.networking.k8s.io/${version}` };
}

let lastAddress = 0;

/** Ports as `http:9080`, `grpc:7070`, `tcp:6379`; each service gets an address of its own unless `more` says otherwise. */
export function service(
  id: string,
  ports: string | ServicePort[],
  more: ServiceSpec = {},
  age?: number,
): Service {
  lastAddress += 1;
  const parsed =
    typeof ports === 'string'
      ? ports.split(' ').map((text) => {
          const [name, port] = text.split(':');
          return { name, port: Number(port) };
        })
      : ports;
  const clusterIP = `10.0.${lastAddress >> 8}.${lastAddress & 255}`;
  return object('Service', id, { clusterIP, ports: parsed, ...more }, age);
}

export function withAnnotation<T extends KubernetesObject>(target: T, name: string, value: string): T {
  return { ...target, metadata: { ...target.metadata, annotations: { [name]: value } } };
}

const lists: Record<string, keyof ClusterObjects> = {
  Namespace: 'namespaces',
  Service: 'services',
  VirtualService: 'virtualServices',
  DestinationRule: 'destinationRules',
  Gateway: 'gateways',
  ServiceEntry: 'serviceEntries',
  Sidecar: 'sidecars',
  HTTPRoute: 'httpRoutes',
  GRPCRoute: 'grpcRoutes',
  ReferenceGrant: 'referenceGrants',
};

/** Two groups have a Gateway. */
function listOf({ apiVersion, kind }: KubernetesObject): keyof ClusterObjects {
  return kind === 'Gateway' && apiVersion.startsWith('gateway.networking.k8s.io/')
    ? 'kubernetesGateways'
    : (lists[kind] ?? 'workloads');
}

export function cluster(
  objects: readonly KubernetesObject[],
  meshConfig: Partial<ClusterObjects['meshConfig']> = {},
): ClusterObjects {
  const sorted = Map.groupBy(objects, listOf);
  return {
    ...noObjects,
    ...Object.fromEntries(sorted),
    meshConfig: { ...noObjects.meshConfig, ...meshConfig },
  };
}

export const sidecar = (namespace = 'app', labels: Labels = {}): ProxyRef => ({
  type: 'sidecar',
  namespace,
  labels,
});
export const ingress: ProxyRef = {
  type: 'gateway',
  namespace: 'istio-system',
  labels: { istio: 'ingressgateway' },
};

/** From a sidecar in namespace `app` to port 9080 unless said otherwise. */
export function ask(objects: ClusterObjects, request: Partial<RouteRequest> & { host: string }): RouteAnswer {
  return route(indexRouting(objects), { from: sidecar(), port: 9080, ...request });
}

/** `reviews v1 9080 0.9 | reviews v2 9080 0.1 missing`; the domain and namespace `app` are cut off. Other outcomes by name. */
export function brief(answer: RouteAnswer): string {
  if (answer.outcome !== 'forward') return `${answer.outcome}${answer.status ? ` ${answer.status}` : ''}`;
  return answer.destinations
    .map(({ host, subset, port, share, missing }) =>
      [
        host.replace('.svc.cluster.local', '').replace(/\.app$/, ''),
        subset,
        port,
        share === 1 ? null : share,
        missing ? 'missing' : null,
      ]
        .filter((part) => part !== null)
        .join(' '),
    )
    .join(' | ');
}
