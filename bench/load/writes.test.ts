import { expect, it } from 'vitest';
import { expectedAtEnd, judge, reasonsOf, type Write, writeFigures } from './writes.ts';

const write = (some: Partial<Write>): Write => ({
  dueMs: 0,
  tookMs: 10,
  told: 'written',
  reason: '',
  wasUnclear: false,
  wanted: '2s',
  before: '1s',
  after: '2s',
  ...some,
});
const refused = { told: 'refused', reason: 'read: unavailable 503' } as const;

it.each([
  ['good', {}],
  ['lost', { after: '1s' }],
  ['good', { ...refused, after: '1s' }],
  ['wrong', refused],
  ['wrong', { ...refused, after: '7s' }],
  ['unjudged', { after: null }],
  ['unjudged', { told: 'unsettled' }],
] as const)('%s: %o', (judgement, some) => {
  expect(judge(write(some))).toBe(judgement);
});

it('sums up, and knows what must be there at the end', () => {
  const writes = [
    write({ wanted: '2s', wasUnclear: true }),
    write({ wanted: '3s', before: '2s', after: '2s', ...refused }),
    write({ wanted: '4s', before: '2s', after: '2s' }),
  ];
  expect(writeFigures(writes)).toMatchObject({ acknowledged: 2, refused: 1, unclear: 1, lost: 1, wrong: 0 });
  expect(expectedAtEnd(writes)).toBe('4s');
  expect(expectedAtEnd([])).toBeNull();
  expect(reasonsOf(writes)).toEqual([['read: unavailable 503', 1]]);
});
