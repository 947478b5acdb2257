'use client';
/** Sorting that does not move under the pointer: held while pointer or focus is inside, and 10 seconds after. */
import { useEffect, useRef, useState } from 'react';
import { holdOrder } from './held-order.ts';

export const holdMs = 10_000;

export interface HeldOrder<Row> {
  rows: readonly Row[];
  /** To spread on the element around the rows. */
  holdProps: { onPointerEnter(): void; onPointerLeave(): void; onFocus(): void; onBlur(): void };
}

/** `wish` names what the reader asked for (sort, filter): when it changes, the order is taken anew at once. */
export function useHeldOrder<Row>(
  sorted: readonly Row[],
  keyOf: (row: Row) => string,
  wish = '',
): HeldOrder<Row> {
  const [heldKeys, setHeldKeys] = useState<readonly string[] | null>(null);
  const [granted, setGranted] = useState(wish);
  const inside = useRef({ pointer: false, focus: false });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  if (granted !== wish) {
    setGranted(wish);
    if (heldKeys !== null) setHeldKeys(sorted.map(keyOf));
  }
  const rows = heldKeys === null ? sorted : holdOrder(sorted, keyOf, heldKeys);

  const enter = (by: 'pointer' | 'focus') => () => {
    inside.current[by] = true;
    clearTimeout(timer.current);
    setHeldKeys((before) => before ?? rows.map(keyOf));
  };
  const leave = (by: 'pointer' | 'focus') => () => {
    inside.current[by] = false;
    if (inside.current.pointer || inside.current.focus) return;
    timer.current = setTimeout(() => setHeldKeys(null), holdMs);
  };
  return {
    rows,
    holdProps: {
      onPointerEnter: enter('pointer'),
      onPointerLeave: leave('pointer'),
      onFocus: enter('focus'),
      onBlur: leave('focus'),
    },
  };
}
