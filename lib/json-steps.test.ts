import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { jsonSteps } from './json-steps.ts';
import { finish } from './steps.ts';

const rows = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: `node/${index}`, "'": null }));

test.each<[string, object]>([
  ['short lists', { nodes: rows(3), edges: [], at: 1.5, name: 'ä"\\\u2028', none: null }],
  [
    'long lists, wherever they lie',
    { channel: 'c', delta: { nodes: { change: rows(1000) }, edges: rows(65) } },
  ],
  ['exactly whole steps', { nodes: rows(128) }],
  ['what JSON leaves out', { gone: undefined, nodes: [...rows(70), undefined, Number.NaN], f: () => 1 }],
  ['what says itself how it is written', { at: new Date(0), in: { at: new Date(1) } }],
  ['deeper than anybody looks', { a: { b: { c: { d: { e: { f: rows(80) } } } } } }],
  ['names of prototypes', JSON.parse('{"__proto__":{"constructor":1},"nodes":[]}')],
])('%s', (_, body) => {
  expect(finish(jsonSteps(body))).toBe(JSON.stringify(body));
});

test('anything', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.array(fc.jsonValue()), (record, some) => {
      const body = { ...record, many: Array.from({ length: 90 }, (_, index) => some[index % 7] ?? index) };
      expect(finish(jsonSteps(body))).toBe(JSON.stringify(body));
    }),
  );
});

it('pauses after each few items', () => {
  expect([...jsonSteps({ nodes: rows(640), edges: rows(640) })]).toHaveLength(20);
});
