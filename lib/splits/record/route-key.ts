/**
 * Which rule is which after somebody else changed the list: by name where it is the only one of that name, else by what it
 * matches. Istio gives rules no identity of their own, and an index is none: a rule inserted above would move every weight.
 */
import { isJsonObject, type Json, type JsonObject, own } from '../../document/json.ts';
import { canonical } from '../../document/match-items.ts';
import type { RuleKey, RuleLayer } from '../types.ts';
import { textHash } from './text-hash.ts';

/** The rules of one layer, as written. */
export function rulesOf(virtualService: Json, layer: RuleLayer): readonly Json[] {
  const spec = isJsonObject(virtualService) ? own(virtualService, 'spec') : undefined;
  const rules = isJsonObject(spec) ? own(spec, layer) : undefined;
  return Array.isArray(rules) ? rules : [];
}

/** A key for each rule, in their order; all different. */
export function ruleKeys(rules: readonly Json[]): string[] {
  const names = rules.map(nameOf);
  const seen = new Map<string, number>();
  return rules.map((rule, index) => {
    const name = names[index];
    const alone = name !== null && names.filter((other) => other === name).length === 1;
    const base = alone ? `name:${name}` : `match:${textHash(canonical(matchOf(rule)))}`;
    const nth = (seen.get(base) ?? 0) + 1;
    seen.set(base, nth);
    return nth === 1 ? base : `${base}#${nth}`;
  });
}

/** Null when the rule is no longer there. */
export function findRule(virtualService: Json, { layer, key }: RuleKey): number | null {
  const index = ruleKeys(rulesOf(virtualService, layer)).indexOf(key);
  return index < 0 ? null : index;
}

/** Equal exactly when the rule says the same, whatever the order of its keys: tells whether others changed it. */
export function ruleHash(rule: Json): string {
  return textHash(canonical(rule));
}

function nameOf(rule: Json): string | null {
  const name = isJsonObject(rule) ? own(rule, 'name') : undefined;
  return typeof name === 'string' && name !== '' ? name : null;
}

function matchOf(rule: Json): Json {
  return (isJsonObject(rule) ? own(rule as JsonObject, 'match') : undefined) ?? null;
}
