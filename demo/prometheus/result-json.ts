/** Query results as the HTTP API writes them: times in seconds, values as strings. Built by hand: answers are megabytes. */

import { compareText } from '#lib/compare-text.ts';
import { formatPlain, formatValue } from '#lib/promql/number-format.ts';
import type { LabelSet, SharedLabels } from './promql/label-set.ts';
import type { QueryValue } from './promql/query-value.ts';

/** JSON of `data`. At most `limit` series (0: all). */
export function queryDataJson(value: QueryValue, limit: number): string {
  return `{"resultType":"${value.type}","result":${resultJson(value, limit)}}`;
}

export function isTruncated(value: QueryValue, limit: number): boolean {
  if (limit === 0) return false;
  if (value.type === 'vector') return value.samples.length > limit;
  return value.type === 'matrix' && value.series.length > limit;
}

function resultJson(value: QueryValue, limit: number): string {
  switch (value.type) {
    case 'scalar':
      // Unlike every other value, a scalar is written without exponent.
      return `[${seconds(value.atMs)},"${formatPlain(value.value)}"]`;
    case 'string':
      return `[${seconds(value.atMs)},${JSON.stringify(value.value)}]`;
    case 'vector': {
      const at = seconds(value.atMs);
      return list(
        cut(value.samples, limit).map(
          ({ labels, value: sample }) =>
            `{"metric":${labelsJson(labels)},"value":[${at},"${formatValue(sample)}"]}`,
        ),
      );
    }
    case 'matrix':
      return list(
        cut(value.series, limit).map(({ labels, times, values }) => {
          const points = Array.from(times, (atMs, index) => point(atMs, values[index] ?? Number.NaN));
          return `{"metric":${labelsJson(labels)},"values":${list(points)}}`;
        }),
      );
  }
}

function cut<T>(items: readonly T[], limit: number): readonly T[] {
  return limit > 0 ? items.slice(0, limit) : items;
}

function list(items: readonly string[]): string {
  return `[${items.join(',')}]`;
}

function point(atMs: number, value: number): string {
  return `[${seconds(atMs)},"${formatValue(value)}"]`;
}

function seconds(atMs: number): string {
  return String(atMs / 1000);
}

export function labelsJson({ name, le, shared }: LabelSet): string {
  const { beforeName, beforeLe, behind } = sharedJson(shared);
  const nameJson = name === '' ? '' : `"__name__":${JSON.stringify(name)},`;
  const leJson = le === '' ? '' : `"le":${JSON.stringify(le)},`;
  return `{${(beforeName + nameJson + beforeLe + leJson + behind).slice(0, -1)}}`;
}

/** Pairs in ascending order of names, a comma behind each, cut where `__name__` and `le` have their places. */
interface SharedJson {
  beforeName: string;
  beforeLe: string;
  behind: string;
}

/** Kept as long as the labels are: the same ones are written with every answer. */
const written = new WeakMap<SharedLabels, SharedJson>();

function sharedJson(shared: SharedLabels): SharedJson {
  const known = written.get(shared);
  if (known) return known;
  const made = { beforeName: '', beforeLe: '', behind: '' };
  shared.names.forEach((name, index) => {
    const pair = `${JSON.stringify(name)}:${JSON.stringify(shared.values[index] ?? '')},`;
    if (compareText(name, '__name__') < 0) made.beforeName += pair;
    else if (compareText(name, 'le') < 0) made.beforeLe += pair;
    else made.behind += pair;
  });
  written.set(shared, made);
  return made;
}
