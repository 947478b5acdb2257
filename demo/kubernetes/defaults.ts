/** What the API fills in when an object is created or changed (kubernetes pkg/apis/*\/v1/defaults.go), for the fields that people see. */
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { at, isKubernetesObject, type JsonRecord, list, record, withValue } from './json.ts';

type Path = readonly string[];
type Defaults = readonly (readonly [path: Path, value: unknown])[];

const podTemplate = (path: Path): Defaults => [
  [[...path, 'restartPolicy'], 'Always'],
  [[...path, 'terminationGracePeriodSeconds'], 30],
  [[...path, 'dnsPolicy'], 'ClusterFirst'],
  [[...path, 'schedulerName'], 'default-scheduler'],
];

const replicated: Defaults = [[['spec', 'replicas'], 1], ...podTemplate(['spec', 'template', 'spec'])];

const table: Readonly<Record<string, Defaults>> = {
  Namespace: [
    [['spec', 'finalizers'], ['kubernetes']],
    [['status', 'phase'], 'Active'],
  ],
  Pod: [...podTemplate(['spec']), [['status', 'phase'], 'Pending']],
  Service: [
    [['spec', 'type'], 'ClusterIP'],
    [['spec', 'sessionAffinity'], 'None'],
  ],
  Secret: [[['type'], 'Opaque']],
  Deployment: [
    ...replicated,
    [
      ['spec', 'strategy'],
      { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } },
    ],
    [['spec', 'revisionHistoryLimit'], 10],
    [['spec', 'progressDeadlineSeconds'], 600],
  ],
  ReplicaSet: replicated,
  StatefulSet: replicated,
  DaemonSet: podTemplate(['spec', 'template', 'spec']),
};

function portDefaults(port: unknown): JsonRecord {
  return { protocol: 'TCP', targetPort: at(port, 'port'), ...record(port) };
}

/** Missing fields filled in; what is there stays. */
export function withDefaults(object: KubernetesObject): KubernetesObject {
  let next: JsonRecord = { ...object };
  for (const [path, value] of table[object.kind] ?? [])
    if (at(next, ...path) === undefined) next = withValue(next, path, value);
  if (object.kind === 'Service')
    next = withValue(next, ['spec', 'ports'], list(next, 'spec', 'ports').map(portDefaults));
  if (object.kind === 'Namespace')
    next = withValue(next, ['metadata', 'labels', 'kubernetes.io/metadata.name'], object.metadata.name);
  return isKubernetesObject(next) ? next : object;
}
