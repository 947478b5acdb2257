import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { gaps } from './cover.ts';
import { matrixDocument } from './document.ts';
import { rows } from './table.ts';

const root = join(import.meta.dirname, '../..');

test('SEC-19 every page of the app and every route of the API is in a row', () => {
  expect(gaps(rows, root)).toEqual({ uncovered: [], unknown: [] });
});

test('a page or a route without a row is found', () => {
  const fewer = rows.filter(({ action }) => action !== 'who may do what' && action !== 'test a route');
  expect(gaps(fewer, root)).toEqual({ uncovered: ['whoMay', 'routeTest'], unknown: [] });
  const [first] = rows;
  if (first === undefined) throw new Error('no rows');
  const wrong = { ...first, requests: [{ route: 'graph', path: '/api/v1/graphs' } as const] };
  expect(gaps([...rows, wrong], root).unknown).toEqual(['/api/v1/graphs']);
  const gone = { ...first, pages: [{ path: '/x', file: 'app/x/page.tsx' }] };
  expect(gaps([...rows, gone], root).unknown).toEqual(['app/x/page.tsx']);
});

test('docs/access-matrix.md is what the table says (node e2e/access-matrix/document.ts)', () => {
  expect(readFileSync(join(root, 'docs/access-matrix.md'), 'utf8')).toBe(matrixDocument());
});
