/**
 * Which revision of the control plane a pod would be injected by now, through revision tags.
 * https://istio.io/latest/docs/setup/upgrade/canary/#stable-revision-labels; tags are Services labelled `istio.io/tag` (charts since
 * 1.27). Tags of older charts are in webhooks only, which the console's account does not read: of those nothing is claimed.
 */
import { injectKey, revisionKey } from './injection-keys.ts';
import type { ClusterObjects, Labels, Pod } from './objects.ts';

const tagKey = 'istio.io/tag';
const defaultName = 'default';

/** The revision behind a tag's or a revision's own name; null when it is not known. */
export type RevisionNames = (name: string) => string | null;

/** Tags with the revisions that they lead to. */
export function revisionTags(services: ClusterObjects['services']): Map<string, Set<string>> {
  const tags = new Map<string, Set<string>>();
  for (const { metadata } of services) {
    const { [tagKey]: tag, [revisionKey]: revision } = metadata.labels ?? {};
    if (tag === undefined || revision === undefined || tag === '') continue;
    tags.set(tag, (tags.get(tag) ?? new Set()).add(revision));
  }
  return tags;
}

export function revisionNames({ services, pods }: Pick<ClusterObjects, 'services' | 'pods'>): RevisionNames {
  const tags = revisionTags(services);
  const running = new Set(
    pods
      .filter(({ metadata }) => metadata.labels?.app === 'istiod')
      .map(({ metadata }) => metadata.labels?.[revisionKey] ?? defaultName),
  );
  return (name) => {
    const [revision, ...others] = tags.get(name) ?? [];
    // Two control planes may disagree about a tag while it is moved.
    if (revision !== undefined) return others.length === 0 ? revision : null;
    return running.has(name) ? name : null;
  };
}

/** A revision or tag as labels ask for it, namespace before pod as the webhooks do; null when they ask for none. */
export function askedRevision(namespaceLabels: Labels, podLabels: Labels): string | null {
  const byNamespace = namespaceLabels['istio-injection'];
  if (byNamespace !== undefined) return byNamespace === 'enabled' ? defaultName : null;
  const named = namespaceLabels[revisionKey] ?? podLabels[revisionKey];
  if (named !== undefined) return named;
  return podLabels[injectKey] === 'true' ? defaultName : null;
}

/** Of the control plane that injected the pod. */
export function injectedBy({ metadata }: Pod): string | null {
  const annotated = metadata.annotations?.[revisionKey];
  if (annotated !== undefined) return annotated;
  const status = metadata.annotations?.['sidecar.istio.io/status'];
  return (status === undefined ? undefined : /"revision"\s*:\s*"([^"]+)"/.exec(status)?.[1]) ?? null;
}

/** The revision that a new pod would get, where it is known and not the one that injected this pod; else null. */
export function nextRevision(pod: Pod, namespaceLabels: Labels, names: RevisionNames): string | null {
  const current = injectedBy(pod);
  const asked = askedRevision(namespaceLabels, pod.metadata.labels ?? {});
  if (current === null || asked === null) return null;
  const next = names(asked);
  return next === null || next === current ? null : next;
}
