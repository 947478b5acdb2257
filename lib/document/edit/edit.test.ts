/** Edits byte for byte: what is written before, the change, and what is written after. */
import { expect, test } from 'vitest';
import type { Change } from '../change.ts';
import { parseDocument, parseStream } from '../stream.ts';
import { settled } from '../testing/settled.ts';
import { watchItems } from '../testing/watched.ts';
import { editDocument, withDocument } from './edit.ts';
import type { Edited } from './write.ts';

function edited(text: string, change: Change): Edited {
  const result = editDocument(parseDocument(text), change);
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}

const service = `# reviews, by bob
apiVersion: networking.istio.io/v1   # served
kind: VirtualService
metadata:
    name: "reviews"
spec:
    hosts: [ reviews,  'a.b' ]
    http:
    # the header route
    - name: one      # first
      match:
      - headers: { x-user: { exact: "bob" } }
      route:
      - destination: {host: reviews, subset: v2}
        weight: 0x10   # hex

    # everybody else
    - name: two
      route:
      - destination:
          host: reviews
        weight: 1.0
      timeout: 3s
`;

test.each<[string, Change, string, string]>([
  [
    'a number',
    { op: 'set', path: ['spec', 'http', 0, 'route', 0, 'weight'], value: 90 },
    'weight: 0x10   #',
    'weight: 90   #',
  ],
  [
    'text in its quotes',
    { op: 'set', path: ['metadata', 'name'], value: 'no' },
    'name: "reviews"',
    'name: "no"',
  ],
  [
    'text that needs quotes',
    { op: 'set', path: ['spec', 'http', 1, 'timeout'], value: 'no' },
    'timeout: 3s',
    'timeout: "no"',
  ],
  [
    'in brackets',
    { op: 'set', path: ['spec', 'hosts', 1], value: 'c.d' },
    "[ reviews,  'a.b' ]",
    "[ reviews,  'c.d' ]",
  ],
  [
    'a new item in brackets',
    { op: 'insert', path: ['spec', 'hosts'], index: 2, value: 'x' },
    "'a.b' ]",
    "'a.b',  x ]",
  ],
  [
    'a new key in braces',
    { op: 'set', path: ['spec', 'http', 0, 'route', 0, 'destination', 'port'], value: { number: 80 } },
    'subset: v2}',
    'subset: v2, port: {number: 80}}',
  ],
  [
    'a key less in braces',
    { op: 'remove', path: ['spec', 'http', 0, 'route', 0, 'destination', 'host'] },
    '{host: reviews, subset',
    '{subset',
  ],
  [
    'a new key',
    { op: 'set', path: ['spec', 'http', 1, 'retries', 'attempts'], value: 2 },
    '      timeout: 3s\n',
    '      timeout: 3s\n      retries:\n          attempts: 2\n',
  ],
  ['a key less', { op: 'remove', path: ['spec', 'http', 1, 'timeout'] }, '      timeout: 3s\n', ''],
  [
    'the first key of an item',
    { op: 'remove', path: ['spec', 'http', 1, 'name'] },
    '- name: two\n      route',
    '- route',
  ],
  [
    'an item with its comment',
    { op: 'remove', path: ['spec', 'http', 1] },
    service.slice(service.indexOf('    # everybody')),
    '',
  ],
  [
    'a renamed key',
    { op: 'rename', path: ['metadata', 'name'], key: 'generateName' },
    'name: "reviews"',
    'generateName: "reviews"',
  ],
  [
    'a list of the one before',
    { op: 'set', path: ['spec', 'http', 1, 'timeout'], value: ['a'] },
    'timeout: 3s',
    'timeout:\n      - a',
  ],
  [
    'a number of its own spelling is left alone',
    { op: 'set', path: ['spec', 'http', 1, 'route', 0, 'weight'], value: 1 },
    '',
    '',
  ],
])('%s', (_name, change, before, after) => {
  const { document, notes } = edited(service, change);
  expect(document.text).toBe(service.replace(before, after));
  expect(notes).toEqual([]);
});

test('an inserted item stands where it should, in the style of its list', () => {
  const value = { name: 'new', route: [{ destination: { host: 'x' } }] };
  const { document } = edited(service, { op: 'insert', path: ['spec', 'http'], index: 1, value });
  const text = '    - name: new\n      route:\n      - destination:\n            host: x\n';
  expect(document.text).toBe(service.replace('# hex\n', `# hex\n${text}`));
});

test('items take their comments along when they move', () => {
  const { document, notes } = edited(service, { op: 'move', path: ['spec', 'http'], from: 1, to: 0 });
  const one = service.slice(service.indexOf('# the header'), service.indexOf('\n\n    # everybody'));
  const two = service.slice(service.indexOf('# everybody'), service.length - 1);
  expect(document.text).toBe(service.replace(one, '<1>').replace(two, one).replace('<1>', two));
  expect(notes).toEqual([]);
});

test('line breaks and a missing last one stay as they are', () => {
  const { document } = edited('a: 1\r\nb:\r\n- x', {
    op: 'insert',
    path: ['b'],
    index: 1,
    value: { c: 1, d: 2 },
  });
  expect(document.text).toBe('a: 1\r\nb:\r\n- x\r\n- c: 1\r\n  d: 2');
});

test('block texts keep their column and chomping follows the text', () => {
  const text = 'a:\n  note: |  # why\n      one\n      two\n  b: 1\n';
  const { document } = edited(text, { op: 'set', path: ['a', 'note'], value: 'one\n\nthree' });
  expect(document.text).toBe('a:\n  note: |-  # why\n      one\n\n      three\n  b: 1\n');
});

const shared = 'base: &b\n  x: 1\n  l: [1]\nm:\n  <<: *b\n  k: v\nu: *b\n';

