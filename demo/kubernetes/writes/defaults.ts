/** What the API fills in when an object is created or changed (kubernetes pkg/apis/*\/v1/defaults.go), for the fields that people see. */
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { isRecord } from '#lib/record.ts';
import { at, isKubernetesObject, type JsonRecord, list, record, text, withValue } from '../coding/json.ts';
import { kindOfObject } from '../kinds.ts';
import { podDefaults } from './pod-defaults.ts';

type Path = readonly string[];
type Defaults = readonly (readonly [path: Path, value: unknown])[];

/** How long a pod stays on a node that is gone (the DefaultTolerationSeconds plugin). */
const tolerations = ['not-ready', 'unreachable'].map((state) => ({
  key: `node.kubernetes.io/${state}`,
  operator: 'Exists',
  effect: 'NoExecute',
  tolerationSeconds: 300,
}));

const table: Readonly<Record<string, Defaults>> = {
  Namespace: [
    [['spec', 'finalizers'], ['kubernetes']],
    [['status', 'phase'], 'Active'],
  ],
  Pod: [
    [['spec', 'enableServiceLinks'], true],
    [['spec', 'preemptionPolicy'], 'PreemptLowerPriority'],
    [['spec', 'priority'], 0],
    [['spec', 'tolerations'], tolerations],
    [['status', 'phase'], 'Pending'],
  ],
  Service: [
    [['spec', 'type'], 'ClusterIP'],
    [['spec', 'sessionAffinity'], 'None'],
    [['status', 'loadBalancer'], {}],
  ],
  Secret: [[['type'], 'Opaque']],
  Deployment: [
    [['spec', 'replicas'], 1],
    [['spec', 'revisionHistoryLimit'], 10],
    [['spec', 'progressDeadlineSeconds'], 600],
    [['status'], {}],
  ],
  ReplicaSet: [[['spec', 'replicas'], 1]],
  StatefulSet: [[['spec', 'replicas'], 1]],
};

/** Where a pod's spec lies in each kind that has one. */
const podSpecs: Readonly<Record<string, Path>> = {
  Pod: ['spec'],
  Deployment: ['spec', 'template', 'spec'],
  ReplicaSet: ['spec', 'template', 'spec'],
  StatefulSet: ['spec', 'template', 'spec'],
  DaemonSet: ['spec', 'template', 'spec'],
};

/** Fields that Go leaves out when they are empty. */
const omittedWhenEmpty: readonly Path[] = [
  ['metadata', 'labels'],
  ['metadata', 'annotations'],
  ['metadata', 'finalizers'],
  ['data'],
  ['binaryData'],
  ['stringData'],
  ['spec', 'ports'],
  ['subjects'],
];

function portDefaults(port: unknown): JsonRecord {
  return { protocol: 'TCP', targetPort: at(port, 'port'), ...record(port) };
}

function serviceDefaults(service: JsonRecord): JsonRecord {
  const ports = list(service, 'spec', 'ports').map(portDefaults);
  const next = ports.length > 0 ? withValue(service, ['spec', 'ports'], ports) : service;
  const isInternal = text(next, 'spec', 'type') !== 'ExternalName';
  return isInternal && at(next, 'spec', 'internalTrafficPolicy') === undefined
    ? withValue(next, ['spec', 'internalTrafficPolicy'], 'Cluster')
    : next;
}

function secretDefaults(secret: JsonRecord): JsonRecord {
  const { stringData, ...rest } = secret;
  if (!isRecord(stringData)) return rest;
  const encoded = Object.entries(stringData).map(([key, value]) => [
    key,
    Buffer.from(`${value}`).toString('base64'),
  ]);
  return { ...rest, data: { ...record(rest.data), ...Object.fromEntries(encoded) } };
}

function sliceDefaults(slice: JsonRecord): JsonRecord {
  return {
    ...slice,
    endpoints: list(slice, 'endpoints').map((endpoint) => ({ conditions: {}, ...record(endpoint) })),
    ports: list(slice, 'ports').map((port) => ({ name: '', protocol: 'TCP', ...record(port) })),
  };
}

