/** What stands over and under an edge, by the reader's choice, and the chip of an edge that is slow or failing. */
import type { GraphEdge } from '#lib/api/graph.ts';
import { shortBytes, shortLatency, shortPercent, shortRate } from './short-units.ts';

export const labelChoices = ['rate-p95', 'rate', 'p95', 'errors', 'share', 'mtls', 'none'] as const;
export type LabelChoice = (typeof labelChoices)[number];

export interface EdgeTexts {
  readonly above: string;
  readonly below: string;
  readonly chip: string | null;
}

const nothing = { above: '', below: '' };

function volume(edge: GraphEdge): string {
  if (edge.protocol === 'tcp') return edge.bytesPerSecond === null ? '' : shortBytes(edge.bytesPerSecond);
  return shortRate(edge.requestsPerSecond);
}

const writers: Readonly<Record<LabelChoice, (edge: GraphEdge) => { above: string; below: string }>> = {
  'rate-p95': (edge) => ({ above: volume(edge), below: edge.p95Ms === null ? '' : shortLatency(edge.p95Ms) }),
  rate: (edge) => ({ above: volume(edge), below: '' }),
  p95: (edge) => ({ above: edge.p95Ms === null ? '' : shortLatency(edge.p95Ms), below: '' }),
  errors: (edge) => ({ above: edge.errorRatio === null ? '' : shortPercent(edge.errorRatio), below: '' }),
  share: (edge) => ({ above: edge.sourceShare === null ? '' : shortPercent(edge.sourceShare), below: '' }),
  mtls: (edge) => ({ above: edge.mtlsRatio === null ? '' : shortPercent(edge.mtlsRatio), below: '' }),
  none: () => nothing,
};

/** The number that made it slow or failing; null for a healthy edge. */
export function edgeChip(edge: GraphEdge): string | null {
  if (edge.health.state !== 'degraded' && edge.health.state !== 'failing') return null;
  const reason = edge.health.reasons[0];
  if (reason?.code === 'latency') {
    const value = reason.value ?? edge.p95Ms;
    return value === null ? null : shortLatency(value);
  }
  const value = reason?.code === 'client-error-ratio' ? edge.clientErrorRatio : edge.errorRatio;
  const ratio = reason?.value ?? value;
  return ratio === null ? null : shortPercent(ratio);
}

export function edgeTexts(edge: GraphEdge, choice: LabelChoice): EdgeTexts {
  const chip = edgeChip(edge);
  if (chip !== null) return { ...nothing, chip };
  if (edge.health.state === 'idle') return { ...nothing, chip };
  return { ...writers[choice](edge), chip };
}
