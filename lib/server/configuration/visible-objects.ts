/** The cluster as far as a caller may read it: of each kind what they may list, in the namespaces that they may see. */
import type { ClusterObjects, KubernetesObject } from '#lib/istio/objects.ts';
import { type KindRights, kindKeys } from '../access/kind-rights.ts';
import type { KindKey } from '../kubernetes/resources.ts';
import { createLru } from '../lru.ts';

const kept = createLru<{ from: ClusterObjects; cut: ClusterObjects }>(16);

/** Kept for callers with equal rights until the cluster changes. */
export function visibleObjects(objects: ClusterObjects, rights: KindRights): ClusterObjects {
  if (rights.all) return objects;
  const known = kept.get(rights.key);
  if (known?.from === objects) return known.cut;
  const cut = cutTo(objects, rights);
  kept.set(rights.key, { from: objects, cut });
  return cut;
}

const own = ({ metadata }: KubernetesObject): string => metadata.namespace ?? '';

function cutTo(objects: ClusterObjects, rights: KindRights): ClusterObjects {
  const sees = (object: KubernetesObject): boolean => rights.visible(own(object));
  const cut: ClusterObjects = {
    ...objects,
    namespaces: objects.namespaces.filter(({ metadata }) => rights.visible(metadata.name)),
    services: objects.services.filter(sees),
    pods: objects.pods.filter(sees),
    workloads: objects.workloads.filter(
      (one) => sees(one) && (rights.deployments === null || rights.deployments.has(own(one))),
    ),
    endpointSlices: objects.endpointSlices.filter(sees),
  };
  for (const key of kindKeys) {
    if (!isListed(key, objects)) continue;
    const list: readonly KubernetesObject[] = objects[key];
    Object.assign(cut, { [key]: list.filter((one) => rights.lists(key, own(one))) });
  }
  return cut;
}

function isListed(key: KindKey, objects: ClusterObjects): key is KindKey & keyof ClusterObjects {
  return Object.hasOwn(objects, key);
}
