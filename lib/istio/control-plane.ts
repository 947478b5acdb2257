/**
 * The control planes of a mesh as Kubernetes shows them: istiod's pods by revision, with their versions and tags.
 * https://istio.io/latest/docs/setup/upgrade/canary/
 */
import { imageVersion } from './injection.ts';
import { revisionKey } from './injection-keys.ts';
import type { ClusterObjects, Labels, Pod, Workload } from './objects.ts';
import { revisionNames, revisionTags } from './revisions.ts';

export interface ControlPlane {
  revision: string;
  namespace: string;
  /** Of the images of its pods; several while it is being upgraded in place. */
  versions: readonly string[];
  /** Names by which namespaces may ask for it besides its own. */
  tags: readonly string[];
  /** What `istio-injection=enabled` leads to. */
  isDefault: boolean;
  /** `wanted` is null where no Deployment says. */
  ready: number;
  wanted: number | null;
  pods: readonly { name: string; address: string }[];
}

export function isIstiod(labels: Labels = {}): boolean {
  return labels.app === 'istiod' || labels.istio === 'pilot';
}

const unnamed = 'default';

export function istiodRevision(labels: Labels = {}): string {
  return labels[revisionKey] ?? unnamed;
}

/** Of the discovery container's image, else of what labels say; null when nothing tells. */
export function istiodVersion({ metadata: { labels = {} }, spec }: Pod): string | null {
  const containers = spec?.containers ?? [];
  const image = (containers.find(({ name }) => name === 'discovery') ?? containers[0])?.image;
  return (
    imageVersion(image ?? null) ??
    labels['app.kubernetes.io/version'] ??
    labels['operator.istio.io/version'] ??
    null
  );
}

export function controlPlanes(
  objects: Pick<ClusterObjects, 'services' | 'pods' | 'workloads'>,
): ControlPlane[] {
  const pods = objects.pods.filter(
    ({ metadata, status }) => isIstiod(metadata.labels) && status?.phase !== 'Failed',
  );
  const names = revisionNames(objects);
  const tags = revisionTags(objects.services);
  const wantedOf = wantedPods(objects.workloads);
  const planes = Map.groupBy(pods, (pod) =>
    keyOf(pod.metadata.namespace, istiodRevision(pod.metadata.labels)),
  );
  for (const key of wantedOf.keys()) if (!planes.has(key)) planes.set(key, []);
  return [...planes]
    .map(([key, own]): ControlPlane => {
      const [namespace = '', revision = ''] = key.split('/');
      const versions = own.map(istiodVersion).filter((version) => version !== null);
      return {
        revision,
        namespace,
        versions: [...new Set(versions)].sort(),
        tags: [...tags].filter(([, of]) => of.size === 1 && of.has(revision)).map(([tag]) => tag),
        isDefault: names(unnamed) === revision,
        ready: own.filter(isReady).length,
        wanted: wantedOf.get(key) ?? null,
        pods: own.map(({ metadata, status }) => ({ name: metadata.name, address: status?.podIP ?? '' })),
      };
    })
    .sort((a, b) => Number(b.isDefault) - Number(a.isDefault) || (a.revision < b.revision ? -1 : 1));
}

function keyOf(namespace: string | undefined, revision: string): string {
  return `${namespace ?? ''}/${revision}`;
}

function wantedPods(workloads: readonly Workload[]): Map<string, number> {
  const wanted = new Map<string, number>();
  for (const { kind, metadata, spec } of workloads) {
    const labels = spec?.template?.metadata?.labels;
    if (kind !== 'Deployment' || !isIstiod(labels)) continue;
    const key = keyOf(metadata.namespace, istiodRevision(labels));
    wanted.set(key, (wanted.get(key) ?? 0) + (spec?.replicas ?? 1));
  }
  return wanted;
}

function isReady({ status }: Pod): boolean {
  return status?.conditions?.some((one) => one.type === 'Ready' && one.status === 'True') ?? false;
}
