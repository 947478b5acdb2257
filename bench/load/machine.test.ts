import { expect, it } from 'vitest';
import { createCallBook } from './calls.ts';
import { distinct, scopeOf, scopesOf } from './scopes.ts';
import { cpuSeconds, residentMegabytes } from './usage.ts';

it('reads what Linux counts, whatever the process is called', () => {
  const stat = `12 (node (a) b) S 1 1 1 0 -1 4194304 5 0 0 0 150 50 0 0 20 0 11 0 1 1 1`;
  expect(cpuSeconds(stat)).toBe(2);
  expect(residentMegabytes('Name:\tnode\nVmRSS:\t  204800 kB\n')).toBe(200);
});

it('counts calls by second', () => {
  const book = createCallBook();
  for (const atMs of [-500, 100, 200, 1500, 2500]) book.note(atMs, atMs === 200);
  expect(book.figures(0, 2000)).toEqual({ perSecond: 1.5, reviewsPerSecond: 0.5, peak: 2 });
});

it('gives a fifth of the people everything, the others different namespaces', () => {
  const namespaces = Array.from({ length: 50 }, (_, index) => `team-${index}`);
  const scopes = scopesOf(namespaces, 40);
  expect(distinct(scopes)).toBe(40);
  const people = Array.from({ length: 100 }, (_, index) => scopeOf(index, 40));
  expect(people.filter((scope) => scope === 0)).toHaveLength(20);
  expect(new Set(people).size).toBe(40);
});
