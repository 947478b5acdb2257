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

export function useHeldOrder<Row>(sorted: readonly Row[], keyOf: (row: Row) => string): HeldOrder<Row> {
  const [heldKeys, setHeldKeys] = useState<readonly string[] | null>(null);
  const inside = useRef({ pointer: false, focus: false });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
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
