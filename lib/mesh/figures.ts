/** istiod's figures, put to the control planes that they are of. */
import type { Figures, Rejects } from '../api/mesh/mesh.ts';
import type { ControlPlane } from '../istio/control-plane.ts';
import { type ControlPlaneQueryId, controlPlaneWindowSeconds } from '../metrics/control-plane-queries.ts';
import type { InstantSample } from '../metrics/samples.ts';

/** Answers to `controlPlaneQueries`; null where a question failed. */
export type ControlPlaneAnswers = Readonly<Record<ControlPlaneQueryId, readonly InstantSample[] | null>>;

export interface ReadFigures {
  /** Under "namespace/revision" of the control plane. */
  byPlane: ReadonlyMap<string, Figures>;
  /** Of an istiod that none of the pods is; null when all were found. */
  other: Figures | null;
  /** Prometheus has some series of istiod. */
  scraped: boolean;
}

export function planeKey({ namespace, revision }: Pick<ControlPlane, 'namespace' | 'revision'>): string {
  return `${namespace}/${revision}`;
}

export function readFigures(answers: ControlPlaneAnswers, planes: readonly ControlPlane[]): ReadFigures {
  const owners = new Map<string, Map<ControlPlaneQueryId, InstantSample[]>>();
  for (const id of Object.keys(answers) as ControlPlaneQueryId[]) {
    for (const sample of answers[id] ?? []) {
      const plane = planeOf(sample.labels, planes);
      const key = plane === null ? '' : planeKey(plane);
      const own = owners.get(key) ?? new Map<ControlPlaneQueryId, InstantSample[]>();
      owners.set(key, own);
      own.set(id, [...(own.get(id) ?? []), sample]);
    }
  }
  const figuresOf = (key: string): Figures | null => {
    const own = owners.get(key);
    return own === undefined ? null : figures(own, answers);
  };
  const byPlane = new Map<string, Figures>();
  for (const plane of planes) {
    const found = figuresOf(planeKey(plane));
    if (found !== null) byPlane.set(planeKey(plane), found);
  }
  return { byPlane, other: figuresOf(''), scraped: owners.size > 0 };
}

/** By the pod, by its address, by the revision that the scrape says; where there is only one, it is that. */
function planeOf(labels: InstantSample['labels'], planes: readonly ControlPlane[]): ControlPlane | null {
  const { namespace, pod, instance = '', istio_io_rev: revision } = labels;
  const byPod = planes.find(
    (plane) => plane.namespace === namespace && plane.pods.some(({ name }) => name === pod),
  );
  if (byPod !== undefined) return byPod;
  const address = instance.replace(/:\d+$/, '');
  const byAddress = planes.find(({ pods }) =>
    pods.some((one) => one.address !== '' && one.address === address),
  );
  if (byAddress !== undefined) return byAddress;
  const byRevision = planes.find((plane) => plane.revision === revision);
  if (byRevision !== undefined) return byRevision;
  const [only] = planes;
  return planes.length === 1 && only !== undefined ? only : null;
}

function figures(
  own: ReadonlyMap<ControlPlaneQueryId, InstantSample[]>,
  answers: ControlPlaneAnswers,
): Figures {
  const known = (id: ControlPlaneQueryId) => (answers[id] === null ? null : (own.get(id) ?? []));
  const sum = (samples: readonly InstantSample[]) => samples.reduce((total, { value }) => total + value, 0);
  const pushes = known('pushes');
  const isError = ({ labels }: InstantSample) => (labels.type ?? '').endsWith('_senderr');
  const connected = known('connected');
  const byVersion = countBy(connected ?? [], 'version');
  const convergence = finite(known('convergence'));
  const expiry = finite(known('rootExpiry'));
  const clusters = known('clusters');
  return {
    connected: connected === null ? null : sum(connected),
    connectedVersions: byVersion.map(([version, proxies]) => ({ version, proxies })),
    pushesPerSecond: pushes === null ? null : sum(pushes.filter((one) => !isError(one))),
    pushErrors: pushes === null ? null : inWindow(sum(pushes.filter(isError))),
    rejects: rejectsOf(known('rejects')),
    convergenceP99Seconds: convergence.length === 0 ? null : Math.max(...convergence),
    rootExpiresAt: expiry.length === 0 ? null : Math.min(...expiry),
    remoteClusters:
      clusters === null || clusters.length === 0
        ? null
        : Math.max(
            0,
            ...clusters.filter(({ labels }) => labels.cluster_type === 'remote').map(({ value }) => value),
          ),
  };
}

/** A rate, as the number of times within the window. */
function inWindow(perSecond: number): number {
  return Math.round(perSecond * controlPlaneWindowSeconds);
}

function rejectsOf(samples: readonly InstantSample[] | null): Rejects | null {
  if (samples === null) return null;
  // What happened less than once by the rate happened once: the counter began within the window.
  return countBy(samples, 'type').map(([type, perSecond]) => ({
    type,
    count: Math.max(1, inWindow(perSecond)),
  }));
}

function countBy(samples: readonly InstantSample[], label: string): [string, number][] {
  const sums = new Map<string, number>();
  for (const { labels, value } of samples) {
    const name = labels[label] ?? '';
    sums.set(name, (sums.get(name) ?? 0) + value);
  }
  return [...sums].sort(([, a], [, b]) => b - a);
}

function finite(samples: readonly InstantSample[] | null): number[] {
  return (samples ?? []).map(({ value }) => value).filter(Number.isFinite);
}
