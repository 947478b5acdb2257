'use client';
/** The formatters of the reader's language, for client components. */
import { useLocale, useMessages } from 'use-intl';
import { createFormat, type Format, type Units } from './format.ts';

/** Made once for each language: formatters of Intl take milliseconds to make, and every row of a list asks for them. */
const formats = new WeakMap<Units, Format>();

export function useFormat(): Format {
  const locale = useLocale();
  const { units } = useMessages();
  let format = formats.get(units);
  if (format === undefined) {
    format = createFormat(locale, units);
    formats.set(units, format);
  }
  return format;
}
