/**
 * Live events to everybody who watches, each user told only of what they may see. One timer for all; nothing is computed per reader:
 * readers with the same credential share one look at their rights, readers with equal rights the differences of their graphs.
 */
import type { Status } from '#lib/api/status.ts';
import type { AccessBook } from '../access/access-book.ts';
import { AppError, isAppError } from '../app-error.ts';
import type { Clock } from '../clock.ts';
import { type Block, blockOf } from '../http/block.ts';
import type { StreamSink } from '../http/operation.ts';
import { credentialKey, type UserCredential } from '../kubernetes/credential.ts';
import { type Snapshot, touchesRights } from '../kubernetes/snapshot.ts';
import type { Moments } from '../moments.ts';
import { eventText } from './event-text.ts';
import type { LiveGraphs } from './live-graphs.ts';
import { createReader, type FollowedGraph, type Reader, type Sight } from './reader.ts';

export interface Hub {
  /** Reserves a place; throws "too-many-requests" when user or replica have too many streams. */
  admit(
    userName: string,
    credential: UserCredential,
    graphs: readonly FollowedGraph[],
  ): { open(sink: StreamSink): () => void };
  /** New metrics are in. */
  announceMetrics(at: number): void;
  readerCount(): number;
  start(): void;
  /** Ends the streams one after another within `seconds`, so that those who come back elsewhere do not come all at once. */
  drain(seconds: number): Promise<void>;
  stop(): void;
}

export interface HubOptions {
  access: AccessBook;
  snapshot: Snapshot;
  moments: Moments;
  clock: Clock;
  live: LiveGraphs;
  status(): Status;
  limits?: { perUser: number; perReplica: number };
}

interface Group {
  credential: UserCredential;
  readers: Set<Reader>;
  /** Null while it is not known what the user may see: then nothing of the cluster is told. */
  sight: Sight | null;
  /** What the user may do, comparable; null until it is known. */
  rights: string | null;
  /** Changed namespaces of which nothing has been told yet. */
  changed: Set<string>;
}

const heartbeatMs = 15_000;
const rightsMs = 30_000;
/** So long after the state of a source has changed, rights are looked at once more. */
const settleMs = 4000;
/** After a change of RBAC as well: the API server learns of it by a watch of its own, which may be behind the console's. */
const laterReviewsMs = [3100, 10_100];
/** A page that is reloaded gives its old place back a moment later. */
const admissionMs = 10_000;
const drainBeatMs = 250;

