import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLogLines } from './log-lines.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

test('times, texts, a line without time, and what is left at the end', () => {
  const lines = createLogLines();
  expect(
    lines.add(
      bytes(
        '2026-11-21T14:00:00.123456789Z hello\n2026-11-21T14:00:01Z \nwithout\r\n2026-11-21T14:00:02Z op',
      ),
    ),
  ).toEqual([
    { time: '2026-11-21T14:00:00.123456789Z', text: 'hello' },
    { time: '2026-11-21T14:00:01Z', text: '' },
    { time: '', text: 'without' },
  ]);
  expect(lines.add(bytes('en'))).toEqual([]);
  expect(lines.rest()).toEqual([{ time: '2026-11-21T14:00:02Z', text: 'open' }]);
  expect(lines.rest()).toEqual([]);
});

test('a line without end is cut once, and the next line is whole', () => {
  const lines = createLogLines();
  const got = [...Array(5)].flatMap(() => lines.add(bytes('x'.repeat(10_000))));
  expect(got).toHaveLength(1);
  expect(got[0]?.text.length).toBeLessThanOrEqual(16_385);
  expect(lines.add(bytes('tail\nnext\n'))).toEqual([{ time: '', text: 'next' }]);
});

test('pieces of any size give the same lines, characters split between them included', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll(/[\r\n]/g, ' '))),
      fc.integer({ min: 1, max: 7 }),
      (texts, size) => {
        const whole = bytes(texts.map((text) => `${text}\n`).join(''));
        const lines = createLogLines();
        const got: string[] = [];
        for (let at = 0; at < whole.length; at += size)
          got.push(...lines.add(whole.subarray(at, at + size)).map(({ text }) => text));
        expect(got).toEqual(texts.map((text) => new TextDecoder().decode(bytes(text))));
      },
    ),
  );
});
