/** A rate is told where telemetry tells the rule apart, and never guessed. */
import { expect, test } from 'vitest';
import type { PredictionAnswer, PredictionFlow } from '#lib/api/configuration/prediction.ts';
import { ruleRates } from './rule-rates.ts';

const own = { namespace: 'shop', name: 'cart' };
const rule = (index: number, name = 'cart', kind = 'VirtualService') => ({
  kind,
  namespace: 'shop',
  name,
  list: 'http' as const,
  index,
  route: null,
});
const version = (name: string, requestsPerSecond: number) => ({
  end: { kind: 'version' as const, host: 'cart.shop.svc.cluster.local', version: name, subset: null },
  requestsPerSecond,
});

function flow(rules: PredictionFlow['rules'], now: PredictionFlow['now']): PredictionFlow {
  const requestsPerSecond = now.reduce((sum, one) => sum + one.requestsPerSecond, 0);
  const source = { namespace: 'shop', workload: 'web' };
  const mirrors = { now: [], after: [] };
  return { source, rules, requestsPerSecond, now, after: now, undetermined: 0, most: now, mirrors };
}

function answer(flows: PredictionFlow[], metricsAt: number | null = 100): PredictionAnswer {
  return {
    windowSeconds: 300,
    metricsAt,
    flows,
    connections: [],
    unread: [],
    steersNothing: [],
    hiddenNamespaces: false,
    warnings: [],
  };
}

const at = (index: number) => ['spec', 'http', index];
const to = (name: string | null) => ({ host: 'cart.shop.svc.cluster.local', version: name });
const measured = ruleRates(
  answer([
    flow([rule(0)], [version('v1', 9), version('v2', 1)]),
    flow([rule(0)], [version('v1', 2)]),
    flow([rule(1), rule(2)], [version('v1', 5)]),
    flow([rule(4, 'other')], [version('v1', 7)]),
    flow([rule(4, 'cart', 'HTTPRoute')], [version('v1', 7)]),
    flow([], [version('v1', 3)]),
  ]),
  own,
);

test.each([
  ['of all callers together', measured(at(0)), 12],
  ['of one version', measured(at(0), to('v1')), 11],
  ['a version that nobody reached', measured(at(0), to('v9')), 0],
  ['a destination whose version nobody knows', measured(at(0), to(null)), 'unclear'],
  ['rules that ends do not tell apart', measured(at(1)), 'unclear'],
  ['of one version of such a rule', measured(at(2), to('v1')), 'unclear'],
  ['a rule that nobody followed', measured(at(3)), 0],
  ['of another VirtualService, and of a route of that name', measured(at(4)), 0],
  ['connections are no requests', measured(['spec', 'tcp', 0]), null],
  ['no metrics', ruleRates(answer([], null), own)(at(0)), null],
  ['no answer yet', ruleRates(null, own)(at(0)), null],
])('%s', (_, found, expected) => {
  expect(found).toBe(expected);
});

test('each flow is looked at once, however many rules are asked about', () => {
  let looks = 0;
  const counted = Array.from({ length: 50 }, (_, index) => {
    const whole = flow([rule(index)], [version('v1', 1)]);
    return Object.defineProperty(whole, 'rules', {
      get: () => {
        looks += 1;
        return [rule(index)];
      },
    });
  });
  const rateOf = ruleRates(answer(counted), own);
  const before = looks;
  for (let index = 0; index < 50; index += 1) expect(rateOf(at(index))).toBe(1);
  // To tell whether it stands for one rule alone.
  expect(looks - before).toBeLessThanOrEqual(50);
});
