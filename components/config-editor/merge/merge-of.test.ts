/** Two people's changes of one VirtualService, by rule. */
import { expect, test } from 'vitest';
import { kinds } from '#lib/istio/kinds/registry.ts';
import { mergeOf } from './merge-of.ts';

const base = `spec:
  http:
  - name: beta
    route:
    - destination: {host: reviews, subset: v1}
      weight: 100
    timeout: 2s
  - name: default
    route:
    - destination: {host: reviews}
`;

test('changes of different rules fit together, and my comments stay', () => {
  const theirs = base.replace('- destination: {host: reviews}', '- destination: {host: other}');
  const mine = base.replace('timeout: 2s', 'timeout: 3s # for the batch');
  const merge = mergeOf(kinds.virtualServices, base, theirs, mine);
  expect(merge?.merged.conflicts).toEqual([]);
  expect(merge?.textOf([])).toBe(
    mine.replace('- destination: {host: reviews}', '- destination: {host: other}'),
  );
  expect(merge?.theirChanges.map(({ group, field }) => [group?.label, field])).toEqual([
    ['default', 'route'],
    ['default', 'route'],
  ]);
});

test('one weight set by both is one place to decide', () => {
  const theirs = base.replace('weight: 100', 'weight: 50');
  const mine = base.replace('weight: 100', 'weight: 75').replace('2s', '3s');
  const merge = mergeOf(kinds.virtualServices, base, theirs, mine);
  expect(merge?.merged.conflicts.map(({ path }) => path)).toEqual([
    ['spec', 'http', 0, 'route', 0, 'weight'],
  ]);
  expect(merge?.textOf(['mine'])).toBe(mine);
  expect(merge?.textOf(['theirs'])).toBe(mine.replace('75', '50'));
});

test('what cannot be read cannot be merged', () => {
  expect(mergeOf(kinds.virtualServices, base, base, 'spec: [')).toBeNull();
});
