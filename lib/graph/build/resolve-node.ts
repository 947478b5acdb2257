/** Which nodes a record of telemetry connects, in each type of graph. */
import type { GraphNode } from '../../api/traffic/graph.ts';
import type { GraphType } from '../../api/words.ts';
import type { Destination } from '../telemetry/traffic-record.ts';
import type { ClusterIndex, IndexedService } from './cluster-index.ts';
import {
  endpointOf,
  entryOf,
  namespaceOf,
  parseServiceHost,
  resolveHost,
  withoutPort,
} from './cluster-index.ts';
import type { Endpoint } from './identity.ts';
import { defaultRevision, nodeId } from './identity.ts';

/** What tells a node from others; numbers come later. */
export interface NodeKey {
  id: string;
  kind: GraphNode['kind'];
  cluster: string;
  namespace: string;
  name: string;
  app: string | null;
  version: string | null;
}

export interface ResolvedDestination {
  /** Where requests end. */
  node: NodeKey;
  /** The service in between, when service nodes are asked for and it is not the end itself. */
  service: NodeKey | null;
  /** Full host name; null when nobody knows it. */
  host: string | null;
}

const passthroughClusters = new Set(['PassthroughCluster', 'BlackHoleCluster']);

type Keys = WeakMap<Endpoint, NodeKey>;

const keysOf = new WeakMap<ClusterIndex, Map<string, Keys>>();

/** What a workload is called depends on the objects alone: readings of one snapshot share it. */
function sharedKeys(index: ClusterIndex, type: GraphType, cluster: string): Keys {
  let all = keysOf.get(index);
  if (all === undefined) {
    all = new Map();
    keysOf.set(index, all);
  }
  const name = `${type} ${cluster}`;
  let keys = all.get(name);
  if (keys === undefined) {
    keys = new WeakMap();
    all.set(name, keys);
  }
  return keys;
}

export class NodeResolver {
  private readonly type: GraphType;
  private readonly serviceNodes: boolean;
  private readonly cluster: string;
  private readonly index: ClusterIndex;
  /** The service by which a workload is called most, by "namespace/workload": names the workload in a graph of services. */
  private readonly mainService: ReadonlyMap<string, string>;
  private readonly workloads: Keys;

  constructor(
    type: GraphType,
    serviceNodes: boolean,
    cluster: string,
    index: ClusterIndex,
    mainService: ReadonlyMap<string, string>,
  ) {
    this.type = type;
    this.serviceNodes = serviceNodes;
    this.cluster = cluster;
    this.index = index;
    this.mainService = mainService;
    this.workloads = sharedKeys(index, type, cluster);
  }

  source(endpoint: Endpoint): NodeKey {
    if (endpoint.workload === '' && endpoint.app === '') {
      return this.other('unknown', nodeId('unknown', 'source'), 'unknown');
    }
    if (this.type === 'service') {
      const host = this.mainService.get(`${endpoint.namespace}/${endpoint.workload}`);
      if (host !== undefined) return this.byHost(host);
    }
    return this.workload(endpoint);
  }

  destination(destination: Destination, clientNamespace: string): ResolvedDestination {
    if (passthroughClusters.has(destination.serviceName)) {
      const name = destination.serviceName;
      return {
        node: this.other('external', nodeId('host', name), name),
        service: null,
        host: bareHost(destination.host),
      };
    }
    const host = this.hostOf(destination, clientNamespace);
    if (destination.workload === '' && destination.app === '') {
      return { node: host === null ? this.unknownDestination() : this.unreached(host), service: null, host };
    }
    if (this.type === 'service' && host !== null) return { node: this.byHost(host), service: null, host };
    const node = this.workload(destination.endpoint);
    const service = this.serviceNodes && host !== null ? this.byHost(host) : null;
    return { node, service: service?.id === node.id ? null : service, host };
  }

  /** A workload, as the graph's type names it. Telemetry has one object for each workload. */
  workload(endpoint: Endpoint): NodeKey {
    let key = this.workloads.get(endpoint);
    if (key === undefined) {
      key = this.keyOf(endpoint);
      this.workloads.set(endpoint, key);
    }
    return key;
  }

