import { expect, it } from 'vitest';
import { createAnswered } from './answered.ts';

const moment = (text: string) => {
  const [epoch = '', revision, readings] = text.split('.');
  return { epoch, revision: Number(revision), readings: Number(readings) };
};

it.each([
  ['nothing was asked', [], 'a.5.5', null],
  ['nothing has happened', ['a.5.5', 'a.5.5'], 'a.5.5', null],
  ['an object has changed since the oldest answer', ['a.5.5', 'a.4.5', 'a.5.5'], 'a.5.5', 'anything'],
  ['metrics have been read', ['a.5.4', 'a.5.5'], 'a.5.5', 'metrics'],
  ['both', ['a.5.4', 'a.4.5'], 'a.5.5', 'anything'],
  ['answers know more than the stream has told', ['a.6.7'], 'a.5.5', null],
  ['the server has started anew', ['b.9.9'], 'a.5.5', 'anything'],
  ['another replica answered as well', ['a.5.5', 'b.9.9'], 'a.5.5', 'anything'],
  ['headers say nothing', [null, 'yesterday', 'a.5', 'a.5.5.5', ''], 'a.5.5', null],
])('at the greeting, %s', (_, answers, now, lack) => {
  const answered = createAnswered();
  for (const text of answers) answered.note(text);
  expect(answered.greet(moment(now))).toBe(lack);
});

it('at another greeting counts what was not told in between', () => {
  const answered = createAnswered();
  answered.note('a.1.1');
  answered.greet(moment('a.1.1'));
  answered.hear(moment('a.4.4'));
  answered.note('a.4.4');
  expect(answered.greet(moment('a.4.4'))).toBe(null);
  expect(answered.greet(moment('a.5.4'))).toBe('anything');
});

it('knows an answer that was on its way when an event came', () => {
  const answered = createAnswered();
  let late = 0;
  const stop = answered.onLate(() => (late += 1));
  answered.note('a.1.1');
  answered.greet(moment('a.2.1'));
  expect(late).toBe(0);
  answered.note('a.1.1');
  expect(late).toBe(1);
  answered.hear(moment('a.3.1'));
  answered.note('a.2.1');
  expect(late).toBe(2);
  // Metrics come again by themselves; another server is asked in vain.
  answered.hear(moment('a.3.9'));
  answered.note('a.3.1');
  answered.note('b.0.0');
  answered.note('a.3.9');
  stop();
  answered.note('a.1.1');
  expect(late).toBe(2);
});

it('begins anew when everything is asked for again', () => {
  const answered = createAnswered();
  answered.note('a.1.1');
  answered.greet(moment('a.1.1'));
  answered.forget();
  expect(answered.greet(moment('b.8.8'))).toBe(null);
  answered.forget();
  answered.note('b.8.8');
  expect(answered.greet(moment('b.9.8'))).toBe('anything');
});
