import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Change } from '#lib/api/configuration/configuration.ts';
import { hashOfChanges } from './change-hash.ts';

const update = (text: string, more: object = {}): Change => ({
  op: 'update',
  kind: 'virtualservices.networking.istio.io',
  namespace: 'shop',
  name: 'cart',
  text,
  ...more,
});
const hash = (...changes: Change[]) => hashOfChanges('check', changes);
const long = 'x: 1\n'.repeat(100);

it('is the same for changes of the same content, whatever the order of their fields', () => {
  const { op, ...rest } = update(long, { base: 'y' });
  expect(hash({ ...rest, op } as Change)).toBe(hash(update(long, { base: 'y' })));
});

it.each([
  ['text', update(`${long} `)],
  ['one letter of a long text', update(`${long.slice(0, 250)}2${long.slice(251)}`)],
  ['a text in another field', update('', { base: long })],
  ['a name', { ...update(long), name: 'other' }],
  ['a version', update(long, { resourceVersion: '2' })],
  ['nothing beside it', update(long, { resourceVersion: '' })],
])('differs with %s', (_, other) => {
  expect(hash(other)).not.toBe(hash(update(long)));
});

it('differs with the question, the number of changes and their order', () => {
  const [a, b] = [update('a'), update('b')];
  const all = [hash(), hash(a), hash(b), hash(a, b), hash(b, a), hash(a, a), hashOfChanges('other', [a])];
  expect(new Set(all).size).toBe(all.length);
});

it('tells texts apart', () => {
  const text = fc.string({ minLength: 190, maxLength: 260 });
  fc.assert(
    fc.property(text, text, (one, other) => {
      expect(hash(update(one)) === hash(update(other))).toBe(one === other);
    }),
  );
});
