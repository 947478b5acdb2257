import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { idsIn, matrixText, shown, testFiles, withoutExpectation } from './matrix.ts';

const root = join(import.meta.dirname, '../..');

test('numbers are read where a title begins', () => {
  const text =
    "test('SEC-02 SEC-12 input 34: x'); it('inputs 1–3 and 7: y'); test('says SEC-99 later'); row('REL-40 z')";
  expect(idsIn(text)).toEqual({ requirements: ['SEC-02', 'SEC-12', 'REL-40'], inputs: [34, 1, 2, 3, 7] });
});

test('no test carries a number that is none', () => {
  expect(shown().unknown).toEqual([]);
});

test('a numbered journey that expects nothing is found', () => {
  const text = `
const cases = [['input 11: a row', 'x']] as const;
for (const [title, name] of cases) {
  test(title, async () => { await expectInert(name); });
}
test('SEC-02 nothing', async ({ page }) => {
  await page.goto('/');
});
breaking(
  'REL-40 something', async ({ page }) => {
  expect(await page.title()).toBe('x');
});
`;
  expect(withoutExpectation(text)).toEqual(['SEC-02']);
});

test('every numbered journey expects something', () => {
  const journeys = testFiles().filter((file) => file.endsWith('.e2e.ts'));
  const found = journeys.map((file) => [file, withoutExpectation(readFileSync(join(root, file), 'utf8'))]);
  expect(found.filter(([, titles]) => titles?.length !== 0)).toEqual([]);
  expect(journeys.length).toBeGreaterThan(20);
});

test('docs/security-matrix.md is what the tests say (node e2e/security/matrix.ts)', () => {
  expect(readFileSync(join(root, 'docs/security-matrix.md'), 'utf8')).toBe(matrixText());
});
