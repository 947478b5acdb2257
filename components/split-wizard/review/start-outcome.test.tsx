// @vitest-environment happy-dom
/** A start that lost: who was faster, when, and what became of the weights; what it left behind; and the way on. */
import { cleanup, render, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import type { RunAnswer, SplitConflict } from '#lib/api/splits/split-plan.ts';
import { WizardBench } from '../testing/wizard-bench.tsx';
import { point } from '../testing/world.ts';
import { StartOutcome } from './start-outcome.tsx';

const host = 'reviews.bookinfo.svc.cluster.local';
const weights = (v1: number, v3: number) => [
  { host, subset: 'v1', percent: v1 },
  { host, subset: 'v3', percent: v3 },
];

function said(conflict: Partial<SplitConflict>, part: Partial<RunAnswer> = {}): string {
  const run: RunAnswer = {
    outcome: 'conflict',
    written: 0,
    total: 0,
    refusals: [],
    objects: [],
    conflict: {
      by: 'mara.lind',
      manager: 'sluice',
      at: Date.UTC(2026, 0, 5, 14, 29) / 1000,
      points: [{ point: point('everyone', []).ref, reviewed: weights(100, 0), now: weights(90, 10) }],
      ...conflict,
    },
    release: null,
    attempts: 1,
    recorded: false,
    leftovers: [],
    gitChange: null,
    ...part,
  };
  render(
    <WizardBench>
      <StartOutcome run={run} onAgain={() => undefined} />
    </WizardBench>,
  );
  return document.body.textContent?.replaceAll('\u00a0', ' ') ?? '';
}

it('who was faster, when, and both weights', () => {
  expect(said({})).toContain(
    'mara.lind changed reviews · everyone at 5 Jan: v1 100 / v3 0 became v1 90 / v3 10.',
  );
  expect(screen.getByRole('button', { name: 'Look at it as it is now' })).toBeDefined();
  cleanup();
  expect(said({ by: null })).toContain('sluice changed reviews');
  cleanup();
  expect(said({ at: null })).toContain('was changed since you looked: v1 100 / v3 0 became v1 90 / v3 10.');
});

it('that a split is under way by now, and the subsets that nobody uses', () => {
  const refusal = { code: 'active' as const, about: { by: 'mara.lind' }, field: null, object: null };
  const leftovers = [{ namespace: 'bookinfo', name: 'reviews', subsets: ['v3'], made: false }];
  const text = said({}, { refusals: [refusal], leftovers });
  expect(text).toContain('A split of this service is under way already.');
  expect(text).toContain('Left behind, used by nobody: subset v3 of DestinationRule bookinfo/reviews');
  expect(screen.getByRole('button', { name: 'Remove unused subsets' })).toBeDefined();
});
