/** What refuses a split of a service as a whole, before any rule is looked at; told by the wizard, and again by every plan. */
import { proxyOfPod } from '../../istio/injection.ts';
import type { ClusterObjects } from '../../istio/objects.ts';
import type { Refusal } from '../types.ts';
import { realName } from './gateway-routes.ts';
import type { ForeignOwner } from './owners.ts';
import { pointsOf } from './points.ts';
import type { SplitService } from './service-versions.ts';
import { waypointOf } from './waypoint.ts';

/** A mesh split of a headless service is none: its callers pick a pod themselves. Gateways balance it like any other. */
export function isHeadless({ service }: Pick<SplitService, 'service'>): boolean {
  return service.spec?.clusterIP === 'None';
}

/** By its pods, which may say otherwise than their namespace; by the namespace alone where there are none. */
export function isAmbient(
  { namespace, pods }: Pick<SplitService, 'namespace' | 'pods'>,
  objects: ClusterObjects,
): boolean {
  const labels =
    objects.namespaces.find(({ metadata }) => metadata.name === namespace)?.metadata.labels ?? {};
  const known = [...pods.values()].flat();
  if (known.length === 0) return labels['istio.io/dataplane-mode'] === 'ambient';
  return known.some((pod) => proxyOfPod(pod, { namespaceLabels: labels, gateway: false }).mode === 'ambient');
}

/** A waypoint obeys routes of the Gateway API; VirtualServices beside them would be guesswork. */
function isRoutedByWaypoint({ service, hosts }: SplitService, objects: ClusterObjects): boolean {
  const points = pointsOf(hosts, objects);
  return (
    points.length > 0 &&
    points.every(({ virtualService }) => realName(virtualService).kind !== 'VirtualService') &&
    waypointOf(service, objects) !== null
  );
}

export function preflight(
  found: SplitService,
  foreign: ForeignOwner | null,
  objects: ClusterObjects,
): Refusal[] {
  const about = { service: found.name, namespace: found.namespace };
  const refusals: Refusal[] = [...found.versions.refusals];
  if (foreign !== null) {
    const { owner, object } = foreign;
    refusals.push({ code: 'owned-by', about: { ...about, owner, kind: object.kind, name: object.name } });
  }
  if (isAmbient(found, objects) && !isRoutedByWaypoint(found, objects))
    refusals.push({ code: 'ambient', about });
  return refusals;
}
