import { expect, test } from 'vitest';
import type { SplitPart } from '#lib/api/splits/splits-list.ts';
import { downVersion } from './running-splits.ts';

const part = (version: string, more: Partial<SplitPart>): SplitPart => ({
  version,
  role: 'candidate',
  configured: 25,
  observed: null,
  requestsPerSecond: null,
  errorRatio: null,
  ready: 0,
  ...more,
});

type Row = Parameters<typeof downVersion>[0];

const running = (parts: SplitPart[], phase: 'Progressing' | 'Aborted' = 'Progressing'): Row => ({
  state: 'tracked',
  release: { phase },
  parts,
});

test.each<[string, Row, string | null]>([
  ['gets a share and has no pod', running([part('v2', {})]), 'v2'],
  ['gets nothing', running([part('v2', { configured: 0 })]), null],
  ['has a pod', running([part('v2', { ready: 1 })]), null],
  ['has pods that nobody knows', running([part('v2', { ready: null })]), null],
  ['gets what matches', running([part('v2', { configured: null })]), 'v2'],
  ['is stable, of matches', running([part('v1', { role: 'stable', configured: null })]), 'v1'],
  ['takes no part in matches', running([part('v0', { role: 'other', configured: null })]), null],
  ['is a third version with a share', running([part('v0', { role: 'other', configured: 5 })]), 'v0'],
  ['was aborted', running([part('v2', {})], 'Aborted'), null],
])('a version that %s', (_, row, expected) => {
  expect(downVersion(row)).toBe(expected);
});
