/** What an expression's numbers are in, by the endings of names (https://prometheus.io/docs/practices/naming/). A guess. Pure. */
import type { ChartUnit } from '#components/kit/time-series/chart-data.ts';

const perTime = /\b(i?rate|irate|increase|deriv|idelta)\s*\(/;
const counts = /^\s*(count|count_values|absent|group)\b/;
const metricName = /[a-zA-Z_:][a-zA-Z0-9_:]*/g;
const endings: readonly [RegExp, ChartUnit][] = [
  [/_milliseconds(_bucket|_sum)?$/, 'milliseconds'],
  [/_seconds(_bucket|_sum)?$/, 'seconds'],
  [/_bytes(_total|_sum|_bucket)?$/, 'bytes'],
  [/_ratio$/, 'ratio'],
];

function amountOf(query: string): ChartUnit | null {
  for (const [name] of query.replace(/"(?:\\.|[^"\\])*"|\{[^}]*\}/g, ' ').matchAll(metricName)) {
    const found = endings.find(([ending]) => ending.test(name));
    if (found !== undefined) return found[1];
  }
  return null;
}

export function unitOf(query: string): ChartUnit {
  if (counts.test(query)) return 'number';
  const amount = amountOf(query);
  const isRate = perTime.test(query) && !/\bincrease\s*\(/.test(query);
  // A percentile of buckets is a duration, and so is a sum divided by a count.
  if (/\bhistogram_quantile\s*\(/.test(query)) return amount ?? 'number';
  if (/\//.test(query)) {
    const isAverage = amount !== null && /_count\b/.test(query);
    return isAverage ? amount : amount === null && isRate ? 'ratio' : 'number';
  }
  if (!isRate) return amount ?? 'number';
  return amount === 'bytes' ? 'bytesPerSecond' : amount === null ? 'perSecond' : 'number';
}
