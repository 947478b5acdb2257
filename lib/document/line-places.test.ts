/** Where paths stand in texts of every style. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Path } from './json.ts';
import { placesIn } from './place.ts';
import { parseDocument } from './stream.ts';

const text = `# a comment
apiVersion: v1
spec:
  http:
  - name: one
    route: [{host: a}, {host: b}]
  - &second
    "name": two
  - *second
  empty:
`;

test.each<[Path, number, number]>([
  [[], 2, 1],
  [['apiVersion'], 2, 1],
  [['spec', 'http'], 4, 3],
  [['spec', 'http', 0], 5, 5],
  [['spec', 'http', 0, 'route', 1], 6, 24],
  [['spec', 'http', 0, 'route', 1, 'host'], 6, 25],
  [['spec', 'http', 1, 'name'], 8, 5],
  // What an alias stands for is said where the alias is.
  [['spec', 'http', 2, 'name'], 9, 5],
  // What is not there stands at what would hold it.
  [['spec', 'http', 0, 'timeout'], 5, 5],
  [['spec', 'http', 7, 'name'], 4, 3],
  [['spec', 'empty', 'more'], 10, 3],
  [['metadata', 'name'], 2, 1],
])('%j', (path, line, column) => {
  expect(placesIn(parseDocument(text))(path)).toEqual({ line, column });
});

test('whatever the path, it is a place of the text', () => {
  const placeOf = placesIn(parseDocument(text));
  const lines = text.split('\n');
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.constantFrom('spec', 'http', 'route', '__proto__'), fc.nat(3))),
      (path) => {
        const { line, column } = placeOf(path);
        expect(column).toBeGreaterThan(0);
        expect(column).toBeLessThanOrEqual((lines[line - 1]?.length ?? -1) + 1);
      },
    ),
  );
});

test('an empty document has its beginning', () => {
  expect(placesIn(parseDocument(''))(['a'])).toEqual({ line: 1, column: 1 });
});
