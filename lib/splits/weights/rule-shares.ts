/** One rule's destinations as a split sees them: stable, candidate, and what belongs to neither. */
import { isJsonObject, type Json, own } from '../../document/json.ts';
import { resolveShortName } from '../../istio/hosts/host-name.ts';
import type { RouteTarget, SplitTargets } from '../types.ts';
import { apportion, normalised } from './weights.ts';

export interface Share {
  target: RouteTarget;
  /** Percent of the rule's traffic, whole; null when all weights are 0. */
  percent: number | null;
  /** As written; null when it is not. */
  weight: number | null;
  role: 'stable' | 'candidate' | 'other';
}

export interface NameScope {
  /** Of the object that the rule stands in: short names are of this namespace. */
  namespace: string;
  domain: string;
}

/** The destinations of a rule of any layer, in their order. */
export function sharesOf(rule: Json, scope: NameScope, targets: SplitTargets | null): Share[] {
  const route = destinationsOf(rule);
  const weights = route.map(weightOf);
  const percents = normalised(weights.map((weight) => weight ?? 0));
  return route.map((entry, index) => {
    const target = targetOf(entry, scope);
    return {
      target,
      percent: percents === null ? null : (percents[index] ?? 0),
      weight: weights[index] ?? null,
      role: targets === null ? 'other' : roleOf(target, targets),
    };
  });
}

export function destinationsOf(rule: Json): readonly Json[] {
  const route = isJsonObject(rule) ? own(rule, 'route') : undefined;
  return Array.isArray(route) ? route : [];
}

/** Of an item with a `destination`: of a route, or of `mirrors`. */
export function targetOf(entry: Json, scope: NameScope): RouteTarget {
  const destination = isJsonObject(entry) ? own(entry, 'destination') : undefined;
  return targetAt(destination ?? null, scope);
}

/** Of a destination itself, as `mirror` holds it. */
export function targetAt(destination: Json, { namespace, domain }: NameScope): RouteTarget {
  const host = isJsonObject(destination) ? own(destination, 'host') : undefined;
  const subset = isJsonObject(destination) ? own(destination, 'subset') : undefined;
  return {
    host: resolveShortName(typeof host === 'string' ? host : '', namespace, domain).toLowerCase(),
    subset: typeof subset === 'string' && subset !== '' ? subset : null,
  };
}

export function sameTarget(one: RouteTarget, other: RouteTarget): boolean {
  return one.host === other.host && one.subset === other.subset;
}

/** A plain host counts as stable's: until now it stood for all versions, and what is split is its share. */
function roleOf(target: RouteTarget, { stable, candidate }: SplitTargets): Share['role'] {
  if (sameTarget(target, candidate)) return 'candidate';
  if (sameTarget(target, stable)) return 'stable';
  return stable.subset !== null && target.subset === null && target.host === stable.host ? 'stable' : 'other';
}

function weightOf(entry: Json): number | null {
  const weight = isJsonObject(entry) ? own(entry, 'weight') : undefined;
  return typeof weight === 'number' && Number.isFinite(weight) ? weight : null;
}

/** Weights of a rule's destinations as they are read, and as the first write of a split will write them; null when that is the same. */
export function rescaling(rule: Json, scope: NameScope): { before: number[]; after: number[] } | null {
  const before = sharesOf(rule, scope, null).map(({ weight }) => weight ?? 0);
  if (before.length < 2) return null;
  const after = apportion(before, 100);
  if (after === null || after.every((weight, at) => weight === before[at])) return null;
  return { before, after };
}