export function createHub({ access, snapshot, moments, clock, live, status, limits }: HubOptions): Hub {
  // A browser has one, and for a moment two when it begins to follow another graph.
  const { perUser, perReplica } = limits ?? { perUser: 6, perReplica: 1500 };
  const groups = new Map<string, Group>();
  const usedBy = new Map<string, number>();
  const stopping = new AbortController();
  let used = 0;
  let lastStatus = '';
  let kubernetesAnswered = false;
  let rightsChanges = 0;

  function release(userName: string): void {
    used -= 1;
    const left = (usedBy.get(userName) ?? 1) - 1;
    if (left === 0) usedBy.delete(userName);
    else usedBy.set(userName, left);
  }

  function sendAll(text: string): void {
    const block = blockOf(text);
    for (const group of groups.values()) send(group, block);
  }

  function send(group: Group, block: Block): void {
    for (const { sink } of group.readers) sink.write(block);
  }

  function setSight(group: Group, sight: Sight | null): void {
    group.sight = sight;
    for (const reader of group.readers) reader.place(sight);
  }

  /** Learns the rights of a group's user, tells them when they changed, and ends the streams of a user who is no longer known. */
  async function review(group: Group): Promise<void> {
    try {
      const rights = await access.rights(group.credential);
      const visibility = await access.visibility(group.credential);
      const next = JSON.stringify([
        [...rights.meshWide],
        [...rights.namespaces].map(([name, { permissions }]) => [name, ...permissions]),
      ]);
      const changed = group.rights !== null && group.rights !== next;
      group.rights = next;
      if (changed) send(group, blockOf(eventText('access', {})));
      setSight(group, { visibility, rights });
      tellObjects(group);
      for (const reader of group.readers) reader.catchUp();
    } catch (error) {
      // Rights that are not known are no rights: nothing of the cluster is told until they are.
      setSight(group, null);
      if (isAppError(error) && error.code === 'unauthenticated') {
        for (const { sink } of group.readers) sink.close();
      }
    }
  }

  /** What changed while rights were not known is told when they are. */
  function tellObjects({ sight, changed, readers }: Group): void {
    if (sight === null || changed.size === 0) return;
    const { visibility } = sight;
    const namespaces = [...changed]
      .filter((name) => visibility.all || visibility.namespaces.has(name))
      .sort();
    changed.clear();
    if (namespaces.length === 0) return;
    const block = blockOf(eventText('objects', { revision: snapshot.revision(), namespaces }));
    for (const { sink } of readers) sink.write(block);
  }

  /** Before it is told what has happened: an answer that arrives in between is known to be old. */
  function tellMoment(): void {
    sendAll(eventText('moment', moments.now()));
  }

  async function reviewAll(): Promise<void> {
    await Promise.all([...groups.values()].map(review));
  }

  async function reviewLater(): Promise<void> {
    rightsChanges += 1;
    const change = rightsChanges;
    let passedMs = 0;
    for (const ms of laterReviewsMs) {
      await clock.delay(ms - passedMs, stopping.signal);
      passedMs = ms;
      // A later change has its own.
      if (stopping.signal.aborted || change !== rightsChanges) return;
      await reviewAll();
    }
  }

  snapshot.onChange(async (change) => {
    if (touchesRights(change)) {
      access.invalidate();
      // Until the new answers are in, nobody is told anything by the old ones.
      for (const group of groups.values()) setSight(group, null);
      void reviewLater();
    }
    if (touchesRights(change) || change.resources.has('namespaces')) await reviewAll();
    tellMoment();
    live.refresh();
    for (const group of groups.values()) {
      for (const name of change.namespaces) if (name !== '') group.changed.add(name);
      tellObjects(group);
    }
  });

  function tellStatus(): void {
    const now = status();
    const states = JSON.stringify([now.kubernetes.state, now.prometheus.state]);
    if (states === lastStatus) return;
    lastStatus = states;
    const isBack = now.kubernetes.state === 'ok' && !kubernetesAnswered;
    kubernetesAnswered = now.kubernetes.state === 'ok';
    sendAll(eventText('status', now));
    // What is missing is part of what is shown.
    live.refresh();
    if (isBack) void reviewOnceSettled();
  }

  /**
   * An API server that comes back knows its roles a moment later. What pages were answered before that is wrong although nothing has
   * changed since: they are told to ask again.
   */
  async function reviewOnceSettled(): Promise<void> {
    await clock.delay(settleMs, stopping.signal);
    if (stopping.signal.aborted) return;
    await reviewAll();
    sendAll(eventText('access', {}));
  }

  function catchUp(): void {
    for (const { readers } of groups.values()) for (const reader of readers) reader.catchUp();
  }

  async function repeat(everyMs: number, task: () => void | Promise<void>): Promise<void> {
    while (!stopping.signal.aborted) {
      await clock.delay(everyMs, stopping.signal);
      if (!stopping.signal.aborted) await task();
    }
  }

  function join(credential: UserCredential, reader: Reader): Group {
    const key = credentialKey(credential);
    const present = groups.get(key);
    const group: Group = present ?? {
      credential,
      readers: new Set(),
      sight: null,
      rights: null,
      changed: new Set(),
    };
    groups.set(key, group);
    group.readers.add(reader);
    if (present === undefined) void review(group);
    else reader.place(group.sight);
    return group;
  }

  return {
    admit: (userName, credential, graphs) => {
      const own = usedBy.get(userName) ?? 0;
      if (own >= perUser || used >= perReplica) {
        throw new AppError('too-many-requests', { detail: 'Too many open streams.', retryAfterSeconds: 10 });
      }
      used += 1;
      usedBy.set(userName, own + 1);
      let opened = false;
      let released = false;
      const leave = () => {
        if (!released) release(userName);
        released = true;
      };
      void clock.delay(admissionMs, stopping.signal).then(() => {
        if (!opened) leave();
      });
      return {
        open: (sink) => {
          opened = true;
          const greeting = eventText('moment', moments.now()) + eventText('status', status());
          sink.write(blockOf(`retry: 3000\n\n${greeting}`));
          const reader = createReader(sink, graphs, live);
          const group = join(credential, reader);
          return () => {
            leave();
            reader.leave();
            group.readers.delete(reader);
            const key = credentialKey(credential);
            if (group.readers.size === 0 && groups.get(key) === group) groups.delete(key);
          };
        },
      };
    },
    announceMetrics: (at) => {
      moments.noteReading();
      live.refresh();
      tellMoment();
      sendAll(eventText('metrics', { at }));
    },
    readerCount: () => used,
    start: () => {
      // An event rather than a comment: scripts in a page do not see comments, and silence means a dead connection to them.
      void repeat(heartbeatMs, () => sendAll(eventText('status', status())));
      void repeat(rightsMs, reviewAll);
      void repeat(1000, tellStatus);
      void repeat(1000, catchUp);
    },
    drain: async (seconds) => {
      const beats = Math.max(1, Math.floor((seconds * 1000) / drainBeatMs));
      for (let left = beats; left > 0 && !stopping.signal.aborted; left -= 1) {
        const sinks = [...groups.values()].flatMap(({ readers }) => [...readers].map(({ sink }) => sink));
        // All who are here, also those who came meanwhile, by the number of beats that are left.
        for (const sink of sinks.slice(0, Math.ceil(sinks.length / left))) sink.close();
        await clock.delay(drainBeatMs, stopping.signal);
      }
    },
    stop: () => {
      stopping.abort();
      for (const group of groups.values()) for (const { sink } of group.readers) sink.close();
    },
  };
}
