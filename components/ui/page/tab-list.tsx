'use client';
/** Tabs of a page: arrows move, Home and End jump, what is focused is chosen (https://www.w3.org/WAI/ARIA/apg/patterns/tabs/). */
import { type KeyboardEvent, useCallback, useEffect, useRef } from 'react';
import { scrollEdges } from './scroll-edges.ts';
import styles from './tab-list.module.css';

/** What fades at an edge (scroll-edges.module.css). */
const edgePixels = 32;

export interface TabEntry<Name extends string> {
  name: Name;
  label: string;
  /** How many things are behind it. */
  count?: string;
}

export interface TabListProps<Name extends string> {
  label: string;
  tabs: readonly TabEntry<Name>[];
  current: Name;
  onChange: (name: Name) => void;
  /** Names the tabs and their panel: `${id}-${name}` and `${id}-panel`. */
  id: string;
}

export function TabList<Name extends string>({ label, tabs, current, onChange, id }: TabListProps<Name>) {
  const list = useRef<HTMLDivElement>(null);
  const ref = useCallback((element: HTMLDivElement | null) => {
    list.current = element;
    return scrollEdges(element);
  }, []);
  const counts = tabs.map(({ count = '' }) => count).join(' ');
  // Of tabs that do not all fit, the chosen one is seen.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a count that arrives makes its tab wider
  useEffect(() => {
    const row = list.current;
    const tab = row?.querySelector<HTMLElement>(`[data-tab="${current}"]`);
    if (row == null || tab == null) return;
    const end = tab.offsetLeft + tab.offsetWidth + edgePixels - row.clientWidth;
    row.scrollLeft = Math.min(Math.max(row.scrollLeft, end), Math.max(0, tab.offsetLeft - edgePixels));
  }, [current, counts]);
  const move = (event: KeyboardEvent<HTMLElement>) => {
    const index = tabs.findIndex(({ name }) => name === current);
    const last = tabs.length - 1;
    const next = {
      ArrowRight: index === last ? 0 : index + 1,
      ArrowLeft: index === 0 ? last : index - 1,
      Home: 0,
      End: last,
    }[event.key];
    const tab = next === undefined ? undefined : tabs[next];
    if (tab === undefined) return;
    event.preventDefault();
    onChange(tab.name);
    event.currentTarget.querySelector<HTMLElement>(`[data-tab="${tab.name}"]`)?.focus();
  };
  return (
    <div ref={ref} role="tablist" aria-label={label} className={styles.tabs} onKeyDown={move}>
      {tabs.map((tab) => (
        <button
          key={tab.name}
          type="button"
          role="tab"
          id={`${id}-${tab.name}`}
          data-tab={tab.name}
          aria-selected={tab.name === current}
          aria-controls={`${id}-panel`}
          tabIndex={tab.name === current ? 0 : -1}
          onClick={() => onChange(tab.name)}
        >
          {tab.label}
          {tab.count !== undefined && <span className={styles.count}>{tab.count}</span>}
        </button>
      ))}
    </div>
  );
}
