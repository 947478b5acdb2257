import { describe, expect, it } from 'vitest';
import { framed } from './frame.ts';

interface Answer {
  items: string[];
  user: { name: string };
  at: number;
  state: string;
  more: boolean;
}

const isAnswer = framed<Answer>({
  items: 'array',
  user: 'object',
  at: 'number',
  state: 'string',
  more: 'boolean',
});
const good = { items: [], user: { name: 'a' }, at: 1, state: 'ok', more: false };

describe('framed', () => {
  it('takes what has the parts, whatever else is there', () =>
    expect(isAnswer({ ...good, extra: 1 })).toBe(true));
  it.each([
    ['nothing', null],
    ['a list', [good]],
    ['a text', '<html>'],
    ['a part is missing', { ...good, items: undefined }],
    ['an object for a list', { ...good, items: {} }],
    ['a list for an object', { ...good, user: [] }],
    ['null for an object', { ...good, user: null }],
    ['a text for a number', { ...good, at: '1' }],
  ])('refuses %s', (_case, value) => expect(isAnswer(value)).toBe(false));
});
