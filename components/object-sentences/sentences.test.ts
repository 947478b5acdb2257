/** Every kind in sentences, in both languages: testing/objects.yaml is told as testing/told.*.txt say, which people have read. */
import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import type { Json } from '#lib/document/json.ts';
import { kindId, kinds } from '#lib/istio/kinds/registry.ts';
import { kindOfJson, sentencesOf } from '#lib/istio/sentences/object-sentences.ts';
import { changes } from './testing/changes.ts';
import { changeLines, type Language, languages, lines, teller } from './testing/told.ts';

const file = (name: string): string => readFileSync(new URL(`./testing/${name}`, import.meta.url), 'utf8');
const objects = file('objects.yaml')
  .split(/^---$/m)
  .map((text) => ({
    name: /^# (.*)$/m.exec(text)?.[1] ?? '',
    object: parseAllDocuments(text)[0]?.toJS() as Json,
  }));

const locales = Object.keys(languages) as Language[];

function told(object: Json, locale: Language, used?: Set<string>): string[] {
  const found = sentencesOf(object);
  const write = teller(locale, used);
  const rest = (found?.asWritten ?? []).map(
    ({ path, value }) => `(as written) ${path.join('.')} ${JSON.stringify(value)}`,
  );
  return [...lines(found?.sentences ?? [], write), ...rest];
}

describe.each(locales)('objects in %s', (locale) => {
  const expected = new Map(
    file(`told.${locale}.txt`)
      .split(/^# /m)
      .slice(1)
      .map((part): [string, string[]] => {
        const [name = '', ...rest] = part.trimEnd().split('\n');
        return [name, rest];
      }),
  );
  test.each(objects)('$name', ({ name, object }) => {
    expect(told(object, locale)).toEqual(expected.get(name));
  });
});

it('speaks of every kind of the registry', () => {
  const spoken = new Set(objects.map(({ object }) => kindOfJson(object)));
  expect(
    Object.values(kinds)
      .filter((kind) => !spoken.has(kind))
      .map(kindId),
  ).toEqual([]);
});

it('has no message that nothing says', () => {
  const used = new Set<string>();
  for (const { object } of objects) told(object, 'en', used);
  for (const { before, after } of changes) changeLines(before, after, 'en', used);
  const keys: string[] = [];
  const gather = (value: unknown, path: string): void => {
    if (typeof value === 'string') keys.push(path);
    else
      for (const [key, inner] of Object.entries(value ?? {}))
        gather(inner, `${path}.${key}`.replace(/^\./, ''));
  };
  gather(languages.en.sentences, '');
  const silent = keys.filter((key) => !used.has(key) && !/^(view|join)\./.test(key));
  expect(silent).toEqual([]);
});

describe.each(locales)('changes in %s', (locale) => {
  test.each(changes)('$name', ({ before, after, [locale]: expected }) => {
    expect(changeLines(before, after, locale)).toEqual(expected);
  });
});
