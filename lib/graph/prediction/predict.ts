/**
 * Predicted traffic: the measured requests sent through other objects on paper. What telemetry cannot tell (path, headers) is not
 * guessed: rules that ends do not tell apart are one, and what depends on such conditions is "undetermined" with its bounds.
 */
import type { ClusterObjects } from '../../istio/objects.ts';
import { indexOf } from '../cluster-index.ts';
import type { Endpoint } from '../identity.ts';
import { routePlansOf } from '../route-plans.ts';
import { isNeverSent, type TrafficRecord } from '../traffic-record.ts';
import { attribute } from './attribute.ts';
import { type CallerRule, outcomesOf, type RuleName, rulesOfEntry, type Side } from './caller-rules.ts';
import { add, type End, endKey, endOf, type RuleEnds, sumOf } from './ends.ts';
import { touchedHosts } from './touched-hosts.ts';

/** Requests of one caller that follow one rule, or rules that cannot be told apart. */
export interface PredictedFlow {
  source: { namespace: string; workload: string };
  /** Null for a host's own route. Empty: no rule explains what was measured; such requests are left where they are. */
  rules: readonly (RuleName | null)[];
  requestsPerSecond: number;
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
  requestsPerSecond: number;
}

export interface Prediction {
  flows: readonly PredictedFlow[];
  /** Hosts with measured connections that are no requests: their bytes are not predicted. */
  connectionsTo: readonly string[];
}

export function predict(
  records: readonly TrafficRecord[],
  objects: { now: ClusterObjects; after: ClusterObjects },
): Prediction {
  const measured = new Map<string, Map<string, number>>();
  const index = indexOf(objects.now);
  const now: Side = { index, plans: routePlansOf(objects.now, index), measured };
  const next = hasSameWorkloads(objects.now, objects.after) ? index : indexOf(objects.after);
  const after: Side = { index: next, plans: routePlansOf(objects.after, next), measured };
  const touched = touchedHosts(
    { objects: objects.now, plans: now.plans },
    { objects: objects.after, plans: after.plans },
  );
  const isTouched = ({ destination }: TrafficRecord) =>
    touched === null || touched.has(hostOf(destination.host));
  const own = records.filter(isTouched);
  const requests = own.filter(({ protocol, totals }) => protocol !== 'tcp' && totals.requestsPerSecond > 0);
  for (const record of requests) noteMeasured(measured, record);
  const bySource = Map.groupBy(requests, ({ source }) => `${source.namespace}/${source.workload}`);
  return {
    flows: [...bySource.values()].flatMap((list) => flowsOf(list, now, after)),
    connectionsTo: [
      ...new Set(own.flatMap(({ protocol, destination }) => (protocol === 'tcp' ? [destination.host] : []))),
    ].sort(),
  };
}

/** What the cluster's index is made of: it serves both where rules alone changed. */
function hasSameWorkloads(now: ClusterObjects, after: ClusterObjects): boolean {
  const ruled = new Set<string>(['virtualServices', 'destinationRules', 'gateways', 'sidecars']);
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

/** Where the requests of a record ended; what never left the caller ended by its flag. */
function endsOf({ destination, outcomes }: TrafficRecord): Map<string, number> {
  const host = hostOf(destination.host);
  const version =
    destination.version === '' || destination.version === 'unknown' ? null : destination.version;
  const ends = new Map<string, number>();
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

function flowsOf(records: readonly TrafficRecord[], now: Side, after: Side): PredictedFlow[] {
  const [first] = records;
  if (first === undefined) return [];
  const caller: Endpoint = first.source;
  const measured = new Map<string, number>();
  const entries = new Set<string>();
  for (const record of records) {
    add(measured, endsOf(record), 1);
    for (const entry of now.plans.entriesTo(caller, hostOf(record.destination.host))) entries.add(entry);
  }
  const rules = [...entries].flatMap((entry) => rulesOfEntry(now, caller, entry));
  const next = new Map([...entries].map((entry) => [entry, rulesOfEntry(after, caller, entry)]));
  const { groups, unexplained } = attribute(
    rules.map(({ seen }) => comparable(seen)),
    measured,
  );
  const source = { namespace: caller.namespace, workload: caller.workload };
  const flows = groups.map((group): PredictedFlow => {
    const members = group.rules.flatMap((place) => rules[place] ?? []);
    return { source, rules: members.map(({ rule }) => rule), ...movedBy(members, next, group.ends) };
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
      requestsPerSecond: rate,
      now: stays,
      after: stays,
      undetermined: 0,
      most: stays,
      mirrors: none,
    },
  ];
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

function movedBy(
  members: readonly CallerRule[],
  next: ReadonlyMap<string, readonly CallerRule[]>,
  ends: ReadonlyMap<string, number>,
): Moved {
  const rate = sumOf(ends);
  const outcomes = members.map((rule) => outcomesOf(rule, next.get(rule.entry) ?? []));
  const mirrored = (list: readonly RuleEnds[]) =>
    ratesOf(scaled(highest(list.map(({ mirrors }) => mirrors)), rate));
  const mirrors = { now: mirrored(members), after: mirrored(outcomes.flat()) };
  const stays = members.every((rule, place) =>
    (outcomes[place] ?? []).every(({ ends: to }) => isAlike(rule.ends, to)),
  );
  const told = { requestsPerSecond: rate, now: ratesOf(ends), mirrors };
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
  return [...ends]
    .filter(([, rate]) => rate > 0)
    .map(([key, requestsPerSecond]) => ({ end: endOf(key), requestsPerSecond }));
}
