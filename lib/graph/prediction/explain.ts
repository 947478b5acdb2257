/**
 * What explains the measured traffic: for each caller the rules that its requests, or the bytes of its connections, followed, as far as
 * telemetry tells them apart. Nothing of it depends on what is proposed, so that one reading serves many proposals.
 */
import type { Steps } from '../../steps.ts';
import type { Endpoint } from '../build/identity.ts';
import type { Entry } from '../routes/plans.ts';
import type { RouteLayer } from '../routes/rules.ts';
import { isNeverSent, type TrafficRecord } from '../telemetry/traffic-record.ts';
import { attribute } from './attribute.ts';
import { type CallerRule, rulesOfEntry, type Side } from './caller-rules.ts';
import { add, type End, endKey, endOf } from './ends.ts';

/** With its ends as telemetry tells them. */
interface ToldRule extends CallerRule {
  told: Map<string, number>;
}

export interface ExplainedCaller {
  caller: Endpoint;
  /** What followed one rule, or rules that cannot be told apart, and where it ended. */
  groups: readonly { members: readonly CallerRule[]; ends: ReadonlyMap<string, number> }[];
  /** Ends to which no rule leads. */
  unexplained: ReadonlyMap<string, number>;
}

export type Explained = readonly ExplainedCaller[];

/** In steps of one caller. `now`: with what the whole mesh measured, of which the records may be a part. */
export function* explainSteps(
  records: readonly TrafficRecord[],
  now: Side,
  layer: RouteLayer,
): Steps<Explained> {
  const { plans } = now;
  const part = records.filter((record) => isOf(layer, record));
  const entriesTo = byCaller(now, (caller, host) =>
    plans.entriesTo(caller, host, layer).map((entry) => JSON.stringify(entry)),
  );
  const rulesOf = byCaller(now, (caller, name): ToldRule[] => {
    const entry: Entry = JSON.parse(name);
    return rulesOfEntry(now, caller, entry, layer).map((rule) => ({ ...rule, told: comparable(rule.seen) }));
  });
  const bySource = Map.groupBy(part, ({ source }) => `${source.namespace}/${source.workload}`);
  const callers: ExplainedCaller[] = [];
  for (const list of bySource.values()) {
    const caller = list[0]?.source;
    if (caller === undefined) continue;
    const ends = new Map<string, number>();
    const entries = new Set<string>();
    for (const record of list) {
      add(ends, endsOf(record), 1);
      for (const name of entriesTo(caller, hostOf(record.destination.host))) entries.add(name);
    }
    const rules = [...entries].flatMap((name) => rulesOf(caller, name));
    const { groups, unexplained } = attribute(
      rules.map(({ told }) => told),
      ends,
    );
    const explained = groups.map((group) => ({
      members: group.rules.flatMap((place) => rules[place] ?? []),
      ends: group.ends,
    }));
    callers.push({ caller, groups: explained, unexplained });
    yield;
  }
  return callers;
}

/** Worked out once for all callers for whom the same rules apply. */
export function byCaller<T>(
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

const layerOf = ({ protocol }: TrafficRecord): RouteLayer => (protocol === 'tcp' ? 'l4' : 'http');

function rateOf(record: TrafficRecord): number {
  return layerOf(record) === 'http'
    ? record.totals.requestsPerSecond
    : record.sentBytesPerSecond + record.receivedBytesPerSecond;
}

export const hostOf = (host: string): string => host.toLowerCase();

const isOf = (layer: RouteLayer, record: TrafficRecord): boolean =>
  layerOf(record) === layer && rateOf(record) > 0;

type Measured = ReadonlyMap<string, ReadonlyMap<string, number>>;

const measuredLast = new WeakMap<readonly TrafficRecord[], Map<RouteLayer, Measured>>();

/** Rates by version of a host: found once for a reading. */
export function measuredIn(records: readonly TrafficRecord[], layer: RouteLayer): Measured {
  const layers = measuredLast.get(records) ?? new Map<RouteLayer, Measured>();
  measuredLast.set(records, layers);
  const known = layers.get(layer);
  if (known !== undefined) return known;
  const measured = new Map<string, Map<string, number>>();
  for (const record of records) if (isOf(layer, record)) noteMeasured(measured, record);
  layers.set(layer, measured);
  return measured;
}

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
