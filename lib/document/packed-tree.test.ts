/** What comes back is the tree that was packed. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packTree, unpackTree } from './packed-tree.ts';
import { handMade } from './testing/hand-made.ts';
import { json, styled } from './testing/styled-text.ts';
import { parseTree } from './yaml/parser.ts';

test('a tree of any text', () => {
  const texts = fc.oneof(
    styled(json).map(({ text }) => text),
    fc.constantFrom(...Object.values(handMade)),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const root = parseTree(text);
      if (root !== null) expect(unpackTree(packTree(root, text), text)).toEqual(root);
    }),
    { numRuns: 500 },
  );
});

test('texts that stand there as they are do not travel', () => {
  const text = `a: ${'x'.repeat(5000)}\nb: "c\\n"\n`;
  const root = parseTree(text);
  expect(root && packTree(root, text).texts).toEqual(['c\n']);
});
