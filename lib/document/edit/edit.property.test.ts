/** What holds for every document and every edit: the value wished is the value read, and other lines stay byte for byte. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Change, changeValue } from '../change.ts';
import { equalJson, isJsonObject, type Json, type Path, valueAt } from '../json.ts';
import { parseDocument } from '../stream.ts';
import { json, styled } from '../testing/styled-text.ts';
import { editDocument } from './edit.ts';
import { lineStart, nextLine } from './layout.ts';
import { applySplices } from './splice.ts';
import { writeDocument } from './write.ts';

const documents = styled(json);

function pathsOf(value: Json, path: Path = []): Path[] {
  const below = Array.isArray(value)
    ? value.flatMap((item, index) => pathsOf(item, [...path, index]))
    : isJsonObject(value)
      ? Object.entries(value).flatMap(([key, item]) => pathsOf(item, [...path, key]))
      : [];
  return [path, ...below];
}

test('a text of any style is read as the value it was made of, and written back as it is', () => {
  fc.assert(
    fc.property(documents, ({ value, text }) => {
      const document = parseDocument(text);
      expect(document.problem).toBeNull();
      expect(equalJson(document.value, value)).toBe(true);
      const written = writeDocument(document, structuredClone(document.value));
      expect(written).toMatchObject({ ok: true, value: { document: { text }, splices: [], notes: [] } });
    }),
    { numRuns: 500 },
  );
});

test('any other value can be written, and is the value that is read', () => {
  fc.assert(
    fc.property(documents, json, ({ text }, wished) => {
      const document = parseDocument(text);
      const written = writeDocument(document, wished);
      if (!written.ok) throw new Error(written.error.code);
      const { document: after, splices } = written.value;
      expect(equalJson(parseDocument(after.text).value, wished)).toBe(true);
      expect(applySplices(text, splices)).toBe(after.text);
    }),
    { numRuns: 500 },
  );
});

test('setting one scalar changes its own lines only', () => {
  fc.assert(
    fc.property(
      documents,
      fc.nat(),
      fc.constantFrom<Json>(7, 'new', 'no', '', true, null),
      ({ value, text }, at, wished) => {
        const leaves = pathsOf(value).filter((path) => {
          const here = valueAt(value, path);
          return path.length > 0 && (typeof here !== 'object' || here === null);
        });
        const path = leaves[at % Math.max(leaves.length, 1)];
        if (path === undefined) return;
        const document = parseDocument(text);
        const edited = editDocument(document, { op: 'set', path, value: wished });
        if (!edited.ok) throw new Error(edited.error.code);
        expect(edited.value.notes).toEqual([]);
        // A scalar of several lines is one place: everything before its first and after its last line stays.
        const { splices } = edited.value;
        const from = Math.min(...splices.map((splice) => splice.from));
        const to = Math.max(...splices.map((splice) => splice.to));
        const lines = text.slice(lineStart(text, from), nextLine(text, to)).split('\n').length;
        const old = valueAt(value, path);
        const allowed = typeof old === 'string' ? old.split('\n').length + 2 : 2;
        if (splices.length > 0) expect(lines).toBeLessThanOrEqual(allowed);
      },
    ),
    { numRuns: 500 },
  );
});

const changes = (value: Json): fc.Arbitrary<Change> => {
  const paths = pathsOf(value);
  const lists = paths.filter((path) => Array.isArray(valueAt(value, path)));
  const list = lists.length > 0 ? fc.constantFrom(...lists) : fc.constant<Path>(['absent']);
  return fc.oneof(
    fc.record({ op: fc.constant('set' as const), path: fc.constantFrom(...paths), value: json }),
    fc.record({ op: fc.constant('remove' as const), path: fc.constantFrom(...paths) }),
    fc.record({ op: fc.constant('insert' as const), path: list, index: fc.nat(4), value: json }),
    fc.record({ op: fc.constant('move' as const), path: list, from: fc.nat(3), to: fc.nat(3) }),
    fc.record({
      op: fc.constant('rename' as const),
      path: fc.constantFrom(...paths),
      key: fc.string({ maxLength: 5 }),
    }),
  );
};

test('every change gives the value that it says, and hardly ever writes the document anew', () => {
  let anew = 0;
  let edits = 0;
  fc.assert(
    fc.property(
      documents.chain((document) => fc.tuple(fc.constant(document), changes(document.value))),
      ([{ value, text }, change]) => {
        const wished = changeValue(value, change);
        const edited = editDocument(parseDocument(text), change);
        expect(edited.ok).toBe(wished !== undefined);
        if (!edited.ok || wished === undefined) return;
        expect(equalJson(parseDocument(edited.value.document.text).value, wished)).toBe(true);
        edits += 1;
        if (edited.value.notes.length > 0) anew += 1;
      },
    ),
    { numRuns: 1500 },
  );
  expect(anew / edits).toBeLessThan(0.01);
});
