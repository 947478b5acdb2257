/** Where a request ends, and what share of a rule's requests ends where, by the objects. */

import type { Labels } from '../../istio/objects.ts';
import { destinationService, serviceByHost } from '../../istio/routing/mesh-view.ts';
import type { HttpRule } from '../../istio/routing/rules.ts';
import type { ClusterIndex } from '../build/cluster-index.ts';
import { selects } from '../build/cluster-index.ts';
import { type RouteRule, type RouteTarget, type RuleContext, targetsOf } from '../routes/rules.ts';

export type EndKind =
  /** A version of a host; version null where the host's workloads are not known. */
  | 'version'
  /** 404: no rule. */
  | 'not-found'
  /** 503: no such subset, no such host, or nothing behind it. */
  | 'unavailable'
  | 'redirect'
  | 'direct-response'
  /** Aborted by a fault. */
  | 'fault'
  /** A connection that no rule of a gateway takes. */
  | 'closed'
  /** To where the client meant it, past all rules: no host of the mesh, or none that the client's Sidecar imports. */
  | 'passthrough'
  /** The client's Sidecar does not import the host, and lets nothing out that it does not know: 502, connections are closed. */
  | 'blocked';

export interface End {
  kind: EndKind;
  /** Full name; "" where nothing is sent. */
  host: string;
  version: string | null;
  subset: string | null;
}

/** No name has it in it but for a subset, which comes last. */
const between = '\0';
const none = '\u0001';

export function endKey({ kind, host, version, subset }: End): string {
  return `${kind}${between}${host}${between}${version ?? none}${between}${subset ?? none}`;
}

const mostRead = 20_000;
const read = new Map<string, End>();

/** The same object for the same key, never to be changed. */
export function endOf(key: string): End {
  const known = read.get(key);
  if (known !== undefined) return known;
  if (read.size >= mostRead) read.clear();
  const end = readKey(key);
  read.set(key, end);
  return end;
}

function readKey(key: string): End {
  const [kind = '', host = '', version = '', ...rest] = key.split(between);
  const subset = rest.join(between);
  return {
    kind: kind as EndKind,
    host,
    version: version === none ? null : version,
    subset: subset === none ? null : subset,
  };
}

/** By `endKey`; they add up to 1. */
export type Split = Map<string, number>;

export interface RuleEnds {
  ends: Split;
  /** The same as it was measured: a host without subsets shares its requests as it happens, not as its pods would have it. */
  seen: Split;
  /** Copies, by `endKey`, per request: no part of the 1. */
  mirrors: Split;
}

