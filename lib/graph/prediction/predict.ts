/**
 * Predicted traffic: what was measured, sent through other objects on paper: requests, and of connections their bytes. What telemetry
 * cannot tell (path, headers, server names, ports) is not guessed: rules that ends do not tell apart are one, and what depends on such
 * conditions is "undetermined" with its bounds.
 */
import type { ClusterObjects } from '../../istio/objects.ts';
import { routingSteps } from '../../istio/routing/routing-index.ts';
import { finish, type Steps } from '../../steps.ts';
import { type ClusterIndex, indexOf } from '../build/cluster-index.ts';
import type { Endpoint } from '../build/identity.ts';
import { type Entry, type RoutePlans, routePlansOf } from '../routes/plans.ts';
import type { RouteLayer } from '../routes/rules.ts';
import type { TrafficRecord } from '../telemetry/traffic-record.ts';
import { type CallerRule, narrowerRules, outcomesOf, rulesOfEntry, type Side } from './caller-rules.ts';
import { add, type End, endOf, type RuleEnds, sumOf } from './ends.ts';
import {
  byCaller,
  type Explained,
  type ExplainedCaller,
  explainSteps,
  hostOf,
  measuredIn,
} from './explain.ts';
import { withFullHosts } from './full-hosts.ts';
import type { RuleName } from './rule-name.ts';
import { touchedTraffic } from './touched-traffic.ts';

/** What one caller sends along one rule, or along rules that cannot be told apart: requests, or bytes of connections. */
export interface PredictedFlow {
  source: { namespace: string; workload: string };
  /** Null for a host's own route. Empty: no rule explains what was measured; such requests are left where they are. */
  rules: readonly (RuleName | null)[];
  perSecond: number;
  /** By end; without mirrored copies. */
  now: readonly Rate[];
  /** What is certain; with `undetermined` it adds up to the same. */
  after: readonly Rate[];
  /** Depends on what telemetry does not tell. */
  undetermined: number;
  /** At most, by end, where something is undetermined. */
  most: readonly Rate[];
  mirrors: { now: readonly Rate[]; after: readonly Rate[] };
}

export interface Rate {
  end: End;
  perSecond: number;
}

export interface Prediction {
  /** Requests per second. */
  requests: readonly PredictedFlow[];
  /** Bytes per second, both ways together. */
  connections: readonly PredictedFlow[];
}

interface Sides {
  now: ClusterObjects;
  after: ClusterObjects;
}

export function predict(records: readonly TrafficRecord[], objects: Sides): Prediction {
  return finish(predictSteps(records, objects));
}

/** In steps of one caller: the Sidecar of the root namespace may move all that is measured in a mesh. */
export function* predictSteps(told: readonly TrafficRecord[], objects: Sides): Steps<Prediction> {
  const records = withFullHosts(told, objects.now);
  const index = indexOf(objects.now);
  yield;
  const nowPlans = yield* plansIn(objects.now, index);
  const next = hasSameWorkloads(objects.now, objects.after) ? index : indexOf(objects.after);
  yield;
  const nextPlans = yield* plansIn(objects.after, next);
  const touched = touchedTraffic(
    { objects: objects.now, plans: nowPlans },
    { objects: objects.after, plans: nextPlans },
  );
  yield;
  const own =
    touched === null
      ? records
      : records.filter(
          ({ source, destination }) =>
            touched.callers.has(source.namespace) || touched.hosts.has(hostOf(destination.host)),
        );
  function* flowsIn(layer: RouteLayer): Steps<PredictedFlow[]> {
    const measured = measuredIn(records, layer);
    yield;
    const now: Side = { index, plans: nowPlans, measured };
    const explained =
      touched === null
        ? yield* explainedAll(records, objects.now, now, layer)
        : yield* explainSteps(own, now, layer);
    const after: Side = { index: next, plans: nextPlans, measured };
    const proposed: Proposed = {
      layer,
      rules: byCaller(after, (caller, name) => {
        const entry: Entry = JSON.parse(name);
        const narrower = layer === 'http' ? narrowerRules(after, caller, entry) : [];
        return [...narrower, ...rulesOfEntry(after, caller, entry, layer)];
      }),
      outcomes: new Map(),
    };
    const flows: PredictedFlow[] = [];
    for (const caller of explained) {
      flows.push(...(yield* flowsOf(caller, proposed)));
      yield;
    }
    return flows;
  }
  return { requests: yield* flowsIn('http'), connections: yield* flowsIn('l4') };
}

function* plansIn(objects: ClusterObjects, index: ClusterIndex): Steps<RoutePlans> {
  // What the plans are made of is kept by lists: they find it there.
  yield* routingSteps(objects);
  const plans = routePlansOf(objects, index);
  yield;
  return plans;
}

/** The last of each; a proposal is made again and again while somebody writes it. */
const explainedLast = new WeakMap<
  readonly TrafficRecord[],
  { of: ClusterObjects; layers: Map<RouteLayer, Explained> }
>();

function* explainedAll(
  records: readonly TrafficRecord[],
  of: ClusterObjects,
  now: Side,
  layer: RouteLayer,
): Steps<Explained> {
  const known = explainedLast.get(records);
  const explained =
    (known?.of === of ? known.layers.get(layer) : undefined) ?? (yield* explainSteps(records, now, layer));
  // Somebody else's prediction may have come in between.
  const latest = explainedLast.get(records);
  if (latest?.of === of) latest.layers.set(layer, explained);
  else explainedLast.set(records, { of, layers: new Map([[layer, explained]]) });
  return explained;
}

