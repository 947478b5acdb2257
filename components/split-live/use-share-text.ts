'use client';
/** Shares in percent (0..100) as the reader's language writes them: whole where they are whole. */
import { useMemo } from 'react';
import { useFormat } from '#lib/i18n/use-format.ts';

export interface ShareText {
  /** 25 is "25 %", 12.5 is "12.5 %". */
  whole(percent: number | null): string;
  /** "25.0 %", for columns. */
  exact(percent: number | null): string;
  /** "75 / 25 %" of a candidate's share. */
  pair(candidate: number | null): string;
}

export function useShareText(): ShareText {
  const format = useFormat();
  return useMemo(() => {
    const ratio = (percent: number | null) => (percent === null ? null : percent / 100);
    const digits = (percent: number | null) =>
      percent === null || Math.abs(percent - Math.round(percent)) < 0.05 ? 0 : 1;
    const whole = (percent: number | null) => format.percent(ratio(percent), digits(percent));
    return {
      whole,
      exact: (percent) => format.percent(ratio(percent), 1),
      pair: (candidate) =>
        candidate === null
          ? format.percent(null)
          : `${format.decimal(100 - candidate, digits(candidate))}/${whole(candidate)}`,
    };
  }, [format]);
}
