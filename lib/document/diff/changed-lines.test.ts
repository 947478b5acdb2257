import { expect, test } from 'vitest';
import { changedLines } from './changed-lines.ts';

const before = `http:
- route:
  - destination: {host: checkout, subset: v1}
    weight: 100
  timeout: 2s
  retries: {attempts: 2}
`;

test('a changed value says what stood there, a new line does not', () => {
  const after = `http:
- route:
  - destination: {host: checkout, subset: v1}
    weight: 75
  - destination: {host: checkout, subset: v2}
    weight: 25
  timeout: 3s
  retries: {attempts: 2}
`;
  expect(changedLines(before, after)).toEqual({
    changed: [
      { line: 4, was: '100' },
      { line: 5, was: null },
      { line: 6, was: null },
      { line: 7, was: '2s' },
    ],
    gone: [],
  });
});

test.each<[name: string, after: string, gone: { behind: number; count: number }[]]>([
  ['in the middle', before.replace('    weight: 100\n', ''), [{ behind: 3, count: 1 }]],
  ['at the start', before.replace('http:\n- route:\n', ''), [{ behind: 0, count: 2 }]],
  ['at the end', before.replace('  timeout: 2s\n  retries: {attempts: 2}\n', ''), [{ behind: 4, count: 2 }]],
])('lines that are gone %s', (_name, after, gone) => {
  expect(changedLines(before, after)).toEqual({ changed: [], gone });
});

test('quoted keys, list items and long values', () => {
  const long = 'x'.repeat(200);
  expect(changedLines(`- "a b": ${long}\n`, '- "a b": y\n').changed).toEqual([
    { line: 1, was: `${'x'.repeat(59)}…` },
  ]);
  expect(changedLines('- plain\n', '- other\n').changed).toEqual([{ line: 1, was: null }]);
});

test('the same text has no marks, nor is a first text compared with nothing', () => {
  expect(changedLines(before, before)).toEqual({ changed: [], gone: [] });
  expect(changedLines('', 'a: 1\n').changed).toEqual([{ line: 1, was: null }]);
});
