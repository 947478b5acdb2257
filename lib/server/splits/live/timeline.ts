/** What happened to a split: its own records, and beside them what others wrote into its VirtualServices meanwhile. */
import type { TimelineEntry } from '#lib/api/splits/split-live.ts';
import { entryKinds, verdictWords } from '#lib/api/splits/split-words.ts';
import type { Release } from '#lib/splits/record/record.ts';
import type { History } from '../../history/history.ts';
import { historyKey } from '../world/point-refs.ts';
import type { KeptEntry } from '../world/records.ts';
import { isRunning } from '../world/world.ts';

const mostEntries = 200;
/** A record and the revision of the write that it tells of. */
const sameWriteSeconds = 10;

export function timelineOf(
  release: Pick<Release, 'id' | 'points'>,
  kept: readonly KeptEntry[],
  history: Pick<History, 'revisionsOf'>,
): TimelineEntry[] {
  const own = kept.filter(({ entry }) => entry.release.id === release.id).map(toEntry);
  const since = Math.min(...own.map(({ at }) => at));
  const objects = new Set(release.points.map(historyKey));
  const others = [...objects].flatMap((key) =>
    history
      .revisionsOf(key)
      .entries.filter(
        ({ head }) =>
          head.operation !== 'first-seen' &&
          head.at > since &&
          !own.some(({ by, at }) => by === head.user && Math.abs(at - head.at) <= sameWriteSeconds),
      )
      .map(
        ({ head }): TimelineEntry => ({
          id: `${key}/${head.id}`,
          at: head.at,
          kind: head.operation === 'deleted' ? 'deleted' : 'changed',
          by: head.user ?? head.manager,
          reason: head.reason,
          text: null,
          from: null,
          to: null,
          phase: null,
          rev: null,
          verdict: null,
          guard: null,
          written: null,
          total: null,
          object: { kind: head.kind, namespace: head.namespace, name: head.name },
        }),
      ),
  );
  return [...own, ...others].sort((a, b) => b.at - a.at).slice(0, mostEntries);
}

function guardOf({ guard: { armedBy: _, ...guard } }: Release): TimelineEntry['guard'] {
  return guard;
}

/** Of a mirror what is copied; where matches decide, shares tell nothing. */
function sharesOf({ from, to, release }: KeptEntry['entry']): Pick<TimelineEntry, 'from' | 'to'> {
  const { strategy, phase } = release;
  if (strategy.kind === 'ab') return { from: null, to: null };
  if (strategy.kind !== 'mirror') return { from, to };
  return { from: null, to: to !== null && isRunning(phase) ? strategy.percent : to };
}

function toEntry({ name, entry }: KeptEntry): TimelineEntry {
  const kind = entryKinds.find((one) => one === entry.kind) ?? 'changed';
  const word = verdictWords.find((one) => one === entry.verdict?.word);
  return {
    id: name,
    at: Math.floor(Date.parse(entry.at) / 1000) || 0,
    kind,
    by: entry.by,
    reason: entry.reason === '' ? null : entry.reason,
    text: entry.text,
    ...sharesOf(entry),
    phase: entry.release.phase,
    rev: entry.release.rev,
    verdict:
      entry.verdict === null || word === undefined
        ? null
        : // Written by the console as the contract has it.
          { word, reasons: entry.verdict.reasons as NonNullable<TimelineEntry['verdict']>['reasons'] },
    guard: kind === 'guard' ? guardOf(entry.release) : null,
    written: entry.written,
    total: entry.total,
    object: null,
  };
}
