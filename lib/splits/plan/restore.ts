/**
 * The routes as they were before a split, put back onto the object as it is now: what others changed since then stays.
 * Not part of an abort: a plain host that comes back spreads traffic over all pods, the candidate's too.
 */
import type { Change } from '../../document/change.ts';
import { equalJson, isJsonObject, type Json, type JsonObject, own } from '../../document/json.ts';
import { findRule, rulesOf } from '../record/route-key.ts';
import type { RuleKey } from '../types.ts';

/** What a split may touch in a rule of its target's own. */
export const touchedFields = [
  'route',
  'mirror',
  'mirrors',
  'mirrorPercentage',
  'mirrorPercent',
  'mirror_percent',
];

/** Of a rule, before the first write. */
export function baseOf(rule: Json): JsonObject {
  const base: JsonObject = {};
  if (!isJsonObject(rule)) return base;
  for (const field of touchedFields) {
    const value = own(rule, field);
    if (value !== undefined) base[field] = value;
  }
  return base;
}

/** Null when the rule is no longer there. */
export function restoreRule(virtualService: Json, point: RuleKey, base: JsonObject): Change[] | null {
  const index = findRule(virtualService, point);
  if (index === null) return null;
  const rule = rulesOf(virtualService, point.layer)[index] ?? null;
  const path = ['spec', point.layer, index];
  return touchedFields.flatMap((field): Change[] => {
    const before = own(base, field);
    const now = isJsonObject(rule) ? own(rule, field) : undefined;
    if (equalJson(before, now)) return [];
    return before === undefined
      ? [{ op: 'remove', path: [...path, field] }]
      : [{ op: 'set', path: [...path, field], value: before }];
  });
}

/** Of a rule that was made for the split: what it took goes to the one behind it again. Null when it is no longer there. */
export function removeRule(virtualService: Json, point: RuleKey): Change[] | null {
  const index = findRule(virtualService, point);
  return index === null ? null : [{ op: 'remove', path: ['spec', point.layer, index] }];
}
