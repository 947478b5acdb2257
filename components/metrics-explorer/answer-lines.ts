/** Series as lines of a chart: names that tell them apart, the highest first, no more than a picture holds. Pure. */
import { spelledOut } from '#components/kit/hidden-letters.ts';
import { categoryLook } from '#components/kit/time-series/category-look.ts';
import type { ChartLine } from '#components/kit/time-series/chart-data.ts';
import { lastSample } from '#components/kit/time-series/chart-data.ts';
import type { ExploreAnswer } from '#lib/api/traffic/explore.ts';

type Series = ExploreAnswer['series'][number];
type Labels = Readonly<Record<string, string>>;

export const mostLines = 40;

/** `name{a="b"}` without what all series share: where one label is left, its value alone; the whole of a lone one. */
export function seriesNames(all: readonly Labels[]): string[] {
  const [first] = all;
  const names = [...new Set(all.flatMap((labels) => Object.keys(labels)))];
  const shared = new Set(
    first === undefined || all.length < 2
      ? []
      : names.filter((name) => all.every((labels) => labels[name] === first[name])),
  );
  const telling = names.filter((name) => !shared.has(name));
  const [only = ''] = telling;
  if (all.length > 1 && telling.length === 1 && only !== '__name__') {
    return all.map((labels) => spelledOut(labels[only] ?? '{}'));
  }
  return all.map((labels) => {
    const { __name__: metric = '' } = labels;
    const inner = Object.entries(labels)
      .filter(([name]) => name !== '__name__' && !shared.has(name))
      .map(([name, value]) => `${name}="${spelledOut(value)}"`);
    const name = shared.has('__name__') ? '' : metric;
    return inner.length === 0 ? name || metric || '{}' : `${name}{${inner.join(', ')}}`;
  });
}

/** Values and times are those of the answer. */
export function linesOf(series: readonly Series[]): ChartLine[] {
  const names = seriesNames(series.map(({ labels }) => labels));
  return series
    .map(({ labels, values }, index) => ({
      key: JSON.stringify(Object.entries(labels).sort()),
      label: names[index] ?? '',
      values,
      last: lastSample(values)?.value ?? Number.NEGATIVE_INFINITY,
    }))
    .sort((a, b) => b.last - a.last)
    .slice(0, mostLines)
    .map(({ key, label, values }, index) => ({ key, label, values, ...categoryLook(index) }));
}
