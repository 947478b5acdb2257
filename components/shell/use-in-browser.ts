'use client';
/** False in the server's first frame: it knows neither the reader's zone nor clock, so what depends on them is written in the browser. */
import { useSyncExternalStore } from 'react';

const never = () => () => {};

export function useInBrowser(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
