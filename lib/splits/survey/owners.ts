/**
 * Who else steers a service's traffic. Argo Rollouts, Flagger and KubeSphere write the same weights as a split would, again and
 * again: what they own is shown, and left to them.
 */
import type { ClusterObjects, KubernetesObject, Service } from '../../istio/objects.ts';
import { ownershipOf } from '../../istio/ownership.ts';
import { rulesForHost, virtualServiceNamed } from './lookups.ts';
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
  const routing = new Map(
    pointsOf(new Set([host]), objects).map((point) => [`${point.namespace}/${point.virtualService}`, point]),
  );
  const routes = [...routing.values()].flatMap(
    ({ namespace: at, virtualService }) =>
      virtualServiceNamed({ namespace: at, name: virtualService }, objects) ?? [],
  );
  for (const object of [service, ...rulesForHost(host, objects), ...routes]) {
    const found = ownerOf(object);
    if (found !== null) return found;
  }
  return null;
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
