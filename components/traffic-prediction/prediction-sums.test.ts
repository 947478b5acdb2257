import { describe, expect, test } from 'vitest';
import type { Flow, FlowRate } from './flows.ts';
import { byEnd, endOf, movedMost, sumsOf } from './prediction-sums.ts';

const rate = (version: string, perSecond: number): FlowRate => ({
  end: { kind: 'version', host: 'checkout', version, subset: null },
  perSecond,
});
const missing = (perSecond: number): FlowRate => ({
  end: { kind: 'unavailable', host: 'checkout', version: null, subset: 'v2' },
  perSecond,
});
const flow = (now: FlowRate[], after: FlowRate[], more: Partial<Flow> = {}): Flow => ({
  source: { namespace: 'shop', workload: 'store' },
  rules: [null],
  perSecond: now.reduce((sum, one) => sum + one.perSecond, 0),
  now,
  after,
  undetermined: 0,
  most: after,
  mirrors: { now: [], after: [] },
  ...more,
});

test.each([
  [
    'nothing moves',
    [flow([rate('v1', 8)], [rate('v1', 8)])],
    { total: 8, moved: 0, mostMoved: 0, unavailable: { added: 0, stays: 0, ended: 0 } },
  ],
  [
    'a part moves',
    [flow([rate('v1', 8)], [rate('v1', 6), rate('v2', 2)])],
    { total: 8, moved: 2, mostMoved: 2 },
  ],
  [
    'to nothing',
    [flow([rate('v1', 8)], [missing(8)])],
    {
      moved: 8,
      unavailable: { added: 8, stays: 0, ended: 0 },
      notFound: { added: 0, stays: 0, ended: 0 },
    },
  ],
  [
    'up to all',
    [flow([rate('v1', 8)], [], { undetermined: 8, most: [rate('v1', 8), rate('v2', 8)] })],
    { moved: 0, mostMoved: 8, undetermined: 8 },
  ],
])('%s', (_, flows, sums) => {
  expect(sumsOf(flows)).toMatchObject(sums);
});

test('one end loses and one gains: both have names', () => {
  const { from, to } = sumsOf([flow([rate('v1', 8)], [rate('v1', 6), rate('v2', 2)])]);
  expect([from?.version, to?.version]).toEqual(['v1', 'v2']);
});

test.each<FlowRate['end']>([
  { kind: 'version', host: 'checkout', version: 'v1', subset: null },
  { kind: 'version', host: 'checkout', version: '', subset: '' },
  { kind: 'closed', host: '', version: null, subset: null },
])('an end is read back as it was: %j', (end) => {
  const [key] = byEnd([{ end, perSecond: 1 }]).keys();
  expect(endOf(key ?? '')).toEqual(end);
});

test('of many flows those that move most, then the largest, in their order', () => {
  const [small, large] = [flow([rate('v1', 1)], [rate('v1', 1)]), flow([rate('v1', 9)], [rate('v1', 9)])];
  const moving = flow([rate('v1', 2)], [rate('v2', 2)]);
  const all = [small, large, moving];
  expect(movedMost(all, 2)).toEqual([large, moving]);
  expect(movedMost(all, 1)).toEqual([moving]);
  expect(movedMost(all, 3)).toBe(all);
});

describe('errors that are there already', () => {
  const lost = (...flows: Flow[]) => sumsOf(flows).unavailable;
  const mixed = (ok: number, errors: number) => [rate('v1', ok), missing(errors)];

  test.each<[string, Flow[], ReturnType<typeof lost>]>([
    ['stay', [flow(mixed(6, 2), mixed(6, 2))], { added: 0, stays: 2, ended: 0 }],
    [
      'stay where the measured split meets its weights but nearly',
      [flow(mixed(6, 2), mixed(5.97, 2.03))],
      { added: 0, stays: 2.03, ended: 0 },
    ],
    ['grow', [flow(mixed(6, 2), mixed(3, 5))], { added: 3, stays: 2, ended: 0 }],
    ['shrink', [flow(mixed(6, 2), mixed(7, 1))], { added: 0, stays: 1, ended: 1 }],
    ['end', [flow(mixed(6, 2), [rate('v1', 8)])], { added: 0, stays: 0, ended: 2 }],
    [
      'end for one caller and begin for another',
      [flow(mixed(6, 2), [rate('v1', 8)]), flow([rate('v1', 2)], [missing(2)])],
      { added: 2, stays: 0, ended: 2 },
    ],
    [
      'may end, where it depends on the request',
      [flow([missing(8)], [], { undetermined: 8, most: [rate('v1', 8), missing(5)] })],
      { added: 0, stays: 0, ended: 3 },
    ],
    [
      'are few, and still new',
      [flow([rate('v1', 1000)], [rate('v1', 999), missing(1)])],
      { added: 1, stays: 0, ended: 0 },
    ],
  ])('%s', (_, flows, expected) => {
    const found = lost(...flows);
    for (const key of ['added', 'stays', 'ended'] as const) expect(found[key]).toBeCloseTo(expected[key], 6);
  });
});

test.each<[string, Flow['source'], Flow['rules'], number]>([
  ['hidden, by no rule', null, [null], 4],
  ['hidden, by a rule', null, [{ object: 'shop/checkout', layer: 'http', index: 0, name: null } as never], 0],
  ['seen, by no rule', { namespace: 'shop', workload: 'web' }, [null], 0],
])('what the change does to a caller that is %s', (_, source, rules, hidden) => {
  expect(sumsOf([{ ...flow([rate('v1', 4)], [rate('v1', 4)]), source, rules }]).hidden).toBe(hidden);
});
