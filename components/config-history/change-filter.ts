/** Which changes a filter leaves, by the words and choices of the URL. */
import type { RevisionEntry } from '#lib/api/configuration/history.ts';

export const shownOperations = ['created', 'changed', 'deleted'] as const;
export type ShownOperation = (typeof shownOperations)[number];

export interface ChangeFilter {
  /** Words that all must occur. */
  q: string;
  /** Kind id; null for all. */
  kind: string | null;
  operation: ShownOperation | null;
}

export function filterChanges(changes: readonly RevisionEntry[], filter: ChangeFilter): RevisionEntry[] {
  const words = filter.q
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return changes.filter((change) => {
    if (filter.kind !== null && change.kind !== filter.kind) return false;
    if (filter.operation !== null && change.operation !== filter.operation) return false;
    const { namespace, name, user, manager, reason } = change;
    const said = [namespace, name, `${namespace}/${name}`, user, manager, reason].join('\n').toLowerCase();
    return words.every((word) => said.includes(word));
  });
}

export interface Day {
  /** Unix seconds of its newest change. */
  at: number;
  changes: RevisionEntry[];
}

/** Newest first; `dayOf` names the day of a time in the reader's zone. */
export function daysOf(changes: readonly RevisionEntry[], dayOf: (at: number) => string): Day[] {
  const days: (Day & { name: string })[] = [];
  for (const change of changes) {
    const name = dayOf(change.at);
    const last = days[days.length - 1];
    if (last?.name === name) last.changes.push(change);
    else days.push({ name, at: change.at, changes: [change] });
  }
  return days.map(({ at, changes: list }) => ({ at, changes: list }));
}
