import { expect, test } from 'vitest';
import type { PrometheusClient } from '../prometheus/client.ts';
import { fakeClock } from '../testing/fake-clock.ts';
import { createRecordedRules } from './recorded-rules.ts';

function rulesWith(answers: (number | null | 'fails')[]) {
  const asked: string[] = [];
  const query: PrometheusClient['query'] = async (promql) => {
    asked.push(promql);
    const answer = answers.shift() ?? null;
    if (answer === 'fails') throw new Error('away');
    return { samples: answer === null ? [] : [{ labels: {}, value: answer }], warnings: [] };
  };
  const clock = fakeClock();
  return { rules: createRecordedRules({ query } as PrometheusClient, clock), clock, asked };
}

test('asked once, and again after a while', async () => {
  const { rules, clock, asked } = rulesWith([null, 12]);
  expect([await rules.present(), await rules.present()]).toEqual([false, false]);
  expect(asked).toHaveLength(1);
  clock.advance(300_000);
  expect(await rules.present()).toBe(true);
});

test('what gives nothing any more is asked anew, and a failure is no yes', async () => {
  const { rules, asked } = rulesWith([12, 'fails']);
  expect(await rules.present()).toBe(true);
  rules.doubt();
  expect(await rules.present()).toBe(false);
  expect(asked).toHaveLength(2);
});

test('without Prometheus there are none', async () => {
  expect(await createRecordedRules(null, fakeClock()).present()).toBe(false);
});
