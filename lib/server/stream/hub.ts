/**
 * Live events to everybody who watches, each user told only of what they may see. One timer for all; nothing is computed per reader:
 * readers with the same credential share one look at their rights.
 */
import type * as z from 'zod/mini';
import type { Status, streamEvents } from '#lib/api/status.ts';
import type { AccessBook } from '../access/access-book.ts';
import { AppError, isAppError } from '../app-error.ts';
import type { Clock } from '../clock.ts';
import type { StreamSink } from '../http/operation.ts';
import { credentialKey, type UserCredential } from '../kubernetes/credential.ts';
import { type Snapshot, touchesRights } from '../kubernetes/snapshot.ts';

export interface Hub {
  /** Reserves a place; throws "too-many-requests" when user or replica have too many streams. */
  admit(userName: string, credential: UserCredential): { open(sink: StreamSink): () => void };
  /** New metrics are in. */
  announceMetrics(at: number): void;
  readerCount(): number;
  start(): void;
  stop(): void;
}

export interface HubOptions {
  access: AccessBook;
  snapshot: Snapshot;
  clock: Clock;
  status(): Status;
  limits?: { perUser: number; perReplica: number };
}

interface Group {
  credential: UserCredential;
  sinks: Set<StreamSink>;
  namespaces: ReadonlySet<string>;
  all: boolean;
  /** What the user may do, comparable; null until it is known. */
  rights: string | null;
}

type EventName = keyof typeof streamEvents;
type EventData<N extends EventName> = z.infer<(typeof streamEvents)[N]>;

const heartbeatMs = 15_000;
const rightsMs = 30_000;
/** A page that is reloaded gives its old place back a moment later. */
const admissionMs = 10_000;

function eventText<N extends EventName>(event: N, data: EventData<N>): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

export function createHub({ access, snapshot, clock, status, limits }: HubOptions): Hub {
  const { perUser, perReplica } = limits ?? { perUser: 4, perReplica: 1500 };
  const groups = new Map<string, Group>();
  const usedBy = new Map<string, number>();
  const stopping = new AbortController();
  let used = 0;
  let lastStatus = '';

  function release(userName: string): void {
    used -= 1;
    const left = (usedBy.get(userName) ?? 1) - 1;
    if (left === 0) usedBy.delete(userName);
    else usedBy.set(userName, left);
  }

  function sendAll(text: string): void {
    for (const group of groups.values()) send(group, text);
  }

  function send(group: Group, text: string): void {
    for (const sink of group.sinks) sink.write(text);
  }

  /** Learns the rights of a group's user, tells them when they changed, and ends the streams of a user who is no longer known. */
  async function review(group: Group): Promise<void> {
    try {
      const rights = await access.rights(group.credential);
      const next = JSON.stringify([
        [...rights.meshWide],
        [...rights.namespaces].map(([name, { permissions }]) => [name, ...permissions]),
      ]);
      const changed = group.rights !== null && group.rights !== next;
      Object.assign(group, {
        rights: next,
        all: rights.allNamespaces,
        namespaces: new Set(rights.namespaces.keys()),
      });
      if (changed) send(group, eventText('access', {}));
    } catch (error) {
      // Rights that are not known are no rights: nothing of the cluster is told until they are.
      Object.assign(group, { all: false, namespaces: new Set() });
      if (isAppError(error) && error.code === 'unauthenticated') for (const sink of group.sinks) sink.close();
    }
  }

  async function reviewAll(): Promise<void> {
    await Promise.all([...groups.values()].map(review));
  }

  snapshot.onChange(async (change) => {
    if (touchesRights(change)) access.invalidate();
    if (touchesRights(change) || change.resources.has('namespaces')) await reviewAll();
    for (const group of groups.values()) {
      const namespaces = [...change.namespaces]
        .filter((name) => name !== '' && (group.all || group.namespaces.has(name)))
        .sort();
      if (namespaces.length > 0) {
        send(group, eventText('objects', { revision: change.revision, namespaces }));
      }
    }
  });

  function tellStatus(): void {
    const now = status();
    const states = JSON.stringify([now.kubernetes.state, now.prometheus.state]);
    if (states === lastStatus) return;
    lastStatus = states;
    sendAll(eventText('status', now));
  }

  async function repeat(everyMs: number, task: () => void | Promise<void>): Promise<void> {
    while (!stopping.signal.aborted) {
      await clock.delay(everyMs, stopping.signal);
      if (!stopping.signal.aborted) await task();
    }
  }

  function join(credential: UserCredential, sink: StreamSink): Group {
    const key = credentialKey(credential);
    const present = groups.get(key);
    const group: Group = present ?? {
      credential,
      sinks: new Set(),
      namespaces: new Set(),
      all: false,
      rights: null,
    };
    groups.set(key, group);
    group.sinks.add(sink);
    if (present === undefined) void review(group);
    return group;
  }

  return {
    admit: (userName, credential) => {
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
          const group = join(credential, sink);
          sink.write(`retry: 3000\n\n${eventText('status', status())}`);
          return () => {
            leave();
            group.sinks.delete(sink);
            const key = credentialKey(credential);
            if (group.sinks.size === 0 && groups.get(key) === group) groups.delete(key);
          };
        },
      };
    },
    announceMetrics: (at) => sendAll(eventText('metrics', { at })),
    readerCount: () => used,
    start: () => {
      // An event rather than a comment: scripts in a page do not see comments, and silence means a dead connection to them.
      void repeat(heartbeatMs, () => sendAll(eventText('status', status())));
      void repeat(rightsMs, reviewAll);
      void repeat(1000, tellStatus);
    },
    stop: () => {
      stopping.abort();
      for (const group of groups.values()) for (const sink of group.sinks) sink.close();
    },
  };
}
