import { expect, test } from 'vitest';
import { rootWord } from '../forms/words.ts';
import { knownCrds, type StructuralSchema } from '../schema/crds.ts';
import { fieldSteps, stepInto } from './field-words.ts';

const named = (root: string, path: string) =>
  fieldSteps(root, path.split(' ')).map(({ key, words }) => (words === null ? `"${key}"` : words.join('.')));

test('keys that somebody chose are no fields, those below are again', () => {
  expect(named('DestinationRule', 'subsets labels weight')).toEqual([
    'DestinationRule.subsets',
    'DestinationRule.subsets.labels',
    '"weight"',
  ]);
  expect(named('VirtualService', 'http match headers name exact')).toEqual([
    'VirtualService.http',
    'VirtualService.http.match',
    'VirtualService.http.match.headers',
    '"name"',
    'VirtualService.http.match.headers.exact',
  ]);
  expect(named('EnvoyFilter', 'configPatches patch value name route').slice(3)).toEqual([
    '"name"',
    '"route"',
  ]);
});

test('maps are those of the schemas, in every kind', () => {
  const wrong: string[] = [];
  const look = (schema: StructuralSchema | undefined, words: readonly string[]): void => {
    if (schema === undefined) return;
    const free = schema['x-kubernetes-preserve-unknown-fields'] === true && schema.properties === undefined;
    for (const [key, below] of Object.entries(schema.properties ?? {})) {
      const said = stepInto(words, key);
      const isFree = below['x-kubernetes-preserve-unknown-fields'] === true && below.properties === undefined;
      const isMap = below.additionalProperties !== undefined;
      if (said.entries !== isMap || said.free !== isFree) wrong.push([...words, key].join('.'));
      look(below, [...words, key]);
    }
    if (!free) look(schema.additionalProperties, words);
    look(schema.items, words);
  };
  for (const { group, names, schema } of knownCrds)
    look(schema.properties?.spec, [rootWord(group, names.kind)]);
  expect(wrong).toEqual([]);
});
