/**
 * Percentiles of every edge are the dearest thing that Prometheus is asked for: it reads every bucket of every pod. A recording rule
 * adds them up by edge once, for everybody. Shipped in deploy/prometheus, used where its series exist.
 * Names: https://prometheus.io/docs/practices/rules/#recording-rules
 */
import { bucketRates } from './bucket-rates.ts';
import { averageOver, compare, count, metric, type Vector } from './promql.ts';

/** Rates over a minute. */
export const recordedBuckets = 'sluice:istio_request_duration_milliseconds_bucket:rate1m';
export const recordedWindowSeconds = 60;

export interface RecordingRule {
  record: string;
  expr: string;
}

export const recordingRules: readonly RecordingRule[] = [
  { record: recordedBuckets, expr: bucketRates(recordedWindowSeconds).promql },
];

/** One number where the rules are at work, nothing elsewhere. */
export const recordedQuestion: string = count(metric(recordedBuckets)).promql;

/** The slow question, answered from the recorded series; null for a window shorter than theirs. */
export function fromRecorded(windowSeconds: number): string | null {
  if (windowSeconds < recordedWindowSeconds) return null;
  const recorded = metric(recordedBuckets);
  const rates: Vector =
    windowSeconds === recordedWindowSeconds ? recorded : averageOver(recorded, windowSeconds);
  return compare(rates, '>', 0).promql;
}
