/**
 * What editors were told of their writes beside what Kubernetes holds: an acknowledged write that is not there is lost, one that is there
 * although it was refused is wrong. Every editor is the only one who writes its object, so each write can be judged by itself.
 */
import { percentile } from '../figures.ts';

export interface Write {
  /** Since the start of the timetable. */
  dueMs: number;
  /** From due to what the editor was told at last. */
  tookMs: number;
  told: 'written' | 'refused' | 'unsettled';
  /** Why it was refused, and at which step. */
  reason: string;
  /** The answer did not come or said nothing: the object was read until it told. */
  wasUnclear: boolean;
  wanted: string;
  /** The value in Kubernetes before and after, read past the console; null where it could not be read. */
  before: string | null;
  after: string | null;
}

export type Judgement = 'good' | 'lost' | 'wrong' | 'unjudged';

export function judge({ told, wanted, before, after }: Write): Judgement {
  if (after === null || told === 'unsettled') return 'unjudged';
  if (told === 'written') return after === wanted ? 'good' : 'lost';
  if (after === wanted && before !== wanted) return 'wrong';
  return before === null || after === before ? 'good' : 'wrong';
}

/** The value that must be there at the end: of the last write that was acknowledged. */
export function expectedAtEnd(writes: readonly Write[]): string | null {
  return writes.findLast(({ told }) => told === 'written')?.wanted ?? null;
}

export interface WriteFigures {
  asked: number;
  acknowledged: number;
  refused: number;
  unclear: number;
  unsettled: number;
  lost: number;
  wrong: number;
  unjudged: number;
  p95Ms: number;
}

export function writeFigures(writes: readonly Write[]): WriteFigures {
  const told = (what: Write['told']) => writes.filter((one) => one.told === what);
  const judged = writes.map(judge);
  const count = (what: Judgement) => judged.filter((one) => one === what).length;
  return {
    asked: writes.length,
    acknowledged: told('written').length,
    refused: told('refused').length,
    unclear: writes.filter(({ wasUnclear }) => wasUnclear).length,
    unsettled: told('unsettled').length,
    lost: count('lost'),
    wrong: count('wrong'),
    unjudged: count('unjudged'),
    p95Ms: percentile(
      told('written').map(({ tookMs }) => tookMs),
      0.95,
    ),
  };
}

/** Reasons with how often they came, most frequent first. */
export function reasonsOf(writes: readonly Write[]): [reason: string, times: number][] {
  const times = new Map<string, number>();
  for (const { told, reason } of writes)
    if (told !== 'written') times.set(reason, (times.get(reason) ?? 0) + 1);
  return [...times].sort((a, b) => b[1] - a[1]);
}
