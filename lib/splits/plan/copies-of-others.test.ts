/** What others do in a rule of a split: copies to its candidate, and weights of theirs after it has ended. */
import { expect, test } from 'vitest';
import type { ClusterObjects, VirtualService } from '../../istio/objects.ts';
import type { Release } from '../record/record.ts';
import { act, canary, planned, refused, subsetsOf, world } from '../testing/plans.ts';
import { restore } from './amend.ts';

type Rule = NonNullable<NonNullable<VirtualService['spec']>['http']>[number];

const rule: Rule = { route: [{ destination: { host: 'reviews', subset: 'v1' } }] };
const copied = { destination: { host: 'reviews', subset: 'v2' }, percentage: { value: 20 } };
const subsets = subsetsOf('v1', 'v2');

/** Somebody else writes into its only rule. */
function written(objects: ClusterObjects, more: Partial<Rule>): ClusterObjects {
  const virtualServices = objects.virtualServices.map((one) => ({
    ...one,
    spec: { ...one.spec, http: (one.spec?.http ?? []).map((own) => ({ ...own, ...more })) },
  }));
  return { ...objects, virtualServices };
}

test.each([
  ['a list', { ...rule, mirrors: [copied] }],
  ['a field', { ...rule, mirror: copied.destination }],
])('copies to the candidate in %s are in the way of every strategy', (_, one) => {
  for (const strategy of [canary(10), { kind: 'mirror', percent: 10 } as const])
    expect(refused(world([one], subsets), strategy)).toEqual(['mirror-in-use']);
});

test('copies that begin while a canary runs are taken off by no step and no abort', () => {
  const { after, release } = planned(world([rule], subsets), canary(10));
  const now = written(after, { mirrors: [copied] });
  for (const action of [{ kind: 'advance' }, { kind: 'abort' }] as const)
    expect(act(release, action, now).after.virtualServices[0]?.spec?.http?.[0]?.mirrors).toEqual([copied]);
});

test('weights that somebody wrote after an abort stay theirs in a restore, which names the rule', () => {
  const { after, release } = planned(world([rule], subsets), canary(10));
  const aborted = act(release, { kind: 'abort' }, after);
  const theirs = [50, 50].map((weight, at) => ({
    destination: { host: 'reviews', subset: `v${at + 1}` },
    weight,
  }));
  const restored = restore(aborted.release as Release, 0, written(aborted.after, { route: theirs }));
  if (!restored.ok) throw new Error(restored.error.code);
  const paths = restored.value.writes.flatMap(({ changes = [] }) => changes.map(({ path }) => path[0]));
  expect([restored.value.changed.length, [...new Set(paths)]]).toEqual([1, ['metadata']]);
});
