/**
 * Predicted traffic: what was measured, sent through other objects on paper: requests, and of connections their bytes. What telemetry
 * cannot tell (path, headers, server names, ports) is not guessed: rules that ends do not tell apart are one, and what depends on such
 * conditions is "undetermined" with its bounds.
 */
import type { ClusterObjects } from '../../istio/objects.ts';
import { indexOf } from '../cluster-index.ts';
import type { Endpoint } from '../identity.ts';
import { type Entry, routePlansOf } from '../route-plans.ts';
import type { RouteLayer } from '../route-rules.ts';
import { isNeverSent, type TrafficRecord } from '../traffic-record.ts';
import { attribute } from './attribute.ts';
import { type CallerRule, narrowerRules, outcomesOf, rulesOfEntry, type Side } from './caller-rules.ts';
import { add, type End, endKey, endOf, type RuleEnds, sumOf } from './ends.ts';
import type { RuleName } from './rule-name.ts';
import { touchedHosts } from './touched-hosts.ts';

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

export function predict(
  records: readonly TrafficRecord[],
  objects: { now: ClusterObjects; after: ClusterObjects },
): Prediction {
  const index = indexOf(objects.now);
  const nowPlans = routePlansOf(objects.now, index);
  const next = hasSameWorkloads(objects.now, objects.after) ? index : indexOf(objects.after);
  const nextPlans = routePlansOf(objects.after, next);
  const touched = touchedHosts(
    { objects: objects.now, plans: nowPlans },
    { objects: objects.after, plans: nextPlans },
  );
  const own = records.filter(({ destination }) => touched === null || touched.has(hostOf(destination.host)));
  const flowsIn = (layer: RouteLayer): PredictedFlow[] => {
    const measured = new Map<string, Map<string, number>>();
    const part = own.filter((record) => layerOf(record) === layer && rateOf(record) > 0);
    for (const record of part) noteMeasured(measured, record);
    const now: Side = { index, plans: nowPlans, measured };
    const after: Side = { index: next, plans: nextPlans, measured };
    const rules: Rules = {
      layer,
      entriesTo: byCaller(now, (caller, host) =>
        now.plans.entriesTo(caller, host, layer).map((entry) => JSON.stringify(entry)),
      ),
      now: byCaller(now, (caller, name) => {
        const entry: Entry = JSON.parse(name);
        return rulesOfEntry(now, caller, entry, layer).map((rule) => ({
          ...rule,
          told: comparable(rule.seen),
        }));
      }),
      after: byCaller(after, (caller, name) => {
        const entry: Entry = JSON.parse(name);
        const narrower = layer === 'http' ? narrowerRules(after, caller, entry) : [];
        return [...narrower, ...rulesOfEntry(after, caller, entry, layer)];
      }),
      outcomes: new Map(),
    };
    const bySource = Map.groupBy(part, ({ source }) => `${source.namespace}/${source.workload}`);
    return [...bySource.values()].flatMap((list) => flowsOf(list, rules));
  };
  return { requests: flowsIn('http'), connections: flowsIn('l4') };
}

/** With its ends as telemetry tells them. */
interface ToldRule extends CallerRule {
  told: Map<string, number>;
}

/** Worked out once for all callers for whom the same rules apply. */
interface Rules {
  layer: RouteLayer;
  /** Their names, by host. */
  entriesTo(caller: Endpoint, host: string): readonly string[];
  /** By an entry's name. */
  now(caller: Endpoint, name: string): readonly ToldRule[];
  after(caller: Endpoint, name: string): readonly CallerRule[];
  /** Of a rule under other rules. */
  outcomes: Map<CallerRule, Map<readonly CallerRule[], RuleEnds[]>>;
}

function byCaller<T>(
  { plans }: Side,
  make: (caller: Endpoint, name: string) => T,
): (caller: Endpoint, name: string) => T {
  const groups = new Map<object, Map<string, T>>();
  return (caller, name) => {
    const group = plans.groupOf(caller);
    let made = groups.get(group);
    if (made === undefined) {
      made = new Map();
      groups.set(group, made);
    }
    let known = made.get(name);
    if (known === undefined) {
      known = make(caller, name);
      made.set(name, known);
    }
    return known;
  };
}

