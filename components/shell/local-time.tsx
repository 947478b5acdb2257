'use client';
/** A date and time in the reader's zone. The server does not know the zone, so it is written in the browser. */
import { useFormat } from '#lib/i18n/use-format.ts';
import { useInBrowser } from './use-in-browser.ts';

export function LocalTime({ at }: { at: number }) {
  const format = useFormat();
  const inBrowser = useInBrowser();
  return <time dateTime={new Date(at * 1000).toISOString()}>{inBrowser ? format.dateTime(at) : ''}</time>;
}
