'use client';
/** What the charts keep in the URL: how traffic is split, whose it is, and which time they show. */
import { parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { seriesDirections } from '#lib/api/traffic/series-words.ts';
import { rangeSeconds } from '#lib/client/address/scope.ts';

/** The API can also tell what each reporter says; that is a question for those who write queries. */
export const chartGroupings = ['code', 'version', 'peer', 'protocol', 'flag'] as const;

export const spans = ['15m', '1h', '6h', '1d', '7d'] as const;
const usualSpan = '1h';

export const percentiles = ['p50Ms', 'p95Ms', 'p99Ms', 'averageMs'] as const;

const parsers = {
  by: parseAsStringLiteral(chartGroupings).withDefault('code'),
  dir: parseAsStringLiteral(seriesDirections).withDefault('inbound'),
  /** How far back; a Go duration of one unit. */
  span: parseAsString.withDefault(usualSpan),
  /** Unix seconds of the end; absent is now. */
  until: parseAsInteger,
  /** Which part the charts show that can only show one at a time; absent: all together. */
  part: parseAsString,
  pct: parseAsStringLiteral(percentiles).withDefault('p95Ms'),
};

const leastZoomSeconds = 60;

export function useChartsUrl() {
  const [state, set] = useQueryStates(parsers, { history: 'replace' });
  const seconds = rangeSeconds(state.span);
  const span = seconds === null || seconds < leastZoomSeconds ? usualSpan : state.span;
  return {
    ...state,
    span,
    set,
    /** A step in the history: "back" leads out again. */
    zoom: (from: number, to: number) => {
      const wanted = Math.max(leastZoomSeconds, Math.ceil(to - from));
      const middle = (from + to) / 2;
      void set({ span: `${wanted}s`, until: Math.ceil(middle + wanted / 2) }, { history: 'push' });
    },
  };
}

export type ChartsUrl = ReturnType<typeof useChartsUrl>;
