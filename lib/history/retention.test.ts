import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type Bounds,
  byObject,
  lastGood,
  newestFirst,
  recordsToDrop,
  type StoredRecord,
} from './retention.ts';
import type { RevisionHead } from './revision.ts';
import { headOf } from './testing/heads.ts';

const roomy: Bounds = { revisionsPerObject: 100, maxAgeSeconds: 1e9, totalBytes: 1e9 };
const now = 1_000_000;

/** One revision a record, each of 100 bytes; its version is its place. */
function history(times: readonly number[], parts: Partial<RevisionHead> = {}): StoredRecord[] {
  return times.map((at, index) => {
    const resourceVersion = String(index + 1);
    const id = `${parts.name ?? 'reviews'}-${resourceVersion}`;
    return { name: id, bytes: 100, heads: [headOf({ at, resourceVersion, ...parts, id })] };
  });
}

test('within the bounds nothing goes', () => {
  expect(recordsToDrop(history([1, 2, 3]), roomy, now)).toEqual([]);
});

test('beyond so many revisions of an object the oldest go, but the last good one stays', () => {
  const times = [10_000, 20_000, 20_010, 20_020, 20_030];
  expect(recordsToDrop(history(times), { ...roomy, revisionsPerObject: 3 }, now)).toEqual(['reviews-2']);
  expect(recordsToDrop(history(times), { ...roomy, revisionsPerObject: 2 }, now)).toEqual([
    'reviews-2',
    'reviews-3',
  ]);
});

test('what is too old goes, but the newest of what is there stays whatever its age', () => {
  const old = history([10, 20, 30]);
  expect(recordsToDrop(old, { ...roomy, maxAgeSeconds: 100 }, now)).toEqual(['reviews-1', 'reviews-2']);
});

test('of what was deleted everything goes when it is too old, and not before', () => {
  const records = [
    ...history([10]),
    {
      name: 'gone',
      bytes: 100,
      heads: [headOf({ id: 'gone', at: 20, resourceVersion: '9', operation: 'deleted' })],
    },
  ];
  expect(recordsToDrop(records, { ...roomy, maxAgeSeconds: 100 }, now)).toEqual(['reviews-1', 'gone']);
  expect(recordsToDrop(records, roomy, now)).toEqual([]);
});

test('for space the oldest of any object go first, then good ones, and never the newest of what is there', () => {
  const records = [...history([10, 5000, 5010], { name: 'a' }), ...history([20, 30], { name: 'b' })];
  const drop = (totalBytes: number) => recordsToDrop(records, { ...roomy, totalBytes }, now);
  expect(drop(500)).toEqual([]);
  expect(drop(400)).toEqual(['b-1']);
  expect(drop(300)).toEqual(['b-1', 'a-2']);
  expect(drop(0)).toEqual(['b-1', 'a-2', 'a-1']);
});

test('a record with several revisions stays as long as one of them must', () => {
  const heads = [headOf({ id: 'x', name: 'x', at: 1 }), headOf({ id: 'y', name: 'y', at: 1 })];
  const newer = {
    name: 'newer',
    bytes: 1,
    heads: [headOf({ id: 'x2', name: 'x', at: 2, resourceVersion: '2' })],
  };
  const tight = { ...roomy, revisionsPerObject: 1 };
  expect(recordsToDrop([{ name: 'both', bytes: 1, heads }, newer], tight, now)).toEqual([]);
  expect(recordsToDrop([{ name: 'one', bytes: 1, heads: heads.slice(0, 1) }, newer], tight, now)).toEqual([
    'one',
  ]);
});

test('good is what stood for an hour before something followed', () => {
  const revisions = (times: readonly number[]) => newestFirst(history(times).flatMap(({ heads }) => heads));
  expect(lastGood(revisions([0]))).toBeNull();
  expect(lastGood(revisions([0, 10]))).toBeNull();
  expect(lastGood(revisions([0, 3600, 3610]))?.resourceVersion).toBe('1');
  expect(lastGood(revisions([0, 3600, 7200, 7210]))?.resourceVersion).toBe('2');
});

test('of one second the higher version is newer', () => {
  const heads = ['9', '11', '10'].map((resourceVersion) => headOf({ id: resourceVersion, resourceVersion }));
  expect(newestFirst(heads).map(({ id }) => id)).toEqual(['11', '10', '9']);
});

test('whatever happened: bounds hold as far as they may, and every object that is there keeps its newest', () => {
  const record = fc.record({
    name: fc.constantFrom('a', 'b', 'c'),
    at: fc.nat(20_000),
    operation: fc.constantFrom('created', 'changed', 'deleted'),
    bytes: fc.nat(500),
  });
  fc.assert(
    fc.property(
      fc.array(record, { maxLength: 40 }),
      fc.nat(8),
      fc.nat(20_000),
      fc.nat(5000),
      (list, most, age, space) => {
        const records = list.map(({ name, at, operation, bytes }, index) => ({
          name: `r${index}`,
          bytes,
          heads: [headOf({ id: `r${index}`, name, at, operation, resourceVersion: String(index) })],
        }));
        const limits = { revisionsPerObject: most + 2, maxAgeSeconds: age, totalBytes: space };
        const dropped = new Set(recordsToDrop(records, limits, 20_000));
        const kept = records.filter(({ name }) => !dropped.has(name));
        const left = byObject(kept.flatMap(({ heads }) => heads));
        for (const [key, revisions] of byObject(records.flatMap(({ heads }) => heads))) {
          const [newest] = revisions;
          if (newest?.operation !== 'deleted') expect(left.get(key)?.[0]).toBe(newest);
          expect(left.get(key)?.length ?? 0).toBeLessThanOrEqual(most + 3);
        }
        const bytes = kept.reduce((sum, one) => sum + one.bytes, 0);
        const needed = [...left.values()].flatMap(([newest]) =>
          newest?.operation === 'deleted' ? [] : [newest?.id],
        );
        if (bytes > space) expect(kept.every(({ name }) => needed.includes(name))).toBe(true);
      },
    ),
    { numRuns: 1500 },
  );
});
