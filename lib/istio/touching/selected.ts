/**
 * Policies by selector, target or reach: which objects of Istio hold for a workload because of where they are and what they select.
 * Rules: https://istio.io/latest/docs/reference/config/type/workload-selector/ and `matchesNamespaced…` of istio pilot/pkg/model.
 */
import { selectsLabels } from '../hosts/labels.ts';
import { oldestFirst } from '../hosts/object-order.ts';
import type { ClusterObjects, KubernetesObject, Labels } from '../objects.ts';

/** A workload as policies see it. */
export interface PolicyTarget {
  namespace: string;
  labels: Labels;
  /** Names of the Services and ServiceEntries before it, in its own namespace. */
  services: readonly string[];
  serviceEntries: readonly string[];
}

export type PolicyReason = 'selector' | 'target' | 'namespace' | 'mesh';

export interface HoldingPolicy {
  object: KubernetesObject;
  reason: PolicyReason;
}

interface TargetRef {
  group?: string;
  kind: string;
  name: string;
}

interface Reach {
  /** Null where the object selects no workloads. */
  selector: Labels | null;
  targets: readonly TargetRef[];
}

const gatewayNameLabel = 'gateway.networking.k8s.io/gateway-name';

/** Several may hold at once: authentication, authorization, telemetry and filters. */
export function holdingPolicies(objects: ClusterObjects, target: PolicyTarget): HoldingPolicy[] {
  const { rootNamespace } = objects.meshConfig;
  const many = [
    ...objects.requestAuthentications.map((object) => ({ object, reach: matchReach(object.spec) })),
    ...objects.authorizationPolicies.map((object) => ({ object, reach: matchReach(object.spec) })),
    ...objects.telemetries.map((object) => ({ object, reach: matchReach(object.spec) })),
    ...objects.envoyFilters.map((object) => ({
      object,
      reach: {
        selector: object.spec?.workloadSelector?.labels ?? null,
        targets: object.spec?.targetRefs ?? [],
      },
    })),
  ];
  const holding = many.flatMap(({ object, reach }): HoldingPolicy[] => {
    const reason = reasonOf(object, reach, target, rootNamespace);
    return reason === null ? [] : [{ object, reason }];
  });
  return [...holding, ...peerAuthentications(objects, target), ...sidecar(objects, target)];
}

function matchReach(
  spec:
    | { selector?: { matchLabels?: Labels }; targetRef?: TargetRef; targetRefs?: readonly TargetRef[] }
    | undefined,
): Reach {
  return {
    selector: spec?.selector?.matchLabels ?? null,
    targets: [...(spec?.targetRef === undefined ? [] : [spec.targetRef]), ...(spec?.targetRefs ?? [])],
  };
}

function reasonOf(
  { metadata }: KubernetesObject,
  { selector, targets }: Reach,
  target: PolicyTarget,
  rootNamespace: string,
): PolicyReason | null {
  const here = metadata.namespace === target.namespace;
  if (targets.length > 0) return here && targets.some((one) => isTarget(one, target)) ? 'target' : null;
  if (!here && metadata.namespace !== rootNamespace) return null;
  if (selector !== null && Object.keys(selector).length > 0) {
    return selectsLabels(selector, target.labels) ? 'selector' : null;
  }
  return metadata.namespace === rootNamespace ? 'mesh' : 'namespace';
}

function isTarget({ kind, name }: TargetRef, { labels, services, serviceEntries }: PolicyTarget): boolean {
  switch (kind) {
    case 'Service':
      return services.includes(name);
    case 'ServiceEntry':
      return serviceEntries.includes(name);
    case 'Gateway':
      return labels[gatewayNameLabel] === name;
    default:
      return false;
  }
}

/** Of each layer the oldest: the workload's, its namespace's, the mesh's. A selector in the root namespace reaches only its own workloads. */
function peerAuthentications(objects: ClusterObjects, target: PolicyTarget): HoldingPolicy[] {
  const { rootNamespace } = objects.meshConfig;
  const layers = new Map<PolicyReason, KubernetesObject>();
  for (const object of oldestFirst(objects.peerAuthentications)) {
    const { namespace } = object.metadata;
    const selector = object.spec?.selector?.matchLabels ?? {};
    const selecting = Object.keys(selector).length > 0;
    if (selecting) {
      const holds = namespace === target.namespace && selectsLabels(selector, target.labels);
      if (holds && !layers.has('selector')) layers.set('selector', object);
    } else if (namespace === rootNamespace) {
      if (!layers.has('mesh')) layers.set('mesh', object);
    } else if (namespace === target.namespace && !layers.has('namespace')) {
      layers.set('namespace', object);
    }
  }
  return [...layers].map(([reason, object]) => ({ object, reason }));
}

/** One Sidecar at most, the same that routing takes (routing/sidecar-scope.ts). */
function sidecar(objects: ClusterObjects, target: PolicyTarget): HoldingPolicy[] {
  const byAge = oldestFirst(objects.sidecars);
  const here = byAge.filter(({ metadata }) => metadata.namespace === target.namespace);
  const selecting = here.find(
    ({ spec }) =>
      spec?.workloadSelector !== undefined && selectsLabels(spec.workloadSelector.labels, target.labels),
  );
  if (selecting !== undefined) return [{ object: selecting, reason: 'selector' }];
  const plain = here.find(({ spec }) => spec !== undefined && spec.workloadSelector === undefined);
  const root = objects.meshConfig.rootNamespace;
  if (plain !== undefined) {
    return [{ object: plain, reason: target.namespace === root ? 'mesh' : 'namespace' }];
  }
  const meshWide = byAge.find(
    ({ metadata, spec }) =>
      metadata.namespace === root && spec !== undefined && spec.workloadSelector === undefined,
  );
  return meshWide === undefined ? [] : [{ object: meshWide, reason: 'mesh' }];
}
