/** The cluster with drafts put in. What cannot be read, or speaks of another object than its change, leaves it as it is. */
import type { JsonObject } from '#lib/document/json.ts';
import type { ClusterObjects, KubernetesObject } from '#lib/istio/objects.ts';
import type { Draft } from './draft.ts';

export function withDrafts(objects: ClusterObjects, drafts: readonly Draft[]): ClusterObjects {
  let changed = objects;
  for (const draft of drafts) {
    const { key, namespace, name } = draft.target;
    if (!Object.hasOwn(changed, key) || !isReadable(draft)) continue;
    const list = changed[key as keyof ClusterObjects] as readonly KubernetesObject[];
    const live = list.find(({ metadata }) => metadata.name === name && metadata.namespace === namespace);
    const others = list.filter((one) => one !== live);
    const put = draft.value === null ? [] : [aged(draft.value, live)];
    if (live === undefined && put.length === 0) continue;
    changed = { ...changed, [key]: [...others, ...put] };
  }
  return changed;
}

export function isReadable({ change, value, mismatches }: Draft): boolean {
  return change.op === 'delete' || (value !== null && mismatches.length === 0);
}

/** Behind all that is there. */
const youngest = '9999-12-31T23:59:59Z';

/** Age decides which of two rules counts: an editor's text may leave it out, and what is new comes last. */
function aged(value: JsonObject, live: KubernetesObject | undefined): KubernetesObject {
  const draft = value as JsonObject & KubernetesObject;
  const creationTimestamp = live === undefined ? youngest : live.metadata.creationTimestamp;
  if (creationTimestamp === undefined) return draft;
  return { ...draft, metadata: { ...draft.metadata, creationTimestamp } };
}
