/** A query's answer as one line of text, so that tests are tables of queries and answers. */

import { formatValue } from '#lib/promql/number-format.ts';
import { queryInstant, queryRange } from '../evaluate.ts';
import type { LabelSet } from '../label-set.ts';
import type { QueryValue } from '../query-value.ts';
import { type FixtureSeries, fixtureSource } from './fixture-source.ts';

interface Asked {
  /** Seconds; the whole range for a range query. */
  at: number | { start: number; end: number; step: number };
  maxSamples?: number;
  timeoutMs?: number;
}

/**
 * `{job="a"} 5; {job="b"} 7` for a vector, `{job="a"} 5@60 7@120` for a matrix (values rounded to 12 digits), then warnings and infos.
 * Errors as `bad_data: …`.
 */
export function answerText(all: readonly FixtureSeries[], query: string, asked: Asked): string {
  const { at, maxSamples, timeoutMs = 60_000 } = asked;
  const options = { source: fixtureSource(all), clock: () => performance.now(), timeoutMs, maxSamples };
  const answer =
    typeof at === 'number'
      ? queryInstant(query, at * 1000, options)
      : queryRange(query, at.start * 1000, at.end * 1000, at.step * 1000, options);
  if (!answer.ok) return `${answer.error.type}: ${answer.error.message}`;
  const { value, warnings, infos } = answer.value;
  return [valueText(value), ...warnings, ...infos].join(' | ');
}

function valueText(value: QueryValue): string {
  switch (value.type) {
    case 'scalar':
      return `scalar ${rounded(value.value)}`;
    case 'string':
      return `string ${JSON.stringify(value.value)}`;
    case 'vector':
      return value.samples
        .map((sample) => `${seriesText(sample.labels)} ${rounded(sample.value)}`)
        .join('; ');
    case 'matrix':
      return value.series
        .map(({ labels, times, values }) => {
          const points = Array.from(times, (ms, index) => `${rounded(values[index] ?? 0)}@${ms / 1000}`);
          return `${seriesText(labels)} ${points.join(' ')}`;
        })
        .join('; ');
  }
}

function seriesText(labels: LabelSet): string {
  const rest = labels.withoutName();
  return labels.name + (rest.entries().length > 0 || labels.name === '' ? String(rest) : '');
}

function rounded(value: number): string {
  return formatValue(Number.isFinite(value) ? Number(value.toPrecision(12)) : value);
}
