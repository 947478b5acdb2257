import { expect, test } from 'vitest';
import type { PrometheusClient } from '../prometheus/client.ts';
import { fakeClock } from '../testing/fake-clock.ts';
import { createRecordedRules } from './recorded-rules.ts';

const startMs = 1_000_000_000;

/** `answers`: to each question in turn. */
function rulesWith(answers: (number | null | 'fails')[]) {
  const asked: (number | null)[] = [];
  const query: PrometheusClient['query'] = async (_, at) => {
    asked.push(at);
    const answer = answers.shift() ?? null;
    if (answer === 'fails') throw new Error('away');
    return { samples: answer === null ? [] : [{ labels: {}, value: answer }], warnings: [] };
  };
  const clock = fakeClock(startMs);
  return { rules: createRecordedRules({ query }, clock), clock, asked };
}

test('asked once, and again after a while', async () => {
  const { rules, clock, asked } = rulesWith([null, 12]);
  expect([await rules.live(60), await rules.live(300)]).toEqual([false, false]);
  expect(asked).toEqual([null]);
  clock.advance(300_000);
  expect(await rules.live(60)).toBe(true);
});

test('what gives nothing any more is asked anew, and a failure is no yes', async () => {
  const { rules, asked } = rulesWith([12, 'fails']);
  expect(await rules.live(60)).toBe(true);
  rules.doubt();
  expect(await rules.live(60)).toBe(false);
  expect(asked).toHaveLength(2);
});

test('a long window is told by them only where they reach back to its start', async () => {
  const { rules, clock, asked } = rulesWith([12, null, 12, 12, 12]);
  expect([await rules.live(3600), await rules.live(60), await rules.live(3600)]).toEqual([
    false,
    true,
    false,
  ]);
  expect(asked).toEqual([null, startMs / 1000 - 3540]);
  clock.advance(300_000);
  expect(await rules.live(3600)).toBe(true);
});

test.each<[number, (number | null)[], boolean, number[]]>([
  [60, [12], true, [900]],
  [60, [null], false, [900]],
  [600, [12, 12], true, [360, 900]],
  // Taken away before the window was over.
  [600, [12, null], false, [360, 900]],
  [600, [null], false, [360]],
  // Shorter than what is recorded.
  [30, [], false, []],
])('the past: %d s, answers %j', async (windowSeconds, answers, covered, times) => {
  const { rules, asked } = rulesWith(answers);
  expect(await rules.past(windowSeconds, 900)).toBe(covered);
  expect(asked).toEqual(times);
});

test('without Prometheus there are none', async () => {
  const rules = createRecordedRules(null, fakeClock());
  expect([await rules.live(60), await rules.past(60, 900)]).toEqual([false, false]);
});
