import { expect, test } from 'vitest';
import { judge, type KnownState, type Sighting } from './observe.ts';
import type { Operation } from './revision.ts';

const known: KnownState = { uid: 'u1', resourceVersion: '5', digest: 'd1', gone: false };
const gone: KnownState = { ...known, gone: true };
const state = { uid: 'u1', resourceVersion: '6', digest: 'd1' };
const other = { ...state, digest: 'd2' };
const again = { ...state, uid: 'u2' };

type Row = [
  what: string,
  known: KnownState | null,
  state: Sighting['state'],
  how: Sighting['how'],
  said: Operation | null,
  late: boolean,
];

test.each<Row>([
  ['a new version of the same content', known, state, 'watched', null, false],
  ['another content', known, other, 'watched', 'changed', false],
  ['another content after a gap', known, other, 'listed', 'changed', true],
  ['the same content after a gap', known, state, 'listed', null, false],
  ['it went', known, null, 'watched', 'deleted', false],
  ['it went while nobody looked', known, null, 'listed', 'deleted', true],
  ['what was gone is still gone', gone, null, 'listed', null, false],
  ['what nobody knew is not there', null, null, 'watched', null, false],
  ['a new one', null, state, 'watched', 'created', false],
  ['the same name made again', gone, again, 'watched', 'created', false],
  ['the same name made again while nobody looked', known, again, 'listed', 'created', true],
  ['back after it was gone', gone, state, 'listed', 'created', true],
  ['old, and never seen before', null, state, 'listed', 'first-seen', false],
])('%s', (_what, before, now, how, operation, late) => {
  const verdict = judge(before, { state: now, createdAt: 50, how }, 100);
  expect(verdict).toEqual(operation === null ? null : { operation, late });
});

test('what was made since the history began, and is not in it, was made while the console was away', () => {
  const made = { state, createdAt: 150, how: 'listed' } as const;
  expect(judge(null, made, 100)).toEqual({ operation: 'created', late: true });
  expect(judge(null, made, null)).toEqual({ operation: 'first-seen', late: false });
  expect(judge(null, { ...made, createdAt: null }, 100)).toEqual({ operation: 'first-seen', late: false });
});
