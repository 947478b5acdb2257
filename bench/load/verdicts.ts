/** The bars of the load run (docs/security-matrix.md, REL-46 to 60) beside what was measured. */
import { ms } from '../figures.ts';
import type { ReadFigures } from './reads.ts';
import type { Fault } from './timetable.ts';
import type { WriteFigures } from './writes.ts';

export interface PhaseFigures {
  name: string;
  fault: Fault | null;
  seconds: number;
  reads: ReadFigures;
  failures: ReadonlyMap<number, number>;
  writes: WriteFigures;
  reasons: readonly [reason: string, times: number][];
  /** Of the fault that ended with this phase; null without one. */
  recovery: { wellMs: number; seenMs: number } | null;
  api: { perSecond: number; reviewsPerSecond: number; peak: number };
  prometheusPer15Seconds: number;
  prometheusAtOnce: number;
  /** Of both replicas together, on average. */
  cores: number;
  /** Of the larger one, at most. */
  residentMegabytes: number;
  /** The worst fifteen seconds of either event loop. */
  loop: { p99Ms: number; worstMs: number };
  /** The most that the load itself was late: what is above it is the console's. */
  generatorLateMs: number;
}

/** Of the whole timetable. */
export interface Totals {
  reads: Pick<ReadFigures, 'asked' | 'failed'>;
  writes: WriteFigures;
  /** Objects that at the end did not hold what was acknowledged last. */
  wrongAtEnd: number;
  cores: number;
  residentMegabytes: number;
}

export interface Verdict {
  bar: string;
  measured: string;
  met: boolean;
}

const percent = (part: number, whole: number) => `${((100 * part) / Math.max(1, whole)).toFixed(3)} %`;

export function verdicts(phases: readonly PhaseFigures[], totals: Totals): Verdict[] {
  const calm = phases.find(({ fault }) => fault === null);
  const of = (fault: Fault) => phases.find((phase) => phase.fault === fault);
  const list: Verdict[] = [];
  const say = (bar: string, measured: string, met: boolean) => list.push({ bar, measured, met });
  if (calm !== undefined) {
    const { reads, writes, api, loop } = calm;
    say('calm: graph p95 ≤ 300 ms', ms(reads.p95Ms), reads.p95Ms <= 300);
    say('calm: graph p99 ≤ 1 s', ms(reads.p99Ms), reads.p99Ms <= 1000);
    say('calm: a save (dry run and write) p95 ≤ 800 ms', ms(writes.p95Ms), writes.p95Ms <= 800);
    say('calm: event loop, p99 of its delay ≤ 50 ms in any 15 s', ms(loop.p99Ms), loop.p99Ms <= 50);
    say('calm: API server ≤ 30 calls/s', api.perSecond.toFixed(1), api.perSecond <= 30);
    say(
      'calm: Prometheus ≤ 12 questions in 15 s, both replicas',
      calm.prometheusPer15Seconds.toFixed(1),
      calm.prometheusPer15Seconds <= 12,
    );
  }
  const { asked, failed } = totals.reads;
  say(
    'all: reads that fail ≤ 0.1 %',
    `${failed} of ${asked} (${percent(failed, asked)})`,
    failed <= asked / 1000,
  );
  const { lost, wrong, unjudged, unsettled } = totals.writes;
  say(
    'all: no write lost, none done that was refused',
    `${lost} lost, ${wrong} wrong, ${unjudged + unsettled} not told; ${totals.wrongAtEnd} objects differ at the end`,
    lost + wrong + unjudged + unsettled + totals.wrongAtEnd === 0,
  );
  say('all: ≤ 1 core on average, both replicas', totals.cores.toFixed(2), totals.cores <= 1);
  say(
    'all: RSS ≤ 1.5 GiB each',
    `${totals.residentMegabytes.toFixed(0)} MB`,
    totals.residentMegabytes <= 1536,
  );
  const noneFails = ({ reads }: PhaseFigures) => reads.failed === 0;
  const failures = ({ reads }: PhaseFigures) => `${reads.failed} of ${reads.asked} failed`;
  const late = of('prometheus-late');
  if (late !== undefined) {
    say(
      'REL-48: answered within 8 s, none fails',
      `slowest ${ms(late.reads.worstMs)}, ${failures(late)}`,
      late.reads.worstMs <= 8000 && noneFails(late),
    );
    say(
      'REL-48: ≤ 4 questions at once, each replica',
      `${late.prometheusAtOnce} of both`,
      late.prometheusAtOnce <= 8,
    );
  }
  const refused = of('prometheus-refused');
  if (refused !== undefined) say('REL-47: no read fails', failures(refused), noneFails(refused));
  const away = of('api-refused');
  if (away !== undefined) {
    say('REL-46: pages answered from the snapshot', failures(away), noneFails(away));
    say('REL-46: well again within 10 s', recovered(away), (away.recovery?.wellMs ?? Infinity) <= 10_000);
  }
  const watches = of('watches');
  if (watches !== undefined) {
    say('REL-50: the state is right within 15 s', recovered(watches), worst(watches) <= 15_000);
    say('REL-50: no read fails', failures(watches), noneFails(watches));
  }
  const replaced = of('replicas');
  if (replaced !== undefined) {
    say(
      'REL-60: ≤ 0.1 % of reads fail',
      failures(replaced),
      replaced.reads.failed <= replaced.reads.asked / 1000,
    );
    const { acknowledged, asked: written } = replaced.writes;
    say('REL-60: no write fails', `${acknowledged} of ${written} acknowledged`, acknowledged === written);
    say(
      '500 clients back with a peak ≤ 100 API calls/s',
      `${replaced.api.peak} in the busiest second`,
      replaced.api.peak <= 100,
    );
  }
  return list;
}

function worst({ recovery }: PhaseFigures): number {
  return recovery === null ? Number.POSITIVE_INFINITY : Math.max(recovery.wellMs, recovery.seenMs);
}

function recovered({ recovery }: PhaseFigures): string {
  if (recovery === null) return 'not looked at';
  return `sources well after ${recoveryTime(recovery.wellMs)}, a change seen after ${recoveryTime(recovery.seenMs)}`;
}

export function recoveryTime(tookMs: number): string {
  return Number.isFinite(tookMs) ? ms(tookMs) : 'over 60 s';
}
