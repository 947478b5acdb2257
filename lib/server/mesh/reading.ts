/** What was read of the mesh's metrics for one window. */
import type { Warning } from '#lib/api/problem.ts';
import type { Telemetry } from '#lib/graph/telemetry/telemetry.ts';

export interface Reading {
  telemetry: Telemetry;
  /** Unix seconds of the newest sample. */
  at: number;
  /** Unix seconds of the last good answer; null when there is none. */
  metricsAt: number | null;
  /** Unix seconds at which the percentiles were read: they have a slower beat. Null when there are none. */
  percentilesAt: number | null;
  warnings: readonly Warning[];
  /** Whose metrics they are: `scopeKey` (lib/metrics/metrics-scope.ts). */
  scope: string;
  /** Differs between readings with different content. */
  version: string;
}

export const partialMetrics: Warning = {
  code: 'prometheus-partial',
  source: 'prometheus',
  detail: 'Some metrics are missing or incomplete.',
};
