'use client';
/** A name for each item of a list that stays with it: while it is moved, while others come and go, while it is edited. */
import { useRef } from 'react';
import type { Json } from '#lib/document/json.ts';
import { matchItems } from '#lib/document/match-items.ts';

interface Known {
  items: readonly Json[];
  keys: readonly string[];
}

export function useItemKeys(items: readonly Json[]): readonly string[] {
  const known = useRef<Known>({ items: [], keys: [] });
  const count = useRef(0);
  const { items: before, keys } = known.current;
  if (before !== items)
    known.current = { items, keys: follow(before, keys, items, () => `${count.current++}`) };
  return known.current.keys;
}

/** Equal items first, then by place. */
function follow(
  before: readonly Json[],
  keys: readonly string[],
  items: readonly Json[],
  fresh: () => string,
): string[] {
  const matches = matchItems(before, items, [], () => null, 'all');
  return matches.map((match) => (match === null ? null : keys[match]) ?? fresh());
}
