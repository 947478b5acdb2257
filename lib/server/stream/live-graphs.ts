/**
 * Graphs that are followed. A channel is one graph request for one set of rights: when metrics or configuration change, the
 * difference is found once, serialised once, compressed once, and the same bytes go to everybody on the channel. Nothing is kept
 * for a reader: whoever missed a difference sees it by the versions, and asks for the whole graph.
 */
import { createHmac, randomBytes } from 'node:crypto';
import type { Graph } from '#lib/api/traffic/graph.ts';
import { deltaSteps } from '#lib/graph/views/delta.ts';
import type { Clock } from '../clock.ts';
import { type Block, largeBlockOf } from '../http/block.ts';
import { breathe } from '../mesh/demand.ts';
import type { GraphAsker, GraphBook, GraphRequest } from '../mesh/graph-book.ts';
import { inSlices } from '../mesh/slices.ts';
import { eventSteps } from './event-text.ts';

/** One reader's place on a channel. */
export interface Follower {
  /** Takes a difference, or leaves it out when it is not ready for one. */
  take(block: Block): void;
}

export interface Channel {
  id: string;
  /** Of the graph that the next difference starts from; null until there is one. */
  version(): string | null;
  leave(): void;
}

export interface Joined {
  channel: Channel;
  /** Version that the reader has once it took `missed`; differs from what it said it has when that is too old. */
  since: string | null;
  missed: readonly Block[];
}

export interface LiveGraphs {
  /** Equal for readers of one channel. */
  keyOf(request: GraphRequest, asker: GraphAsker): string;
  /** Null when too many different graphs are followed. Rejects with AppError when there is no graph. */
  join(
    request: GraphRequest,
    asker: GraphAsker,
    has: string | null,
    follower: Follower,
  ): Promise<Joined | null>;
  /** Metrics or configuration have changed. */
  refresh(): void;
  /** Resolves when all that was announced is out. */
  settled(): Promise<void>;
  channelCount(): number;
}

interface Topic {
  id: string;
  request: GraphRequest;
  asker: GraphAsker;
  followers: Set<Follower>;
  graph: Graph | null;
  starting: Promise<unknown>;
  /** The newest differences, oldest first. */
  history: { from: string; to: string; block: Block }[];
  emptySinceMs: number;
}

/** About a minute of ticks: as long as a hidden tab or a lost connection can come back without asking for the whole. */
const keptDifferences = 12;
/** More than this is no cheaper than the whole graph. */
const longestCatchUpBytes = 256 * 1024;
const emptyLifeMs = 30_000;
const maxTopics = 48;

export function createLiveGraphs(graphs: Pick<GraphBook, 'current'>, clock: Clock): LiveGraphs {
  const topics = new Map<string, Topic>();
  const salt = randomBytes(16);
  let dirty = false;
  let running: Promise<void> | null = null;

  const keyOf = (request: GraphRequest, asker: GraphAsker) =>
    JSON.stringify([request, asker.key, asker.warnings]);

  function dropEmpty(): void {
    for (const [key, topic] of topics) {
      if (topic.followers.size === 0 && clock.now() - topic.emptySinceMs > emptyLifeMs) topics.delete(key);
    }
  }

  async function advance(topic: Topic): Promise<void> {
    await topic.starting;
    const before = topic.graph;
    const after = await graphs.current(topic.request, topic.asker);
    if (before === null || topic.graph !== before || after.version === before.version) return;
    const delta = await inSlices(deltaSteps(before, after));
    const block = await largeBlockOf(await inSlices(eventSteps('graph', { channel: topic.id, delta })));
    topic.graph = after;
    topic.history.push({ from: before.version, to: after.version, block });
    if (topic.history.length > keptDifferences) topic.history.shift();
    for (const follower of topic.followers) follower.take(block);
  }

  async function run(): Promise<void> {
    while (dirty) {
      await breathe();
      dirty = false;
      dropEmpty();
      for (const topic of topics.values()) {
        // Without a new graph the last one stays, and with it its age.
        await advance(topic).catch(() => undefined);
        await breathe();
      }
    }
    running = null;
  }

  function open(key: string, request: GraphRequest, asker: GraphAsker): Topic | null {
    if (topics.size >= maxTopics) dropEmpty();
    if (topics.size >= maxTopics) return null;
    const id = createHmac('sha256', salt).update(key).digest('base64url').slice(0, 12);
    const topic: Topic = {
      id,
      request,
      asker,
      followers: new Set(),
      graph: null,
      starting: Promise.resolve(),
      history: [],
      emptySinceMs: clock.now(),
    };
    topics.set(key, topic);
    const start = async () => {
      topic.graph = await graphs.current(request, asker);
    };
    topic.starting = start();
    topic.starting.catch(() => topics.delete(key));
    return topic;
  }

  function missedSince(topic: Topic, has: string | null): Block[] | null {
    if (topic.graph?.version === has) return [];
    const first = topic.history.findIndex(({ from }) => from === has);
    if (first < 0) return null;
    const blocks = topic.history.slice(first).map(({ block }) => block);
    const bytes = blocks.reduce((sum, { deflated }) => sum + deflated.length, 0);
    return bytes > longestCatchUpBytes ? null : blocks;
  }

  return {
    keyOf,
    join: async (request, asker, has, follower) => {
      const key = keyOf(request, asker);
      const topic = topics.get(key) ?? open(key, request, asker);
      if (topic === null) return null;
      await topic.starting;
      topic.followers.add(follower);
      const missed = missedSince(topic, has);
      return {
        channel: {
          id: topic.id,
          version: () => topic.graph?.version ?? null,
          leave: () => {
            topic.followers.delete(follower);
            topic.emptySinceMs = clock.now();
          },
        },
        since: missed === null ? (topic.graph?.version ?? null) : has,
        missed: missed ?? [],
      };
    },
    refresh: () => {
      dirty = true;
      running ??= run();
    },
    settled: async () => {
      while (running !== null) await running;
    },
    channelCount: () => topics.size,
  };
}
