import { expect, test } from 'vitest';
import { unitOf } from './unit-of.ts';

test.each([
  ['up', 'number'],
  ['count(up)', 'number'],
  ['sum(rate(istio_requests_total[1m]))', 'perSecond'],
  ['increase(istio_requests_total[1h])', 'number'],
  ['rate(a[1m]) / rate(b[1m])', 'ratio'],
  [
    'histogram_quantile(0.95, sum by (le) (rate(istio_request_duration_milliseconds_bucket[1m])))',
    'milliseconds',
  ],
  ['histogram_quantile(0.5, rate(http_request_duration_seconds_bucket[5m]))', 'seconds'],
  [
    'rate(istio_request_duration_milliseconds_sum[1m]) / rate(istio_request_duration_milliseconds_count[1m])',
    'milliseconds',
  ],
  ['process_resident_memory_bytes', 'bytes'],
  ['sum by (source_workload) (rate(istio_tcp_sent_bytes_total[1m]))', 'bytesPerSecond'],
  ['process_start_time_seconds', 'seconds'],
  ['x{a="b_bytes"}', 'number'],
])('%s is in %s', (query, unit) => {
  expect(unitOf(query)).toBe(unit);
});
