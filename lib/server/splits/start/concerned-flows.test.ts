import { expect, test } from 'vitest';
import type { PredictionFlow } from '#lib/api/configuration/prediction.ts';
import { concernedFlows } from './concerned-flows.ts';

const host = (name: string) => `${name}.shop.svc.cluster.local`;
const rates = (...ends: [name: string, rate: number][]): PredictionFlow['now'] =>
  ends.map(([name, requestsPerSecond]) => ({
    end: { kind: 'version', host: host(name), version: 'v1', subset: null },
    requestsPerSecond,
  }));
const flow = (
  now: PredictionFlow['now'],
  after: PredictionFlow['now'],
  most: PredictionFlow['now'] = [],
): PredictionFlow => ({
  source: { namespace: 'shop', workload: 'web' },
  rules: [null],
  requestsPerSecond: 4,
  now,
  after,
  undetermined: most.length > 0 ? 4 : 0,
  most,
  mirrors: { now: [], after: [] },
});

test.each<[string, PredictionFlow, number]>([
  ['to the service', flow(rates(['leaf', 4]), rates(['leaf', 4])), 1],
  ['to it afterwards', flow(rates(['pages', 4]), rates(['leaf', 4])), 1],
  ['that may come to it', flow(rates(['pages', 4]), [], rates(['pages', 4], ['leaf', 4])), 1],
  ['of others that moves all the same', flow(rates(['pages', 4]), rates(['pages', 3], ['docs', 1])), 1],
  ['of others that stays', flow(rates(['pages', 4]), rates(['pages', 4])), 0],
  ['of others of which paths decide', flow(rates(['pages', 4]), [], rates(['pages', 4], ['docs', 4])), 0],
])('traffic %s', (_, one, kept) => {
  const told = concernedFlows({ flows: [one], connections: [] }, new Set([host('leaf')]));
  expect(told.flows).toHaveLength(kept);
});
