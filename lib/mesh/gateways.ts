/** Where traffic comes in: gateways of Istio and of the Gateway API, with the ports and hosts that they open, and who serves them. */
import type { MeshGateway } from '../api/mesh/mesh.ts';
import { type IndexedWorkload, namespaceOf, selects } from '../graph/build/cluster-index.ts';
import { kindId, kindOf, kinds } from '../istio/kinds/registry.ts';
import type {
  ClusterObjects,
  Gateway,
  HttpRoute,
  KubernetesObject,
  VirtualService,
} from '../istio/objects.ts';
import { gatewaysOf as boundGateways, pathOf } from '../istio/touching/routing-objects.ts';

/** With the objects that bind to it, of which each caller is told those that they may read. */
export interface ListedGateway extends Omit<MeshGateway, 'routes' | 'servedElsewhere'> {
  /** Kinds by id. */
  bound: readonly { kind: string; namespace: string }[];
}

export function listGateways(
  objects: ClusterObjects,
  workloads: readonly IndexedWorkload[],
): ListedGateway[] {
  const bound = boundTo(objects);
  return [
    ...objects.gateways.map((gateway) => istioGateway(gateway, workloads, bound.get(pathOf(gateway)) ?? [])),
    ...objects.kubernetesGateways.map((gateway) =>
      kubernetesGateway(gateway, workloads, bound.get(`k8s ${pathOf(gateway)}`) ?? []),
    ),
  ].sort((a, b) => (`${a.namespace}/${a.name}` < `${b.namespace}/${b.name}` ? -1 : 1));
}

type Bound = ListedGateway['bound'][number];

function idOf({ apiVersion, kind }: KubernetesObject): string {
  const known = kindOf(apiVersion, kind);
  return known === undefined ? kind : kindId(known);
}

function boundTo({ virtualServices, httpRoutes, grpcRoutes }: ClusterObjects): Map<string, Bound[]> {
  const found = new Map<string, Bound[]>();
  const note = (key: string, object: KubernetesObject) =>
    found.set(key, [...(found.get(key) ?? []), { kind: idOf(object), namespace: namespaceOf(object) }]);
  for (const object of virtualServices as readonly VirtualService[]) {
    for (const gateway of new Set(boundGateways(object))) if (gateway !== 'mesh') note(gateway, object);
  }
  for (const object of [...httpRoutes, ...grpcRoutes] as readonly HttpRoute[]) {
    const parents = (object.spec?.parentRefs ?? []).filter(({ kind = 'Gateway' }) => kind === 'Gateway');
    const keys = parents.map(({ namespace, name }) => `k8s ${namespace ?? namespaceOf(object)}/${name}`);
    for (const key of new Set(keys)) note(key, object);
  }
  return found;
}

function istioGateway(
  gateway: Gateway,
  workloads: readonly IndexedWorkload[],
  bound: Bound[],
): ListedGateway {
  const { selector = {}, servers = [] } = gateway.spec ?? {};
  const served =
    Object.keys(selector).length === 0 ? [] : workloads.filter(({ labels }) => selects(selector, labels));
  return {
    kind: kindId(kinds.gateways),
    namespace: namespaceOf(gateway),
    name: gateway.metadata.name,
    servedBy: served.map(({ namespace, name }) => ({ namespace, name })),
    className: null,
    addresses: [],
    programmed: null,
    servers: servers.map(({ port, hosts, tls }) => ({
      port: port?.number ?? 0,
      protocol: port?.protocol ?? '',
      hosts: [...hosts],
      tls: tls?.httpsRedirect === true ? 'httpsRedirect' : (tls?.mode ?? null),
    })),
    bound,
  };
}

interface KubernetesGatewaySpec {
  gatewayClassName?: string;
  addresses?: { value?: string }[];
  listeners?: { port?: number; protocol?: string; hostname?: string; tls?: { mode?: string } }[];
}
interface KubernetesGatewayStatus {
  addresses?: { value?: string }[];
  conditions?: { type: string; status: string }[];
}

function kubernetesGateway(
  { metadata, spec, status }: KubernetesObject,
  workloads: readonly IndexedWorkload[],
  bound: Bound[],
): ListedGateway {
  const { gatewayClassName = '', listeners = [], ...asked } = (spec ?? {}) as KubernetesGatewaySpec;
  const { conditions = [], ...given } = (status ?? {}) as KubernetesGatewayStatus;
  const namespace = metadata.namespace ?? '';
  const programmed = conditions.find(({ type }) => type === 'Programmed');
  const addresses = [...(given.addresses ?? []), ...(asked.addresses ?? [])];
  const served = workloads.filter(
    (one) =>
      one.namespace === namespace && one.labels['gateway.networking.k8s.io/gateway-name'] === metadata.name,
  );
  return {
    kind: kindId(kinds.kubernetesGateways),
    namespace,
    name: metadata.name,
    servedBy: served.map((one) => ({ namespace: one.namespace, name: one.name })),
    className: gatewayClassName,
    addresses: [...new Set(addresses.flatMap(({ value }) => (value === undefined ? [] : [value])))],
    programmed: programmed === undefined ? null : programmed.status === 'True',
    servers: listeners.map(({ port = 0, protocol = '', hostname = '*', tls }) => ({
      port,
      protocol,
      hosts: [hostname],
      tls: tls?.mode ?? (tls === undefined ? null : 'Terminate'),
    })),
    bound,
  };
}
