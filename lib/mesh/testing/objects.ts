/** Small objects for tests of the mesh page. */
import {
  type ClusterObjects,
  type DestinationRule,
  type KubernetesObject,
  type Labels,
  type ManagedFields,
  type Namespace,
  noObjects,
  type PeerAuthentication,
  type Pod,
  type Service,
  type Workload,
} from '../../istio/objects.ts';

export function namespace(name: string, labels: Labels = {}): Namespace {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels, resourceVersion: '7' } };
}

/** `at`: namespace/name. */
export function written(
  apiVersion: string,
  kind: string,
  at: string,
  spec: object,
  by: Partial<ManagedFields> = {},
): KubernetesObject {
  const [home = '', name = ''] = at.split('/');
  const managedFields = [{ manager: 'kubectl', operation: 'Update' as const, apiVersion, ...by }];
  return { apiVersion, kind, metadata: { namespace: home, name, managedFields }, spec };
}

export interface Proxy {
  revision?: string;
  version?: string;
  native?: boolean;
}

export interface PodSketch {
  labels?: Labels;
  /** Null: none. */
  proxy?: Proxy | null;
  hostNetwork?: boolean;
  annotations?: Labels;
  /** On its way out. */
  terminating?: boolean;
}

/** A Deployment of one pod, both of the same name. */
export function deployment(
  at: string,
  { labels = {}, proxy = null, hostNetwork = false, annotations = {}, terminating = false }: PodSketch = {},
): [Workload, Pod] {
  const [home = '', name = ''] = at.split('/');
  const all = { app: name, ...labels };
  const image = `docker.io/istio/proxyv2:${proxy?.version ?? '1.31.1'}`;
  const sidecar = { name: 'istio-proxy', image };
  const workload: Workload = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { namespace: home, name },
    spec: { replicas: 1, template: { metadata: { labels: all, annotations } } },
    status: { readyReplicas: 1 },
  };
  const pod: Pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      namespace: home,
      name: `${name}-0`,
      labels: all,
      annotations: {
        ...annotations,
        ...(proxy === null ? {} : { 'istio.io/rev': proxy.revision ?? 'default' }),
      },
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name, uid: name, controller: true }],
      ...(terminating ? { deletionTimestamp: '2026-01-01T00:00:00Z' } : {}),
    },
    spec: {
      hostNetwork,
      containers: [{ name: 'app', image: 'app:1' }, ...(proxy !== null && !proxy.native ? [sidecar] : [])],
      initContainers: proxy?.native ? [{ ...sidecar, restartPolicy: 'Always' }] : [],
    },
    status: { phase: 'Running', podIP: '10.0.0.1', conditions: [{ type: 'Ready', status: 'True' }] },
  };
  return [workload, pod];
}

export function istiod(
  revision = 'default',
  version = '1.31.1',
  name = `istiod-${revision}`,
): [Workload, Pod] {
  const [workload, pod] = deployment(`istio-system/${name}`, {
    labels: { app: 'istiod', 'istio.io/rev': revision },
  });
  const containers = [{ name: 'discovery', image: `docker.io/istio/pilot:${version}` }];
  return [workload, { ...pod, spec: { containers } }];
}

export function service(
  at: string,
  selector: Labels,
  ports = [{ name: 'http', port: 80, targetPort: 8080 }],
): Service {
  const [home = '', name = ''] = at.split('/');
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { namespace: home, name },
    spec: { selector, ports },
  };
}

export function tagService(tag: string, revision: string): Service {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      namespace: 'istio-system',
      name: `istiod-revision-tag-${tag}`,
      labels: { 'istio.io/tag': tag, 'istio.io/rev': revision },
    },
  };
}

type TlsMode = 'DISABLE' | 'SIMPLE' | 'MUTUAL' | 'ISTIO_MUTUAL';

export function tlsRule(at: string, host: string, mode: TlsMode): DestinationRule {
  const [home = '', name = ''] = at.split('/');
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    metadata: { namespace: home, name },
    spec: { host, trafficPolicy: { tls: { mode } } },
  };
}

export function strict(home: string, selector?: Labels): PeerAuthentication {
  return {
    apiVersion: 'security.istio.io/v1',
    kind: 'PeerAuthentication',
    metadata: { namespace: home, name: 'strict' },
    spec: {
      mtls: { mode: 'STRICT' },
      ...(selector === undefined ? {} : { selector: { matchLabels: selector } }),
    },
  };
}

const places: Readonly<Record<string, keyof Omit<ClusterObjects, 'meshConfig'>>> = {
  Namespace: 'namespaces',
  Service: 'services',
  Pod: 'pods',
  Deployment: 'workloads',
  DaemonSet: 'workloads',
  DestinationRule: 'destinationRules',
  PeerAuthentication: 'peerAuthentications',
  VirtualService: 'virtualServices',
};

/** Objects of several kinds as the pure rooms take them. */
export function cluster(
  ...objects: readonly (KubernetesObject | readonly KubernetesObject[])[]
): ClusterObjects {
  const found: Record<string, KubernetesObject[]> = {};
  for (const object of objects.flat()) {
    const place = places[object.kind];
    if (place === undefined) throw new Error(`no place for ${object.kind}`);
    found[place] = [...(found[place] ?? []), object];
  }
  return { ...noObjects, ...found };
}
