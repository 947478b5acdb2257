import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  allFolded,
  type FoldLists,
  isFolded,
  mostUnfolded,
  opensFolded,
  readFoldings,
  withFold,
  writeFoldings,
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
  const foldings = readFoldings(said, byItself);
  expect(['a', 'b'].filter((name) => isFolded(foldings, 'namespace', name))).toEqual(folded);
});

test.each<[string, FoldLists, string[]]>([
  ['an app', lists([], ['app:c/a/web']), ['app:c/a/web']],
  ['all apps but one', lists(['app:c/a/web'], ['app:*']), ['app:c/b/db']],
  [
    'a cluster, and what is inside stays as it is',
    lists(['b'], ['cluster:c', 'app:c/b/db']),
    ['a', 'app:c/b/db', 'cluster:c'],
  ],
])('%s', (_, said, folded) => {
  const foldings = readFoldings(said, false);
  const boxes = [
    ['namespace', 'a'],
    ['namespace', 'b'],
    ['app', 'app:c/a/web'],
    ['app', 'app:c/b/db'],
    ['cluster', 'cluster:c'],
  ] as const;
  expect(boxes.flatMap(([kind, key]) => (isFolded(foldings, kind, key) ? [key] : []))).toEqual(folded);
});

test('what is written is read again, on a mesh of any size', () => {
  const folding = (keys: string[]) =>
    fc.record({ startsFolded: fc.boolean(), except: fc.subarray(keys).map((some) => new Set(some)) });
  const arbitrary = fc.record({
    foldings: fc.record({
      app: folding(['app:c/a/x', 'app:c/a/y']),
      namespace: folding(['a', 'b', 'c']),
      cluster: folding(['cluster:c', 'cluster:d']),
    }),
    byItself: fc.boolean(),
    later: fc.boolean(),
  });
  void fc.assert(
    fc.property(arbitrary, ({ foldings, byItself, later }) => {
      const written = writeFoldings(foldings, byItself);
      expect(readFoldings(written, byItself)).toEqual(foldings);
      // Where something is said of namespaces, it does not depend on the size.
      if ([...written.open, ...written.folded].some((key) => !key.includes(':')))
        expect(readFoldings(written, later)).toEqual(foldings);
    }),
  );
});

test('folding and unfolding', () => {
  const namespaces = (...keys: string[]) => keys.map((key) => ({ kind: 'namespace', key }) as const);
  const none = readFoldings(lists([]), false);
  const all = (fold: boolean) => allFolded(none, ['namespace'], fold);
  const opened = withFold(all(true), namespaces('a', 'b'), false);
  expect(writeFoldings(opened, true)).toEqual(lists(['a', 'b']));
  expect(writeFoldings(withFold(opened, namespaces('a', 'b'), true), true)).toEqual(lists([]));
  expect(writeFoldings(all(false), true)).toEqual(lists(['*']));
  expect(writeFoldings(withFold(all(false), namespaces('a'), true), false)).toEqual(lists([], ['a']));
  const app = withFold(opened, [{ kind: 'app', key: 'app:c/a/web' }], true);
  expect(writeFoldings(app, true)).toEqual(lists(['a', 'b'], ['app:c/a/web']));
  expect(writeFoldings(allFolded(app, ['app', 'namespace'], false), true)).toEqual(lists(['*']));
});

test('a single namespace is never folded away', () => {
  expect(opensFolded(mostUnfolded + 1, 1)).toBe(false);
  expect(opensFolded(mostUnfolded + 1, 2)).toBe(true);
  expect(opensFolded(mostUnfolded, 12)).toBe(false);
});
