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
});
