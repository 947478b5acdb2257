/**
 * The history of configuration: every change that is seen becomes a revision, kept in ConfigMaps of the console's own namespace
 * (docs/objects.md). Without a place to keep it the console works as ever, and tells what this process saw.
 */
import type { HistoryState } from '#lib/api/configuration/history.ts';
import type { KnownState } from '#lib/history/observe.ts';
import { bounds, objectKeyOf } from '#lib/history/retention.ts';
import type { RevisionBody, RevisionHead } from '#lib/history/revision.ts';
import type { Clock } from '../clock.ts';
import type { KubernetesClient } from '../kubernetes/rest.ts';
import type { Snapshot } from '../kubernetes/snapshot.ts';
import type { Log } from '../log.ts';
import { fieldManager } from '../version.ts';
import { createNotes, type WriteNote } from './notes.ts';
import { createObserver, type Observed } from './observer.ts';
import { createQueue } from './queue.ts';
import { createShelf, type Entry } from './shelf.ts';
import { createHistoryStore } from './store.ts';
import { createWriter, failureOf } from './writer.ts';

export interface HistoryCondition {
  state: HistoryState;
  /** Unix seconds. */
  since: number;
  waiting: number;
}

export interface History {
  start(): void;
  stop(): Promise<void>;
  /** A write through this console, as soon as Kubernetes has answered it: the change of this version gets its user and reason. */
  noteWrite(note: WriteNote): void;
  condition(): HistoryCondition;
  /** Rises whenever something is learned. */
  version(): number;
  /** Of one object, newest first; `present`: the object is in the state of the newest. */
  revisionsOf(objectKey: string): { entries: readonly Entry[]; present: boolean };
  /** Of all revisions. */
  heads(): RevisionHead[];
  /** Null when it is not known. Rejects with AppError when Kubernetes does not answer. */
  body(entry: Entry): Promise<RevisionBody | null>;
}

export interface HistoryOptions {
  client: KubernetesClient;
  snapshot: Pick<Snapshot, 'onObjects'>;
  clock: Clock;
  log: Log;
  /** Null: history is kept nowhere. */
  namespace: string | null;
}

/** What is deleted names no manager: the word of it says through whom. */
function toldBy({ user, reason }: WriteNote, head: RevisionHead): RevisionHead {
  return { ...head, manager: head.manager ?? fieldManager, user, reason };
}

const beatMs = 250;
const refreshEveryMs = 60_000;
const cleanEveryMs = 600_000;
const lastWordMs = 1500;

