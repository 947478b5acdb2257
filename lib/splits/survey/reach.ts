/**
 * Who does not hear of the rules that are split: namespaces that the VirtualService is not exported to, and those whose Sidecar does
 * not import it; and which others speak for the same host at the same gateway, where Istio joins them by age.
 */
import { compareText } from '#lib/compare-text.ts';
import { indexOf } from '../../graph/build/cluster-index.ts';
import { isVisibleTo, parseExportTo } from '../../istio/hosts/visibility.ts';
import type { ClusterObjects, VirtualService } from '../../istio/objects.ts';
import { importsVirtualService, indexSidecars, scopeOf } from '../../istio/routing/sidecar/sidecar-scope.ts';
import { indexVirtualServices } from '../../istio/routing/virtual-service-index.ts';
import { realName } from './gateway-routes.ts';
import type { SplitPoint } from './points.ts';
import type { SplitService } from './service-versions.ts';

export type ReachWarning =
  | { code: 'not-exported' | 'not-imported'; point: SplitPoint; namespaces: string[] }
  | { code: 'joined'; point: SplitPoint; host: string; names: string[] };

export function reachWarnings(points: readonly SplitPoint[], objects: ClusterObjects): ReachWarning[] {
  const names = objects.namespaces.map(({ metadata }) => metadata.name);
  const sidecars = indexSidecars(objects);
  return points.flatMap((point): ReachWarning[] => {
    const speaking = speakersOf(point, objects);
    const onMesh = speaking.filter(({ spec }) => isAt(spec?.gateways, 'mesh'));
    const indexed = indexVirtualServices({ ...objects, virtualServices: onMesh }, []).mesh;
    const exported = names.filter((one) =>
      onMesh.some(({ metadata, spec }) =>
        isVisibleTo(parseExportTo(spec?.exportTo, metadata.namespace ?? ''), one),
      ),
    );
    const hidden = names.filter((one) => !exported.includes(one));
    const left = exported.filter((namespace) => {
      const { listeners } = scopeOf(sidecars, { type: 'sidecar', namespace, labels: {} });
      return !listeners.some((listener) => indexed.some((one) => importsVirtualService(listener, one)));
    });
    const told: ReachWarning[] = [];
    if (onMesh.length > 0 && hidden.length > 0)
      told.push({ code: 'not-exported', point, namespaces: hidden });
    if (onMesh.length > 0 && left.length > 0) told.push({ code: 'not-imported', point, namespaces: left });
    return [...told, ...joined(point, speaking, objects)];
  });
}

/** Further Services of the same pods, `namespace/name`: who calls them by these names meets none of the rules of this one. */
export function otherServices(
  { namespace, name, hosts, versions }: Pick<SplitService, 'namespace' | 'name' | 'hosts' | 'versions'>,
  objects: ClusterObjects,
): string[] {
  const ours = new Set(versions.versions.flatMap(({ workloads }) => workloads));
  const { services } = indexOf(objects);
  return [...services]
    .filter(
      ([host, one]) =>
        one.namespace === namespace &&
        one.name !== name &&
        !hosts.has(host) &&
        one.workloads.some((workload) => ours.has(`${workload.namespace}/${workload.name}`)),
    )
    .map(([, one]) => `${one.namespace}/${one.name}`)
    .sort(compareText);
}

/** The VirtualServices with hosts by which requests get to the rule. */
function speakersOf(
  { namespace, virtualService, roots }: SplitPoint,
  objects: ClusterObjects,
): VirtualService[] {
  const wanted = roots.length > 0 ? roots : [{ namespace, name: virtualService }];
  return objects.virtualServices.filter(
    ({ kind, metadata }) =>
      kind === 'VirtualService' &&
      wanted.some((one) => one.namespace === metadata.namespace && one.name === metadata.name),
  );
}

function isAt(gateways: readonly string[] | undefined, gateway: string): boolean {
  return gateways === undefined || gateways.length === 0 ? gateway === 'mesh' : gateways.includes(gateway);
}

/** On the mesh only one is heard, which refuses the rule; at a gateway all are, the oldest first. */
function joined(
  point: SplitPoint,
  speaking: readonly VirtualService[],
  objects: ClusterObjects,
): ReachWarning[] {
  if (point.gateways.every((one) => one === 'mesh')) return [];
  const all = indexVirtualServices(objects, []).byGateway;
  const own = new Set([
    `${point.namespace}/${point.virtualService}`,
    ...speaking.map(({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name}`),
  ]);
  for (const gateway of point.gateways) {
    if (gateway === 'mesh') continue;
    for (const host of point.hosts) {
      const names = (all.get(gateway) ?? []).flatMap(({ ref, hosts }) =>
        hosts.includes(host) && !own.has(`${ref.namespace}/${ref.name}`) ? [toldName(ref)] : [],
      );
      if (names.length > 0) return [{ code: 'joined', point, host, names }];
    }
  }
  return [];
}

/** `shop/reviews`, and `HTTPRoute shop/reviews`. */
function toldName({ namespace, name }: { namespace: string; name: string }): string {
  const real = realName(name);
  return real.kind === 'VirtualService' ? `${namespace}/${name}` : `${real.kind} ${namespace}/${real.name}`;
}
