/** A write whose answer never came: what the object says, for each kind of change; and nobody sends anything again. */
import { expect, test } from 'vitest';
import type { Change, ConfigurationObject } from '#lib/api/configuration/configuration.ts';
import { ApiError } from '../call/api-error.ts';
import {
  brokenAnswer,
  mayBeApplied,
  nothingKnown,
  type Reading,
  settleByReading,
  settledAnswer,
} from './settle.ts';

const name = { kind: 'virtualservices.networking.istio.io', namespace: 'shop', name: 'a' };
const text = (timeout: string, more = '') =>
  `apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata:\n  name: a\n  namespace: shop\n${more}spec:\n  hosts: [a]\n  http:\n  - timeout: ${timeout}\n`;
const read = (content: string, resourceVersion: string) =>
  ({
    ...name,
    text: content,
    resourceVersion,
    managedBy: { manager: 'sluice', name: null, reverts: false },
  }) as ConfigurationObject;

const update: Change = { op: 'update', ...name, text: text('7s'), base: text('3s'), resourceVersion: '5' };
const create: Change = { op: 'create', ...name, text: text('7s') };
const remove: Change = { op: 'delete', ...name, resourceVersion: '5' };

test.each<[string, Change, Reading, string, string | null]>([
  ['an update, the version as it was', update, read(text('3s'), '5'), 'failed', 'cut'],
  [
    'an update, the text as it was sent',
    update,
    read(text('7s', '  uid: u\n  generation: 4\n'), '6'),
    'written',
    null,
  ],
  ['an update, another text', update, read(text('9s'), '6'), 'conflict', 'conflict'],
  ['an update, no object', update, 'gone', 'conflict', 'missing'],
  ['a creation, no object', create, 'gone', 'failed', 'cut'],
  ['a creation, the object', create, read(text('7s'), '1'), 'written', null],
  ['a creation, another object of the name', create, read(text('1s'), '1'), 'conflict', 'conflict'],
  ['a deletion, no object', remove, 'gone', 'written', null],
  ['a deletion, the object', remove, read(text('3s'), '5'), 'failed', 'cut'],
  ['a deletion, the object changed', remove, read(text('4s'), '6'), 'conflict', 'conflict'],
  ['not read yet', update, null, 'failed', 'unknown'],
])('REL-40 %s', (_, change, reading, state, refusal) => {
  const { changes, done } = settledAnswer([change], brokenAnswer([change], nothingKnown), [reading]);
  expect(changes).toMatchObject([{ state, refusal }]);
  expect(done).toBe(state === 'written');
});

test('REL-40 what was told before the line broke is believed; the rest is not known', () => {
  const [told] = brokenAnswer([update], nothingKnown).changes;
  if (told === undefined) throw new Error('no outcome');
  const outcomes = new Map([
    [1, { ...told, state: 'written' as const, refusal: null, resourceVersion: '8' }],
  ]);
  const answer = brokenAnswer([update, { ...create, name: 'b' }], { steps: [1, 0], outcomes });
  expect(answer.order).toEqual([1, 0]);
  expect(answer.changes).toMatchObject([{ refusal: 'unknown' }, { state: 'written', resourceVersion: '8' }]);
});

test.each<[ApiError, boolean]>([
  [new ApiError('network', 0), true],
  [new ApiError('unavailable', 502), true],
  [new ApiError('unreadable', 200), true],
  [new ApiError('internal', 500, { requestId: 'r' }), true],
  [new ApiError('unavailable', 503, { requestId: 'r' }), false],
  [new ApiError('invalid', 400, { requestId: 'r' }), false],
  [new ApiError('unauthenticated', 401), false],
])('REL-40 whether it may have been carried out: %s', (error, may) => {
  expect(mayBeApplied(error)).toBe(may);
});

test('REL-40 it is read until every object tells, however often nobody answers', async () => {
  const answers: (() => ConfigurationObject)[] = [
    () => {
      throw new ApiError('network', 0);
    },
    () => {
      throw new ApiError('unavailable', 503);
    },
    () => read(text('7s'), '6'),
  ];
  let waits = 0;
  const settled = await settleByReading(
    [update],
    brokenAnswer([update], nothingKnown),
    async () => answers[waits]?.() ?? read('', ''),
    async () => {
      waits += 1;
    },
  );
  expect(settled).toMatchObject({ done: true, changes: [{ state: 'written', resourceVersion: '6' }] });
  expect(waits).toBe(2);
});
