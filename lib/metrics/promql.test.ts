import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meshQueries } from './mesh-queries.ts';
import { overviewQueries } from './overview-queries.ts';
import {
  arithmetic,
  combine,
  compare,
  histogramQuantile,
  is,
  isNot,
  isOneOf,
  metric,
  rate,
  sumBy,
  withLabel,
} from './promql.ts';
import { hostileNames, parsePromql } from './testing/promql-grammar.ts';

describe('matchers', () => {
  it('SEC-20 inputs 17, 18 and 19: arrive in Prometheus as they were meant, whatever the value holds', () => {
    void fc.assert(
      fc.property(hostileNames, hostileNames, (a, b) => {
        const { promql } = metric('up', [is('a', a), isNot('b', b)]);
        expect(parsePromql(promql)).toEqual({
          valid: true,
          matchers: [is('a', a.toWellFormed()), isNot('b', b.toWellFormed())],
        });
      }),
      { numRuns: 500 },
    );
  });

  it('of several values match exactly these', () => {
    const printable = fc.string({ minLength: 1 });
    void fc.assert(
      fc.property(fc.array(printable, { minLength: 2, maxLength: 4 }), printable, (values, other) => {
        const [matcher] = parsePromql(metric('up', [isOneOf('a', values)]).promql).matchers;
        const pattern = new RegExp(`^(?:${matcher?.value})$`, 's');
        for (const value of values) expect(pattern.test(value)).toBe(true);
        expect(pattern.test(other)).toBe(values.includes(other));
      }),
    );
  });

  it('refuses names that are no identifiers', () => {
    expect(() => metric('up{}', [])).toThrow('not a metric name');
    expect(() => is('a', 'x') && metric('up', [is('a="', 'x')])).toThrow('not a label name');
    expect(() => sumBy(['a) (b'], metric('up'))).toThrow('not a label name');
  });
});

describe('expressions', () => {
  it('nest as they are built', () => {
    const errors = rate(metric('errors_total', [is('code', '500')]), 90);
    const all = rate(metric('requests_total'), 90);
    expect(sumBy(['a', 'b'], errors).promql).toBe('sum by (a, b) (rate(errors_total{code="500"}[1m30s]))');
    expect(arithmetic(arithmetic(errors, '+', 1), '/', all).promql).toBe(
      '((rate(errors_total{code="500"}[1m30s]) + 1) / rate(requests_total[1m30s]))',
    );
    expect(compare(histogramQuantile(0.95, all), '>', Number.POSITIVE_INFINITY).promql).toBe(
      '(histogram_quantile(0.95, rate(requests_total[1m30s])) > +Inf)',
    );
    expect(combine(withLabel(all, 'kind', 'x"y'), 'or', errors).promql).toBe(
      '(label_replace(rate(requests_total[1m30s]), "kind", "x\\"y", "", "") or rate(errors_total{code="500"}[1m30s]))',
    );
  });
});

describe('the questions of the graph and the overview', () => {
  const questions = [
    ...meshQueries({ windowSeconds: 60 }),
    ...overviewQueries({ rateWindowSeconds: 60, latencyHosts: null }),
    ...overviewQueries({ rateWindowSeconds: 60, latencyHosts: ['a.b.svc.cluster.local', 'x"y'] }),
  ];

  it.each(questions)('$id is valid PromQL', ({ promql }) => {
    expect(parsePromql(promql).valid).toBe(true);
  });

  it('are few, and the dear ones are on the slow beat', () => {
    expect(meshQueries({ windowSeconds: 60 }).map(({ id, beat }) => `${id} ${beat}`)).toEqual([
      'requests fast',
      'durations fast',
      'tcp fast',
      'buckets slow',
      'sizes slow',
    ]);
    expect(overviewQueries({ rateWindowSeconds: 60, latencyHosts: [] }).map(({ id }) => id)).toEqual([
      'requests',
      'errors',
    ]);
  });

  it('never name a bucket bound: proxies may have others', () => {
    for (const { promql } of questions)
      expect(parsePromql(promql).matchers.map(({ label }) => label)).not.toContain('le');
  });
});
