/** The vocabulary of traffic splits: versions, the routes that are split, what a developer wants, and what is written. */
import type { Change } from '../document/change.ts';
import type { Json, JsonObject } from '../document/json.ts';
import type { Labels } from '../istio/objects.ts';

/** A version of a service, as its pods carry it. */
export interface Version {
  /** The label's value, e.g. `v2`. */
  value: string;
  /** What selects its pods among those of the service, e.g. {version: v2}. */
  labels: Labels;
  /** `namespace/name` of what runs it. */
  workloads: readonly string[];
  ready: number;
  total: number;
  /** Full name of the Service that stands for it alone, where each version has one: then no subset is needed. */
  host?: string;
}

export type RuleLayer = 'http' | 'tls' | 'tcp';

/** A rule of a VirtualService, found again after others changed the list around it. */
export interface RuleKey {
  layer: RuleLayer;
  /** `name:…` where its name is the only one in the list, else `match:…` of what it matches; `#2` behind the second of equals. */
  key: string;
}

export interface PointRef extends RuleKey {
  namespace: string;
  virtualService: string;
  /** Of the VirtualService's hosts those whose callers take part; without it all do. Full names. */
  only?: readonly string[];
}

/** What a version is in a route: a subset of the service's host, or a host of its own. */
export interface RouteTarget {
  /** Full name. */
  host: string;
  subset: string | null;
}

export interface SplitTargets {
  stable: RouteTarget;
  candidate: RouteTarget;
}

/** One entry of a match list: all of it must hold (AND); entries are alternatives (OR). */
export type MatchEntry = JsonObject;

export type Strategy =
  /** `percent`: of the share that both versions have together. `sticky`: whoever got the candidate stays there, by cookie. */
  | { kind: 'canary'; percent: number; sticky: boolean }
  /** `percent`: 0 before the flip, 100 after it. `header`: requests that carry it see the candidate before. */
  | { kind: 'blue-green'; percent: 0 | 100; header: { name: string; value: string } | null }
  | { kind: 'ab'; matches: readonly MatchEntry[] }
  /** Copies, whose answers nobody waits for. */
  | { kind: 'mirror'; percent: number };

/** Why something is refused; the words are the screen's. */
export interface Refusal {
  code: RefusalCode;
  /** What the words speak of: names, numbers. */
  about: Readonly<Record<string, string | number>>;
}

export const refusalCodes = [
  'external-name',
  'no-selector',
  'selector-has-version',
  'no-version-label',
  'one-version',
  'shared-version',
  'rolling-update',
  'no-ready-pods',
  'headless',
  'owned-by',
  'ambient',
  'several-owners',
  'unreachable',
  'stable-twice',
  'no-stable-share',
  'all-zero',
  'shadowed-subset',
  'match-conflict',
  'mirror-in-use',
  'fault-in-use',
  'http-only',
  'git-weights-only',
  /** A route of the Gateway API: weights of its backends, and nothing else. */
  'route-weights-only',
  /** A route of the Gateway API sends to Services: where the versions have none of their own it cannot tell them apart. */
  'route-needs-services',
  /** No root hands requests to this delegate: what it says counts nowhere. */
  'no-root',
  /** A delegate hands nothing on. */
  'nested-delegate',
  /** The namespace of a root may not see its delegate (exportTo). */
  'delegate-hidden',
  /** Istio reads nothing but http in a delegate. */
  'delegate-layer',
  'percent',
  /** Not in this phase, or not with this strategy. */
  'phase',
  /** The service is not there, or not visible. */
  'no-service',
  /** The version, or the rule, is not there any more. */
  'gone',
  /** A split of this service is under way already. */
  'active',
  /** Kubernetes does not allow it: verb, resource, namespace. */
  'rights',
  /** The object is one that nobody may write from here: it is to be copied. */
  'emit-only',
  /** What was reviewed has changed since. */
  'changed',
  'regex',
  /** The guard cannot abort there by itself. */
  'guard',
  /** Steps at a time of their own are the guard's to take. */
  'schedule',
  /** Who proposed it does not approve it. */
  'own-proposal',
  'expired',
  'subset-in-use',
  'too-soon',
  'value',
] as const;

export type RefusalCode = (typeof refusalCodes)[number];

/** One object to be written. Changes are of the object as it was read; `create` is the whole object. */
export type Write = {
  group: 'networking.istio.io';
  kind: 'VirtualService' | 'DestinationRule';
  namespace: string;
  name: string;
} & ({ changes: readonly Change[]; create?: undefined } | { create: Json; changes?: undefined });
