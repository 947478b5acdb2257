import fc from 'fast-check';
import { expect, test } from 'vitest';
import { labelValue, recordName, revisionId, shortHash } from './name.ts';

const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const label = /^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/;

test('the names of what every cluster has can be read', () => {
  const uid = '0b9c7a4e-1f1e-4a55-8a1e-7a1b2c3d4e5f';
  const id = revisionId({ uid, resourceVersion: '1234', gone: false });
  expect(id).toBe(`${uid}-1234`);
  expect(recordName([id], false)).toBe(`sluice-history-${uid}-1234`);
  expect(recordName([id], true)).toBe(`sluice-history-${uid}-1234-by`);
  expect(labelValue('virtualservices.networking.istio.io')).toBe('virtualservices.networking.istio.io');
  expect(labelValue('')).toBe('');
});

test('any names give names that Kubernetes takes, the same for the same, in whatever order', () => {
  const text = fc.oneof(fc.string({ maxLength: 300 }), fc.constantFrom('', '..', '-', 'A', 'a/b', '%2e'));
  fc.assert(
    fc.property(
      text,
      text,
      fc.boolean(),
      fc.array(text, { minLength: 2, maxLength: 5 }),
      (uid, rv, gone, more) => {
        const id = revisionId({ uid, resourceVersion: rv, gone });
        const ids = more.map((one) => revisionId({ uid: one, resourceVersion: rv, gone }));
        for (const name of [recordName([id], gone), recordName(ids, false)]) {
          expect(name).toMatch(subdomain);
          expect(name.length).toBeLessThanOrEqual(253);
        }
        expect(recordName(ids, false)).toBe(recordName(ids.toReversed(), false));
        expect(labelValue(uid)).toMatch(label);
        expect(labelValue(uid).length).toBeLessThanOrEqual(63);
      },
    ),
    { numRuns: 3000 },
  );
});

test('texts that differ have hashes that differ', () => {
  const hashes = Array.from({ length: 5000 }, (_, at) => shortHash(`object-${at}`));
  expect(new Set(hashes).size).toBe(hashes.length);
  expect(labelValue('a'.repeat(64))).not.toBe(labelValue(`${'a'.repeat(64)}b`));
});