/** Worked out once for all callers for whom the same rules apply. */
interface Proposed {
  layer: RouteLayer;
  /** By an entry's name. */
  rules(caller: Endpoint, name: string): readonly CallerRule[];
  /** Of a rule under other rules. */
  outcomes: Map<CallerRule, Map<readonly CallerRule[], RuleEnds[]>>;
}

function outcomesUnder(
  { outcomes, layer }: Pick<Proposed, 'outcomes' | 'layer'>,
  rule: CallerRule,
  next: readonly CallerRule[],
): RuleEnds[] {
  let ofRule = outcomes.get(rule);
  if (ofRule === undefined) {
    ofRule = new Map();
    outcomes.set(rule, ofRule);
  }
  let found = ofRule.get(next);
  if (found === undefined) {
    found = outcomesOf(rule, next, layer === 'http' ? 'not-found' : 'closed');
    ofRule.set(next, found);
  }
  return found;
}

/** What the cluster's index is made of: it serves both where rules alone changed. */
function hasSameWorkloads(now: ClusterObjects, after: ClusterObjects): boolean {
  const ruled = new Set<string>([
    'virtualServices',
    'destinationRules',
    'gateways',
    'sidecars',
    'kubernetesGateways',
    'httpRoutes',
    'grpcRoutes',
    'referenceGrants',
  ]);
  return (Object.keys(after) as (keyof ClusterObjects)[]).every(
    (key) => ruled.has(key) || now[key] === after[key],
  );
}

function* flowsOf(
  { caller, groups, unexplained }: ExplainedCaller,
  proposed: Proposed,
): Steps<PredictedFlow[]> {
  const source = { namespace: caller.namespace, workload: caller.workload };
  const flows: PredictedFlow[] = [];
  for (const { members, ends } of groups) {
    const outcomes: RuleEnds[][] = [];
    for (const rule of members) {
      outcomes.push(outcomesUnder(proposed, rule, proposed.rules(caller, rule.entry)));
      // Thousands of rules may end alike, and each is held against as many.
      yield;
    }
    flows.push({
      source,
      rules: distinct(members.map(({ rule }) => rule)),
      ...movedBy(members, outcomes, ends),
    });
  }
  if (unexplained.size === 0) return flows;
  const stays = ratesOf(unexplained);
  const none = { now: [], after: [] };
  const rate = sumOf(unexplained);
  return [
    ...flows,
    {
      source,
      rules: [],
      perSecond: rate,
      now: stays,
      after: stays,
      undetermined: 0,
      most: stays,
      mirrors: none,
    },
  ];
}

/** A rule of several host names, or a route's of several matches, is one rule to its reader. */
function distinct(rules: readonly (RuleName | null)[]): (RuleName | null)[] {
  return [...new Map(rules.map((rule) => [JSON.stringify(rule), rule])).values()];
}

type Moved = Omit<PredictedFlow, 'source' | 'rules'>;

/** `outcomes`: what may become of each member. */
function movedBy(
  members: readonly CallerRule[],
  outcomes: readonly RuleEnds[][],
  ends: ReadonlyMap<string, number>,
): Moved {
  const rate = sumOf(ends);
  const mirrored = (list: readonly RuleEnds[]) =>
    ratesOf(scaled(highest(list.map(({ mirrors }) => mirrors)), rate));
  const mirrors = { now: mirrored(members), after: mirrored(outcomes.flat()) };
  const stays = members.every((rule, place) =>
    (outcomes[place] ?? []).every(({ ends: to }) => isAlike(rule.ends, to)),
  );
  const told = { perSecond: rate, now: ratesOf(ends), mirrors };
  if (stays) return { ...told, after: told.now, undetermined: 0, most: told.now };
  const splits = outcomes.flat().map((one) => one.ends);
  const certain = scaled(lowest(splits), rate);
  const undetermined = rate - sumOf(certain);
  return {
    ...told,
    after: ratesOf(certain),
    undetermined: undetermined > rate * 1e-9 ? undetermined : 0,
    most: ratesOf(scaled(highest(splits), rate)),
  };
}

function lowest(splits: readonly ReadonlyMap<string, number>[]): Map<string, number> {
  const [first = new Map<string, number>()] = splits;
  return new Map(
    [...first.keys()].map((key) => [key, Math.min(...splits.map((split) => split.get(key) ?? 0))]),
  );
}

function highest(splits: readonly ReadonlyMap<string, number>[]): Map<string, number> {
  const keys = new Set(splits.flatMap((split) => [...split.keys()]));
  return new Map([...keys].map((key) => [key, Math.max(...splits.map((split) => split.get(key) ?? 0))]));
}

function scaled(split: ReadonlyMap<string, number>, factor: number): Map<string, number> {
  const result = new Map<string, number>();
  add(result, split, factor);
  return result;
}

function isAlike(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): boolean {
  if (one.size !== other.size) return false;
  return [...one].every(([key, share]) => Math.abs((other.get(key) ?? -1) - share) < 1e-9);
}

function ratesOf(ends: ReadonlyMap<string, number>): Rate[] {
  return [...ends].filter(([, rate]) => rate > 0).map(([key, perSecond]) => ({ end: endOf(key), perSecond }));
}
