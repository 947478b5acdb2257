import { describe, expect, it } from 'vitest';
import type { SplitRow } from '#lib/api/splits/splits-list.ts';
import type { Overview } from '#lib/api/traffic/overview.ts';
import { joinSplits } from './shown-splits.ts';

const split = (service: string, parts: [string, number][]): Overview['splits'][number] => ({
  namespace: 'bookinfo',
  service,
  kind: 'VirtualService',
  virtualService: service,
  parts: parts.map(([name, configured]) => ({ name, configured, observed: null, mirrored: false })),
  health: { state: 'healthy', reasons: [] },
});

const row = (service: string, more: Partial<SplitRow> = {}): SplitRow => ({
  id: `bookinfo/${service}/r7`,
  state: 'tracked',
  namespace: 'bookinfo',
  service,
  release: {
    id: 'r7',
    strategy: { kind: 'blue-green', percent: 0, header: null },
    phase: 'Progressing',
    step: 0,
    steps: 0,
    plan: [],
    stable: 'v1',
    candidate: 'v2',
    guard: 'off',
    by: 'mara.lind',
    at: 1,
    rev: 1,
    points: 1,
  },
  foreign: null,
  parts: [
    {
      version: 'v1',
      role: 'stable',
      configured: 40,
      observed: 41,
      requestsPerSecond: 1,
      errorRatio: 0,
      ready: 1,
    },
    {
      version: 'v2',
      role: 'candidate',
      configured: 60,
      observed: 59,
      requestsPerSecond: 1,
      errorRatio: 0,
      ready: 1,
    },
  ],
  verdict: 'watch',
  end: null,
  drifted: false,
  partial: null,
  objects: [],
  ...more,
});

describe('joinSplits', () => {
  it('shows a release once, as its record says, and first', () => {
    const shown = joinSplits(
      [
        split('cart', [
          ['v1', 0.8],
          ['v2', 0.2],
        ]),
        split('reviews', [
          ['v1', 0.4],
          ['v2', 0.6],
        ]),
        split('reviews', [
          ['v1', 0.9],
          ['v2', 0.1],
        ]),
      ],
      [row('reviews')],
    );
    expect(shown.map(({ service }) => service)).toEqual(['reviews', 'cart']);
    expect(shown[0]?.parts.map(({ name, role }) => [name, role])).toEqual([
      ['v1', 'stable'],
      ['v2', 'candidate'],
    ]);
    expect(shown[1]?.row).toBeNull();
  });

  it('adds a release that shares nothing yet', () => {
    const [only] = joinSplits([], [row('query')]);
    expect(only).toMatchObject({ service: 'query', health: null });
    expect(only?.parts[0]).toMatchObject({ name: 'v1', configured: 0.4, observed: 0.41 });
  });

  it('tells who gets a version that has no share: copies, requests that match, a preview', () => {
    const of = (
      strategy: NonNullable<SplitRow['release']>['strategy'],
      configured: [number | null, number | null],
    ) => {
      const one = row('query');
      const release = one.release === null ? null : { ...one.release, strategy };
      const parts = one.parts.map((part, at) => ({ ...part, configured: configured[at] ?? null }));
      return joinSplits([], [{ ...one, release, parts }])[0]?.parts.map((part) => [
        part.configured,
        part.mirrored,
        part.by,
      ]);
    };
    expect(of({ kind: 'mirror', percent: 20 }, [100, null])).toEqual([
      [1, false, null],
      [0.2, true, null],
    ]);
    expect(of({ kind: 'ab', matches: [{}] }, [null, null])).toEqual([
      [0, false, null],
      [0, false, 'match'],
    ]);
    const header = { name: 'x-preview', value: 'v2' };
    expect(of({ kind: 'blue-green', percent: 0, header }, [100, 0])?.[1]).toEqual([0, false, 'preview']);
    expect(of({ kind: 'blue-green', percent: 100, header }, [0, 100])?.[1]).toEqual([1, false, null]);
  });

  it('leaves out what is over', () => {
    const over = row('media');
    const release = over.release === null ? null : { ...over.release, phase: 'Promoted' as const };
    expect(joinSplits([], [row('old', { state: 'past' }), { ...over, release }])).toEqual([]);
  });
});
