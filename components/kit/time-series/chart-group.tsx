'use client';
/** What the charts of a page share: the moment that is pointed at, and the lines that are hidden. */
import { createContext, type ReactNode, useContext, useMemo, useState, useSyncExternalStore } from 'react';

interface CursorStore {
  get(): number | null;
  /** Unix seconds. */
  set(at: number | null): void;
  subscribe(listener: () => void): () => void;
}

export interface ChartGroup {
  cursor: CursorStore;
  hidden: ReadonlySet<string>;
  toggle(key: string): void;
  /** Shows this line alone among the given, or all of them when it is alone already. */
  isolate(key: string, keys: readonly string[]): void;
}

const GroupContext = createContext<ChartGroup | null>(null);

function createCursor(): CursorStore {
  let at: number | null = null;
  const listeners = new Set<() => void>();
  return {
    get: () => at,
    set: (next) => {
      if (next === at) return;
      at = next;
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export function toggled(hidden: ReadonlySet<string>, key: string): Set<string> {
  const next = new Set(hidden);
  if (!next.delete(key)) next.add(key);
  return next;
}

export function isolated(hidden: ReadonlySet<string>, key: string, keys: readonly string[]): Set<string> {
  const others = keys.filter((other) => other !== key);
  const alone = !hidden.has(key) && others.every((other) => hidden.has(other));
  const next = new Set([...hidden].filter((other) => !keys.includes(other)));
  if (!alone) for (const other of others) next.add(other);
  return next;
}

function useOwnGroup(): ChartGroup {
  const [cursor] = useState(createCursor);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(() => new Set());
  return useMemo(
    () => ({
      cursor,
      hidden,
      toggle: (key) => setHidden((before) => toggled(before, key)),
      isolate: (key, keys) => setHidden((before) => isolated(before, key, keys)),
    }),
    [cursor, hidden],
  );
}

export function ChartGroupProvider({ children }: { children: ReactNode }) {
  return <GroupContext value={useOwnGroup()}>{children}</GroupContext>;
}

/** A chart alone on its page is a group of one. */
export function useChartGroup(): ChartGroup {
  const own = useOwnGroup();
  return useContext(GroupContext) ?? own;
}

export function useCursor({ cursor }: ChartGroup): number | null {
  return useSyncExternalStore(cursor.subscribe, cursor.get, () => null);
}
