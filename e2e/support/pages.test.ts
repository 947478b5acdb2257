/** The table of places is whole: a page of app/ that nobody looks at fails here, and so does a place that no page answers. */
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pageFiles } from '../access-matrix/cover.ts';
import { places } from './pages.ts';

const root = join(import.meta.dirname, '..', '..');

/** Pages that show nothing of their own. */
const elsewhere = new Map([['app/page.tsx', 'leads on to the overview']]);

/** Addresses that no page answers, on purpose. */
const nowhere = ['/no-such-page'];

/** The addresses that a page of the App Router answers: groups in brackets are no part of them, `[name]` is any one part. */
function addressOf(file: string): RegExp {
  const parts = dirname(file)
    .split('/')
    .slice(1)
    .filter((part) => !part.startsWith('('))
    .map((part) => (part.startsWith('[') ? '[^/]+' : part));
  return new RegExp(`^/${parts.join('/')}$`);
}

const pathOf = ({ path }: { path: string }) => path.split('?')[0] ?? '';

/** A page with a fixed part where another has any: `/splits/new` is not a split. */
function answering(path: string): string | undefined {
  const [first] = pageFiles(root)
    .filter((file) => addressOf(file).test(path))
    .sort((a, b) => a.split('[').length - b.split('[').length);
  return first;
}

describe('places', () => {
  it('show every page of the console', () => {
    const shown = new Set(places.map((place) => answering(pathOf(place))));
    const missing = pageFiles(root).filter((file) => !shown.has(file) && !elsewhere.has(file));
    expect(missing).toEqual([]);
  });

  it('are all answered by a page', () => {
    const unanswered = places.map(pathOf).filter((path) => answering(path) === undefined);
    expect(unanswered).toEqual(nowhere);
  });

  it('have names of their own', () => {
    expect(new Set(places.map(({ name }) => name)).size).toBe(places.length);
  });

  it('are seen by everybody: nobody signed in, viewer, developer and admin', () => {
    expect([...new Set(places.map(({ persona }) => persona))].sort()).toEqual([
      'admin',
      'developer',
      null,
      'viewer',
    ]);
  });
});
