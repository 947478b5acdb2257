'use client';
/** Single keys of one page. Like the keys that work everywhere (shortcuts.ts) they are for the reader who is not typing. */
import { useEffect, useRef } from 'react';
import { isTyping, isUnderLayer, sequenceMs } from './shortcuts.ts';

/** By `event.key`: "f" and "F" differ. A key after "g" is a page's letter and not taken. */
export function usePageKeys(keys: Readonly<Record<string, () => void>>): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    let goAtMs = Number.NEGATIVE_INFINITY;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || isUnderLayer()) return;
      const second = event.timeStamp - goAtMs < sequenceMs;
      goAtMs = event.key === 'g' && !second ? event.timeStamp : Number.NEGATIVE_INFINITY;
      if (!second && !event.defaultPrevented) latest.current[event.key]?.();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}