export interface World {
  index: ClusterIndex;
  /** Measured rates by version of a host. */
  measured: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

export const single = (kind: EndKind, host = ''): Split =>
  new Map([[endKey({ kind, host, version: null, subset: null }), 1]]);

export function ruleEnds(context: RuleContext, rule: RouteRule, world: World): RuleEnds {
  const { redirect, directResponse, fault }: Partial<HttpRule> = rule;
  if (redirect) return alike(single('redirect'));
  const aborted = abortShare(fault);
  const answered = directResponse !== undefined;
  const targets = answered ? [] : targetsOf(context, rule);
  const found: RuleEnds = { ends: new Map(), seen: new Map(), mirrors: new Map() };
  const both = (split: { ends: Split; seen: Split }, share: number) => {
    add(found.ends, split.ends, share);
    add(found.seen, split.seen, share);
  };
  if (aborted > 0) both(alike(single('fault')), aborted);
  if (answered) both(alike(single('direct-response')), 1 - aborted);
  for (const target of targets) {
    const split = targetEnds(context, target, world);
    if (target.mirrored) add(found.mirrors, split.ends, target.share * (1 - aborted));
    else both(split, target.share * (1 - aborted));
  }
  // Without a destination and without an answer of its own, a rule has nobody to ask.
  if (found.ends.size === 0) both(alike(single('unavailable')), 1);
  return found;
}

export const alike = (ends: Split): RuleEnds => ({ ends, seen: ends, mirrors: new Map() });

/** What a host gets of itself when no rule speaks for it. */
export function hostEnds(context: RuleContext, host: string, world: World): RuleEnds {
  const { routing, scope } = context;
  const whole = { host, subset: null, labels: {}, share: 1, mirrored: false };
  // What an imported rule sends to is pulled in for that rule alone: asked for by its own name it stays unknown.
  const isImported = scope.listeners.some(
    (listener) => serviceByHost({ index: routing, scope, listener, rest: null }, host) !== undefined,
  );
  if (isImported) return targetEnds(context, whole, world);
  if (destinationService(routing, scope, host) === undefined && !routing.registry.byHost.has(host))
    return alike(single('passthrough', host));
  if (scope.outboundTrafficPolicy === 'REGISTRY_ONLY') return alike(single('blocked', host));
  // It arrives at the host's pods all the same, and is measured there.
  return {
    ...alike(single('passthrough', host)),
    seen: versionsOf(host, {}, world).seen ?? single('passthrough', host),
  };
}

function targetEnds({ routing, scope }: RuleContext, target: RouteTarget, world: World): RuleEnds {
  const { host, subset, labels } = target;
  const nothing = alike(new Map([[endKey({ kind: 'unavailable', host, version: null, subset }), 1]]));
  if (labels === null || destinationService(routing, scope, host) === undefined) return nothing;
  const { ends, seen } = versionsOf(host, labels, world);
  // Pods that answered a minute ago, and are not ready now, explain what was measured all the same.
  if (ends === null) return { ...nothing, seen: seen ?? nothing.ends };
  return { ends, seen: seen ?? ends, mirrors: new Map() };
}

/** By ready pods, and as it was measured; null where there are none. */
interface Versions {
  ends: Split | null;
  seen: Split | null;
}

/** Of one mesh as it was measured: the same for all callers that may send there, by the rules as they are and as they are proposed. */
const madeLast = new WeakMap<World['measured'], { index: ClusterIndex; made: Map<string, Versions> }>();

function madeFor({ index, measured }: World): Map<string, Versions> {
  const known = madeLast.get(measured);
  if (known?.index === index) return known.made;
  const made = new Map<string, Versions>();
  madeLast.set(measured, { index, made });
  return made;
}

function versionsOf(host: string, labels: Labels, world: World): Versions {
  const made = madeFor(world);
  const name = `${host}${between}${JSON.stringify(labels)}`;
  let versions = made.get(name);
  if (versions === undefined) {
    versions = versionsBehind(host, labels, world);
    made.set(name, versions);
  }
  return versions;
}

function versionsBehind(host: string, labels: Labels, { index, measured }: World): Versions {
  const workloads = index.services.get(host)?.workloads ?? [];
  if (workloads.length === 0) return { ends: single('version', host), seen: null };
  const ready = new Map<string, number>();
  for (const { version, pods, running } of workloads.filter((one) => selects(labels, one.labels))) {
    ready.set(version, (ready.get(version) ?? 0) + (pods?.ready ?? running));
  }
  const rates = measured.get(host);
  const seen = splitOf(
    host,
    new Map([...ready.keys()].map((version) => [version, rates?.get(version) ?? 0])),
  );
  return { ends: splitOf(host, ready), seen };
}

function splitOf(host: string, weights: ReadonlyMap<string, number>): Split | null {
  const sum = sumOf(weights);
  if (sum === 0) return null;
  return new Map(
    [...weights]
      .filter(([, weight]) => weight > 0)
      .map(([version, weight]) => [endKey({ kind: 'version', host, version, subset: null }), weight / sum]),
  );
}

function abortShare(fault: HttpRule['fault']): number {
  const abort = fault?.abort;
  if (abort === undefined || (abort.httpStatus ?? abort.grpcStatus) === undefined) return 0;
  return Math.min(1, Math.max(0, (abort.percentage?.value ?? 0) / 100));
}

export function add(into: Map<string, number>, split: ReadonlyMap<string, number>, factor: number): void {
  for (const [key, share] of split) into.set(key, (into.get(key) ?? 0) + share * factor);
}

export function sumOf(values: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const value of values.values()) sum += value;
  return sum;
}
