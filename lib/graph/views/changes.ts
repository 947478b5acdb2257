/** Who last wrote which Istio object, as far as managedFields tell: each manager's last write. */
import type { ConfigurationChange } from '../../api/configuration/change.ts';
import { kindId, kindOf } from '../../istio/kinds/registry.ts';
import type { ClusterObjects, KubernetesObject } from '../../istio/objects.ts';
import { namespaceOf } from '../build/cluster-index.ts';

export type Change = ConfigurationChange;

const newest = 200;

/** Newest first, at most 200 for the whole mesh. Writes of a status are not changes of configuration. */
export function changesOf(objects: ClusterObjects): Change[] {
  return newestFirst(istioObjects(objects)).slice(0, newest);
}

/** All that the objects tell of their writes. */
export function newestFirst(objects: readonly KubernetesObject[]): Change[] {
  return objects.flatMap(writesOf).sort((a, b) => b.at - a.at || (a.name < b.name ? -1 : 1));
}

function writesOf(object: KubernetesObject): Change[] {
  const kind = kindOf(object.apiVersion, object.kind);
  if (kind === undefined) return [];
  return (object.metadata.managedFields ?? []).flatMap(({ manager, time, subresource }): Change[] => {
    const at = time === undefined ? Number.NaN : Date.parse(time) / 1000;
    if (Number.isNaN(at) || subresource !== undefined) return [];
    return [
      {
        at,
        kind: object.kind,
        kindId: kindId(kind),
        namespace: namespaceOf(object),
        name: object.metadata.name,
        manager: manager ?? '',
        operation: time === object.metadata.creationTimestamp ? 'created' : 'changed',
        user: null,
        revision: null,
      },
    ];
  });
}

/** Unix seconds of the object's last write, that of its status left out; null when it does not say. */
export function lastWrite({ metadata }: KubernetesObject): number | null {
  const writes = (metadata.managedFields ?? []).filter(({ subresource }) => !subresource);
  const times = [metadata.creationTimestamp, ...writes.map(({ time }) => time)];
  const seconds = times.flatMap((time) => (time === undefined ? [] : [Date.parse(time) / 1000]));
  const known = seconds.filter((time) => !Number.isNaN(time));
  return known.length > 0 ? Math.max(...known) : null;
}

export function istioObjects(objects: ClusterObjects): KubernetesObject[] {
  return [
    ...objects.virtualServices,
    ...objects.destinationRules,
    ...objects.gateways,
    ...objects.serviceEntries,
    ...objects.sidecars,
    ...objects.workloadEntries,
    ...objects.peerAuthentications,
    ...objects.requestAuthentications,
    ...objects.authorizationPolicies,
  ];
}
