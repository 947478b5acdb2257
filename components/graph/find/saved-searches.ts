'use client';
/** Expressions that the reader keeps, in this browser. */
import { useSyncExternalStore } from 'react';

export type SearchKind = 'find' | 'hide';

const most = 20;
const none: readonly string[] = [];
const listeners = new Set<() => void>();
const cache = new Map<string, { text: string | null; list: readonly string[] }>();
const keyOf = (kind: SearchKind) => `sluice-saved-${kind}`;

/** What a browser holds under this name; what cannot be read counts as nothing. */
export function readSaved(text: string | null): readonly string[] {
  if (text === null) return none;
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list.filter((item) => typeof item === 'string').slice(0, most) : none;
  } catch {
    return none;
  }
}

function load(kind: SearchKind): readonly string[] {
  const text = localStorage.getItem(keyOf(kind));
  const known = cache.get(kind);
  if (known?.text === text) return known.list;
  const list = readSaved(text);
  cache.set(kind, { text, list });
  return list;
}

/** Keeps it, or forgets it when it is kept already. */
export function toggleSaved(kind: SearchKind, expression: string): void {
  const before = load(kind);
  const after = before.includes(expression)
    ? before.filter((text) => text !== expression)
    : [expression, ...before].slice(0, most);
  try {
    localStorage.setItem(keyOf(kind), JSON.stringify(after));
  } catch {
    // A full or forbidden store: there is nothing to keep it in.
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', listener);
  };
}

export function useSaved(kind: SearchKind): readonly string[] {
  return useSyncExternalStore(
    subscribe,
    () => load(kind),
    () => none,
  );
}
