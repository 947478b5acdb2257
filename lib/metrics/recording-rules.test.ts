import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { meshQueries } from './mesh-queries.ts';
import { recordedBuckets, recordedQuestion, recordingRules } from './recording-rules.ts';

const read = (name: string) => parse(readFileSync(`deploy/prometheus/${name}`, 'utf8'));
const buckets = (windowSeconds: number, recorded: boolean) =>
  meshQueries({ windowSeconds, recorded }).find(({ id }) => id === 'buckets')?.promql;

test('the files that are shipped hold the rules that are looked for', () => {
  expect(read('recording-rules.yaml').groups[0].rules).toEqual(recordingRules);
  expect(read('prometheus-rule.yaml').spec.groups[0].rules).toEqual(recordingRules);
});

test.each([
  [60, `(${recordedBuckets} > 0)`],
  [300, `(avg_over_time(${recordedBuckets}[5m]) > 0)`],
])('over %d s the recorded series answer', (windowSeconds, promql) => {
  expect(buckets(windowSeconds, true)).toBe(promql);
});

test('a shorter window, and a Prometheus without the rules, read the buckets', () => {
  expect(buckets(30, true)).toBe(buckets(30, false));
  expect(buckets(60, false)).toContain(
    'rate(istio_request_duration_milliseconds_bucket{reporter="destination"}[1m])',
  );
});

test('whether they are there is one cheap question', () => {
  expect(recordedQuestion).toBe(`count(${recordedBuckets})`);
});
