import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { onlyOnTheDemo } from '../support/only-on-the-demo.ts';
import { checks } from './checks.ts';
import { checksDocument } from './document.ts';
import type { Shown } from './phrase.ts';

const read = (file: string) => readFileSync(join(import.meta.dirname, '../..', file), 'utf8');

const phrases = Object.values(checks).flat();
const journeysOf = (journeys: readonly Shown[] | string) => (typeof journeys === 'string' ? [] : journeys);

/** Of a test, or of a row that becomes one: after a bracket, in quotes, whole. */
const isTitleIn = (text: string, title: string): boolean =>
  ["'", '`', '"'].some((quote) =>
    text
      .split(`${quote}${title}${quote},`)
      .slice(0, -1)
      .some((before) => /[([]\s*$/.test(before)),
  );

test('all twenty-two are there, and each phrase is shown by something', () => {
  expect(Object.keys(checks)).toEqual(Array.from({ length: 22 }, (_, index) => String(index + 1)));
  const bare = phrases.filter(({ tests, journeys }) => tests.length + journeysOf(journeys).length === 0);
  expect(bare).toEqual([]);
});

test('each test that is named is there', () => {
  const named = phrases.flatMap(({ tests, journeys, onTheDemo = [] }) => [
    ...tests,
    ...journeysOf(journeys),
    ...onTheDemo,
  ]);
  expect(named.filter(([file, title]) => !isTitleIn(read(file), title))).toEqual([]);
});

test('each journey runs on the real cluster too', () => {
  const files = phrases.flatMap(({ journeys }) => journeysOf(journeys)).map(([file]) => file);
  expect(files.filter((file) => !file.startsWith('e2e/') || !file.endsWith('.e2e.ts'))).toEqual([]);
  expect(onlyOnTheDemo.filter((one) => files.includes(`e2e/${one.file}`))).toEqual([]);
});

test('what runs on the embedded mesh alone says so where such files are listed', () => {
  const files = phrases.flatMap(({ onTheDemo = [] }) => onTheDemo).map(([file]) => file);
  const listed = onlyOnTheDemo.map((one) => `e2e/${one.file}`);
  expect(files.filter((file) => !listed.includes(file))).toEqual([]);
});

test('docs/split-checks.md is what the table says (node e2e/split-checks/document.ts)', () => {
  expect(read('docs/split-checks.md')).toBe(checksDocument());
});
