/** What a query evaluates to; times in Unix ms. */
import type { LabelSet } from './label-set.ts';

export interface MatrixSeries {
  labels: LabelSet;
  times: ArrayLike<number>;
  values: ArrayLike<number>;
}

export type QueryValue =
  | { type: 'scalar'; atMs: number; value: number }
  | { type: 'string'; atMs: number; value: string }
  | { type: 'vector'; atMs: number; samples: { labels: LabelSet; value: number }[] }
  | { type: 'matrix'; series: MatrixSeries[] };
