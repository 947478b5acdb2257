/**
 * The one stream of a browser, and the tabs that share it: what the visible ones follow is followed once, each is told what concerns
 * it, hidden ones are told nothing. Lives in a SharedWorker, or in the tab itself where there is none.
 */
import { type ConnectionPhase, type ConnectionPorts, createConnection } from './connection.ts';
import type { StreamMessage } from './stream-message.ts';

export interface FollowedQuery {
  /** Of `GET /api/v1/graph`. */
  query: string;
  /** Version that the tab has; null when it has none. */
  version: string | null;
}

/** What a tab wants now; said again as a sign of life. */
export interface TabWish {
  /** Visible, and not paused. */
  listening: boolean;
  graphs: readonly FollowedQuery[];
}

export type HostMessage =
  | { kind: 'phase'; phase: ConnectionPhase }
  | { kind: 'message'; message: StreamMessage }
  /** Something may have been missed. */
  | { kind: 'reconnected' }
  | { kind: 'cut' }
  /** The session was ended in one of the tabs. */
  | { kind: 'signed-out' };

export interface TabEnd {
  wish(wish: TabWish): void;
  /** The session has been ended here: every tab is told. */
  signedOut(): void;
  leave(): void;
}

export interface StreamHost {
  join(tell: (message: HostMessage) => void): TabEnd;
}

export type HostPorts = Pick<ConnectionPorts, 'open' | 'random' | 'setTimer'>;

interface Tab {
  tell(message: HostMessage): void;
  wish: TabWish;
  stopDeadline: () => void;
}

/** Tabs that are not heard for so long have died without a word. Signs of life come three times as often. */
const deadAfterMs = 60_000;
export const signOfLifeMs = 20_000;

const silent: TabWish = { listening: false, graphs: [] };

export function createStreamHost(ports: HostPorts): StreamHost {
  const tabs = new Set<Tab>();
  const listening = () => [...tabs].filter(({ wish }) => wish.listening);
  const tellAll = (message: HostMessage) => {
    for (const tab of listening()) tab.tell(message);
  };
  const connection = createConnection({
    ...ports,
    onPhase: (phase) => tellAll({ kind: 'phase', phase }),
    onReconnected: () => tellAll({ kind: 'reconnected' }),
    onCut: () => tellAll({ kind: 'cut' }),
    onMessage: (message) => {
      for (const tab of listening()) {
        const concerned =
          !('query' in message) || tab.wish.graphs.some(({ query }) => query === message.query);
        if (concerned) tab.tell({ kind: 'message', message });
      }
    },
  });

  function settle(): void {
    const wishes = listening().flatMap(({ wish }) => wish.graphs);
    for (const { query, version } of wishes) if (version !== null) connection.noteVersion(query, version);
    connection.want(
      listening().length > 0,
      wishes.map(({ query }) => query),
    );
  }

  /** What a tab that joins others in following must know. */
  function tellKnown(tab: Tab, before: TabWish): void {
    const moment = connection.moment();
    if (!before.listening) {
      tab.tell({ kind: 'phase', phase: connection.phase() });
      if (moment !== null) tab.tell({ kind: 'message', message: { name: 'greeting', data: moment } });
    }
    const had = new Set(before.listening ? before.graphs.map(({ query }) => query) : []);
    for (const { query } of tab.wish.graphs) {
      const version = connection.version(query);
      if (had.has(query) || version === undefined) continue;
      tab.tell({ kind: 'message', message: { name: 'following', query, version } });
    }
  }

  return {
    join: (tell) => {
      const tab: Tab = { tell, wish: silent, stopDeadline: () => {} };
      const setWish = (wish: TabWish) => {
        const before = tab.wish;
        tab.wish = wish;
        settle();
        if (wish.listening) tellKnown(tab, before);
      };
      tabs.add(tab);
      return {
        wish: (wish) => {
          tabs.add(tab);
          tab.stopDeadline();
          // A hidden tab has nothing to say, and costs nothing.
          tab.stopDeadline = wish.listening ? ports.setTimer(() => setWish(silent), deadAfterMs) : () => {};
          setWish(wish);
        },
        signedOut: () => {
          for (const one of tabs) if (one !== tab) one.tell({ kind: 'signed-out' });
        },
        leave: () => {
          tab.stopDeadline();
          tabs.delete(tab);
          settle();
        },
      };
    },
  };
}
