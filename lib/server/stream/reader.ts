/** One open stream: what it follows, on which channels it is for its user's rights now, and whether it keeps up. */
import type { Rights } from '#lib/access/rights.ts';
import type { Visibility } from '../access/access-book.ts';
import { isAppError } from '../app-error.ts';
import { type Block, blockOf, joinBlocks } from '../http/block.ts';
import type { StreamSink } from '../http/operation.ts';
import { type GraphAsker, type GraphRequest, graphAsker } from '../mesh/graph-book.ts';
import { requestScope } from '../mesh/scope.ts';
import { eventText } from './event-text.ts';
import type { Channel, Follower, LiveGraphs } from './live-graphs.ts';

export interface FollowedGraph {
  /** As the reader sent it: by this it knows its graphs. */
  query: string;
  request: GraphRequest;
  /** Namespaces asked for; null for all. */
  wanted: readonly string[] | null;
  /** Version that the reader has. */
  has: string | null;
}

/** What a user may see and do. */
export interface Sight {
  visibility: Visibility;
  rights: Rights;
}

export interface Reader {
  sink: StreamSink;
  /** Puts each graph on the channel of these rights; null: they are not known, nothing is told. */
  place(sight: Sight | null): void;
  /** Tells a reader that has left something out, and keeps up again, where its graphs are now. */
  catchUp(): void;
  leave(): void;
}

interface Place {
  followed: FollowedGraph;
  /** Of the channel; null without one. */
  key: string | null;
  channel: Channel | null;
  /** Differences were left out. */
  behind: boolean;
  held: boolean;
}

export function createReader(sink: StreamSink, graphs: readonly FollowedGraph[], live: LiveGraphs): Reader {
  let gone = false;
  const places = graphs.map(
    (followed): Place => ({ followed, key: null, channel: null, behind: false, held: false }),
  );

  function subscribed(place: Place, version: string | null): Block {
    const { query } = place.followed;
    return blockOf(eventText('subscribed', { query, channel: place.channel?.id ?? null, version }));
  }

  function leaveChannel(place: Place): void {
    place.channel?.leave();
    place.channel = null;
  }

  function askerOf(followed: FollowedGraph, { visibility, rights }: Sight): GraphAsker | null {
    try {
      return graphAsker(requestScope(visibility, followed.wanted), rights);
    } catch (error) {
      if (isAppError(error)) return null;
      throw error;
    }
  }

  async function move(place: Place, key: string, asker: GraphAsker): Promise<void> {
    const { request, has } = place.followed;
    const follower: Follower = {
      take: (block) => {
        if (place.held || !sink.offer(block)) place.behind = true;
      },
    };
    const joined = await live.join(request, asker, has, follower).catch(() => null);
    // While it was waited for, rights have changed or the reader has left.
    if (gone || place.key !== key) {
      joined?.channel.leave();
      return;
    }
    place.channel = joined?.channel ?? null;
    const blocks = [subscribed(place, joined?.since ?? null), ...(joined?.missed ?? [])];
    if (!sink.offer(joinBlocks(blocks))) place.behind = true;
  }

  return {
    sink,
    place: (sight) => {
      for (const place of places) {
        place.held = sight === null;
        if (sight === null) continue;
        const asker = askerOf(place.followed, sight);
        const key = asker === null ? '' : live.keyOf(place.followed.request, asker);
        if (key === place.key) continue;
        place.key = key;
        leaveChannel(place);
        if (asker === null) sink.write(subscribed(place, null));
        else void move(place, key, asker);
      }
    },
    catchUp: () => {
      for (const place of places) {
        if (!place.behind || place.held || place.channel === null) continue;
        place.behind = !sink.offer(subscribed(place, place.channel.version()));
      }
    },
    leave: () => {
      gone = true;
      for (const place of places) leaveChannel(place);
    },
  };
}
