/**
 * A VirtualService moved to a state of a split: all of its rules that take part, one after the other, as changes of the object as it
 * is now. The same function starts, advances, sets, promotes and aborts, on whatever others have written meanwhile.
 */
import { type Change, changeValue } from '../../document/change.ts';
import { equalJson, type Json, type Path } from '../../document/json.ts';
import { fail, ok, type Result } from '../../result.ts';
import { findRule, rulesOf } from '../record/route-key.ts';
import {
  cookieMatch,
  type OwnRuleUse,
  ownRule,
  ownRuleName,
  ownRules,
  stickyCookie,
} from '../survey/own-rules.ts';
import type { MatchEntry, Refusal, RuleKey, SplitTargets, Strategy } from '../types.ts';
import { destinationsOf, type NameScope, sharesOf } from '../weights/rule-shares.ts';
import { cookieChanges, hasForeignCookie } from './cookie-header.ts';
import { mirrorChanges } from './mirror.ts';
import { steerRule } from './steer.ts';

/** Where a split stands. `over`: all with stable (aborted) or all with the candidate (promoted), nothing of ours left beside weights. */
export type SplitState = Strategy | { kind: 'over'; percent: 0 | 100 };

export interface Move {
  state: SplitState;
  /** Of the VirtualService. */
  points: readonly RuleKey[];
  targets: SplitTargets;
  service: string;
  release: string;
  /** The split copies requests to the candidate: those copies are its own, in every state. Of another split's rules they are somebody else's. */
  copies: boolean;
}

export interface Moved {
  /** To be made in their order. */
  changes: readonly Change[];
  value: Json;
  /** Rules that took part and are no longer there. */
  gone: readonly RuleKey[];
}

export function moveTo(virtualService: Json, move: Move, scope: NameScope): Result<Moved, Refusal> {
  let value = virtualService;
  const changes: Change[] = [];
  const gone: RuleKey[] = [];
  const make = (more: readonly Change[]): void => {
    for (const change of more) {
      const next = changeValue(value, change);
      if (next === undefined) throw new Error(`a change of ours makes no sense: ${JSON.stringify(change)}`);
      if (equalJson(next, value)) continue;
      value = next;
      changes.push(change);
    }
  };
  for (const point of move.points) {
    const index = findRule(value, point);
    if (index === null) {
      gone.push(point);
      continue;
    }
    const problem = movePoint(() => value, point, move, scope, make);
    if (problem !== null) return fail(problem);
  }
  make(leftovers(value, move));
  return ok({ changes, value, gone });
}

function movePoint(
  now: () => Json,
  point: RuleKey,
  move: Move,
  scope: NameScope,
  make: (changes: readonly Change[]) => void,
): Refusal | null {
  const { state, targets } = move;
  const { layer } = point;
  const at = (): number => findRule(now(), point) ?? -1;
  const rule = (): Json => rulesOf(now(), layer)[at()] ?? null;
  if (layer !== 'http' && !isWeightsOnly(state)) return { code: 'http-only', about: { layer } };
  const steered = steerRule(
    rule(),
    {
      layer,
      index: at(),
      targets,
      candidatePercent: percentOf(state),
      keepsZero: state.kind === 'blue-green',
    },
    scope,
  );
  if (!steered.ok) return steered.error;
  make(steered.value);
  if (layer !== 'http') return null;
  const path: Path = ['spec', layer, at()];
  if (move.copies) {
    const percent = state.kind === 'mirror' ? state.percent : 0;
    const mirrored = mirrorChanges(rule(), path, targets, percent, scope);
    if (!mirrored.ok) return mirrored.error;
    make(mirrored.value);
  }
  const sticky = state.kind === 'canary' && state.sticky;
  const candidateAt = sharesOf(rule(), scope, targets).findIndex(({ role }) => role === 'candidate');
  if (candidateAt >= 0) {
    const entry = destinationsOf(rule())[candidateAt] ?? null;
    if (sticky && hasForeignCookie(entry)) return { code: 'match-conflict', about: { field: 'set-cookie' } };
    make(cookieChanges(entry, [...path, 'route', candidateAt], sticky ? move.release : null));
  }
  return placeOwnRule(now, point, move, scope, make);
}

/** Ours stands directly before its target, or not at all. */
function placeOwnRule(
  now: () => Json,
  point: RuleKey,
  { state, targets, service, release }: Move,
  scope: NameScope,
  make: (changes: readonly Change[]) => void,
): Refusal | null {
  const wanted = ownRuleOf(state, release);
  if (wanted === null) return null;
  const rules = rulesOf(now(), 'http');
  const index = findRule(now(), point) ?? 0;
  const name = ownRuleName(service, wanted.use, release);
  const made = ownRule(rules[index] ?? null, { name, matches: wanted.matches, targets }, scope);
  if (!made.ok) return made.error;
  const before = rules[index - 1];
  if (before !== undefined && ownRules([before], service, release).length > 0) {
    if (!equalJson(before, made.value))
      make([{ op: 'set', path: ['spec', 'http', index - 1], value: made.value }]);
    return null;
  }
  make([{ op: 'insert', path: ['spec', 'http'], index, value: made.value }]);
  return null;
}

function ownRuleOf(
  state: SplitState,
  release: string,
): { use: OwnRuleUse; matches: readonly MatchEntry[] } | null {
  switch (state.kind) {
    case 'canary':
      return state.sticky ? { use: 'sticky', matches: [cookieMatch(stickyCookie, release)] } : null;
    case 'blue-green': {
      // After the flip everybody sees it.
      if (state.header === null || state.percent === 100) return null;
      const { name, value } = state.header;
      return { use: 'preview', matches: [{ headers: { [name.toLowerCase()]: { exact: value } } }] };
    }
    case 'ab':
      return { use: 'ab', matches: state.matches };
    default:
      return null;
  }
}

/** Rules of ours that this state does not have. From the last to the first, so that indexes stay true. */
function leftovers(value: Json, { state, service, release }: Move): Change[] {
  const wanted = ownRuleOf(state, release);
  if (wanted !== null) return [];
  return ownRules(rulesOf(value, 'http'), service, release)
    .reverse()
    .map((index) => ({ op: 'remove', path: ['spec', 'http', index] }));
}

function percentOf(state: SplitState): number {
  return state.kind === 'canary' || state.kind === 'blue-green' || state.kind === 'over' ? state.percent : 0;
}

function isWeightsOnly(state: SplitState): boolean {
  if (state.kind === 'canary') return !state.sticky;
  if (state.kind === 'blue-green') return state.header === null;
  return state.kind === 'over';
}
