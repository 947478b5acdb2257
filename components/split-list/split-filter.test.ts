import { describe, expect, it } from 'vitest';
import type { SplitRow } from '#lib/api/splits/splits-list.ts';
import { countFacets, type FacetName, filterSplits, orderedParts } from './split-filter.ts';

type Release = NonNullable<SplitRow['release']>;

const release = (more: Partial<Release> = {}): Release => ({
  id: 'r7',
  strategy: { kind: 'canary', percent: 25, sticky: false },
  phase: 'Progressing',
  step: 3,
  steps: 5,
  plan: [],
  stable: 'v2',
  candidate: 'v3',
  guard: 'off',
  by: 'mara.lind',
  at: 1000,
  rev: 3,
  points: 1,
  ...more,
});

const row = (service: string, more: Partial<SplitRow> = {}): SplitRow => ({
  id: `bookinfo/${service}`,
  state: 'tracked',
  namespace: 'bookinfo',
  service,
  release: release(),
  foreign: null,
  parts: [],
  verdict: 'healthy',
  end: null,
  drifted: false,
  partial: null,
  objects: [],
  ...more,
});

const rows: readonly SplitRow[] = [
  row('reviews'),
  row('ratings', { verdict: 'failing' }),
  row('details', { drifted: true, release: release({ by: 'tom.beck' }) }),
  row('down', {
    verdict: 'insufficient-data',
    parts: [
      {
        version: 'v3',
        role: 'candidate',
        configured: 25,
        observed: null,
        requestsPerSecond: 0,
        errorRatio: null,
        ready: 0,
      },
    ],
  }),
  row('half', { partial: { written: 1, total: 2 } }),
  row('cart', { namespace: 'shop', state: 'untracked', release: null, verdict: null }),
  row('pay', { namespace: 'shop', state: 'foreign', release: null, verdict: null }),
  row('query', { state: 'past', verdict: null }),
  row('media', { release: release({ phase: 'Aborted' }), verdict: 'failing' }),
];

const services = (text: string, facets: FacetName[] = []) =>
  filterSplits(rows, { text, facets }).map(({ service }) => service);

describe('filterSplits', () => {
  it.each<[string, FacetName[], string[]]>([
    ['', ['running'], ['reviews', 'ratings', 'details', 'down', 'half']],
    ['', ['attention'], ['ratings', 'details', 'down', 'half']],
    ['', ['untracked', 'foreign'], ['cart', 'pay']],
    ['', ['past'], ['query', 'media']],
    ['SHOP', [], ['cart', 'pay']],
    ['tom', [], ['details']],
    ['v3 rat', [], ['ratings']],
    ['nothing', [], []],
  ])('%s %s', (text, facets, expected) => {
    expect(services(text, facets)).toEqual(expected);
  });
});

describe('countFacets', () => {
  it('counts what holds the text', () => {
    expect(countFacets(rows, '')).toEqual({ running: 5, attention: 4, untracked: 1, foreign: 1, past: 2 });
    expect(countFacets(rows, 'shop')).toEqual({
      running: 0,
      attention: 0,
      untracked: 1,
      foreign: 1,
      past: 0,
    });
  });
});

describe('orderedParts', () => {
  it('has stable first and the candidate last', () => {
    const part = (version: string, role: SplitRow['parts'][number]['role']) => ({
      version,
      role,
      configured: 10,
      observed: null,
      requestsPerSecond: null,
      errorRatio: null,
      ready: 1,
    });
    const parts = [part('v3', 'candidate'), part('v1', 'other'), part('v2', 'stable')];
    expect(orderedParts(row('reviews', { parts })).map(({ version }) => version)).toEqual(['v2', 'v1', 'v3']);
  });
});
