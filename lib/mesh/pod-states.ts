/** The pods of a namespace against what its labels ask for: who has which proxy, and who needs a restart to get the right one. */
import type { MeshWorkload } from '../api/mesh/mesh.ts';
import { type IndexedWorkload, isInjected } from '../graph/build/cluster-index.ts';
import { podsOf } from '../graph/detail/pods.ts';
import { isIstiod } from '../istio/control-plane.ts';
import { imageVersion, injectionWish, type PodProxy, proxyOfPod } from '../istio/injection.ts';
import type { ClusterObjects, Labels, Namespace, Pod } from '../istio/objects.ts';
import { askedRevision, nextRevision, type RevisionNames } from '../istio/revisions.ts';

export interface InjectionSurroundings {
  objects: ClusterObjects;
  names: RevisionNames;
  /** The one version of a revision's istiod; null while there are several, or none is known. */
  versionOf(revision: string): string | null;
}

export interface PodCounts {
  pods: number;
  sidecars: number;
  ambient: number;
  uncovered: number;
  optedOut: number;
  gateways: number;
  versions: { version: string; pods: number }[];
  workloads: MeshWorkload[];
  /** Proxies by the revision that injected them, gateways' included. */
  byRevision: ReadonlyMap<string, number>;
}

type Restart = MeshWorkload['restart'][number];

export function countPods(
  namespace: Namespace,
  workloads: readonly IndexedWorkload[],
  around: InjectionSurroundings,
): PodCounts {
  const labels = namespace.metadata.labels ?? {};
  const versions = new Map<string, number>();
  const byRevision = new Map<string, number>();
  const counts = { pods: 0, sidecars: 0, ambient: 0, uncovered: 0, optedOut: 0, gateways: 0 };
  const rows: MeshWorkload[] = [];
  for (const workload of workloads) {
    const running = podsOf(around.objects, workload.namespace, workload.name).filter(
      ({ metadata }) => metadata.deletionTimestamp === undefined,
    );
    const isGateway = workload.gateway || workload.waypoint;
    const row: MeshWorkload = {
      kind: workload.kind,
      name: workload.name,
      pods: 0,
      sidecars: 0,
      ambient: 0,
      optedOut: 0,
      restart: [],
    };
    for (const pod of running) {
      const proxy = proxyOfPod(pod, { namespaceLabels: labels, gateway: isGateway });
      note(proxy, versions, byRevision);
      if (isGateway) {
        counts.gateways++;
        continue;
      }
      const wish = injectionWish(pod, labels);
      const hasSidecar = proxy.mode === 'sidecar' || proxy.mode === 'native-sidecar';
      const refused = !hasSidecar && proxy.mode !== 'ambient' && isOptedOut(pod, wish.optedOut);
      row.pods++;
      if (hasSidecar) row.sidecars++;
      if (proxy.mode === 'ambient') row.ambient++;
      if (refused) row.optedOut++;
      // Who makes the proxies does without one.
      const why = isIstiod(pod.metadata.labels) ? null : restartOf(pod, labels, proxy, wish.wanted, around);
      if (why !== null) add(row.restart, why);
    }
    if (isGateway || row.pods === 0) continue;
    rows.push(row);
    counts.pods += row.pods;
    counts.sidecars += row.sidecars;
    counts.ambient += row.ambient;
    counts.uncovered += row.pods - row.sidecars - row.ambient;
    counts.optedOut += row.optedOut;
  }
  return {
    ...counts,
    byRevision,
    versions: [...versions]
      .map(([version, pods]) => ({ version, pods }))
      .sort((a, b) => b.pods - a.pods || (a.version < b.version ? -1 : 1)),
    workloads: rows.sort((a, b) => b.restart.length - a.restart.length || (a.name < b.name ? -1 : 1)),
  };
}

function note(proxy: PodProxy, versions: Map<string, number>, byRevision: Map<string, number>): void {
  if (proxy.mode === 'none' || proxy.mode === 'ambient') return;
  const version = imageVersion(proxy.image);
  if (version !== null) versions.set(version, (versions.get(version) ?? 0) + 1);
  if (proxy.revision !== null) byRevision.set(proxy.revision, (byRevision.get(proxy.revision) ?? 0) + 1);
}

/** A pod on the network of its node never gets a proxy: that is no omission either. */
function isOptedOut(pod: Pod, byLabel: boolean): boolean {
  return byLabel || pod.spec?.hostNetwork === true;
}

/** Injection happens when a pod is made: what has changed since, it gets with the next one. */
function restartOf(
  pod: Pod,
  labels: Labels,
  proxy: PodProxy,
  wanted: boolean,
  { names, versionOf }: InjectionSurroundings,
): Restart | null {
  const asked = askedRevision(labels, pod.metadata.labels ?? {});
  const revision = asked === null ? null : names(asked);
  const why = (reason: Restart['reason'], from: string | null, to: string | null): Restart => ({
    reason,
    pods: 1,
    from,
    to,
  });
  if (proxy.mode === 'none') return wanted && revision !== null ? why('no-proxy', null, revision) : null;
  if (proxy.mode === 'ambient') return null;
  if (!wanted) return why('unwanted-proxy', proxy.revision, null);
  const next = nextRevision(pod, labels, names);
  if (next !== null) return why('other-revision', proxy.revision, next);
  const version = imageVersion(proxy.image);
  const newest = revision === null ? null : versionOf(revision);
  return version === null || newest === null || version === newest
    ? null
    : why('other-version', version, newest);
}

function add(restarts: Restart[], one: Restart): void {
  const same = restarts.find(
    ({ reason, from, to }) => reason === one.reason && from === one.from && to === one.to,
  );
  if (same === undefined) restarts.push(one);
  else same.pods += one.pods;
}

/** A name that nobody knows, while labels ask for it: no webhook matches, and nobody is told. */
export function injectionTarget(
  namespace: Namespace,
  names: RevisionNames,
): { revision: string | null; unknown: boolean } {
  const asked = askedRevision(namespace.metadata.labels ?? {}, {});
  if (asked === null || !isInjected(namespace)) return { revision: null, unknown: false };
  const revision = names(asked);
  return { revision, unknown: revision === null };
}
