'use client';
/**
 * Large work on new data, cut where the page may answer in between: React pauses between two components and never within one, and shows
 * nothing before all of them are done. Each part is made anew only when what it is made of has changed.
 */
import { type ReactNode, useMemo } from 'react';

export interface PartProps<T> {
  /** What it is made of; always as many. */
  of: readonly unknown[];
  make: () => T;
  children: (made: T) => ReactNode;
}

export function Part<T>({ of, make, children }: PartProps<T>) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: whoever makes it says what it is made of
  const made = useMemo(make, of);
  return children(made);
}