export function createHistory({ client, snapshot, clock, log, namespace }: HistoryOptions): History {
  const shelf = createShelf();
  const queue = createQueue(clock, shelf);
  const notes = createNotes(clock);
  const store = namespace === null ? null : createHistoryStore(client, namespace);
  const stop = new AbortController();
  const observer = createObserver({
    clock,
    bodyOf: async (key) => {
      const [newest] = shelf.of(key);
      const body = newest === undefined ? null : await bodyOf(newest).catch(() => null);
      return body?.after ?? null;
    },
    onRevision: note,
  });
  const writer = store === null ? null : createWriter({ store, shelf, queue, clock, log, limits: bounds });
  snapshot.onObjects(observer.tap);
  let state: HistoryState = store === null ? 'not-configured' : 'starting';
  let sinceMs = clock.now();
  let loaded = false;
  let running: Promise<void> = Promise.resolve();

  function enter(next: HistoryState): void {
    if (next === state) return;
    const fields = { state: next, was: state };
    if (next === 'ok') log.info(fields, 'history');
    else log.warn(fields, 'history');
    state = next;
    sinceMs = clock.now();
  }

  function note({ head, body }: Observed): void {
    const key = objectKeyOf(head);
    const known = shelf.entry(key, head.id);
    if (known !== undefined) return;
    const told = notes.take(key, head.resourceVersion, head.operation === 'deleted');
    const entry: Entry = {
      head: told === null ? { ...head, user: null, reason: null } : toldBy(told, head),
      place: null,
      body,
    };
    shelf.add(entry);
    queue.add(entry);
  }

  /** The word came after the change was seen. */
  function tell(word: WriteNote): boolean {
    const key = objectKeyOf(word);
    const entry = shelf
      .of(key)
      .find(({ head }) =>
        word.resourceVersion === null
          ? head.operation === 'deleted' && head.seenAt >= clock.now() / 1000 - 10
          : head.operation !== 'deleted' && head.resourceVersion === word.resourceVersion,
      );
    if (entry === undefined || entry.head.user !== null) return entry !== undefined;
    entry.head = toldBy(word, entry.head);
    shelf.touch();
    if (entry.place === null) queue.hurry(entry);
    else void rewrite(entry);
    return true;
  }

  /** Written before its user was known: once more, under the other name. */
  async function rewrite(entry: Entry): Promise<void> {
    entry.body = await bodyOf(entry).catch(() => null);
    if (entry.body === null) return;
    queue.add(entry);
  }

  async function bodyOf(entry: Entry): Promise<RevisionBody | null> {
    if (entry.body !== null || entry.place === null) return entry.body;
    const { record, index } = entry.place;
    const body = (await store?.body(record, index)) ?? null;
    if (body === null) shelf.dropRecord(record);
    return body;
  }

  async function load(): Promise<void> {
    const seen = [...shelf.entries()];
    const { unreadable } = (await store?.load(stop.signal, shelf.addRecord)) ?? { unreadable: 0 };
    if (unreadable > 0) log.warn({ records: unreadable }, 'history of another form');
    loaded = true;
    const states = new Map<string, KnownState>();
    const since = new Map<string, number>();
    for (const key of shelf.objectKeys()) {
      const newest = shelf.of(key).find(({ place }) => place !== null)?.head;
      if (newest === undefined) continue;
      const { uid, resourceVersion, digest } = newest;
      states.set(key, { uid, resourceVersion, digest, gone: newest.operation === 'deleted' });
    }
    for (const { head, place } of shelf.entries()) {
      if (place === null) continue;
      since.set(head.kind, Math.min(since.get(head.kind) ?? Number.POSITIVE_INFINITY, head.seenAt));
    }
    // What this process took for the beginning, because it could not read, was none where something is kept.
    for (const entry of seen) {
      if (entry.head.operation === 'first-seen' && states.has(objectKeyOf(entry.head))) {
        queue.remove([entry]);
        if (entry.place === null) shelf.remove(entry);
      }
    }
    observer.recall(states, since);
  }

  async function keep(): Promise<void> {
    let attempt = 0;
    let refreshedMs = clock.now();
    let cleanedMs = Number.NEGATIVE_INFINITY;
    const writer = store === null ? null : createWriter({ store, shelf, queue, clock, log, limits: bounds });
    if (writer === null) observer.begin();
    while (writer !== null && !stop.signal.aborted) {
      try {
        if (!loaded) await load();
        observer.begin();
        await writer.flush(stop.signal);
        if (clock.now() - refreshedMs >= refreshEveryMs) {
          await writer.refresh();
          refreshedMs = clock.now();
        }
        if (clock.now() - cleanedMs >= cleanEveryMs) {
          await writer.clean(stop.signal);
          cleanedMs = clock.now();
        }
        enter('ok');
        attempt = 0;
        await clock.delay(Math.max(beatMs, Math.min(queue.waitMs() ?? beatMs * 4, beatMs * 4)), stop.signal);
      } catch (error) {
        if (stop.signal.aborted) return;
        attempt += 1;
        const failure = failureOf(error, attempt, clock);
        enter(failure.state);
        // What is kept cannot be read now: what happens meanwhile is told by what this process sees.
        if (attempt > 1 || failure.state !== 'unreachable') observer.begin();
        await clock.delay(failure.waitMs, stop.signal);
      }
    }
  }

  return {
    start: () => {
      running = keep();
    },
    stop: async () => {
      stop.abort();
      await running;
      if (state !== 'ok') return;
      // What waits for a word that will not come any more.
      queue.hurry();
      await writer?.flush(AbortSignal.timeout(lastWordMs)).catch(() => undefined);
    },
    noteWrite: (word) => {
      if (!tell(word)) notes.add(word);
    },
    condition: () => ({ state, since: Math.floor(sinceMs / 1000), waiting: queue.size() }),
    version: () => shelf.version(),
    revisionsOf: (key) => {
      const entries = shelf.of(key);
      const digest = observer.digestOf(key);
      const [newest] = entries;
      const present =
        digest !== null && newest?.head.operation !== 'deleted' && newest?.head.digest === digest;
      return { entries, present };
    },
    heads: () => [...shelf.entries()].map(({ head }) => head),
    body: bodyOf,
  };
}
