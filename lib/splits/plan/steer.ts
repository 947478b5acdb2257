/**
 * One rule moved to a state of a split, as the fewest changes of its object: weights, the destination that was missing, the subset
 * that pins what was a plain host. Everything else of the rule, and every other destination's share, stays as it is.
 * https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRouteDestination
 */
import type { Change } from '../../document/change.ts';
import { isJsonObject, type Json, type JsonObject, own, type Path } from '../../document/json.ts';
import { fail, ok, type Result } from '../../result.ts';
import type { Refusal, RuleLayer, SplitTargets } from '../types.ts';
import { destinationsOf, type NameScope, type Share, sharesOf } from '../weights/rule-shares.ts';
import { shareOf } from '../weights/weights.ts';

export interface Steering {
  layer: RuleLayer;
  /** Of the rule, in the object that the changes are of. */
  index: number;
  targets: SplitTargets;
  /** Of what both have together, 0..100. */
  candidatePercent: number;
  /** Whether the candidate stands in the list with weight 0 too, so that the way there and back is a change of weights alone. */
  keepsZero: boolean;
}

export function steerRule(
  rule: Json,
  steering: Steering,
  scope: NameScope,
): Result<readonly Change[], Refusal> {
  const { layer, index, targets, candidatePercent, keepsZero } = steering;
  const shares = sharesOf(rule, scope, targets);
  const problem = problemOf(shares);
  if (problem !== null) return fail(problem);
  const stableAt = shares.findIndex(({ role }) => role === 'stable');
  const candidateAt = shares.findIndex(({ role }) => role === 'candidate');
  const percents = shares.map(({ percent }) => percent ?? 0);
  const pool = sumAt(percents, stableAt) + sumAt(percents, candidateAt);
  if (pool === 0) return fail({ code: 'no-stable-share', about: {} });
  const split = shareOf(pool, candidatePercent);
  const list: Path = ['spec', layer, index, 'route'];
  const changes: Change[] = [];
  const wanted = [...percents];
  if (stableAt >= 0) wanted[stableAt] = split.stable;
  if (candidateAt >= 0) wanted[candidateAt] = split.candidate;
  for (const [at, weight] of wanted.entries()) {
    if (shares[at]?.weight !== weight)
      changes.push({ op: 'set', path: [...list, at, 'weight'], value: weight });
  }
  const entries = destinationsOf(rule);
  if (stableAt >= 0) {
    changes.push(...pin(entries[stableAt] ?? null, [...list, stableAt], targets.stable.subset));
    if (candidateAt < 0 && (split.candidate > 0 || keepsZero)) {
      const entry = copied(entries[stableAt] ?? null, targets, 'candidate', split.candidate, scope);
      changes.push({ op: 'insert', path: list, index: stableAt + 1, value: entry });
    }
  } else if (split.stable > 0) {
    const entry = copied(entries[candidateAt] ?? null, targets, 'stable', split.stable, scope);
    changes.push({ op: 'insert', path: list, index: candidateAt, value: entry });
  }
  return ok(changes);
}

function problemOf(shares: readonly Share[]): Refusal | null {
  if (shares.length > 0 && shares.every(({ percent }) => percent === null)) {
    return { code: 'all-zero', about: {} };
  }
  for (const role of ['stable', 'candidate'] as const) {
    const count = shares.filter((share) => share.role === role).length;
    if (count > 1) return { code: 'stable-twice', about: { count } };
  }
  if (shares.every(({ role }) => role === 'other')) return { code: 'no-stable-share', about: {} };
  return null;
}

function sumAt(percents: readonly number[], at: number): number {
  return at < 0 ? 0 : (percents[at] ?? 0);
}

/** A plain host would go on to mean all versions, the candidate too. */
function pin(entry: Json, path: Path, subset: string | null): Change[] {
  const destination = isJsonObject(entry) ? own(entry, 'destination') : undefined;
  const written = isJsonObject(destination) ? own(destination, 'subset') : undefined;
  if (subset === null || written === subset) return [];
  return [{ op: 'set', path: [...path, 'destination', 'subset'], value: subset }];
}

/** The other version's entry with its own target: port, header operations and what else stands there hold for both. */
function copied(
  entry: Json,
  targets: SplitTargets,
  role: keyof SplitTargets,
  weight: number,
  scope: NameScope,
): Json {
  const target = targets[role];
  const other = role === 'candidate' ? targets.stable : targets.candidate;
  const copy: JsonObject = isJsonObject(entry) ? { ...entry } : {};
  const written = own(copy, 'destination');
  const { host, subset: _, ...rest }: JsonObject = isJsonObject(written) ? written : {};
  // The way the host is written stays where it is the same host.
  const name = target.host === other.host && host !== undefined ? host : shortest(target.host, scope);
  const destination: JsonObject = {
    host: name,
    ...(target.subset === null ? {} : { subset: target.subset }),
    ...rest,
  };
  return { ...copy, destination, weight };
}

function shortest(host: string, { namespace, domain }: NameScope): string {
  const suffix = `.${namespace}.svc.${domain}`;
  return host.endsWith(suffix) ? host.slice(0, -suffix.length) : host;
}
