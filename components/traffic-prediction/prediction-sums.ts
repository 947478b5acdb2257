/** What a prediction comes to: how much moves, from where to where, and what gets an error. */
import type { PredictedEnd } from '#lib/api/configuration/prediction.ts';
import type { Flow, FlowRate } from './flows.ts';

export interface PredictionSums {
  total: number;
  /** Of callers that the reader may not see, by no rule that they do: a gateway of theirs may well follow what is changed. */
  hidden: number;
  /** For certain, and at most where something is undetermined. */
  moved: number;
  mostMoved: number;
  /** The ends that lose and gain most; null where nothing moves, or more than one does. */
  from: PredictedEnd | null;
  to: PredictedEnd | null;
  undetermined: number;
  notFound: Lost;
  unavailable: Lost;
  closed: Lost;
  blocked: Lost;
}

/** Of what gets no answer of a workload for one reason: what the change brings, what is so before and after it, and what it ends. */
export interface Lost {
  added: number;
  stays: number;
  ended: number;
}

/** Smaller differences are those of floating point. */
const least = 1e-6;
/** Of the whole: a measured split never meets its weights exactly, and that is no change. */
export const noise = 0.005;

const summed = new WeakMap<readonly Flow[], PredictionSums>();

/** Of a list once: it is told again with every key. */
export function sumsOf(flows: readonly Flow[]): PredictionSums {
  let sums = summed.get(flows);
  if (sums === undefined) {
    sums = sum(flows);
    summed.set(flows, sums);
  }
  return sums;
}

function sum(flows: readonly Flow[]): PredictionSums {
  const changes = new Map<string, number>();
  const sums = {
    total: 0,
    hidden: 0,
    moved: 0,
    mostMoved: 0,
    undetermined: 0,
  };
  for (const { source, rules, perSecond, now, after, most, undetermined } of flows) {
    sums.total += perSecond;
    if (source === null && rules.every((rule) => rule === null)) sums.hidden += perSecond;
    sums.undetermined += undetermined;
    const before = byEnd(now);
    const then = byEnd(after);
    const atMost = undetermined > 0 ? byEnd(most) : then;
    for (const [end, rate] of before) {
      sums.moved += Math.max(0, rate - (atMost.get(end) ?? 0));
      sums.mostMoved += Math.max(0, rate - (then.get(end) ?? 0));
      changes.set(end, (changes.get(end) ?? 0) - rate);
    }
    for (const [end, rate] of then) changes.set(end, (changes.get(end) ?? 0) + rate);
  }
  const losing = [...changes].filter(([, change]) => change < -noise * sums.total);
  const gaining = [...changes].filter(([, change]) => change > noise * sums.total);
  const only = (list: typeof losing) =>
    list.length === 1 && list[0] !== undefined ? endOf(list[0][0]) : null;
  return {
    ...sums,
    notFound: lostAs('not-found', flows),
    unavailable: lostAs('unavailable', flows),
    closed: lostAs('closed', flows),
    blocked: lostAs('blocked', flows),
    moved: floor(sums.moved),
    mostMoved: floor(sums.mostMoved),
    undetermined: floor(sums.undetermined),
    from: only(losing),
    to: only(gaining),
  };
}

/** Those of many that a reader looks for: what moves most, then what is most; in their order. */
export function movedMost(flows: readonly Flow[], most: number): readonly Flow[] {
  if (flows.length <= most) return flows;
  const ranked = flows
    .map((flow) => ({ flow, moved: movedIn(flow) }))
    .sort((a, b) => b.moved - a.moved || b.flow.perSecond - a.flow.perSecond);
  const chosen = new Set(ranked.slice(0, most).map(({ flow }) => flow));
  return flows.filter((flow) => chosen.has(flow));
}

/** At most, where something is undetermined. */
function movedIn({ now, after }: Flow): number {
  const then = byEnd(after);
  let moved = 0;
  for (const [end, rate] of byEnd(now)) moved += Math.max(0, rate - (then.get(end) ?? 0));
  return moved;
}

const floor = (value: number) => (value < least ? 0 : value);

/** Caller by caller: an error that ends for one and begins for another is both. */
function lostAs(kind: PredictedEnd['kind'], flows: readonly Flow[]): Lost {
  const sum: Lost = { added: 0, stays: 0, ended: 0 };
  for (const { perSecond, now, after, most, undetermined } of flows) {
    const before = rateOf(kind, now);
    const certain = rateOf(kind, after);
    const isAlike = before > 0 && certain > 0 && Math.abs(certain - before) <= noise * perSecond;
    if (isAlike) {
      sum.stays += certain;
      continue;
    }
    sum.stays += Math.min(before, certain);
    sum.added += Math.max(0, certain - before);
    // What depends on the request may still get it.
    sum.ended += Math.max(0, before - (undetermined > 0 ? rateOf(kind, most) : certain));
  }
  return { added: floor(sum.added), stays: floor(sum.stays), ended: floor(sum.ended) };
}

function rateOf(kind: PredictedEnd['kind'], rates: readonly FlowRate[]): number {
  return rates.reduce((sum, { end, perSecond }) => sum + (end.kind === kind ? perSecond : 0), 0);
}

export function byEnd(rates: readonly FlowRate[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const { end, perSecond } of rates) {
    const key = keyOf(end);
    found.set(key, (found.get(key) ?? 0) + perSecond);
  }
  return found;
}

/** No name has them in it. */
const between = '\n';
const none = '\t';

function keyOf({ kind, host, version, subset }: PredictedEnd): string {
  return `${kind}${between}${host}${between}${version ?? none}${between}${subset ?? none}`;
}

export function endOf(key: string): PredictedEnd {
  const [kind, host = '', version, subset] = key.split(between);
  const told = (text: string | undefined) => (text === undefined || text === none ? null : text);
  return { kind: kind as PredictedEnd['kind'], host, version: told(version), subset: told(subset) };
}
