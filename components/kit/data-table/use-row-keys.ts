'use client';
/** Going from row to row by keyboard: one row is in the tab order, the keys move it, and the focus follows once the row is drawn. */
import { type FocusEvent, type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react';

export interface RowKeysOptions {
  /** Of all rows, in order. */
  keys: readonly string[];
  /** Rows that a page holds. */
  pageRows: number;
  /** Scrolls the row into view. */
  reveal(index: number): void;
}

export interface RowKeys {
  activeIndex: number;
  /** To spread on the element around the rows. */
  bodyProps: {
    ref(element: HTMLElement | null): void;
    onKeyDown(event: KeyboardEvent): void;
    onFocusCapture(event: FocusEvent): void;
  };
}

/** The row that a key leads to; null for other keys. */
export function targetIndex(key: string, from: number, count: number, pageRows: number): number | null {
  const targets: Readonly<Record<string, number>> = {
    ArrowDown: from + 1,
    ArrowUp: from - 1,
    PageDown: from + pageRows,
    PageUp: from - pageRows,
    Home: 0,
    End: count - 1,
  };
  const target = Object.hasOwn(targets, key) ? targets[key] : undefined;
  return target === undefined || count === 0 ? null : Math.min(count - 1, Math.max(0, target));
}

const rowKeyOf = (target: EventTarget) =>
  (target instanceof Element ? target.closest<HTMLElement>('[data-row]')?.dataset.row : undefined) ?? null;

export function useRowKeys({ keys, pageRows, reveal }: RowKeysOptions): RowKeys {
  const [active, setActive] = useState<string | null>(null);
  const body = useRef<HTMLElement>(null);
  const wanted = useRef<string | null>(null);
  useLayoutEffect(() => {
    if (wanted.current === null) return;
    const row = body.current?.querySelector(`[data-row="${CSS.escape(wanted.current)}"] [data-row-link]`);
    if (!(row instanceof HTMLElement)) return;
    wanted.current = null;
    row.focus({ preventScroll: true });
  });
  const activeIndex = Math.max(0, active === null ? 0 : keys.indexOf(active));
  return {
    activeIndex,
    bodyProps: {
      ref: (element) => {
        body.current = element;
      },
      onFocusCapture: ({ target }) => setActive(rowKeyOf(target)),
      onKeyDown: (event) => {
        if (event.altKey || event.ctrlKey || event.metaKey) return;
        const target = targetIndex(event.key, activeIndex, keys.length, pageRows);
        const key = target === null ? undefined : keys[target];
        if (target === null || key === undefined) return;
        event.preventDefault();
        wanted.current = key;
        setActive(key);
        reveal(target);
      },
    },
  };
}
