/**
 * A change of an object in sentences: what holds now, and what held until now. Sentences of both states are compared place by place;
 * fields that no sentence speaks of are told as they are written, so that no difference goes unsaid.
 */
import { isJsonObject, type Json, own, type Path, pathText, valueAt } from '../../document/json.ts';
import type { ItemKey } from '../../document/match-items.ts';
import { itemKeyOf, type Kind } from '../kinds/kind.ts';
import { aligner, matchStates } from './align.ts';
import { kindOfJson, sentencesOf } from './object-sentences.ts';
import { name, type Part, type Phrase, type Sentence, say, value, written } from './phrase.ts';
import { expectationsPath, savedRequestSentences } from './saved-requests.ts';
import { Spot } from './spot.ts';

export interface DifferenceSentence {
  kind: 'added' | 'removed' | 'changed' | 'moved' | 'created' | 'deleted';
  /** In the new state; of what is gone, in the old one. */
  path: Path;
  phrase: Phrase;
}

/** Null stands for an object that is not there. Empty when nothing differs, or when the kind is unknown. */
export function differenceSentences(
  before: Json | null,
  after: Json | null,
  options: { rootNamespace?: string } = {},
): DifferenceSentence[] {
  const kind = kindOfJson(after ?? before);
  if (kind === undefined) return [];
  if (after === null) return before === null ? [] : [wholeObject('deleted', kind, before)];
  if (before === null) {
    const told = sentencesOf(after, options)?.sentences ?? [];
    return [wholeObject('created', kind, after), ...flat(told).map(added)];
  }
  return compare(before, after, kind, options);
}

function wholeObject(change: 'created' | 'deleted', { kind }: Kind, object: Json): DifferenceSentence {
  const called = valueAt(object, ['metadata', 'name']);
  const values = { kind: name(kind), name: name(typeof called === 'string' ? called : '') };
  return { kind: change, path: [], phrase: say(`difference.${change}`, values) };
}

function compare(
  before: Json,
  after: Json,
  kind: Kind,
  options: { rootNamespace?: string },
): DifferenceSentence[] {
  const keyOf = itemKeyOf(kind);
  const align = aligner(before, after, keyOf);
  const oldOnes = new Map<string, Sentence>();
  for (const one of flat(statements(before, options))) {
    oldOnes.set(unique(oldOnes, `${oldPath(one.path)}#${one.about}`), one);
  }
  const seen = new Set<string>();
  const found: DifferenceSentence[] = [];
  const wholeRules = rulesOf(after, options);
  for (const top of statements(after, options)) {
    const rule = top.rule === undefined ? undefined : top.path.slice(0, 3);
    if (rule !== undefined && align(rule).includes('+')) {
      const [lead, ...more] = flat([wholeRules.get(JSON.stringify(rule)) ?? top]);
      if (lead !== undefined) found.push(newly(lead), ...more.map(added));
      continue;
    }
    for (const one of flat([top])) {
      const key = unique(seen, `${align(one.path)}#${one.about}`);
      seen.add(key);
      const old = oldOnes.get(key);
      if (old === undefined)
        found.push(one !== top && align(one.path).includes('+') ? added(one) : newly(one));
      else if (!sameState(old, one)) found.push(changed(old, one));
    }
  }
  return [
    ...found,
    ...moves(before, after, keyOf),
    ...goneSentences(before, oldOnes, seen, keptRules(before, after, keyOf), options),
  ];
}

/** What is gone: of a rule that is gone, the rule as a whole. */
function goneSentences(
  before: Json,
  oldOnes: ReadonlyMap<string, Sentence>,
  seen: ReadonlySet<string>,
  kept: ReadonlySet<string>,
  options: { rootNamespace?: string },
): DifferenceSentence[] {
  const whole = rulesOf(before, options);
  const told = new Set<string>();
  return [...oldOnes].flatMap(([key, one]): DifferenceSentence[] => {
    if (seen.has(key)) return [];
    const rule = JSON.stringify(one.path.slice(0, 3));
    const all = whole.get(rule);
    if (all === undefined || kept.has(rule)) return [gone(one)];
    if (told.has(rule)) return [];
    told.add(rule);
    return flat([all]).map(gone);
  });
}

/** Sentences of one state, and what they leave out as sentences of their own. */
function statements(object: Json, options: { rootNamespace?: string }): Sentence[] {
  const told = sentencesOf(object, { ...options, alone: true });
  if (told === null) return [];
  const metadata = new Spot(isJsonObject(object) ? own(object, 'metadata') : undefined, ['metadata']);
  const marks = [...metadata.at('labels').untold(), ...metadata.at('annotations').untold()].filter(
    ({ path }) => path[2] !== 'kubectl.kubernetes.io/last-applied-configuration',
  );
  const saved = savedRequestSentences(valueAt(object, expectationsPath));
  const apiVersion = isJsonObject(object) ? (own(object, 'apiVersion') ?? null) : null;
  const leaves = [
    ...told.asWritten,
    ...marks
      .filter(({ path }) => saved === null || !samePath(path, expectationsPath))
      .map(({ path, value }) => ({ path, value: value ?? null })),
    { path: ['apiVersion'], value: apiVersion },
  ];
  return [
    ...told.sentences,
    ...(saved ?? []),
    ...leaves.map(({ path, value: leaf }) => ({
      about: 'as written',
      path,
      phrase: say('difference.field', { field: value(pathText(path)), value: written(leaf) }),
      was: say('difference.fieldWas', { value: written(leaf) }),
    })),
  ];
}

