/** Every scalar of documents as people write them, edited one by one: no line but its own changes. */
import { describe, expect, test } from 'vitest';
import { isJsonObject, type Json, type Path, pathText, valueAt } from '../json.ts';
import { parseDocument } from '../stream.ts';
import { handMade } from '../testing/hand-made.ts';
import { editDocument } from './edit.ts';
import { writeDocument } from './write.ts';

function leaves(value: Json, path: Path = []): Path[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => leaves(item, [...path, index]));
  if (!isJsonObject(value)) return [path];
  return Object.entries(value).flatMap(([key, item]) => leaves(item, [...path, key]));
}

describe.each(Object.entries(handMade))('%s', (_kind, text) => {
  const document = parseDocument(text);

  test('is written back as it is', () => {
    expect(document.problem).toBeNull();
    const written = writeDocument(document, structuredClone(document.value));
    expect(written).toMatchObject({ ok: true, value: { document: { text }, splices: [] } });
  });

  test.each(leaves(document.value).map((path) => [pathText(path), path] as const))('%s', (_name, path) => {
    const old = valueAt(document.value, path);
    const value = typeof old === 'number' ? old + 1 : typeof old === 'boolean' ? !old : 'changed';
    const result = editDocument(document, { op: 'set', path, value });
    if (!result.ok) throw new Error(result.error.code);
    const { document: after, notes } = result.value;
    expect(notes.map(({ code }) => code)).not.toContain('written-anew');
    // What comes through an anchor is copied and says so; everything else stays on its line.
    if (notes.length > 0) return;
    const height = typeof old === 'string' ? old.split('\n').length : 1;
    const before = text.split('\n');
    const lines = after.text.split('\n');
    expect(Math.abs(lines.length - before.length)).toBeLessThan(height);
    const first = before.findIndex((line, index) => line !== lines[index]);
    const last = before.findLastIndex((line, index) => line !== lines[index + lines.length - before.length]);
    expect(last - first).toBeLessThan(height + 1);
  });
});
