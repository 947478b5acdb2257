/** For tests: samples and objects in one line each. */
import type {
  ClusterObjects,
  DestinationRule,
  Labels,
  Namespace,
  Pod,
  Service,
  VirtualService,
  Workload,
} from '../../istio/objects.ts';
import { noObjects } from '../../istio/objects.ts';
import type { InstantSample } from '../../metrics/samples.ts';
import type { GraphInput } from '../build/build.ts';
import { readLatency } from '../telemetry/latency.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import { readTelemetry } from '../telemetry/telemetry.ts';

export interface Call {
  /** "namespace/app/version", the workload being "app-version"; "unknown" for none; more labels in `labels`. */
  from: string;
  to: string;
  /** `destination_service`; by default the full name of the called app. */
  host?: string;
  serviceName?: string;
  reporter?: string;
  protocol?: string;
  code?: string;
  grpc?: string;
  flags?: string;
  /** mutual_tls | none | unknown. */
  policy?: string;
  labels?: Labels;
}

export function labelsOf({ from, to, ...call }: Call): Labels {
  const [, app = 'unknown'] = to.split('/');
  const namespace = to.split('/')[0] ?? 'unknown';
  const host = call.host ?? (to === 'unknown' ? 'unknown' : `${app}.${namespace}.svc.cluster.local`);
  const reporter = call.reporter ?? 'destination';
  return {
    reporter,
    ...endpoint('source', from),
    ...endpoint('destination', to),
    destination_service: host,
    destination_service_name: call.serviceName ?? (host.split('.')[0] || 'unknown'),
    destination_service_namespace: namespace,
    request_protocol: call.protocol ?? 'http',
    response_code: call.code ?? '200',
    grpc_response_status: call.grpc ?? '',
    response_flags: call.flags ?? '-',
    connection_security_policy: call.policy ?? (reporter === 'source' ? 'unknown' : 'mutual_tls'),
    ...call.labels,
  };
}

function endpoint(side: 'source' | 'destination', name: string): Labels {
  const [namespace = 'unknown', app = 'unknown', version = 'unknown'] =
    name === 'unknown' ? [] : name.split('/');
  return {
    [`${side}_cluster`]: name === 'unknown' ? 'unknown' : 'Kubernetes',
    [`${side}_workload_namespace`]: namespace,
    [`${side}_workload`]: app === 'unknown' ? app : `${app}-${version}`,
    [`${side}_canonical_service`]: app,
    [`${side}_canonical_revision`]: version,
  };
}

export function requests(call: Call, value: number): InstantSample {
  return { labels: labelsOf(call), value };
}

/** TCP bytes; "received" by the server is what the source sent. */
export function bytes(call: Call, direction: 'sent' | 'received', value: number): InstantSample {
  return { labels: { ...labelsOf({ protocol: 'tcp', ...call }), direction }, value };
}

/** Payload of requests over HTTP and gRPC. */
export function sizes(call: Call, direction: 'request' | 'response', value: number): InstantSample {
  return { labels: { ...labelsOf(call), direction }, value };
}

/** Null stands for a question that was not answered. */
export interface Samples {
  requests?: readonly InstantSample[] | null;
  durations?: readonly InstantSample[];
  tcp?: readonly InstantSample[] | null;
  buckets?: readonly InstantSample[];
  sizes?: readonly InstantSample[];
}

export function telemetryOf({
  requests = [],
  durations = [],
  tcp = [],
  buckets,
  sizes = [],
}: Samples): Telemetry {
  const latency = buckets === undefined ? null : readLatency(buckets);
  return readTelemetry({ requests, durations, tcp, latency, sizes });
}

export function graphInput(samples: Samples, objects: Partial<ClusterObjects> = {}): GraphInput {
  return {
    telemetry: telemetryOf(samples),
    objects: { ...noObjects, ...objects },
    cluster: 'Kubernetes',
    type: 'versioned-app',
    serviceNodes: false,
    windowSeconds: 60,
    at: 1000,
    metricsAt: 1000,
    warnings: [],
  };
}

export function namespace(name: string, labels: Labels = { 'istio-injection': 'enabled' }): Namespace {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
}

export function service(path: string, selector?: Labels, portName = 'http'): Service {
  const [namespace = '', name = ''] = path.split('/');
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { namespace, name },
    spec: { selector: selector ?? { app: name }, ports: [{ name: portName, port: 80 }] },
  };
}

/** "namespace/app/version": a Deployment "app-version", all of whose pods are ready unless said otherwise. */
export function deployment(
  path: string,
  options: { ready?: number; wanted?: number; annotations?: Labels; labels?: Labels } = {},
): Workload {
  const [namespace = '', app = '', version = ''] = path.split('/');
  const wanted = options.wanted ?? 1;
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { namespace, name: `${app}-${version}`, annotations: options.annotations },
    spec: { replicas: wanted, template: { metadata: { labels: { app, version, ...options.labels } } } },
    status: { readyReplicas: options.ready ?? wanted },
  };
}

/** A pod of that Deployment. */
export function pod(path: string, containers: readonly string[], labels: Labels = {}): Pod {
  const [namespace = '', app = '', version = ''] = path.split('/');
  const hash = 'abc12';
  const owner = `${app}-${version}-${hash}`;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      namespace,
      name: `${owner}-x`,
      labels: { app, version, 'pod-template-hash': hash, ...labels },
      ownerReferences: [
        { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: owner, uid: owner, controller: true },
      ],
    },
    spec: { containers: containers.map((name) => ({ name })) },
    status: { phase: 'Running' },
  };
}

export function virtualService(path: string, spec: VirtualService['spec']): VirtualService {
  const [namespace = '', name = ''] = path.split('/');
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { namespace, name },
    spec,
  };
}

export function destinationRule(path: string, spec: DestinationRule['spec']): DestinationRule {
  const [namespace = '', name = ''] = path.split('/');
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    metadata: { namespace, name },
    spec,
  };
}
