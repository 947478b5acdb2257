/**
 * What proxies call themselves in traces: the name of their Envoy cluster (istio pkg/bootstrap/config.go, getServiceCluster). By default it
 * is the label `app` with the namespace, not the canonical service of metrics: pods that only have `app.kubernetes.io/name` go by their
 * workload's name.
 */
import { canonicalService } from '../graph/build/identity.ts';
import type { Labels } from '../istio/objects.ts';

/** `defaultConfig.tracingServiceName` of the mesh configuration; whatever else stands there is the default. */
export type TraceNaming = 'APP_LABEL_AND_NAMESPACE' | 'CANONICAL_NAME_ONLY' | 'CANONICAL_NAME_AND_NAMESPACE';

export interface TracedPod {
  labels: Labels;
  workload: string;
}

export interface TracedApp {
  namespace: string;
  /** The canonical service of the graph, the label `app`, or the name of a workload or Service. */
  app: string;
  /** What it is the name of, where that is known: another kind of thing may have the same. */
  kind?: 'service' | 'workload';
  /** Every pod of the namespace. */
  pods: readonly TracedPod[];
  /** Of the Service of that name; null when there is none, or it selects nothing. */
  selector: Labels | null;
}

/** So many are asked for: a Service in front of more is not one thing any more. */
const mostNames = 4;

/** An app as labels of Kubernetes spell it, or a workload or host as names do: dots, dashes, underscores. Nothing in it ends a quoted text. */
export const appNamePattern = /^[A-Za-z0-9](?:[-._A-Za-z0-9]{0,251}[A-Za-z0-9])?$/;

export function readTraceNaming(told: string | undefined): TraceNaming {
  return told === 'CANONICAL_NAME_ONLY' || told === 'CANONICAL_NAME_AND_NAMESPACE'
    ? told
    : 'APP_LABEL_AND_NAMESPACE';
}

function nameOf({ labels, workload }: TracedPod, namespace: string, naming: TraceNaming): string {
  if (naming === 'APP_LABEL_AND_NAMESPACE') return `${labels.app ?? workload}.${namespace}`;
  const name = canonicalService(labels, workload);
  return naming === 'CANONICAL_NAME_ONLY' ? name : `${name}.${namespace}`;
}

/** Never none: what has no pods (any more) goes by its own name. */
export function traceNames(
  { namespace, app, kind, pods, selector }: TracedApp,
  naming: TraceNaming,
): string[] {
  const isWorkload = ({ workload }: TracedPod) => workload === app;
  const isSelected = ({ labels }: TracedPod) =>
    selector !== null && Object.entries(selector).every(([name, value]) => labels[name] === value);
  const ways: ((pod: TracedPod) => boolean)[] = [
    ...(kind === 'service' ? [isSelected] : kind === 'workload' ? [isWorkload] : []),
    ({ labels, workload }) => canonicalService(labels, workload) === app,
    ({ labels }) => labels.app === app,
    isWorkload,
    isSelected,
  ];
  const found = ways.map((isIts) => pods.filter(isIts)).find((some) => some.length > 0) ?? [];
  const names = new Set(found.map((pod) => nameOf(pod, namespace, naming)));
  if (names.size > 0) return [...names].sort().slice(0, mostNames);
  return [naming === 'CANONICAL_NAME_ONLY' ? app : `${app}.${namespace}`];
}
