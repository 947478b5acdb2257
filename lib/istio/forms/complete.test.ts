/** The forms are complete: every field of every schema has its place, its name and its explanation, and no table says anything of nothing. */
import { describe, expect, it } from 'vitest';
import { loadFieldTexts } from '#lib/i18n/fields/field-texts.ts';
import type { Locale } from '#lib/i18n/locales.ts';
import { gatewayApiCrds, knownCrds, type StructuralSchema } from '../schema/crds.ts';
import { arrangedGroups, excludingGroups, joinedLists, rowLists } from './arrangement.ts';
import { deprecatedFields } from './deprecations.ts';
import type { Field } from './field.ts';
import { factKeys } from './field-facts.ts';
import { formOf } from './fields-of.ts';
import { summarisedLists } from './item-summary.ts';
import { referringGroups } from './references.ts';
import { unionGroups } from './unions.ts';
import { byWords, keyByWords, rootWord, type Words } from './words.ts';

/** Every property of a schema, by its words. */
function wordsOf(schema: StructuralSchema | undefined, words: Words, into: Set<string>): void {
  if (schema === undefined) return;
  for (const [key, inner] of Object.entries(schema.properties ?? {})) {
    into.add([...words, key].join('.'));
    wordsOf(inner, [...words, key], into);
  }
  wordsOf(schema.items, words, into);
  wordsOf(schema.additionalProperties, words, into);
}

/** Every field of a form, by its words, and the groups that lead there. */
function shownBy(field: Field, into: Set<string>): void {
  const { shape, words } = field;
  for (let length = 1; length <= words.length; length += 1) into.add(words.slice(0, length).join('.'));
  if (shape.type === 'group') for (const inner of shape.fields) shownBy(inner, into);
  if (shape.type === 'items') shownBy(shape.item, into);
  if (shape.type === 'entries') shownBy(shape.entry, into);
  if (shape.type === 'match')
    for (const key of ['exact', 'prefix', 'regex']) into.add([...words, key].join('.'));
}

/** The words of every field that a form shows under its name. */
function namedBy(field: Field, into: Words[]): void {
  const { shape, words } = field;
  into.push(words);
  if (shape.type === 'group') for (const inner of shape.fields) namedBy(inner, into);
  const item = shape.type === 'items' ? shape.item : shape.type === 'entries' ? shape.entry : null;
  if (item?.shape.type === 'group') for (const inner of item.shape.fields) namedBy(inner, into);
  else if (item !== null && item.words.length > words.length) into.push(item.words);
}

const kinds = knownCrds.map((crd) => ({
  group: crd.group,
  kind: crd.names.kind,
  root: rootWord(crd.group, crd.names.kind),
  spec: crd.schema.properties?.spec,
}));
const everywhere = new Set<string>();
for (const { root, spec } of kinds) {
  everywhere.add(root);
  wordsOf(spec, [root], everywhere);
}
const allWords = [...everywhere].map((words) => words.split('.'));
const named: Words[] = [];
for (const { group, kind } of kinds) {
  const form = formOf(group, kind);
  if (form?.shape.type === 'group') for (const field of form.shape.fields) namedBy(field, named);
}

describe.each(kinds)('the form of $root', ({ group, kind, root, spec }) => {
  it('has a place for every field of the schema', () => {
    const form = formOf(group, kind);
    const shown = new Set<string>();
    if (form !== null) shownBy(form, shown);
    const fields = new Set<string>();
    wordsOf(spec, [root], fields);
    // Free content is shown as a whole.
    expect([...fields].filter((field) => !shown.has(field))).toEqual([]);
    expect(fields.size).toBeGreaterThan(5);
  });
});

const locales: readonly Locale[] = ['en', 'zh-CN'];

describe.each(locales)('the texts in %s', (locale) => {
  it('name every field', async () => {
    const texts = await loadFieldTexts(locale);
    const nameless = named.filter((words) => keyByWords(texts, words) === undefined);
    expect(named.length).toBeGreaterThan(700);
    expect(nameless.map((words) => words.join('.'))).toEqual([]);
  });

  it('explain every field', async () => {
    const texts = await loadFieldTexts(locale);
    const silent = named.filter((words) => (byWords(texts, words)?.[1] ?? '') === '');
    expect(silent.map((words) => words.join('.'))).toEqual([]);
  });

  it('are all of some field', async () => {
    const texts = await loadFieldTexts(locale);
    const used = new Set(named.map((words) => keyByWords(texts, words)));
    const plain = Object.keys(texts).filter((key) => !/[=|]/.test(key));
    expect(plain.filter((key) => !used.has(key))).toEqual([]);
    for (const [key, [name]] of Object.entries(texts)) expect(name, key).not.toBe('');
  });

  it('name the same fields and values in both languages', async () => {
    const [here, english] = [await loadFieldTexts(locale), await loadFieldTexts('en')];
    expect(Object.keys(here)).toEqual(Object.keys(english));
    for (const [key, text] of Object.entries(here)) expect(text.length, key).toBe(english[key]?.length);
  });

  it('name values that exist, and choices that there are', async () => {
    const texts = await loadFieldTexts(locale);
    const [values, choices] = [new Set<string>(), new Set<string>()];
    const look = (field: Field): void => {
      const { shape, words } = field;
      if (shape.type === 'choice')
        for (const option of shape.options)
          for (let from = 0; from < words.length; from += 1)
            values.add(`${words.slice(from).join('.')}=${option}`);
      if (shape.type === 'group') {
        for (const keys of shape.alternatives)
          for (let from = 0; from <= words.length; from += 1)
            choices.add([...words.slice(from), keys.join('|')].join('.'));
        shape.fields.forEach(look);
      }
      if (shape.type === 'items') look(shape.item);
      if (shape.type === 'entries') look(shape.entry);
    };
    for (const { group, kind } of kinds) {
      const form = formOf(group, kind);
      if (form !== null) look(form);
    }
    const odd = Object.keys(texts).filter(
      (key) => (key.includes('=') && !values.has(key)) || (key.includes('|') && !choices.has(key)),
    );
    expect(odd).toEqual([]);
  });
});

describe('fields of the Gateway API', () => {
  const roots = new Set(gatewayApiCrds.map(({ group, names }) => rootWord(group, names.kind)));
  const own = named.filter(([root = '']) => roots.has(root));

  it.each(locales)('are explained in words of their own in %s, not in those of Istio', async (locale) => {
    const texts = await loadFieldTexts(locale);
    const istio = new Set(
      named.filter(([root = '']) => !roots.has(root)).map((one) => keyByWords(texts, one)),
    );
    const borrowed = own.filter((words) => istio.has(keyByWords(texts, words)));
    expect(own.length).toBeGreaterThan(100);
    expect(borrowed.map((words) => words.join('.'))).toEqual([]);
    expect(own.filter((words) => byWords(texts, words)?.[1] === undefined)).toEqual([]);
  });
});

describe('the tables', () => {
  it.each([
    ['facts', factKeys],
    ['arrangements', arrangedGroups],
    ['exclusions', excludingGroups],
    ['joins', joinedLists],
    ['rows', rowLists],
    ['unions', unionGroups],
    ['references', referringGroups],
    ['deprecations', deprecatedFields],
    ['summaries', summarisedLists],
  ])('%s speak of fields that exist', (_, keys) => {
    const ends = new Set(allWords.flatMap((words) => words.map((__, from) => words.slice(from).join('.'))));
    expect(keys.filter((key) => !ends.has(key))).toEqual([]);
  });
});