function roleDefaults(role: JsonRecord): JsonRecord {
  return { ...role, rules: list(role, 'rules').length > 0 ? role.rules : null };
}

/** https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/ */
function qosClass(pod: JsonRecord): string {
  const resources = list(pod, 'spec', 'containers').map((container) => at(container, 'resources'));
  const asks = resources.map((one) => ({
    limits: record(at(one, 'limits')),
    requests: record(at(one, 'requests')),
  }));
  if (asks.every(({ limits, requests }) => isEmpty(limits) && isEmpty(requests))) return 'BestEffort';
  const isGuaranteed = asks.every(({ limits, requests }) =>
    ['cpu', 'memory'].every(
      (name) => limits[name] !== undefined && (requests[name] ?? limits[name]) === limits[name],
    ),
  );
  return isGuaranteed ? 'Guaranteed' : 'Burstable';
}

function deploymentDefaults(deployment: JsonRecord): JsonRecord {
  const strategy = { type: 'RollingUpdate', ...record(at(deployment, 'spec', 'strategy')) };
  if (strategy.type !== 'RollingUpdate') return deployment;
  const rollingUpdate = { maxSurge: '25%', maxUnavailable: '25%', ...record(at(strategy, 'rollingUpdate')) };
  return withValue(deployment, ['spec', 'strategy'], { ...strategy, rollingUpdate });
}

/** Of a status what Go writes although it is not there, and the addresses that go with the first. */
function podStatus(given: JsonRecord): JsonRecord {
  const conditions = list(given, 'status', 'conditions').map((condition) => ({
    lastProbeTime: null,
    lastTransitionTime: null,
    ...record(condition),
  }));
  const podIP = text(given, 'status', 'podIP');
  const withAddresses =
    podIP === '' || at(given, 'status', 'podIPs') !== undefined
      ? given
      : withValue(given, ['status', 'podIPs'], [{ ip: podIP }]);
  const pod =
    conditions.length > 0 ? withValue(withAddresses, ['status', 'conditions'], conditions) : withAddresses;
  return at(pod, 'status', 'qosClass') === undefined
    ? withValue(pod, ['status', 'qosClass'], qosClass(pod))
    : pod;
}

const perKind: Readonly<Record<string, (object: JsonRecord) => JsonRecord>> = {
  ClusterRole: roleDefaults,
  Deployment: deploymentDefaults,
  EndpointSlice: sliceDefaults,
  Pod: podStatus,
  Role: roleDefaults,
  Secret: secretDefaults,
  Service: serviceDefaults,
};

function isEmpty(value: unknown): boolean {
  return (Array.isArray(value) && value.length === 0) || (isRecord(value) && Object.keys(value).length === 0);
}

function withoutEmpty(given: JsonRecord): JsonRecord {
  // A Deployment that is not paused does not say so.
  const object =
    at(given, 'spec', 'paused') === false ? withValue(given, ['spec', 'paused'], undefined) : given;
  return omittedWhenEmpty.reduce(
    (next, path) => (isEmpty(at(next, ...path)) ? withValue(next, path, undefined) : next),
    object,
  );
}

/** Missing fields filled in; what is there stays. Custom resources stay as they are. */
export function withDefaults(object: KubernetesObject): KubernetesObject {
  if (kindOfObject(object)?.crd) return object;
  let next: JsonRecord = withoutEmpty({ ...object });
  for (const [path, value] of table[object.kind] ?? [])
    if (at(next, ...path) === undefined) next = withValue(next, path, value);
  next = perKind[object.kind]?.(next) ?? next;
  const podSpec = podSpecs[object.kind];
  if (podSpec && isRecord(at(next, ...podSpec)))
    next = withValue(next, podSpec, podDefaults(record(at(next, ...podSpec))));
  if (object.kind === 'Namespace')
    next = withValue(next, ['metadata', 'labels', 'kubernetes.io/metadata.name'], object.metadata.name);
  return isKubernetesObject(next) ? next : object;
}
