/** What happened to configuration, each change once: revisions where there are any, before them what objects tell of their managers. */
import type { ConfigurationChange } from '../api/configuration/change.ts';
import { kindAt } from '../istio/kinds/registry.ts';
import { newestFirst, objectKeyOf } from './retention.ts';
import type { RevisionHead } from './revision.ts';

/** Newest first. `written`: of objects that are there, by their managedFields. */
export function mergeChanges(
  written: readonly ConfigurationChange[],
  heads: Iterable<RevisionHead>,
): ConfigurationChange[] {
  /** From when on the history of an object is whole. */
  const knownFrom = new Map<string, number>();
  const changes: ConfigurationChange[] = [];
  for (const head of newestFirst([...heads])) {
    const key = objectKeyOf(head);
    // What was seen first was written by somebody before: the object tells by whom.
    const from = head.operation === 'first-seen' ? head.at + 1 : head.at;
    knownFrom.set(key, Math.min(knownFrom.get(key) ?? Number.POSITIVE_INFINITY, from));
    const change = changeOf(head);
    if (change !== null) changes.push(change);
  }
  for (const change of written) {
    const from = knownFrom.get(objectKeyOf({ ...change, kind: change.kindId }));
    if (from === undefined || change.at < from) changes.push(change);
  }
  return changes.sort((a, b) => b.at - a.at);
}

function changeOf({ operation, kind: id, ...head }: RevisionHead): ConfigurationChange | null {
  const kind = kindAt(id);
  if (operation === 'first-seen' || kind === undefined) return null;
  return {
    at: head.at,
    kind: kind.kind,
    kindId: id,
    namespace: head.namespace,
    name: head.name,
    operation,
    manager: head.manager ?? '',
    user: head.user,
    revision: head.id,
  };
}
