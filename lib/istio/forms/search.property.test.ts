/** What is searched with every keystroke is found as if nothing had been searched before. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isJsonObject, type Json, type JsonObject } from '#lib/document/json.ts';
import { kindObjects } from '#lib/document/testing/kind-objects.ts';
import { crdOf } from '../schema/crds.ts';
import { deprecationsOf } from './deprecations.ts';
import { keptAsWritten } from './kept.ts';
import { rootWord } from './words.ts';

const old = { mirror: { host: 'a' }, mirrorPercent: 5, corsPolicy: { allowOrigin: ['*'] }, unheardOf: 1 };

/** Some items of the spec's lists change places, one is of another time, and one stands in another list. */
function changed(value: JsonObject, choice: number): JsonObject {
  const { spec } = value;
  if (!isJsonObject(spec)) return value;
  const lists = Object.entries(spec).filter((entry): entry is [string, Json[]] => Array.isArray(entry[1]));
  const moved = lists.map(([key, items], at): [string, Json[]] => {
    const next = items.toReversed();
    if (choice % 3 === 1) next.unshift({ ...old });
    const beside = lists[(at + 1) % lists.length]?.[1][0];
    if (choice % 3 === 2 && beside !== undefined) next.push(beside);
    return [key, next];
  });
  return { ...value, spec: { ...spec, ...Object.fromEntries(moved) } };
}

const anyObject = fc.oneof(
  ...kindObjects.map(({ group, kind, objects }) => objects.map((value) => ({ group, kind, value }))),
);

it('whatever was searched before', () => {
  let found = 0;
  fc.assert(
    fc.property(
      anyObject,
      fc.array(fc.nat(), { minLength: 1, maxLength: 4 }),
      ({ group, kind, value }, choices) => {
        const spec = crdOf(group, kind)?.schema.properties?.spec;
        const word = rootWord(group, kind);
        const search = (document: Json) => [
          deprecationsOf(word, document),
          keptAsWritten(word, spec, document),
        ];
        let document = value;
        search(document);
        for (const choice of choices) {
          document = changed(document, choice);
          const here = search(document);
          expect(here).toEqual(search(structuredClone(document)));
          found += here.flat().length;
        }
      },
    ),
  );
  expect(found).toBeGreaterThan(0);
});
