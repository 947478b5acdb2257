/** Rows of a difference: numbers, folds, and pairs for the two columns. */
import { expect, test } from 'vitest';
import { type DiffPart, diffParts, pairRows } from './diff-rows.ts';

const lines = (from: number, to: number): string =>
  Array.from({ length: to - from + 1 }, (_, index) => `${from + index}\n`).join('');

function sketch(parts: readonly DiffPart[]): string[] {
  return parts.flatMap((part) =>
    part.kind === 'folded'
      ? [`fold ${part.id} of ${part.rows.length}`]
      : part.rows.map(({ kind, before, after, text }) => `${kind} ${before ?? '-'} ${after ?? '-'} ${text}`),
  );
}

test('what is far from a difference is folded, numbers go on behind it', () => {
  const { parts, added, removed } = diffParts(lines(1, 20), lines(1, 20).replace('10\n', 'ten\n'), {
    opened: new Set(),
  });
  expect(sketch(parts)).toEqual([
    'fold 0 of 6',
    'same 7 7 7',
    'same 8 8 8',
    'same 9 9 9',
    'removed 10 - 10',
    'added - 10 ten',
    'same 11 11 11',
    'same 12 12 12',
    'same 13 13 13',
    'fold 13 of 7',
  ]);
  expect({ added, removed }).toEqual({ added: 1, removed: 1 });
});

test('an opened fold shows its lines; small gaps are no folds', () => {
  const after = lines(1, 20).replace('10\n', 'ten\n');
  const opened = diffParts(lines(1, 20), after, { opened: new Set([0]) }).parts;
  expect(sketch(opened).slice(0, 2)).toEqual(['same 1 1 1', 'same 2 2 2']);
  const near = diffParts(lines(1, 9), lines(1, 9).replace('1\n', 'a\n').replace('9\n', 'b\n'), {
    opened: new Set(),
  }).parts;
  expect(sketch(near).some((row) => row.startsWith('fold'))).toBe(false);
});

test('nothing before: every line is added; nothing differs: one fold', () => {
  expect(diffParts('', 'a\nb\n', { opened: new Set() })).toMatchObject({ added: 2, removed: 0 });
  expect(sketch(diffParts(lines(1, 5), lines(1, 5), { opened: new Set() }).parts)).toEqual(['fold 0 of 5']);
});

test('side by side the shorter side is left empty', () => {
  const { parts } = diffParts('a\nb\n', 'c\n', { opened: new Set() });
  const rows = parts.flatMap((part) => [...part.rows]);
  expect(pairRows(rows).map(({ left, right }) => [left?.text, right?.text])).toEqual([
    ['a', 'c'],
    ['b', undefined],
  ]);
});
