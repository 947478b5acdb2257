/** What a chart over time asks: of whom, which measures, and for how long. */
import type {
  SeriesDirection,
  SeriesGrouping,
  SeriesMetric,
  SeriesPeer,
  SeriesSubject,
} from '#lib/api/traffic/series-words.ts';

/** What a chart is about: one side of traffic, or with `peer` one edge. */
export interface SeriesTarget {
  subject: SeriesSubject;
  namespace: string;
  /** Null for a namespace. */
  name: string | null;
  /** Only this version of the app. */
  version?: string | null;
  peer?: { kind: SeriesPeer; namespace: string | null; name: string; version?: string | null } | null;
}

export interface SeriesQuestion extends SeriesTarget {
  direction: SeriesDirection;
  metrics: readonly SeriesMetric[];
  by: SeriesGrouping;
  /** A Go duration. */
  range: string;
  /** Unix seconds of the end; null means now. */
  at: number | null;
  /** At most so many samples a series. */
  points?: number;
}
