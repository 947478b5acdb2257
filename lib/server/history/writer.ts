/**
 * Writes what waits, a few records a second, and cleans up what is beyond the bounds. What cannot be written waits on: a missing Role
 * is asked for again every minute, an API server that is away with backoff; nothing else of the console waits for any of it.
 */
import type { HistoryState } from '#lib/api/configuration/history.ts';
import { recordName } from '#lib/history/name.ts';
import { batchesOf } from '#lib/history/packing.ts';
import { mostRecordBytes } from '#lib/history/record.ts';
import { type Bounds, recordsToDrop } from '#lib/history/retention.ts';
import type { Revision } from '#lib/history/revision.ts';
import { isAppError } from '../app-error.ts';
import { backoffMs, type Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { mayBeTold, type Queue } from './queue.ts';
import type { Entry, Shelf } from './shelf.ts';
import type { HistoryStore } from './store.ts';

export interface Writer {
  /** One round: writes what is due. Rejects with AppError when the rest has to wait. */
  flush(signal: AbortSignal): Promise<void>;
  /** Deletes records beyond the bounds. Rejects with AppError. */
  clean(signal: AbortSignal): Promise<void>;
  /** Learns what other replicas wrote and deleted. Rejects with AppError. */
  refresh(): Promise<void>;
}

export interface WriterOptions {
  store: HistoryStore;
  shelf: Shelf;
  queue: Queue;
  clock: Clock;
  log: Log;
  limits: Bounds;
}

/** Between two writes. */
const writeEveryMs = 200;
/** More than this at once go together into few records. */
const singly = 10;
/** Uncompressed, for one batch: compressed it is a fraction, and what does not shrink is written one by one. */
const batchBytes = 4 * mostRecordBytes;
const mostRevisionsInBatch = 500;
const mostDeletesAtOnce = 100;

export function createWriter({ store, shelf, queue, clock, log, limits }: WriterOptions): Writer {
  const revisionOf = ({ head, body }: Entry): Revision => ({
    head,
    body: body ?? { before: null, after: null },
  });

  function batches(due: readonly Entry[]): Entry[][] {
    // Those with a user are written first, and under a name of their own.
    const told = due.filter(({ head }) => head.user !== null);
    const rest = due.filter(({ head }) => head.user === null);
    if (rest.length <= singly) return [...told, ...rest].map((entry) => [entry]);
    const size = (entry: Entry): number =>
      Math.max(batchBytes / mostRevisionsInBatch, JSON.stringify(revisionOf(entry)).length);
    return [...told.map((entry) => [entry]), ...batchesOf(rest, size, batchBytes)];
  }

  /** Another replica may know whose write it was, and says so under the other name. */
  async function toldElsewhere(entries: readonly Entry[]): Promise<boolean> {
    const [only, ...more] = entries;
    if (only === undefined || more.length > 0 || !mayBeTold(only.head)) return false;
    const told = await store.record(recordName([only.head.id], true));
    if (told === null) return false;
    shelf.addRecord(told);
    queue.remove(entries);
    return true;
  }

  async function write(entries: readonly Entry[]): Promise<void> {
    if (await toldElsewhere(entries)) return;
    const revisions = entries.map(revisionOf);
    const record = await store.encode(revisions);
    if (record.bytes > mostRecordBytes) {
      const [only, ...more] = entries;
      if (only === undefined) return;
      if (more.length > 0) {
        for (const entry of entries) await write([entry]);
        return;
      }
      // So large an object: who and when are kept, and the state after it if that fits alone.
      const smaller = only.body?.before == null ? null : { ...only.body, before: null };
      only.body = smaller;
      await write([only]);
      return;
    }
    const outcome = await store.create(record);
    const existing = outcome === 'exists' ? await store.record(record.name) : null;
    const heads = revisions.map(({ head }) => head);
    shelf.addRecord(existing ?? { name: record.name, bytes: record.bytes, heads });
    queue.remove(entries);
    for (const [index, entry] of entries.entries()) {
      // Somebody said whose it was while it was being written.
      if (entry.head.user === null || heads[index]?.user !== null) continue;
      entry.body = revisions[index]?.body ?? null;
      queue.add(entry);
    }
  }

  async function flush(signal: AbortSignal): Promise<void> {
    for (const batch of batches(queue.due())) {
      if (signal.aborted) return;
      try {
        await write(batch);
      } catch (error) {
        if (!isAppError(error) || !['invalid', 'too-large'].includes(error.code)) throw error;
        // Kubernetes will never take it: it stays in memory, and the rest goes on.
        log.warn({ error, revisions: batch.length }, 'history not kept');
        queue.remove(batch);
      }
      await clock.delay(writeEveryMs, signal);
    }
  }

  return {
    flush,
    clean: async (signal) => {
      const names = recordsToDrop(shelf.records(), limits, clock.now() / 1000);
      for (const name of names.slice(0, mostDeletesAtOnce)) {
        if (signal.aborted) return;
        await store.delete(name);
        shelf.dropRecord(name);
        await clock.delay(writeEveryMs, signal);
      }
    },
    refresh: async () => {
      const names = await store.names();
      for (const { name } of shelf.records()) if (!names.has(name)) shelf.dropRecord(name);
      for (const name of names) {
        if (shelf.hasRecord(name)) continue;
        const record = await store.record(name);
        if (record !== null) shelf.addRecord(record);
      }
    },
  };
}

/** What a failure says of the place where history is kept, and how long to wait. */
export function failureOf(
  error: unknown,
  attempt: number,
  clock: Clock,
): { state: HistoryState; waitMs: number } {
  const code = isAppError(error) ? error.code : 'internal';
  // A server that comes back refuses what it has not read yet.
  const waitMs = attempt <= 3 ? 5000 : 60_000;
  if (code === 'forbidden' || code === 'unauthenticated') return { state: 'forbidden', waitMs };
  if (code === 'not-found') return { state: 'not-installed', waitMs };
  return { state: 'unreachable', waitMs: backoffMs(attempt, clock) };
}
