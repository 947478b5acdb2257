/** Undo and redo over any edits give back every text that was there. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Splice } from './edit/splice.ts';
import { historyOf, redone, type TextHistory, undone, withEdit } from './history.ts';

function typed(history: TextHistory, letters: string, at: number, fromMs: number): TextHistory {
  return [...letters].reduce(
    (now, letter, index) =>
      withEdit(now, [{ from: at + index, to: at + index, insert: letter }], fromMs + index * 100),
    history,
  );
}

function undoneText(history: TextHistory): string | undefined {
  return undone(history)?.history.text;
}

test('typing without a pause is one step, a pause or a line break begins another', () => {
  const word = typed(historyOf('weight: 0'), '75', 9, 0);
  expect(undoneText(word)).toBe('weight: 0');
  const later = typed(word, '!', 11, 5000);
  expect(undoneText(later)).toBe('weight: 075');
  const broken = typed(historyOf(''), 'a\nb', 0, 0);
  expect(undoneText(broken)).toBe('a\n');
});

test('backspace over what was there before the step joins it', () => {
  let history = typed(historyOf('abc'), 'X', 2, 0);
  history = withEdit(history, [{ from: 2, to: 3, insert: '' }], 100);
  history = withEdit(history, [{ from: 1, to: 2, insert: '' }], 200);
  expect(history.text).toBe('ac');
  expect(undoneText(history)).toBe('abc');
});

test('typing far away, and an edit of the form, are steps of their own', () => {
  let history = typed(historyOf('aaaa\nbbbb'), 'x', 0, 0);
  history = withEdit(history, [{ from: 9, to: 9, insert: 'y' }], 50);
  expect(undoneText(history)).toBe('xaaaa\nbbbb');
  history = withEdit(history, [{ from: 10, to: 10, insert: 'z' }]);
  expect(undoneText(history)).toBe('xaaaa\nbbbyb');
});

test('after undo and typing there is nothing to redo; an edit that changes nothing is no step', () => {
  const first = withEdit(historyOf('a'), [{ from: 0, to: 1, insert: 'b' }]);
  const back = undone(first)?.history ?? first;
  expect(redone(back)?.history.text).toBe('b');
  const other = withEdit(back, [{ from: 0, to: 1, insert: 'c' }]);
  expect(redone(other)).toBeNull();
  expect(withEdit(other, [{ from: 0, to: 1, insert: 'c' }])).toBe(other);
  expect(undone(historyOf('a'))).toBeNull();
});

test('splices that overlap are refused', () => {
  const splices = [
    { from: 0, to: 2, insert: 'x' },
    { from: 1, to: 3, insert: 'y' },
  ];
  expect(() => withEdit(historyOf('abc'), splices)).toThrow(RangeError);
});

const edit = fc.record({
  parts: fc.array(fc.tuple(fc.nat(6), fc.nat(3), fc.string({ maxLength: 4 })), {
    minLength: 1,
    maxLength: 3,
  }),
  typed: fc.boolean(),
});

test('any edits, all undone, give the first text; all redone, the last', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 30 }), fc.array(edit, { maxLength: 12 }), (start, edits) => {
      let history = historyOf(start);
      for (const [index, { parts, typed: byKey }] of edits.entries()) {
        let at = 0;
        const splices: Splice[] = [];
        for (const [gap, length, insert] of parts) {
          const from = Math.min(history.text.length, at + gap + 1);
          const to = Math.min(history.text.length, from + length);
          if (from <= at && splices.length > 0) break;
          splices.push({ from, to, insert });
          at = to;
        }
        history = withEdit(history, splices, byKey ? index * 10 : null);
      }
      const last = history.text;
      for (let step = undone(history); step !== null; step = undone(history)) history = step.history;
      expect(history.text).toBe(start);
      for (let step = redone(history); step !== null; step = redone(history)) history = step.history;
      expect(history.text).toBe(last);
    }),
  );
});
