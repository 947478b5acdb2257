/**
 * What stands over and under an edge, by the reader's choice, and the chip of an edge that is slow or failing. Protocols differ:
 * TCP has no requests, so bytes stand for its rate; what a protocol does not have, or nobody measured, is left out.
 */
import type { GraphEdge } from '#lib/api/traffic/graph.ts';
import { shortBytes, shortLatency, shortPercent, shortRate } from './short-units.ts';

export const labelChoices = [
  'rate-p95',
  'rate-errors',
  'rate',
  'errors',
  'average',
  'p50',
  'p95',
  'p99',
  'throughput',
  'share',
  'mtls',
  'none',
] as const;
export type LabelChoice = (typeof labelChoices)[number];

export interface EdgeTexts {
  readonly above: string;
  readonly below: string;
  readonly chip: string | null;
}

type Writer = (edge: GraphEdge) => string;

const latency = (value: number | null) => (value === null ? '' : shortLatency(value));
const percent = (value: number | null) => (value === null ? '' : shortPercent(value));
const bytes: Writer = ({ bytesPerSecond }) => (bytesPerSecond === null ? '' : shortBytes(bytesPerSecond));

const measures = {
  rate: (edge) => {
    if (edge.protocol === 'tcp') return bytes(edge);
    // Where nobody has measured, nothing is claimed.
    return edge.requestsPerSecond > 0 ? shortRate(edge.requestsPerSecond) : '';
  },
  errors: (edge) => percent(edge.errorRatio),
  average: (edge) => latency(edge.averageMs),
  p50: (edge) => latency(edge.p50Ms),
  p95: (edge) => latency(edge.p95Ms),
  p99: (edge) => latency(edge.p99Ms),
  throughput: bytes,
  share: (edge) => percent(edge.sourceShare),
  mtls: (edge) => percent(edge.mtlsRatio),
} as const satisfies Record<string, Writer>;

/** What stands above, and what below. */
const lines: Readonly<Record<LabelChoice, readonly (keyof typeof measures)[]>> = {
  'rate-p95': ['rate', 'p95'],
  'rate-errors': ['rate', 'errors'],
  rate: ['rate'],
  errors: ['errors'],
  average: ['average'],
  p50: ['p50'],
  p95: ['p95'],
  p99: ['p99'],
  throughput: ['throughput'],
  share: ['share'],
  mtls: ['mtls'],
  none: [],
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
  if (chip !== null || edge.health.state === 'idle') return { above: '', below: '', chip };
  const [above, below] = lines[choice];
  return { above: above ? measures[above](edge) : '', below: below ? measures[below](edge) : '', chip };
}
