import { expect, test } from 'vitest';
import { sortRows } from './graph-table.tsx';

const rows = [
  { id: 'a', value: 2 },
  { id: 'b', value: null },
  { id: 'c', value: 10 },
  { id: 'd', value: 2 },
];
const byValue = { sortBy: (row: (typeof rows)[number]) => row.value };
const ids = (sorted: readonly { id: string }[]) => sorted.map(({ id }) => id).join('');

test('numbers sort as numbers, unknown ones last in both directions, equal ones by id', () => {
  expect(ids(sortRows(rows, byValue, false))).toBe('adcb');
  expect(ids(sortRows(rows, byValue, true))).toBe('cadb');
});

test('versions sort as people count', () => {
  const versions = ['v10', 'v2', 'v1'].map((id) => ({ id }));
  expect(sortRows(versions, { sortBy: ({ id }) => id }, false).map(({ id }) => id)).toEqual([
    'v1',
    'v2',
    'v10',
  ]);
});
