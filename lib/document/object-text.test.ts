/** Objects of every Istio kind as text, in kubectl's style and in every other: read back, edited, and written to the API. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { editDocument } from './edit/edit.ts';
import { writeDocument } from './edit/write.ts';
import { equalJson, isJsonObject, type Json, type JsonObject } from './json.ts';
import { editableObject, objectText, objectToWrite, sameContent } from './object-text.ts';
import { parseDocument } from './stream.ts';
import { kindObjects } from './testing/kind-objects.ts';
import { styled } from './testing/styled-text.ts';

function objectOf(value: Json): JsonObject {
  if (!isJsonObject(value)) throw new Error('an object');
  return value;
}

describe.each(kindObjects)('$kind', ({ objects }) => {
  test('its text says what the object says, in words that no reader takes otherwise', () => {
    fc.assert(
      fc.property(objects, (object) => {
        const document = parseDocument(objectText(object));
        expect(document.problem).toBeNull();
        expect(equalJson(document.value, editableObject(object))).toBe(true);
        expect(document.notes.filter(({ code }) => code !== 'precision')).toEqual([]);
        expect(Object.keys(document.value ?? {}).slice(0, 3)).toEqual(['apiVersion', 'kind', 'metadata']);
        expect(equalJson(objectToWrite(object, objectOf(document.value)), object)).toBe(true);
      }),
      { numRuns: 25 },
    );
  });

  test('in any style it is written back byte for byte, and one field changes its own lines', () => {
    fc.assert(
      fc.property(styled(objects), ({ text, value }) => {
        const document = parseDocument(text);
        expect(document.problem).toBeNull();
        const same = writeDocument(document, structuredClone(value));
        expect(same).toMatchObject({ ok: true, value: { document: { text }, splices: [] } });
        const edited = editDocument(document, { op: 'set', path: ['metadata', 'name'], value: 'another' });
        if (!edited.ok) throw new Error(edited.error.code);
        expect(edited.value.notes).toEqual([]);
        expect(edited.value.splices).toHaveLength(1);
        const [splice] = edited.value.splices;
        expect(text.slice(splice?.from, splice?.to)).not.toContain('\n');
        expect(splice?.insert).not.toContain('\n');
      }),
      { numRuns: 25 },
    );
  });
});

test('only what was touched changes in the object that is written', () => {
  const live: JsonObject = {
    status: { observed: 1 },
    metadata: { managedFields: [{ manager: 'x' }], name: 'a', labels: { app: 'a', team: 'b' } },
    spec: { http: [{ name: 'one' }], hosts: ['a'] },
    kind: 'VirtualService',
    apiVersion: 'v1',
  };
  const document = parseDocument(objectText(live));
  const edited = editDocument(document, { op: 'remove', path: ['metadata', 'labels', 'team'] });
  if (!edited.ok) throw new Error(edited.error.code);
  const written = objectToWrite(live, {
    ...objectOf(edited.value.document.value),
    status: 'pasted',
  });
  expect(written).toEqual({
    ...live,
    metadata: { managedFields: [{ manager: 'x' }], name: 'a', labels: { app: 'a' } },
  });
  expect(written.spec).toBe(live.spec);
  expect(Object.keys(written)).toEqual(Object.keys(live));
});

test.each([
  ['no', '"no"'],
  ['0777', '"0777"'],
  ['12:30:00', '"12:30:00"'],
  ['2024-01-02', '"2024-01-02"'],
  ['1e3', '"1e3"'],
  ['', '""'],
  ['a: b', '"a: b"'],
  [' x', '" x"'],
  ['-', '"-"'],
  ['<<', '"<<"'],
  ['3s', '3s'],
  ['v1.2', 'v1.2'],
  ['http://x:80/', 'http://x:80/'],
  ['-x', '-x'],
  ['a\nb', '|-\n  a\n  b'],
  ['a\tb\u0007', '"a\\tb\\u0007"'],
])('%j is written as %s', (text, written) => {
  expect(objectText({ k: text })).toBe(`k: ${written}\n`);
});

test('a newer version is the same content; what people write is not, wherever it stands', () => {
  const text = (metadata: JsonObject, spec: JsonObject = { hosts: ['a'] }) =>
    objectText({ apiVersion: 'v1', kind: 'VirtualService', metadata: { name: 'a', ...metadata }, spec });
  const first = text({ labels: { uid: '1' }, generation: 1, resourceVersion: '7', uid: 'u' });
  expect(
    sameContent(first, text({ labels: { uid: '1' }, generation: 2, resourceVersion: '9', uid: 'w' })),
  ).toBe(true);
  expect(
    sameContent(first, text({ labels: { uid: '2' }, generation: 1, resourceVersion: '7', uid: 'u' })),
  ).toBe(false);
  expect(sameContent(text({}, { generation: 1 }), text({}, { generation: 2 }))).toBe(false);
  expect(sameContent('metadata:\n  uid: a\n', 'metadata:\n  uid: b\n')).toBe(true);
  expect(sameContent('uid: a\n', 'uid: b\n')).toBe(false);
});
