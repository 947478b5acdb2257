'use client';
/** A date and time in the reader's zone. The server does not know the zone, so it is written in the browser. */
import { useSyncExternalStore } from 'react';
import { useFormat } from '#lib/i18n/use-format.ts';

const never = () => () => {};

export function LocalTime({ at }: { at: number }) {
  const format = useFormat();
  const inBrowser = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  return <time dateTime={new Date(at * 1000).toISOString()}>{inBrowser ? format.dateTime(at) : ''}</time>;
}