  private keyOf(endpoint: Endpoint): NodeKey {
    const cluster = endpoint.cluster || this.cluster;
    const { namespace } = endpoint;
    const app = endpoint.app || endpoint.workload;
    // Objects are those of this cluster: a workload of the same name elsewhere is another.
    const known = this.isHere(endpoint)
      ? this.index.workloads.get(`${namespace}/${endpoint.workload}`)
      : undefined;
    const gateway = known?.gateway === true;
    const key = {
      kind: gateway ? ('gateway' as const) : ('app' as const),
      cluster,
      namespace,
      name: app,
      app,
      version: null,
    };
    if (this.type === 'workload') {
      const name = endpoint.workload || app;
      const id = nodeId('workload', cluster, namespace, name);
      const version = gateway ? null : endpoint.version || null;
      return { ...key, id, kind: gateway ? 'gateway' : 'workload', name, version };
    }
    if (this.type === 'app' || this.type === 'service') {
      return { ...key, id: nodeId('app', cluster, namespace, app) };
    }
    const version = endpoint.version || defaultRevision;
    return {
      ...key,
      id: nodeId('version', cluster, namespace, app, version),
      version: gateway ? null : version,
    };
  }

  /** In the cluster that the objects are from, as far as telemetry says. */
  isHere({ cluster }: Endpoint): boolean {
    return cluster === '' || cluster === this.cluster;
  }

  service(service: IndexedService): NodeKey {
    return this.serviceKey(service.namespace, service.name);
  }

  /** A service or host that is called by name. */
  byHost(host: string): NodeKey {
    const service = this.index.services.get(host);
    if (service !== undefined) return this.service(service);
    const entry = entryOf(this.index, host);
    const parsed = parseServiceHost(host, this.index.domain);
    // A service's name says whose it is, here or in another cluster: an entry elsewhere that claims it opens nobody's numbers.
    if (entry !== undefined && (parsed === null || parsed.namespace === namespaceOf(entry))) {
      return { ...this.other('service-entry', nodeId('host', host), host), namespace: namespaceOf(entry) };
    }
    if (parsed !== null) return this.serviceKey(parsed.namespace, parsed.name);
    return this.other('external', nodeId('host', host), host);
  }

  /** Requests that no workload got: they are the service's, or its only version's when there is no choice. */
  private unreached(host: string): NodeKey {
    const service = this.index.services.get(host);
    if (this.type !== 'service' && !this.serviceNodes && service !== undefined) {
      const keys = service.workloads.map((workload) => this.workload(endpointOf(workload)));
      const [only] = keys;
      if (only !== undefined && keys.every(({ id }) => id === only.id)) return only;
    }
    return this.byHost(host);
  }

  private hostOf(destination: Destination, clientNamespace: string): string | null {
    const { host, serviceName } = destination;
    if (serviceName.startsWith('InboundPassthroughCluster')) return null;
    return resolveHost(this.index, host, clientNamespace) ?? bareHost(host);
  }

  private serviceKey(namespace: string, name: string): NodeKey {
    const id = nodeId('service', this.cluster, namespace, name);
    const workloads =
      this.index.services.get(`${name}.${namespace}.svc.${this.index.domain}`)?.workloads ?? [];
    const [first] = workloads;
    const app =
      first !== undefined && workloads.every((workload) => workload.app === first.app) ? first.app : null;
    return { id, kind: 'service', cluster: this.cluster, namespace, name, app, version: null };
  }

  private unknownDestination(): NodeKey {
    return this.other('unknown', nodeId('unknown', 'destination'), 'unknown');
  }

  private other(kind: GraphNode['kind'], id: string, name: string): NodeKey {
    return { id, kind, cluster: this.cluster, namespace: '', name, app: null, version: null };
  }
}

function bareHost(host: string): string | null {
  return host === '' ? null : withoutPort(host);
}
