/** The detail of one workload: what a controller runs, or a pod on its own. */

import type { WorkloadDetail } from '../../api/traffic/details.ts';
import type { ClusterObjects, Pod, Workload } from '../../istio/objects.ts';
import {
  endpointOf,
  type IndexedService,
  type IndexedWorkload,
  indexOf,
  namespaceOf,
} from '../build/cluster-index.ts';
import { defaultRevision, type Endpoint } from '../build/identity.ts';
import { healthOutside } from '../inventory/inventory.ts';
import {
  type ConfigurationSubject,
  type TouchingObject,
  toTouch,
  touchingKinds,
  touchingObjects,
} from './configuration.ts';
import { flowOf } from './flow.ts';
import { createdAt, type DetailInput, mayRead, readableChanges, type SubjectName } from './input.ts';
import { podDetails, podsOf } from './pods.ts';
import { servicePorts } from './ports.ts';
import { type MeshReading, trafficByNode, trafficOf } from './traffic-by-node.ts';
import { workloadNode } from './versions.ts';

export interface WorkloadSubject {
  workload: IndexedWorkload;
  /** As telemetry names it. */
  endpoint: Endpoint;
  /** False when only the metrics speak of it. */
  exists: boolean;
  /** Null for pods that no known controller runs. */
  object: Workload | null;
  pods: readonly Pod[];
  services: readonly IndexedService[];
  configuration: ConfigurationSubject;
  touching: readonly TouchingObject[];
}

/** Null when there is none, neither among the objects nor in the metrics. */
export function findWorkload(reading: MeshReading, { namespace, name }: SubjectName): WorkloadSubject | null {
  const { objects } = reading;
  const index = indexOf(objects);
  const listed = index.workloads.get(`${namespace}/${name}`);
  const endpoint = listed === undefined ? findEndpoint(reading, namespace, name) : endpointOf(listed);
  if (endpoint === null) return null;
  const workload = listed ?? unlisted(endpoint);
  const services = index.servicesOf.get(`${namespace}/${name}`) ?? [];
  const configuration: ConfigurationSubject = {
    namespace,
    hosts: services.map(({ host }) => host),
    services: services.map((service) => service.name),
    serviceEntries: [],
    workloads: [workload],
  };
  return {
    workload,
    endpoint,
    exists: listed !== undefined,
    object:
      objects.workloads.find((one) => one.metadata.name === name && namespaceOf(one) === namespace) ?? null,
    pods: podsOf(objects, namespace, name),
    services,
    configuration,
    touching: touchingObjects(objects, configuration),
  };
}

/** Removed, of another cluster, or outside Kubernetes: the metrics speak of it. */
function findEndpoint({ telemetry }: MeshReading, namespace: string, name: string): Endpoint | null {
  for (const { source, destination } of telemetry.records) {
    for (const endpoint of [source, destination.endpoint]) {
      if (endpoint.namespace === namespace && endpoint.workload === name) return endpoint;
    }
  }
  return null;
}

function unlisted({ namespace, workload, app, version }: Endpoint): IndexedWorkload {
  return {
    namespace,
    name: workload,
    kind: '',
    createdAt: null,
    app: app || workload,
    version: version || defaultRevision,
    labels: {},
    annotations: {},
    pods: null,
    running: 0,
    withoutSidecar: 0,
    optedOut: 0,
    outdated: 0,
    ambient: 0,
    notReadySince: null,
    gateway: false,
    waypoint: false,
  };
}

export function workloadDetail(subject: WorkloadSubject, input: DetailInput): WorkloadDetail {
  const { workload, endpoint, exists, pods, services, configuration, touching } = subject;
  const { objects, viewer } = input;
  const { namespace, name } = workload;
  const traffic = trafficByNode(input, 'workload');
  const own = trafficOf(traffic, traffic.resolver.workload(endpoint).id);
  const node = workloadNode(workload, endpoint, input);
  const readable = touching.filter((one) => mayRead(viewer, one.object));
  // What the controller says is shown to those who may read controllers; pods tell of themselves.
  const object = subject.object !== null && mayRead(viewer, subject.object) ? subject.object : null;
  const [first] = pods;
  const labels = object === null ? (first?.metadata.labels ?? {}) : workload.labels;
  const spec = object?.spec?.template?.spec ?? first?.spec;
  return {
    namespace,
    name,
    cluster: endpoint.cluster || input.cluster,
    exists,
    // Pods name what controls them.
    kind: exists && (object !== null || subject.object === null) ? workload.kind : null,
    app: workload.app,
    version: workload.version,
    gateway: workload.gateway,
    at: input.at,
    metricsAt: input.metricsAt,
    windowSeconds: input.windowSeconds,
    createdAt: object === null ? null : createdAt(object),
    labels: { ...labels },
    health: node?.health ?? healthOutside([workload], input.windowSeconds),
    serviceAccount: spec?.serviceAccountName ?? null,
    images: imagesOf(spec, workload.gateway),
    replicas: workload.pods,
    services: services.map((service) => ({
      name: service.name,
      host: service.host,
      ports: portsOf(objects, service),
    })),
    inbound: { ...flowOf(own.inbound, 'inbound', input), total: node?.inbound ?? null },
    outbound: { ...flowOf(own.outbound, 'outbound', input), total: node?.outbound ?? null },
    pods: podDetails(workload, input),
    configuration: readable.map((one) => toTouch(one, objects, configuration)),
    unreadable: touchingKinds.filter((kind) => !viewer.reads(kind, namespace)),
    changes: readableChanges(input),
    nodes: [trafficByNode(input, 'versioned-app').resolver.workload(endpoint).id],
    warnings: [...input.warnings],
  };
}

/** Of the programs, not of the proxy beside them. */
function imagesOf(spec: Pod['spec'], gateway: boolean): string[] {
  const programs = (spec?.containers ?? []).filter((one) => gateway || one.name !== 'istio-proxy');
  return [...new Set(programs.flatMap(({ image }) => image ?? []))];
}

function portsOf(
  objects: ClusterObjects,
  { namespace, name }: IndexedService,
): ReturnType<typeof servicePorts> {
  const service = objects.services.find(
    (one) => one.metadata.name === name && namespaceOf(one) === namespace,
  );
  return service === undefined ? [] : servicePorts(service);
}
