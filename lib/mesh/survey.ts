/** The mesh as a whole, made once for each reading whoever asks; `cut.ts` gives each caller their part. */
import type { ControlPlaneState, Figures, Mesh, MeshNamespace, Obsolete } from '../api/mesh/mesh.ts';
import type { Warning } from '../api/problem.ts';
import { indexOf } from '../graph/build/cluster-index.ts';
import type { Telemetry } from '../graph/telemetry/telemetry.ts';
import { type ControlPlane, controlPlanes } from '../istio/control-plane.ts';
import { neverInjected } from '../istio/injection.ts';
import { namespaceLabelKeys } from '../istio/namespace-labels.ts';
import type { ClusterObjects, KubernetesObject, Labels } from '../istio/objects.ts';
import { revisionNames, revisionTags } from '../istio/revisions.ts';
import type { ReadFigures } from './figures.ts';
import { planeKey } from './figures.ts';
import { type ListedGateway, listGateways } from './gateways.ts';
import { mtlsBook } from './mtls.ts';
import { findObsolete } from './obsolete.ts';
import { countPods, type InjectionSurroundings, injectionTarget } from './pod-states.ts';

export interface MeshInput {
  objects: ClusterObjects;
  /** Every object of the registry's kinds. */
  istio: readonly KubernetesObject[];
  telemetry: Telemetry;
  figures: ReadFigures & Pick<ControlPlaneState['figures'], 'state' | 'at' | 'missing'>;
  configuration: ControlPlaneState['configuration'];
  /** What is known of the control plane when no pod of it is seen. */
  absence: 'not-installed' | 'forbidden' | 'unreachable' | 'starting';
  cluster: string;
  at: number;
  metricsAt: number | null;
  windowSeconds: number;
  warnings: readonly Warning[];
}

export interface MeshSurvey {
  head: Pick<Mesh, 'at' | 'metricsAt' | 'windowSeconds' | 'revisions' | 'ambientReady' | 'warnings'>;
  controlPlane: ControlPlaneState;
  namespaces: readonly Omit<MeshNamespace, 'mayLabel'>[];
  gateways: readonly ListedGateway[];
  clusters: {
    own: string;
    network: string | null;
    others: readonly { name: string; namespaces: ReadonlySet<string> }[];
    watched: number | null;
  };
  obsolete: readonly Obsolete[];
}

export function surveyMesh(input: MeshInput): MeshSurvey {
  const { objects, telemetry, figures } = input;
  const index = indexOf(objects);
  const planes = controlPlanes(objects);
  const workloads = [...index.workloads.values()];
  const byNamespace = Map.groupBy(workloads, ({ namespace }) => namespace);
  const mtls = mtlsBook(objects, index, telemetry);
  const names = revisionNames(objects);
  const around: InjectionSurroundings = {
    objects,
    names,
    versionOf: (revision) => oneVersion(planes, revision),
  };
  const homes = new Set(planes.map(({ namespace }) => namespace));
  const proxies = new Map<string, number>();
  const namespaces = objects.namespaces.map((namespace) => {
    const { name, labels = {}, resourceVersion = '' } = namespace.metadata;
    const { byRevision, ...counts } = countPods(namespace, byNamespace.get(name) ?? [], around);
    for (const [revision, pods] of byRevision) proxies.set(revision, (proxies.get(revision) ?? 0) + pods);
    const { revision, unknown } = injectionTarget(namespace, names);
    return {
      name,
      labels: istiosOwn(labels),
      resourceVersion,
      revision,
      unknownRevision: unknown,
      never: neverInjected.has(name),
      isControlPlane: homes.has(name),
      ...counts,
      mtls: mtls.of(name),
    };
  });
  return {
    head: {
      at: input.at,
      metricsAt: input.metricsAt,
      windowSeconds: input.windowSeconds,
      revisions: namedRevisions(objects, planes),
      ambientReady: objects.workloads.some(
        ({ kind, metadata }) => kind === 'DaemonSet' && metadata.labels?.app === 'ztunnel',
      ),
      warnings: [...input.warnings],
    },
    controlPlane: {
      state: planes.length > 0 ? 'found' : input.absence,
      planes: planes.map(({ pods: _, ...plane }) => ({
        ...plane,
        versions: [...plane.versions],
        tags: [...plane.tags],
        proxies: proxies.get(plane.revision) ?? 0,
        figures: figures.byPlane.get(planeKey(plane)) ?? null,
      })),
      figures: { state: figures.state, at: figures.at, missing: figures.missing, other: figures.other },
      configuration: input.configuration,
    },
    namespaces: namespaces.sort((a, b) => urgency(b) - urgency(a) || (a.name < b.name ? -1 : 1)),
    gateways: listGateways(objects, workloads),
    clusters: {
      own: input.cluster,
      network: networkOf(objects),
      others: otherClusters(telemetry, input.cluster),
      watched: watched([...figures.byPlane.values(), ...(figures.other === null ? [] : [figures.other])]),
    },
    obsolete: findObsolete(input.istio, objects),
  };
}

