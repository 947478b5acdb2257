/**
 * Who else steers a service's traffic. Argo Rollouts, Flagger and KubeSphere write the same weights as a split would, again and
 * again: what they own is shown, and left to them.
 */
import { resolveShortName } from '../istio/hosts/host-name.ts';
import type { ClusterObjects, KubernetesObject, Service } from '../istio/objects.ts';
import { ownershipOf } from '../istio/ownership.ts';
import { Remembered } from '../remembered.ts';
import { pointsOf } from './points.ts';

export interface ForeignOwner {
  owner: 'argo-rollouts' | 'flagger' | 'kubesphere';
  object: { kind: string; namespace: string; name: string };
}

/** https://github.com/argoproj/argo-rollouts, utils/defaults and `managed-by-rollouts`. */
const rolloutAnnotation = 'argo-rollouts.argoproj.io/managed-by-rollouts';
const kubeSphereAnnotation = 'servicemesh.kubesphere.io/enabled';

/** Null when nobody else does. */
export function foreignOwnerOf(service: Service, host: string, objects: ClusterObjects): ForeignOwner | null {
  const { namespace = '', name } = service.metadata;
  if (service.metadata.annotations?.[kubeSphereAnnotation] === 'true') {
    return { owner: 'kubesphere', object: { kind: 'Strategy', namespace, name } };
  }
  const { rulesByHost, routesByName } = indexOf(objects);
  const routing = new Set(
    pointsOf(new Set([host]), objects).map((point) => `${point.namespace}/${point.virtualService}`),
  );
  const rules = rulesByHost.get(host) ?? [];
  const routes = [...routing].flatMap((key) => routesByName.get(key) ?? []);
  for (const object of [service, ...rules, ...routes]) {
    const found = ownerOf(object);
    if (found !== null) return found;
  }
  return null;
}

interface Index {
  /** DestinationRules by the full name that they speak of. */
  rulesByHost: ReadonlyMap<string, readonly KubernetesObject[]>;
  /** VirtualServices by `namespace/name`. */
  routesByName: ReadonlyMap<string, KubernetesObject>;
}

const indexes = new Remembered<Index>();

function indexOf({ destinationRules, virtualServices, meshConfig: { domain } }: ClusterObjects): Index {
  return indexes.get(destinationRules, [virtualServices, domain], () => ({
    rulesByHost: Map.groupBy(
      destinationRules.filter(({ spec }) => spec !== undefined),
      ({ metadata, spec }) =>
        resolveShortName(spec?.host ?? '', metadata.namespace ?? '', domain).toLowerCase(),
    ),
    routesByName: new Map(
      virtualServices.map((one) => [`${one.metadata.namespace ?? ''}/${one.metadata.name}`, one]),
    ),
  }));
}

function ownerOf(object: KubernetesObject): ForeignOwner | null {
  const { namespace = '', name, annotations, ownerReferences = [] } = object.metadata;
  const rollout = annotations?.[rolloutAnnotation];
  if (rollout !== undefined) {
    return { owner: 'argo-rollouts', object: { kind: 'Rollout', namespace, name: rollout } };
  }
  const canary = ownerReferences.find(
    (one) => one.kind === 'Canary' && one.apiVersion.startsWith('flagger.app/'),
  );
  if (canary !== undefined) {
    return { owner: 'flagger', object: { kind: 'Canary', namespace, name: canary.name } };
  }
  const { manager, name: known } = ownershipOf(object);
  if (manager === 'flagger')
    return { owner: 'flagger', object: { kind: 'Canary', namespace, name: known ?? name } };
  if (manager === 'argo-rollouts') {
    return { owner: 'argo-rollouts', object: { kind: 'Rollout', namespace, name: known ?? name } };
  }
  return null;
}
