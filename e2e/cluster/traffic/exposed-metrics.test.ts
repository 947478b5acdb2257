import { describe, expect, it } from 'vitest';
import { createExposedMetrics } from './exposed-metrics.ts';

function metrics() {
  return createExposedMetrics({ requests_total: 'Requests.' });
}

describe('the exposition', () => {
  it('writes counters and gauges with help and type', () => {
    const store = metrics();
    store.counter('requests_total', { code: '200' }).add(3);
    store.counter('requests_total', { code: '200' }).add(4);
    store.gauge('up', {}).set(1);
    expect(store.text()).toBe(
      [
        '# HELP requests_total Requests.',
        '# TYPE requests_total counter',
        'requests_total{code="200"} 7',
        '# HELP up ',
        '# TYPE up gauge',
        'up 1',
        '',
      ].join('\n'),
    );
  });

  it('adds up the buckets of a histogram', () => {
    const store = metrics();
    store.histogram('ms', { a: 'b' }, [0.5, 10]).observe([1, 2, 3], 47);
    expect(store.text().split('\n').slice(2, -1)).toEqual([
      'ms_bucket{a="b",le="0.5"} 1',
      'ms_bucket{a="b",le="10.0"} 3',
      'ms_bucket{a="b",le="+Inf"} 6',
      'ms_sum{a="b"} 47',
      'ms_count{a="b"} 6',
    ]);
  });

  it('escapes what would end a label, and leaves out empty ones as Prometheus does', () => {
    const store = metrics();
    store.gauge('up', { path: 'C:\\"x"\n', none: '' }).set(Number.POSITIVE_INFINITY);
    expect(store.text()).toContain('up{path="C:\\\\\\"x\\"\\n"} +Inf\n');
  });
});

describe('the history', () => {
  it('is what scrapes of the target would have stored', () => {
    const store = metrics();
    const counter = store.counter('requests_total', { code: '200' });
    counter.add(1);
    store.scrape(1000);
    counter.add(2);
    store.scrape(2000);
    expect(store.takeHistory({ job: 'j', instance: 'i' })).toEqual([
      {
        labels: { __name__: 'requests_total', code: '200', job: 'j', instance: 'i' },
        timesMs: [1000, 2000],
        values: [1, 3],
      },
    ]);
  });

  it('keeps labels that a metric has itself, as honor_labels does', () => {
    const store = metrics();
    store.gauge('up', { instance: 'pod:15020' }).set(1);
    store.scrape(1000);
    expect(store.takeHistory({ job: 'j', instance: 'i' })[0]?.labels).toEqual({
      __name__: 'up',
      job: 'j',
      instance: 'pod:15020',
    });
  });

  it('begins for each metric when it was first there', () => {
    const store = metrics();
    store.counter('a', {}).add(1);
    store.scrape(1000);
    store.histogram('ms', {}, [5]).observe([1, 1], 30);
    store.scrape(2000);
    const series = new Map(
      store
        .takeHistory({})
        .map(({ labels, timesMs, values }) => [
          `${labels.__name__}${labels.le ?? ''}`,
          [Array.from(timesMs), Array.from(values)],
        ]),
    );
    expect(series.get('a')).toEqual([
      [1000, 2000],
      [1, 1],
    ]);
    expect(series.get('ms_bucket+Inf')).toEqual([[2000], [2]]);
    expect(series.get('ms_sum')).toEqual([[2000], [30]]);
  });

  it('is handed over once, and counters go on from it', () => {
    const store = metrics();
    const counter = store.counter('a', {});
    counter.add(5);
    store.scrape(1000);
    store.takeHistory({});
    counter.add(1);
    store.scrape(2000);
    expect(store.takeHistory({})).toEqual([]);
    expect(store.text()).toContain('a 6\n');
  });
});
