/** What viewers were answered, summed up: latency from the moment a question was due, so that a late question hides nothing. */
import { percentile } from '../figures.ts';

export interface Read {
  /** Since the start of the timetable. */
  dueMs: number;
  tookMs: number;
  /** HTTP status; 0 without an answer. */
  status: number;
  bytes: number;
}

export interface ReadFigures {
  perSecond: number;
  asked: number;
  failed: number;
  unchanged: number;
  p50Ms: number;
  p95Ms: number;
  p99Ms: number;
  worstMs: number;
  kilobytesPerAnswer: number;
}

const isGood = ({ status }: Read) => status === 200 || status === 304;

export function readFigures(reads: readonly Read[], seconds: number): ReadFigures {
  const good = reads.filter(isGood);
  const whole = good.filter(({ status }) => status === 200);
  const took = good.map(({ tookMs }) => tookMs);
  return {
    perSecond: good.length / seconds,
    asked: reads.length,
    failed: reads.length - good.length,
    unchanged: good.length - whole.length,
    p50Ms: percentile(took, 0.5),
    p95Ms: percentile(took, 0.95),
    p99Ms: percentile(took, 0.99),
    worstMs: percentile(took, 1),
    kilobytesPerAnswer: whole.reduce((sum, { bytes }) => sum + bytes, 0) / 1000 / Math.max(1, whole.length),
  };
}

/** How often each status other than a good one came. */
export function failuresByStatus(reads: readonly Read[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const read of reads) if (!isGood(read)) counts.set(read.status, (counts.get(read.status) ?? 0) + 1);
  return counts;
}

/** Where load ends: an answer in twenty takes over a second, or one in a thousand fails. */
export function isBroken({ p95Ms, failed, asked }: ReadFigures): boolean {
  return !(p95Ms <= 1000) || failed > asked / 1000;
}