function outcomesUnder(
  { outcomes, layer }: Pick<Rules, 'outcomes' | 'layer'>,
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

const layerOf = ({ protocol }: TrafficRecord): RouteLayer => (protocol === 'tcp' ? 'l4' : 'http');

function rateOf(record: TrafficRecord): number {
  return layerOf(record) === 'http'
    ? record.totals.requestsPerSecond
    : record.sentBytesPerSecond + record.receivedBytesPerSecond;
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

const hostOf = (host: string): string => host.toLowerCase();

function noteMeasured(measured: Map<string, Map<string, number>>, record: TrafficRecord): void {
  for (const [key, rate] of endsOf(record)) {
    const { kind, host, version } = endOf(key);
    if (kind !== 'version' || version === null) continue;
    const versions = measured.get(host) ?? new Map<string, number>();
    versions.set(version, (versions.get(version) ?? 0) + rate);
    measured.set(host, versions);
  }
}

const ended = new WeakMap<TrafficRecord, ReadonlyMap<string, number>>();

/** Where the requests of a record ended; what never left the caller ended by its flag. Each pause in typing asks again. */
function endsOf(record: TrafficRecord): ReadonlyMap<string, number> {
  let ends = ended.get(record);
  if (ends === undefined) {
    ends = readEnds(record);
    ended.set(record, ends);
  }
  return ends;
}

function readEnds(record: TrafficRecord): Map<string, number> {
  const { destination, outcomes } = record;
  const host = hostOf(destination.host);
  const version =
    destination.version === '' || destination.version === 'unknown' ? null : destination.version;
  const ends = new Map<string, number>();
  // Of connections only those are measured that were made.
  if (layerOf(record) === 'l4')
    return new Map([[endKey({ kind: 'version', host, version, subset: null }), rateOf(record)]]);
  for (const { flags, requestsPerSecond } of outcomes) {
    const list = flags.split(',');
    let end: End = { kind: 'version', host, version, subset: null };
    if (isNeverSent(flags)) {
      if (list.includes('FI')) end = { kind: 'fault', host: '', version: null, subset: null };
      else if (list.includes('NR')) end = { kind: 'not-found', host: '', version: null, subset: null };
      else if (list.includes('NC') || list.includes('UH')) {
        end = { kind: 'unavailable', host, version: null, subset: null };
      }
    }
    const key = endKey(end);
    ends.set(key, (ends.get(key) ?? 0) + requestsPerSecond);
  }
  return ends;
}

function flowsOf(records: readonly TrafficRecord[], known: Rules): PredictedFlow[] {
  const [first] = records;
  if (first === undefined) return [];
  const caller: Endpoint = first.source;
  const measured = new Map<string, number>();
  const entries = new Set<string>();
  for (const record of records) {
    add(measured, endsOf(record), 1);
    for (const name of known.entriesTo(caller, hostOf(record.destination.host))) entries.add(name);
  }
  const rules = [...entries].flatMap((name) => known.now(caller, name));
  const { groups, unexplained } = attribute(
    rules.map(({ told }) => told),
    measured,
  );
  const outcomes = (rule: CallerRule) => outcomesUnder(known, rule, known.after(caller, rule.entry));
  const source = { namespace: caller.namespace, workload: caller.workload };
  const flows = groups.map((group): PredictedFlow => {
    const members = group.rules.flatMap((place) => rules[place] ?? []);
    return {
      source,
      rules: distinct(members.map(({ rule }) => rule)),
      ...movedBy(members, members.map(outcomes), group.ends),
    };
  });
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

/** Telemetry names no subset: of a request that was sent nowhere it tells the host. */
function comparable(ends: ReadonlyMap<string, number>): Map<string, number> {
  const found = new Map<string, number>();
  for (const [key, share] of ends) {
    const end = endOf(key);
    const told = end.kind === 'unavailable' ? endKey({ ...end, subset: null }) : key;
    found.set(told, (found.get(told) ?? 0) + share);
  }
  return found;
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
