/** Plays one tick of a plan: requests enter, split over legs and branches, and every proxy on the way counts them. */
import type { Branch } from './branches.ts';
import { expectedRate, wave } from './load.ts';
import type { Leg, Plan, PlannedCall, Station } from './plan.ts';
import { binomial, createRandom, hash, mix, multiply, poisson, type Random } from './random.ts';

export interface Tick {
  seed: number;
  /** Counts up by one; names the streams of random numbers. */
  number: number;
  sinceStartMs: number;
  lengthMs: number;
  carrier?: Carrier;
}

/**
 * Takes calls to a real network instead of having them played (the data plane of e2e/cluster). Legs and stations that its
 * requests reach are told by `PlannedCall.reach` and counted in their `carried`.
 */
export interface Carrier {
  carries(planned: PlannedCall): boolean;
  /** Makes so many calls within the next `withinMs`. */
  make(planned: PlannedCall, count: number, withinMs: number): void;
  /** So many played requests reached this program: within the next `withinMs` it makes the calls that they ask for. */
  handle(station: Station, count: number, withinMs: number): void;
}

/** Requests made by roots and stations, and where they ended: the two sides always balance. */
export interface Tally {
  made: number;
  ended: number;
}

export function playTick(plan: Plan, tick: Tick): Tally {
  const tally: Tally = { made: 0, ended: 0 };
  for (const station of plan.stations) station.arrived = 0;
  for (const { entry, share, calls } of plan.roots) {
    const rate = expectedRate(entry, tick.seed, tick.sinceStartMs) * share;
    const random = createRandom(mix(hash(tick.seed, entry.name, share), tick.number));
    const requests = poisson(random, (rate * tick.lengthMs) / 1000);
    playCalls(calls, requests, tick, tally, true);
  }
  for (const station of plan.stations) {
    tick.carrier?.handle(station, station.arrived, tick.lengthMs);
    playCalls(station.calls, station.arrived + station.carried, tick, tally, false);
    station.carried = 0;
  }
  return tally;
}

/** A program makes its carried calls by itself, while it works on a request; those of a root begin here. */
function playCalls(
  calls: readonly PlannedCall[],
  requests: number,
  tick: Tick,
  tally: Tally,
  isRoot: boolean,
): void {
  for (const planned of calls) {
    const first = planned.legs[0];
    if (!first) continue;
    const isCarried = tick.carrier?.carries(planned) === true;
    if (isCarried) noteCarried(planned, tick.lengthMs / 1000);
    if (isCarried && !isRoot) continue;
    const random = createRandom(mix(first.id, tick.number));
    const made = multiply(random, requests, planned.call.perRequest);
    if (isCarried) {
      tick.carrier?.make(planned, made, tick.lengthMs);
      continue;
    }
    tally.made += made;
    let left = made;
    let weight = 1;
    for (const leg of planned.legs) {
      // What is left is split one leg after another, each with its share of the weight that is left.
      const taken = leg === planned.legs.at(-1) ? left : binomial(random, left, leg.share / weight);
      left -= taken;
      weight -= leg.share;
      tally.ended += playLeg(planned, leg, taken, tick, random);
    }
    for (const mirror of planned.mirrors) {
      playLeg(planned, mirror, binomial(random, made, mirror.share), tick, random);
    }
  }
}

function noteCarried({ legs }: PlannedCall, seconds: number): void {
  for (const leg of legs) {
    leg.requestsPerSecond += 0.3 * (leg.carried / seconds - leg.requestsPerSecond);
    leg.carried = 0;
  }
}

/** Returns how many requests ended. */
function playLeg(planned: PlannedCall, leg: Leg, requests: number, tick: Tick, random: Random): number {
  const seconds = tick.lengthMs / 1000;
  leg.requestsPerSecond += 0.3 * (requests / seconds - leg.requestsPerSecond);
  if (leg.tcp) {
    playConnections(planned, leg, leg.tcp, requests, seconds, random);
    return requests;
  }
  if (requests === 0) return 0;
  // Slow changes of pace: below 1 the slower answers are drawn more often.
  const lean = 1 - 0.25 * wave(leg.id, tick.sinceStartMs, 300_000);
  const turnedAway = binomial(random, requests, overflowShare(planned, leg, requests / seconds));
  if (leg.overflow && turnedAway > 0) record(leg.overflow, turnedAway, planned, random, lean);
  let left = requests - turnedAway;
  let weight = 1;
  for (const branch of leg.branches) {
    const taken = branch === leg.branches.at(-1) ? left : binomial(random, left, branch.share / weight);
    left -= taken;
    weight -= branch.share;
    if (taken === 0) continue;
    record(branch, taken, planned, random, lean);
    arrive(leg.station, taken * branch.arrivals);
  }
  return requests - left;
}

function arrive(station: Station | null, requests: number): void {
  if (station) station.arrived += requests;
}

function record(branch: Branch, count: number, { sizes }: PlannedCall, random: Random, lean: number): void {
  branch.source?.record(random, count, branch.durations, lean, sizes);
  for (const { recorder, times, durations } of branch.destination) {
    recorder.record(random, count * times, durations, lean, sizes);
  }
}

/** Requests under way at once are rate times duration (Little's law); what exceeds the pool of one client proxy is refused. */
function overflowShare({ source }: PlannedCall, leg: Leg, requestsPerSecond: number): number {
  if (leg.target.kind !== 'workload' || leg.overflow === null) return 0;
  const meanSeconds = leg.branches.reduce((sum, { share, durations: { values } }) => {
    return sum + (share * (values.reduce((total, value) => total + value, 0) / values.length)) / 1000;
  }, 0);
  const inFlight = (requestsPerSecond * meanSeconds) / source.pods.length;
  return inFlight <= leg.target.maxInFlight ? 0 : 1 - leg.target.maxInFlight / inFlight;
}

/** A request uses a pooled connection; one in eighty opens a new one, and connections live for about a minute. */
function playConnections(
  { call }: PlannedCall,
  leg: Leg,
  tcp: NonNullable<Leg['tcp']>,
  uses: number,
  seconds: number,
  random: Random,
): void {
  const local = leg.target.kind === 'local';
  const opened = local ? uses : binomial(random, uses, 1 / 80) + (tcp.open === 0 && uses > 0 ? 1 : 0);
  const closed = local ? uses : binomial(random, tcp.open, Math.min(1, seconds / 60));
  tcp.open = local ? 0 : tcp.open + opened - closed;
  const bytes = (mean: number | undefined) =>
    local ? 0 : Math.round(uses * (mean ?? 500) * (0.9 + 0.2 * random()));
  const requestBytes = bytes(call.requestBytes);
  const responseBytes = bytes(call.responseBytes);
  for (const recorder of tcp.recorders) recorder.record(opened, closed, requestBytes, responseBytes);
  arrive(leg.station, uses);
}
