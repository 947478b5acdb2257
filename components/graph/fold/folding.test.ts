import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  allFolded,
  type FoldLists,
  isFolded,
  mostUnfolded,
  opensFolded,
  readFolding,
  withFold,
  writeFolding,
} from './folding.ts';

const lists = (open: string[], folded: string[] = []): FoldLists => ({ open, folded });

test.each<[string, FoldLists, boolean, string[]]>([
  ['nothing said, a small mesh', lists([]), false, []],
  ['nothing said, a big mesh', lists([]), true, ['a', 'b']],
  ['one opened', lists(['a']), true, ['b']],
  ['one opened, on a mesh that has become small', lists(['a']), false, ['b']],
  ['one folded', lists([], ['a']), false, ['a']],
  ['one folded, on a mesh that has become big', lists([], ['a']), true, ['a']],
  ['all opened', lists(['*']), true, []],
  ['all opened but one', lists(['*'], ['b']), true, ['b']],
  ['all folded', lists([], ['*']), false, ['a', 'b']],
  ['all folded but one', lists(['b'], ['*']), false, ['a']],
  ['a namespace that is gone', lists(['gone']), true, ['a', 'b']],
])('%s', (_, said, byItself, folded) => {
  const folding = readFolding(said, byItself);
  expect(['a', 'b'].filter((name) => isFolded(folding, name))).toEqual(folded);
});

test('what is written is read again, on a mesh of any size', () => {
  const arbitrary = fc.record({
    startsFolded: fc.boolean(),
    except: fc.subarray(['a', 'b', 'c']),
    byItself: fc.boolean(),
    later: fc.boolean(),
  });
  void fc.assert(
    fc.property(arbitrary, ({ startsFolded, except, byItself, later }) => {
      const folding = { startsFolded, except: new Set(except) };
      const written = writeFolding(folding, byItself);
      expect(readFolding(written, byItself)).toEqual(folding);
      // Where something is said at all, it does not depend on the size.
      if (written.open.length + written.folded.length > 0)
        expect(readFolding(written, later)).toEqual(folding);
    }),
  );
});

test('folding and unfolding', () => {
  const opened = withFold(allFolded(true), ['a', 'b'], false);
  expect(writeFolding(opened, true)).toEqual(lists(['a', 'b']));
  expect(writeFolding(withFold(opened, ['a', 'b'], true), true)).toEqual(lists([]));
  expect(writeFolding(allFolded(false), true)).toEqual(lists(['*']));
  expect(writeFolding(withFold(allFolded(false), ['a'], true), false)).toEqual(lists([], ['a']));
});

test('a single namespace is never folded away', () => {
  expect(opensFolded(mostUnfolded + 1, 1)).toBe(false);
  expect(opensFolded(mostUnfolded + 1, 2)).toBe(true);
  expect(opensFolded(mostUnfolded, 12)).toBe(false);
});