function samePath(a: Path, b: Path): boolean {
  return a.length === b.length && a.every((step, at) => step === b[at]);
}

/** Rules as a description tells them, with their conditions, by place. */
function rulesOf(object: Json, options: { rootNamespace?: string }): Map<string, Sentence> {
  const told = sentencesOf(object, options)?.sentences ?? [];
  return new Map(
    told.filter(({ rule }) => rule !== undefined).map((one) => [JSON.stringify(one.path.slice(0, 3)), one]),
  );
}

const orderedLists: readonly Path[] = [
  ['spec', 'http'],
  ['spec', 'tls'],
  ['spec', 'tcp'],
];
const ruleLists: readonly Path[] = [...orderedLists, ['spec', 'rules']];

function pairs(before: Json, after: Json, list: Path, keyOf: ItemKey): (number | null)[] {
  const [old, now] = [valueAt(before, list), valueAt(after, list)];
  return Array.isArray(old) && Array.isArray(now) ? matchStates(old, now, list, keyOf) : [];
}

/** Rules of the old state that the new one still has. */
function keptRules(before: Json, after: Json, keyOf: ItemKey): Set<string> {
  return new Set(
    ruleLists.flatMap((list) =>
      pairs(before, after, list, keyOf).flatMap((match) =>
        match === null ? [] : JSON.stringify([...list, match]),
      ),
    ),
  );
}

/** The fewest rules that must have moved for the new order. */
function moves(before: Json, after: Json, keyOf: ItemKey): DifferenceSentence[] {
  return orderedLists.flatMap((list) => {
    const matches = pairs(before, after, list, keyOf);
    const stay = longestRising(matches);
    return matches.flatMap((match, index): DifferenceSentence[] => {
      if (match === null || stay.has(index)) return [];
      const named = valueAt(after, [...list, index, 'name']);
      const rule: Part = { show: 'rule', name: typeof named === 'string' ? named : null, number: index + 1 };
      const values = { rule, now: value(String(index + 1)), was: value(String(match + 1)) };
      return [{ kind: 'moved', path: [...list, index], phrase: say('difference.moved', values) }];
    });
  });
}

/** Indexes of a longest rising part; nulls are passed over. */
function longestRising(values: readonly (number | null)[]): Set<number> {
  const best: { length: number; before: number }[] = [];
  let last = -1;
  for (const [at, one] of values.entries()) {
    best[at] = { length: one === null ? 0 : 1, before: -1 };
    if (one === null) continue;
    for (let earlier = 0; earlier < at; earlier += 1) {
      const other = values[earlier];
      const length = (best[earlier]?.length ?? 0) + 1;
      if (other === null || other === undefined || other >= one || length <= (best[at]?.length ?? 0))
        continue;
      best[at] = { length, before: earlier };
    }
    if (last === -1 || (best[at]?.length ?? 0) > (best[last]?.length ?? 0)) last = at;
  }
  const kept = new Set<number>();
  for (let at = last; at !== -1; at = best[at]?.before ?? -1) kept.add(at);
  return kept;
}

function flat(sentences: readonly Sentence[]): Sentence[] {
  return sentences.flatMap((one) => [one, ...flat(one.under ?? [])]);
}

function oldPath(path: Path): string {
  return path.map((step) => JSON.stringify(step)).join();
}

/** Several sentences of one place and subject are told apart by their order. */
function unique(taken: { has: (key: string) => boolean }, key: string): string {
  let free = key;
  for (let next = 2; taken.has(free); next += 1) free = `${key}${next}`;
  return free;
}

/** Whom a sentence speaks of says nothing new: its place does. */
function sameState(a: Sentence, b: Sentence): boolean {
  const plain = ({ phrase }: Sentence): string =>
    JSON.stringify(phrase, (key, part) => (['who', 'them', 'rule'].includes(key) ? undefined : part));
  return plain(a) === plain(b);
}

function added({ path, phrase }: Sentence): DifferenceSentence {
  return { kind: 'added', path, phrase };
}

function newly({ path, phrase, before }: Sentence): DifferenceSentence {
  const told =
    before === undefined
      ? say('difference.added', { now: phrase })
      : say('difference.changed', { now: phrase, was: before });
  return { kind: 'added', path, phrase: told };
}

function gone({ path, phrase }: Sentence): DifferenceSentence {
  return { kind: 'removed', path, phrase: say('difference.removed', { was: phrase }) };
}

function changed(old: Sentence, { path, phrase }: Sentence): DifferenceSentence {
  const told =
    old.was === undefined
      ? say('difference.changedWhole', { now: phrase, was: old.phrase })
      : say('difference.changed', { now: phrase, was: old.was });
  return { kind: 'changed', path, phrase: told };
}