test('an alias that is edited becomes a value of its own', () => {
  const { document, notes } = edited(shared, { op: 'set', path: ['u', 'x'], value: 2 });
  expect(document.text).toBe(shared.replace('u: *b', 'u:\n  x: 2\n  l:\n  - 1'));
  expect(notes).toEqual([{ code: 'copied', names: ['b'] }]);
});

test('a merged key that is edited is set beside the merge', () => {
  const { document, notes } = edited(shared, { op: 'set', path: ['m', 'x'], value: 2 });
  expect(document.text).toBe(shared.replace('  k: v\n', '  k: v\n  x: 2\n'));
  expect(notes).toEqual([{ code: 'copied', names: ['x'] }]);
});

test('an anchor that is edited leaves the other users with what they had', () => {
  const { document, notes } = edited(shared, { op: 'set', path: ['base', 'x'], value: 2 });
  expect(document.value).toEqual({
    base: { x: 2, l: [1] },
    m: { x: 1, l: [1], k: 'v' },
    u: { x: 1, l: [1] },
  });
  expect(document.text.startsWith('base: &b\n  x: 2\n  l: [1]\nm:\n  <<:\n')).toBe(true);
  expect(notes).toEqual([{ code: 'aliases-written-out', names: ['b'] }]);
});

test('a merged key that is removed leaves the other merged keys', () => {
  const { document } = edited(shared, { op: 'remove', path: ['m', 'x'] });
  expect(document.value).toMatchObject({ base: { x: 1 }, m: { l: [1], k: 'v' }, u: { x: 1 } });
  expect(document.text).toContain('base: &b\n  x: 1\n  l: [1]\nm:\n');
});

test.each<[string, Change, string]>([
  ['a path that is not there', { op: 'remove', path: ['spec', 'nothing'] }, 'no-such-path'],
  ['an index past the end', { op: 'set', path: ['spec', 'http', 9], value: 1 }, 'no-such-path'],
  ['a key that is taken', { op: 'rename', path: ['spec', 'http'], key: 'hosts' }, 'key-taken'],
  ['a key of a list', { op: 'set', path: ['spec', 'http', 'x'], value: 1 }, 'no-such-path'],
])('%s is a failure, not a guess', (_name, change, code) => {
  expect(editDocument(parseDocument(service), change)).toEqual({ ok: false, error: { code } });
});

test.each<[string, string, string[], string]>([
  ['a shorter flow list', 'a: {g: [u, v]}   # c\nb: 1   # d\n', ['u'], 'a: {g: [u]}   # c\nb: 1   # d\n'],
  ['a longer flow list', 'a: {g: [u]}   # c\n', ['u', 'v'], 'a: {g: [u, v]}   # c\n'],
  ['another first item', 'a: {g: [u, v]}   # c\n', ['v'], 'a: {g: [v]}   # c\n'],
  ['a shorter block list', 'a:\n  g:\n  - u # u\n  - v # v\n# e\n', ['u'], 'a:\n  g:\n  - u # u\n# e\n'],
])('a list that is set as a whole keeps its items: %s', (_name, before, value, after) => {
  const { document, notes } = edited(before, { op: 'set', path: ['a', 'g'], value });
  expect(document.text).toBe(after);
  expect(notes).toEqual([]);
});

test('text that cannot be read is not edited', () => {
  const result = editDocument(parseDocument('a: ['), { op: 'set', path: ['a'], value: 1 });
  expect(result).toMatchObject({
    ok: false,
    error: { code: 'unreadable', problem: { code: 'unclosed-flow' } },
  });
});

test('of a stream only the one document changes', () => {
  const stream = parseStream('a: 1\n--- # two\nb: 2\n---\nc: 3\n');
  const result = edited('b: 2\n', { op: 'set', path: ['b'], value: 20 });
  const { stream: after, splices } = withDocument(stream, 1, result);
  expect(after.text).toBe('a: 1\n--- # two\nb: 20\n---\nc: 3\n');
  expect(splices).toEqual([{ from: 19, to: 19, insert: '0' }]);
  expect(after.documents[2]?.value).toBe(stream.documents[2]?.value);
});

test('letters in a field of one of many list items: the others are not looked into', () => {
  const rules = Array.from(
    { length: 300 },
    (_, at) =>
      `  - name: r${at}\n    match:\n    - uri: {prefix: /a${at}}\n      headers: {x-user: {exact: bob}}\n    timeout: 3s\n`,
  );
  let document = parseDocument(`spec:\n  http:\n${rules.join('')}`);
  let looks = 0;
  watchItems(document.root, () => (looks += 1));
  const path = ['spec', 'http', 0, 'match', 0, 'uri', 'prefix'];
  const type = (value: string): void => {
    const result = editDocument(document, { op: 'set', path, value });
    if (!result.ok) throw new Error(result.error.code);
    ({ document } = result.value);
  };
  type('/b');
  expect(looks).toBeGreaterThan(300);
  looks = 0;
  const letters = ['/ba', '/bar', '/bart', '/bar', '/a0'];
  for (const value of letters) type(value);
  expect(looks).toBeLessThanOrEqual(letters.length);
  expect(settled(document)).toEqual(parseDocument(`spec:\n  http:\n${rules.join('')}`));
});

test.each([
  ['reviews', 'reviews'],
  ['no', "'no'"],
  ['1', "'1'"],
])('quotes round nothing say nothing of what comes: %j is written as %s', (value, written) => {
  const { document } = edited("providers:\n- name: ''\n", {
    op: 'set',
    path: ['providers', 0, 'name'],
    value,
  });
  expect(document.text).toBe(`providers:\n- name: ${written}\n`);
});
