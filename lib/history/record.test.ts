/** The form in Kubernetes: read back as written, within bounds, and nothing strange believed. */
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { batchesOf } from './packing.ts';
import { bodiesText, bodyAt, encodeRecord, packedText, readRecord } from './record.ts';
import type { Revision } from './revision.ts';
import { headOf } from './testing/heads.ts';

const revision = (id: string, spec: string): Revision => ({
  head: headOf({ id, uid: id }),
  body: { before: null, after: { kind: 'VirtualService', spec: { note: spec } } },
});

function written(revisions: readonly Revision[]) {
  const packed = gzipSync(bodiesText(revisions));
  return encodeRecord(
    'sluice',
    revisions.map(({ head }) => head),
    { base64: packed.toString('base64'), bytes: packed.length },
  );
}

test('one revision: immutable, in the namespace, found by its labels', () => {
  const { name, object } = written([revision('u1-5', 'x')]);
  expect(name).toBe('sluice-history-u1-5');
  expect(object).toMatchObject({
    kind: 'ConfigMap',
    immutable: true,
    metadata: {
      name,
      namespace: 'sluice',
      labels: {
        'app.kubernetes.io/managed-by': 'sluice',
        'sluice.dev/history': '1',
        'sluice.dev/kind': 'virtualservices.networking.istio.io',
        'sluice.dev/namespace': 'bookinfo',
        'sluice.dev/name': 'reviews',
      },
    },
  });
});

test('one that knows its user stands beside one that does not', () => {
  const known = revision('u1-5', 'x');
  known.head.user = 'mara';
  expect(written([known]).name).toBe('sluice-history-u1-5-by');
});

test('what was written is read back, each body at its place', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 40 }), { minLength: 1, maxLength: 6 }), (texts) => {
      const revisions = texts.map((text, index) => revision(`u${index}-1`, text));
      const { object, bytes, name } = written(revisions);
      const record = readRecord(JSON.parse(JSON.stringify(object)));
      expect(record).toMatchObject({ ok: true, value: { name, heads: revisions.map(({ head }) => head) } });
      const text = gunzipSync(Buffer.from(packedText(object) ?? '', 'base64')).toString('utf8');
      for (const [index, { body }] of revisions.entries()) expect(bodyAt(text, index)).toEqual(body);
      expect(bodyAt(text, revisions.length)).toBeNull();
      expect(record.ok && Math.abs(record.value.bytes - bytes)).toBeLessThan(4);
    }),
  );
});

const good = written([revision('u1-5', 'x')]).object;

test.each<[string, unknown]>([
  ['nothing', null],
  ['a list', []],
  ['no data', { ...good, data: undefined }],
  ['no labels', { ...good, metadata: { name: 'x' } }],
  ['another schema', { ...good, metadata: { name: 'x', labels: { 'sluice.dev/history': '2' } } }],
  ['no index', { ...good, data: {} }],
  ['an index that is no JSON', { ...good, data: { index: '[' } }],
  ['an index of another form', { ...good, data: { index: '[{"id":"u1"}]' } }],
  ['an id that is a path', { ...good, data: { index: JSON.stringify([headOf({ id: '../x' })]) } }],
])('not believed: %s', (_what, object) => {
  expect(readRecord(object).ok).toBe(false);
});

test.each(['', '{', 'null', '{}', '[1]', '[null]'])('no body in %j', (text) => {
  expect(bodyAt(text, 0)).toBeNull();
});

test('batches keep order and size, and lose nothing', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(150), { maxLength: 60 }), (sizes) => {
      const batches = batchesOf(sizes, (size) => size, 100);
      expect(batches.flat()).toEqual(sizes);
      for (const batch of batches) {
        expect(batch.length).toBeGreaterThan(0);
        if (batch.length > 1) expect(batch.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(100);
      }
      for (const [index, batch] of batches.entries()) {
        const next = batches[index + 1]?.[0] ?? Number.POSITIVE_INFINITY;
        expect(batch.reduce((sum, size) => sum + size, next)).toBeGreaterThan(100);
      }
    }),
  );
});
