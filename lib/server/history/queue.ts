/**
 * Revisions that wait to be written. Each waits a moment: for the word of who wrote it, for another replica to be first, or, where one
 * manager writes again and again, for the end of it.
 */
import { mergedRevision } from '#lib/history/merge-rapid.ts';
import { objectKeyOf } from '#lib/history/retention.ts';
import type { RevisionHead } from '#lib/history/revision.ts';
import type { Clock } from '../clock.ts';
import { fieldManager } from '../version.ts';
import type { Entry, Shelf } from './shelf.ts';

export interface Queue {
  size(): number;
  add(entry: Entry): void;
  /** Write it at once; without one, all of them. */
  hurry(entry?: Entry): void;
  /** Those whose time has come; they stay in the queue. */
  due(): Entry[];
  /** Milliseconds until the next is due; null when nothing waits. */
  waitMs(): number | null;
  remove(entries: readonly Entry[]): void;
}

/** Who writes through a console is known to that console alone: it is given so long to write it down. */
const foreignWriteMs = 4000;
const shortMs = 250;
const jitterMs = 1000;
const rapidWindowSeconds = 60;
const rapidCount = 5;
const rapidMs = 30_000;
/** What cannot be written is remembered up to here. */
const most = 5000;

/** A console, this or another, may know whose write it was. */
export function mayBeTold({ manager, operation, user }: RevisionHead): boolean {
  return user === null && (manager === fieldManager || operation === 'deleted');
}

export function createQueue(clock: Clock, shelf: Shelf): Queue {
  const waiting = new Map<Entry, number>();

  function holdMs({ head }: Entry): number {
    if (head.user !== null) return 0;
    const recent = shelf
      .of(objectKeyOf(head))
      .filter(({ head: { seenAt } }) => head.seenAt - seenAt < rapidWindowSeconds);
    if (recent.length > rapidCount) return rapidMs;
    return (mayBeTold(head) ? foreignWriteMs : shortMs) + clock.random() * jitterMs;
  }

  function dropOldest(): void {
    const [oldest] = waiting.keys();
    if (oldest === undefined) return;
    waiting.delete(oldest);
    shelf.remove(oldest);
  }

  return {
    size: () => waiting.size,
    add: (entry) => {
      const previous = shelf.of(objectKeyOf(entry.head)).find((one) => one !== entry);
      const dueMs = previous === undefined ? undefined : waiting.get(previous);
      const isRapid = dueMs !== undefined && dueMs - clock.now() > foreignWriteMs + jitterMs;
      const merged = isRapid && previous !== undefined ? mergedRevision(previous, entry) : null;
      if (merged !== null && previous !== undefined && dueMs !== undefined) {
        waiting.delete(previous);
        shelf.remove(previous);
        entry.head = merged.head;
        entry.body = merged.body;
        waiting.set(entry, dueMs);
        shelf.touch();
        return;
      }
      waiting.set(entry, clock.now() + holdMs(entry));
      if (waiting.size > most) dropOldest();
    },
    hurry: (entry) => {
      const some = entry === undefined ? [...waiting.keys()] : [entry];
      for (const one of some) if (waiting.has(one)) waiting.set(one, clock.now());
    },
    due: () => [...waiting].flatMap(([entry, dueMs]) => (dueMs <= clock.now() ? [entry] : [])),
    waitMs: () => (waiting.size === 0 ? null : Math.max(0, Math.min(...waiting.values()) - clock.now())),
    remove: (entries) => {
      for (const entry of entries) waiting.delete(entry);
    },
  };
}
