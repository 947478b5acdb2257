/** Undo is the former text at the new version, the last written first, and nothing for what was not written. */
import { expect, test } from 'vitest';
import type { Change, WriteOutcome } from '#lib/api/configuration/configuration.ts';
import { kinds } from '#lib/istio/kinds/registry.ts';
import { appliedOf, takingBack } from './take-back.ts';

const target = { kind: 'virtualservices.networking.istio.io', namespace: 'shop', name: 'checkout' };
const rule = { ...target, kind: 'destinationrules.networking.istio.io' };
const update: Change = { op: 'update', ...target, text: 'new', base: 'old', resourceVersion: '7' };

function outcome(change: Change, state: WriteOutcome['state'], resourceVersion: string | null): WriteOutcome {
  return {
    kind: change.kind,
    namespace: change.namespace,
    name: change.name,
    op: change.op,
    refusal: state === 'written' ? null : 'webhook',
    message: null,
    webhook: null,
    webhookService: null,
    causes: [],
    warnings: [],
    missing: null,
    state,
    resourceVersion,
    live: null,
  };
}

const item = (change: Change, before: string) => ({
  id: change.kind,
  kind: kinds.virtualServices,
  name: change.name,
  change,
  before,
});

test('an update, a creation and a deletion', () => {
  const create: Change = { op: 'create', ...rule, text: 'rule' };
  const remove: Change = { op: 'delete', ...rule, name: 'old', resourceVersion: '3' };
  const applied = appliedOf(
    [item(update, 'old'), item(create, ''), item(remove, 'gone')],
    {
      changes: [
        outcome(update, 'written', '9'),
        outcome(create, 'written', '8'),
        outcome(remove, 'written', null),
      ],
      order: [1, 0, 2],
      done: true,
    },
    'why',
  );
  expect(takingBack(applied).map(({ change }) => change)).toEqual([
    { op: 'create', ...rule, name: 'old', text: 'gone' },
    { op: 'update', ...target, text: 'old', base: 'new', resourceVersion: '9' },
    { op: 'delete', ...rule, resourceVersion: '8' },
  ]);
});

test('of a partial write only what was written', () => {
  const create: Change = { op: 'create', ...rule, text: 'rule' };
  const applied = appliedOf(
    [item(create, ''), item(update, 'old')],
    {
      changes: [outcome(create, 'written', '8'), outcome(update, 'failed', null)],
      order: [0, 1],
      done: false,
    },
    '',
  );
  expect(takingBack(applied).map(({ change }) => change)).toEqual([
    { op: 'delete', ...rule, resourceVersion: '8' },
  ]);
});

test('what is begun is taken back from where it stands', () => {
  const applied = appliedOf(
    [item(update, 'old')],
    { changes: [outcome(update, 'begun', '11')], order: [0], done: false },
    '',
  );
  expect(takingBack(applied).map(({ change }) => change)).toEqual([
    { op: 'update', ...target, text: 'old', base: 'new', resourceVersion: '11' },
  ]);
});
