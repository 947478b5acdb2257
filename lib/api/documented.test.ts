/** docs/api.md has every route of the contract, and speaks of no other; every code of a problem stands in its table. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { routes } from './routes.ts';
import { problemCodes } from './words.ts';

const text = readFileSync(new URL('../../docs/api.md', import.meta.url), 'utf8');
const paths = new Set(Object.values(routes).map(({ path }) => path));

/** Beside a whole address, others that begin alike are written by their end: `…/logs/stream`. */
function isWritten(path: string): boolean {
  const parts = path.split('/');
  const ends = parts.map((_, at) => `…/${parts.slice(at + 1).join('/')}`).slice(0, -1);
  return [path, ...ends].some((one) => text.includes(`${one}\``) || text.includes(`${one}?`));
}

test('every route is written down', () => {
  expect([...paths].filter((path) => !isWritten(path))).toEqual([]);
});

test('every address that is written down is a route, or the beginning of one', () => {
  const written = text.matchAll(/\/api\/v1\/[\w{}/.-]*[\w}]/g);
  const unknown = new Set([...written].map(([path]) => path));
  for (const path of [...unknown]) {
    const pattern = new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}(/|$)`);
    if ([...paths].some((one) => one === path || pattern.test(one) || matches(one, path)))
      unknown.delete(path);
  }
  expect([...unknown]).toEqual([]);
});

/** An example has names where the contract has parameters. */
function matches(contract: string, example: string): boolean {
  const [wanted, given] = [contract.split('/'), example.split('/')];
  return (
    wanted.length === given.length && wanted.every((part, at) => part.startsWith('{') || part === given[at])
  );
}

test('the table of problems has every code', () => {
  const table = text.split('\n').filter((line) => /^\| `[a-z-]+` \| [45]\d\d \|/.test(line));
  const codes = table.map((line) => line.split('`')[1]);
  expect(codes.toSorted()).toEqual([...problemCodes].toSorted());
});
