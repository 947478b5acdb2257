/**
 * Rules that a split adds for its own time, directly before the rule that it splits: requests of an A/B test, of a preview, of
 * somebody who already got the candidate. Each match of ours is crossed with each match of the target rule, and all else is the
 * target's, so that who gets the candidate gets it with the same timeout, retries, rewrites and headers.
 */
import { isJsonObject, type Json, type JsonObject, own } from '../../document/json.ts';
import { fail, ok, type Result } from '../../result.ts';
import type { MatchEntry, Refusal, SplitTargets } from '../types.ts';
import { destinationsOf, type NameScope, sameTarget, targetOf } from '../weights/rule-shares.ts';

export type OwnRuleUse = 'ab' | 'preview' | 'sticky';

const uses: readonly OwnRuleUse[] = ['ab', 'preview', 'sticky'];

/** `sluice-<service>-<use>-<release>`: found again by its name, and no other release's. */
export function ownRuleName(service: string, use: OwnRuleUse, release: string): string {
  return `sluice-${service}-${use}-${release}`;
}

/** Indexes of the rules that this release has added, in their order. */
export function ownRules(rules: readonly Json[], service: string, release: string): number[] {
  const names = new Set<Json | undefined>(uses.map((use) => ownRuleName(service, use, release)));
  return rules.flatMap((rule, index) => (isJsonObject(rule) && names.has(own(rule, 'name')) ? [index] : []));
}

export interface OwnRule {
  name: string;
  matches: readonly MatchEntry[];
  targets: SplitTargets;
}

/** The rule to insert before `target`. */
export function ownRule(
  target: Json,
  { name, matches, targets }: OwnRule,
  scope: NameScope,
): Result<Json, Refusal> {
  const written = isJsonObject(target) ? target : {};
  const present = own(written, 'match');
  const theirs: readonly Json[] = Array.isArray(present) && present.length > 0 ? present : [{}];
  const crossed: JsonObject[] = [];
  let clash = '';
  for (const mine of matches) {
    for (const their of theirs) {
      const both = crossMatch(isJsonObject(their) ? their : {}, mine);
      if (both.ok) crossed.push(both.value);
      else clash = both.error;
    }
  }
  if (crossed.length === 0) return fail({ code: 'match-conflict', about: { field: clash } });
  const entry = destinationsOf(target).find((item) => {
    const found = targetOf(item, scope);
    return sameTarget(found, targets.stable) || found.host === targets.stable.host;
  });
  if (entry === undefined) return fail({ code: 'no-stable-share', about: {} });
  const { name: _name, match: _match, route: _route, ...rest } = written;
  return ok({ name, match: crossed, route: [{ destination: candidateOf(entry, targets) }], ...rest });
}

/** Both must hold; the error names the field about which they cannot agree. */
export function crossMatch(theirs: JsonObject, mine: MatchEntry): Result<JsonObject, string> {
  const both: JsonObject = { ...theirs };
  for (const [field, value] of Object.entries(mine)) {
    const present = own(both, field);
    if (present === undefined) both[field] = value;
    else if (isJsonObject(present) && isJsonObject(value) && isMapField(field)) {
      const merged: JsonObject = { ...present };
      for (const [key, condition] of Object.entries(value)) {
        if (Object.hasOwn(merged, key)) return fail(`${field}[${JSON.stringify(key)}]`);
        merged[key] = condition;
      }
      both[field] = merged;
    } else return fail(field);
  }
  return ok(both);
}

function isMapField(field: string): boolean {
  return (
    field === 'headers' || field === 'withoutHeaders' || field === 'queryParams' || field === 'sourceLabels'
  );
}

function candidateOf(entry: Json, { candidate, stable }: SplitTargets): Json {
  const written = isJsonObject(entry) ? own(entry, 'destination') : undefined;
  const { host, subset: _, ...rest }: JsonObject = isJsonObject(written) ? written : {};
  const name = candidate.host === stable.host && host !== undefined ? host : candidate.host;
  return { host: name, ...(candidate.subset === null ? {} : { subset: candidate.subset }), ...rest };
}

/** A cookie among others, as one regex on the whole header (RE2, full match); the value is quoted. */
export function cookieMatch(cookie: string, value: string): MatchEntry {
  const quote = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return { headers: { cookie: { regex: `^(.*;\\s*)?${quote(cookie)}=${quote(value)}(;.*)?$` } } };
}

/** The cookie by which whoever got the candidate stays there: its value is the release, so the next one frees everybody. */
export const stickyCookie = 'sluice-rel';

export function stickyHeader(release: string): string {
  return `${stickyCookie}=${release}; Path=/; Max-Age=86400; HttpOnly; SameSite=Lax`;
}
