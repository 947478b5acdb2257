/** Pods against what is planned for them. */
import { expect, test } from 'vitest';
import { version } from '../testing/worlds.ts';
import type { Strategy } from '../types.ts';
import { mostPods, shortageOf, stableShrunk } from './capacity.ts';

const plan = (...percents: number[]) => percents.map((percent) => ({ percent }));
const canary: Strategy = { kind: 'canary', percent: 5, sticky: false };

const cases: [string, number, number, Strategy, number[], { needed: number; percent: number } | null][] = [
  ['a plan to all needs what stable has', 4, 2, canary, [5, 50, 100], { needed: 4, percent: 100 }],
  ['a plan that stops at half needs half', 4, 2, canary, [5, 50], null],
  ['half of three is two', 3, 1, canary, [50], { needed: 2, percent: 50 }],
  ['copies are a share', 10, 1, { kind: 'mirror', percent: 20 }, [], { needed: 2, percent: 20 }],
  [
    'a flip is everything',
    3,
    2,
    { kind: 'blue-green', percent: 0, header: null },
    [],
    { needed: 3, percent: 100 },
  ],
  ['as many are enough', 2, 2, canary, [100], null],
];

test.each(cases)('%s', (_, stable, candidate, strategy, percents, expected) => {
  const found = shortageOf(version('v1', stable), version('v2', candidate), strategy, plan(...percents));
  expect(found).toEqual(expected === null ? null : { version: 'v2', ready: candidate, ...expected });
});

test('an autoscaler’s limit counts for its own workload', () => {
  const autoscaler = (name: string, maxReplicas: number) => ({
    metadata: { name, namespace: 'shop' },
    spec: { scaleTargetRef: { kind: 'Deployment', name }, minReplicas: 1, maxReplicas },
  });
  const all = [autoscaler('reviews-v1', 9), autoscaler('reviews-v2', 5), { metadata: {}, spec: {} }, null];
  expect(mostPods(['shop/reviews-v2'], 1, all)).toBe(5);
  expect(mostPods(['web/reviews-v2'], 1, all)).toBeNull();
  expect(mostPods(['shop/reviews-v1', 'shop/reviews-v2'], 1, all)).toBe(14);
});

test('stable is smaller only against what it was when the split began', () => {
  expect(stableShrunk({ stableReady: 3 }, 1)).toEqual({ was: 3, now: 1 });
  expect(stableShrunk({ stableReady: 3 }, 3)).toBeNull();
  expect(stableShrunk({}, 0)).toBeNull();
});
