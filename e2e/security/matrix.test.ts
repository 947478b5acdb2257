import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { idsIn, matrixText, shown } from './matrix.ts';

test('numbers are read where a title begins', () => {
  const text =
    "test('SEC-02 SEC-12 input 34: x'); it('inputs 1–3 and 7: y'); test('says SEC-99 later'); row('REL-40 z')";
  expect(idsIn(text)).toEqual({ requirements: ['SEC-02', 'SEC-12', 'REL-40'], inputs: [34, 1, 2, 3, 7] });
});

test('no test carries a number that is none', () => {
  expect(shown().unknown).toEqual([]);
});

test('docs/security-matrix.md is what the tests say (node e2e/security/matrix.ts)', () => {
  expect(readFileSync(join(import.meta.dirname, '../../docs/security-matrix.md'), 'utf8')).toBe(matrixText());
});