function istiosOwn(labels: Labels): Record<string, string> {
  return Object.fromEntries(
    namespaceLabelKeys.flatMap((key) => (labels[key] === undefined ? [] : [[key, labels[key]]])),
  );
}

/** What breaks before what waits for a restart. */
function urgency({
  mtls,
  workloads,
  unknownRevision,
}: Pick<MeshNamespace, 'mtls' | 'workloads' | 'unknownRevision'>): number {
  const isBroken = mtls.breaks.length > 0 || unknownRevision;
  return (isBroken ? 2 : 0) + (workloads.some(({ restart }) => restart.length > 0) ? 1 : 0);
}

function oneVersion(planes: readonly ControlPlane[], revision: string): string | null {
  const versions = new Set(
    planes.filter((plane) => plane.revision === revision).flatMap((plane) => plane.versions),
  );
  const [version] = versions;
  return versions.size === 1 && version !== undefined ? version : null;
}

function namedRevisions({ services }: ClusterObjects, planes: readonly ControlPlane[]): Mesh['revisions'] {
  const versionsOf = (revision: string) => [
    ...new Set(planes.filter((plane) => plane.revision === revision).flatMap(({ versions }) => versions)),
  ];
  const own = [...new Set(planes.map(({ revision }) => revision))].map((revision) => ({
    name: revision,
    isTag: false,
    revision,
    versions: versionsOf(revision),
  }));
  const tags = [...revisionTags(services)].flatMap(([name, of]) => {
    const [revision] = of;
    if (of.size !== 1 || revision === undefined || own.some((one) => one.name === name)) return [];
    return [{ name, isTag: true, revision, versions: versionsOf(revision) }];
  });
  return [...own, ...tags].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function networkOf({ namespaces, meshConfig }: ClusterObjects): string | null {
  const root = namespaces.find(({ metadata }) => metadata.name === meshConfig.rootNamespace);
  return root?.metadata.labels?.['topology.istio.io/network'] ?? null;
}

function otherClusters(telemetry: Telemetry, own: string): { name: string; namespaces: Set<string> }[] {
  const found = new Map<string, Set<string>>();
  for (const { source, destination } of telemetry.records) {
    for (const { cluster } of [source, destination]) {
      if (cluster === '' || cluster === own) continue;
      const namespaces = found.get(cluster) ?? new Set();
      found.set(cluster, namespaces.add(source.namespace).add(destination.namespace));
    }
  }
  return [...found]
    .map(([name, namespaces]) => ({ name, namespaces }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function watched(figures: readonly Figures[]): number | null {
  const known = figures.map(({ remoteClusters }) => remoteClusters).filter((count) => count !== null);
  return known.length === 0 ? null : Math.max(...known);
}
