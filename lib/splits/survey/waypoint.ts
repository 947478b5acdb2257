/**
 * Services of the ambient mesh that a waypoint serves: what routes there are routes of the Gateway API bound to the service, and what
 * tells of requests is the waypoint. https://istio.io/latest/docs/ambient/usage/waypoint/
 */
import { indexOf, namespaceOf } from '../../graph/build/cluster-index.ts';
import type { ClusterObjects, Service } from '../../istio/objects.ts';

const waypointLabel = 'istio.io/use-waypoint';
const placeLabel = 'istio.io/use-waypoint-namespace';

/** The running waypoint that the service names, itself or by its namespace; null without one. */
export function waypointOf(
  service: Service,
  objects: ClusterObjects,
): { namespace: string; name: string } | null {
  const namespace = namespaceOf(service);
  const place = objects.namespaces.find(({ metadata }) => metadata.name === namespace);
  const labels = [service.metadata.labels, place?.metadata.labels].find(
    (one) => one?.[waypointLabel] !== undefined,
  );
  const name = labels?.[waypointLabel] ?? 'none';
  if (name === 'none') return null;
  const at = labels?.[placeLabel] ?? namespace;
  return indexOf(objects).workloads.get(`${at}/${name}`)?.waypoint === true ? { namespace: at, name } : null;
}
