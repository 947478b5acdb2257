<<<<<<< HEAD
import { expect, test } from 'vitest';
import type { Path } from './json.ts';
import { pathAt, placeOf } from './place.ts';
import { parseDocument } from './stream.ts';

const text = `apiVersion: v1
spec:
  hosts: [a, b]
  http:
  # first
  - name: beta
    route:
    - destination: {host: checkout, subset: v2}
      weight: 25
    timeout:
  - &last
    name: default
  other: *last
`;
const document = parseDocument(text);

test.each<[path: Path, shown: string, partial: boolean]>([
  [['apiVersion'], 'v1', false],
  [['spec', 'http'], 'http', false],
  [['spec', 'hosts', 1], 'b', false],
  [['spec', 'http', 0], 'name', false],
  [['spec', 'http', 0, 'route', 0, 'destination', 'subset'], 'v2', false],
  [['spec', 'http', 0, 'route', 0, 'weight'], '25', false],
  [['spec', 'http', 0, 'timeout'], 'timeout', false],
  [['spec', 'http', 0, 'retries', 'attempts'], 'name', true],
  [['spec', 'http', 7], 'http', true],
  [['spec', 'other'], '*last', false],
  [['status'], 'apiVersion', true],
  [[], 'apiVersion', false],
])('%j stands at %s', (path, shown, partial) => {
  const place = placeOf(document, path);
  expect(text.slice(place?.from, place?.to)).toBe(shown);
  expect(place?.partial).toBe(partial);
});

test.each<[at: string, path: Path]>([
  ['v1', ['apiVersion']],
  ['beta', ['spec', 'http', 0, 'name']],
  ['subset', ['spec', 'http', 0, 'route', 0, 'destination', 'subset']],
  ['25', ['spec', 'http', 0, 'route', 0, 'weight']],
  ['default', ['spec', 'http', 1, 'name']],
  ['hosts', ['spec', 'hosts']],
])('at %s the path is %j', (at, path) => {
  expect(pathAt(document, text.indexOf(at))).toEqual(path);
});

test('a text of nothing, or that cannot be read, has no places', () => {
  expect(placeOf(parseDocument('# only\n'), ['spec'])).toBeNull();
  expect(placeOf(parseDocument('a: [\n'), ['a'])).toBeNull();
  expect(pathAt(parseDocument('a: [\n'), 2)).toEqual([]);
=======
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
>>>>>>> cfgserver
});
