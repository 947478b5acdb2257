/** A text read again after a change is what a reading from the start gives, and what did not change is the same object. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isJsonObject, type Json, valueAt } from './json.ts';
import { parseDocument, type YamlDocument } from './stream.ts';
import { handMade } from './testing/hand-made.ts';
import { kindObjects } from './testing/kind-objects.ts';
import { settled } from './testing/settled.ts';
import { json, styled } from './testing/styled-text.ts';
import { watchItems } from './testing/watched.ts';
import { kubectlStyle, printBlock } from './yaml/print.ts';

const pieces = fc.constantFrom(
  ...['a', ' ', '  ', '\n', '\n  ', '\n    ', ': ', ':', '- ', '-', '#', ' # c', '"', "'", '|', '>', '|\n'],
  ...['[', ']', '{', '}', ',', '? ', '&x ', '*x', '<<: ', '!!str ', '---\n', '...\n', '%a', '\t', '\r\n'],
  ...['\u2028', '\u0085', '\ufeff', '\u0007', '\ud83d', 'no', '0777', 'name: x\n', 'host: y', '{"a": 1}'],
);
const insertions = fc.array(pieces, { maxLength: 4 }).map((found) => found.join(''));
const texts = fc.oneof(
  styled(json).map(({ text }) => text),
  fc.constantFrom(...Object.values(handMade)),
  fc
    .constantFrom(...kindObjects)
    .chain(({ objects }) => objects)
    .map((object) => `${printBlock(object, 0, kubectlStyle).join('\n')}\n`),
);
const edits = fc.array(fc.tuple(fc.nat(), fc.nat(3), insertions), { minLength: 1, maxLength: 4 });

/** Maps and lists of a value that are those of another. */
function kept(value: Json, of: Json): number {
  const known = new Set<Json>();
  const visit = (one: Json, found: (container: Json) => boolean): number => {
    if (!Array.isArray(one) && !isJsonObject(one)) return 0;
    const inner = Object.values(one).reduce<number>((sum, item) => sum + visit(item, found), 0);
    return inner + (found(one) ? 1 : 0);
  };
  visit(of, (container) => known.add(container) === known);
  return visit(value, (container) => known.has(container));
}

test('any change of any text: the same nodes, values, notes and problems', () => {
  let same = 0;
  fc.assert(
    fc.property(texts, edits, (text, changes) => {
      let near: YamlDocument = parseDocument(text);
      for (const [place, gone, insert] of changes) {
        const at = place % (near.text.length + 1);
        const changed = near.text.slice(0, at) + insert + near.text.slice(at + gone);
        const read = parseDocument(changed, 0, near);
        expect(settled(read)).toEqual(parseDocument(changed));
        if (read.problem !== null) continue;
        same += kept(read.value, near.value);
        near = read;
      }
    }),
    { numRuns: 300 },
  );
  // Otherwise the second reading would prove nothing.
  expect(same).toBeGreaterThan(150);
});

test('a key in one of many list items: all others are the same values, wherever they stand now', () => {
  const text = `spec:\n  http:\n${Array.from({ length: 50 }, (_, at) => `  - name: r${at}\n    match:\n    - uri: {prefix: /a${at}}\n`).join('')}`;
  const before = parseDocument(text);
  const after = parseDocument(text.replace('prefix: /a20', 'prefix: /longer'), 0, before);
  const rules = (document: YamlDocument) => valueAt(document.value, ['spec', 'http']) as Json[];
  const changed = rules(after).flatMap((rule, at) => (rule === rules(before)[at] ? [] : [at]));
  expect(changed).toEqual([20]);
  expect(settled(after)).toEqual(parseDocument(after.text));
});

test('a key that is there already is a mistake of the whole map', () => {
  const before = parseDocument('a:\n  b: 1\n  c: 2\n');
  expect(parseDocument('a:\n  b: 1\n  b: 2\n', 0, before).problem?.code).toBe('duplicate-key');
});

test('letters in the first of many list items: of the others the last alone is looked at, once a letter', () => {
  const text = `spec:\n  http:\n${Array.from({ length: 300 }, (_, at) => `  - name: r${at}\n    match:\n    - uri: {prefix: /a${at}}\n      method: {exact: GET}\n    timeout: 3s\n`).join('')}`;
  let looks = 0;
  let near = parseDocument(text);
  watchItems(near.root, () => (looks += 1));
  const letter = (): void => {
    near = parseDocument(near.text.replace('prefix: /a0', 'prefix: /a0x'), 0, near);
  };
  // What is in the tree is counted once.
  letter();
  expect(looks).toBeGreaterThan(300);
  looks = 0;
  for (let typed = 0; typed < 20; typed += 1) letter();
  // Where it ends, the list does.
  expect(looks).toBe(20);
  expect(settled(near)).toEqual(parseDocument(near.text));
  expect(valueAt(near.value, ['spec', 'http', 0, 'match', 0, 'uri', 'prefix'])).toBe(`/a0${'x'.repeat(21)}`);
});
