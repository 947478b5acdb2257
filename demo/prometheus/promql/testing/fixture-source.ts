/** Series written down in a test: a source for the evaluator without the store. */

import type { Matcher } from '#lib/promql/matcher.ts';
import { LabelSet } from '../label-set.ts';
import { matchesAll } from '../matcher.ts';
import { parseSelector } from '../parse.ts';
import type { SampleBuffer, Series, SeriesSource } from '../series-source.ts';

export interface FixtureSeries {
  labels: LabelSet;
  /** Unix ms and value, rising in time. */
  samples: readonly (readonly [atMs: number, value: number])[];
}

/** `name{label="value"}` to labels. */
function labelsOf(text: string): LabelSet {
  const { matchers } = parseSelector(text);
  return LabelSet.from(Object.fromEntries(matchers.map(({ label, value }) => [label, value])));
}

/**
 * One series from text: values apart by spaces, `_` for a gap, `0+10x3` for 0 10 20 30, `5x2` for 5 5 5.
 * The first lies at time 0, the others follow at the interval.
 */
export function series(selector: string, notation: string, intervalMs: number): FixtureSeries {
  const samples: [number, number][] = [];
  let index = 0;
  for (const item of notation.trim().split(/\s+/)) {
    for (const value of expand(item)) {
      if (value !== undefined) samples.push([index * intervalMs, value]);
      index++;
    }
  }
  return { labels: labelsOf(selector), samples };
}

function expand(item: string): (number | undefined)[] {
  const gap = /^_(?:x(\d+))?$/.exec(item);
  if (gap) return Array.from({ length: Number(gap[1] ?? 1) }, () => undefined);
  const run = /^(-?[\d.e]+|-?Inf|NaN)(?:([+-][\d.e]+))?x(\d+)$/.exec(item);
  if (!run) return [toNumber(item)];
  const first = toNumber(run[1] ?? '');
  return Array.from({ length: Number(run[3]) + 1 }, (_, step) => first + step * Number(run[2] ?? 0));
}

function toNumber(text: string): number {
  return Number(text.replace('Inf', 'Infinity'));
}

export function fixtureSource(all: readonly FixtureSeries[]): SeriesSource {
  return {
    select: (matchers: readonly Matcher[]) =>
      all.filter(({ labels }) => matchesAll(matchers, labels)).map(toSeries),
  };
}

function toSeries({ labels, samples }: FixtureSeries): Series {
  const within = (afterMs: number, untilMs: number) =>
    samples.filter(([atMs]) => atMs > afterMs && atMs <= untilMs);
  const fill = (found: typeof samples, into: SampleBuffer): void => {
    into.reset(found.length);
    for (const [atMs, value] of found) into.push(atMs, value);
  };
  return {
    labels,
    read: (afterMs, untilMs, into) => fill(within(afterMs, untilMs), into),
    readLatest: (afterMs, untilMs, into) => fill(within(afterMs, untilMs).slice(-1), into),
  };
}
