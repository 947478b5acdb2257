'use client';
/** A name for each item of a list that stays with it: while it is moved, while others come and go, while it is edited. */
import { useRef } from 'react';
import type { Json } from '#lib/document/json.ts';
import { sameItems } from '#lib/document/same-items.ts';

interface Known {
  items: readonly Json[];
  keys: readonly string[];
}

export function useItemKeys(items: readonly Json[]): readonly string[] {
  const known = useRef<Known>({ items: [], keys: [] });
  const count = useRef(0);
  const { items: before, keys } = known.current;
  if (before !== items) {
    const next = sameItems(before, items, [], () => null, 'all').map(
      (match) => (match === null ? undefined : keys[match]) ?? `${count.current++}`,
    );
    known.current = { items, keys: next };
  }
  return known.current.keys;
}
