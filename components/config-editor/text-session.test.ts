/** Code and form edit one text: one history, and a form that never writes over what was just typed. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { endSession, sessionOf, TextSession } from './text-session.ts';

const text = 'spec:\n  weight: 100 # all\n  timeout: 2s\n';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function typeAt(session: TextSession, after: string, letters: string): void {
  let at = session.text.indexOf(after) + after.length;
  for (const letter of letters) {
    session.type([{ from: at, to: at, insert: letter }]);
    at += 1;
  }
}

test('typing is read after a breath; what cannot be read leaves the last valid reading', () => {
  const session = new TextSession(text);
  typeAt(session, '2s', '\n  other: [');
  expect(session.snapshot().document.text).toBe(text);
  vi.advanceTimersByTime(100);
  const broken = session.snapshot();
  expect(broken.document.problem?.code).toBe('unclosed-flow');
  expect(broken.valid.text).toBe(text);
  typeAt(session, '[', ']');
  vi.advanceTimersByTime(100);
  expect(session.snapshot().valid.value).toMatchObject({ spec: { other: [] } });
});

test('a form that edits right after a keystroke edits the text with the keystroke', () => {
  const session = new TextSession(text);
  typeAt(session, '2', '5');
  session.apply([{ op: 'set', path: ['spec', 'weight'], value: 75 }]);
  expect(session.text).toBe('spec:\n  weight: 75 # all\n  timeout: 25s\n');
  session.undo();
  expect(session.text).toBe('spec:\n  weight: 100 # all\n  timeout: 25s\n');
  expect(session.snapshot().valid.value).toEqual({ spec: { weight: 100, timeout: '25s' } });
  session.undo();
  expect(session.text).toBe(text);
  session.redo();
  session.redo();
  expect(session.text).toBe('spec:\n  weight: 75 # all\n  timeout: 25s\n');
});

test('several changes are one step, all or none; each tells where it was', () => {
  const session = new TextSession(text);
  const done = session.apply([
    { op: 'set', path: ['spec', 'weight'], value: 75 },
    { op: 'remove', path: ['spec', 'timeout'] },
  ]);
  expect(done).toEqual([]);
  expect(session.snapshot().place).toEqual({ offset: text.indexOf('100'), count: 1 });
  session.undo();
  expect(session.text).toBe(text);
  const refused = session.apply([
    { op: 'set', path: ['spec', 'weight'], value: 1 },
    { op: 'remove', path: ['spec', 'nothing'] },
  ]);
  expect(refused).toBeNull();
  expect(session.text).toBe(text);
});

test('a text that cannot be read takes no changes of values, and loses nothing', () => {
  const session = new TextSession('a: [\n');
  expect(session.apply([{ op: 'set', path: ['a'], value: 1 }])).toBeNull();
  expect(session.text).toBe('a: [\n');
});

test('a session stays until it ends; another text is one step', () => {
  const session = sessionOf('one', () => text);
  session.replace('a: 1\n');
  expect(sessionOf('one', () => 'never')).toBe(session);
  session.undo();
  expect(session.text).toBe(text);
  endSession('one');
  expect(sessionOf('one', () => 'b: 1\n').text).toBe('b: 1\n');
  endSession('one');
});

test('listeners hear of each change, and not of none', () => {
  const session = new TextSession(text);
  const heard = vi.fn();
  const leave = session.subscribe(heard);
  session.replace(text);
  session.type([]);
  session.undo();
  expect(heard).not.toHaveBeenCalled();
  session.type([{ from: 0, to: 0, insert: '#' }]);
  expect(heard).toHaveBeenCalledOnce();
  leave();
});
