/** docs/command.md tells our own codes, each with its severity, as the checks report them. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checkCodes } from '#lib/istio/checks/codes.ts';

test('the table of our own codes is the one of the checks', () => {
  const text = readFileSync(new URL('../docs/command.md', import.meta.url), 'utf8');
  const told = [...text.matchAll(/^\| (SLU\d{4}) \| ([a-z, ]+) \|/gm)].map(([, code, severity]) => [
    code,
    severity,
  ]);
  const own = Object.entries(checkCodes).filter(([code]) => code.startsWith('SLU'));
  // What cannot be read is no object: the command says it, not the checks.
  expect(told).toEqual(
    [...own, ['SLU0011', 'error, info']].toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1)),
  );
});
