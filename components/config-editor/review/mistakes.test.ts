import { expect, test } from 'vitest';
import { ApiError } from '#lib/client/call/api-error.ts';
import { parseDocument } from '#lib/document/stream.ts';
import { mistakesOf } from './mistakes.ts';

const items = ['a: 1\n', 'spec:\n  http:\n  - timeout: on\n    x/y: 1\n'].map((text) => ({
  document: parseDocument(text),
}));
const invalid = (...errors: { field: string; message: string }[]) => new ApiError('invalid', 400, { errors });

test.each([
  ['/changes/1/text/spec/http/0/timeout', 'spec.http[0].timeout', 3],
  ['/changes/1/text/spec/http/0/x~1y', 'spec.http[0]["x/y"]', 4],
  ['/changes/1/text/spec/http/3', 'spec.http[3]', 2],
  ['/changes/0/text', '', 1],
])('%s', (pointer, field, line) => {
  const [mistake] = mistakesOf(invalid({ field: pointer, message: 'no' }), items);
  expect(mistake).toMatchObject({ field, line, message: 'no' });
  expect(mistake?.item).toBe(items[Number(pointer.split('/')[2])]);
});

test('other errors, and what is about no text, are none', () => {
  expect(mistakesOf(new ApiError('forbidden', 403), items)).toEqual([]);
  expect(mistakesOf(new Error('x'), items)).toEqual([]);
  expect(
    mistakesOf(
      invalid({ field: '/reason', message: 'no' }, { field: '/changes/9/text', message: 'no' }),
      items,
    ),
  ).toEqual([]);
});
