/** Code and form edit one text: one history, and a form that never writes over what was just typed. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { parseDocument } from '#lib/document/stream.ts';
import type { TextReader } from './text-reader.ts';
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

/** Holds what is asked until it is answered. */
function heldReader() {
  const asked: { text: string; answer: (document: ReturnType<typeof parseDocument>) => void }[] = [];
  const reader: TextReader = {
    read: (text, answer) => void asked.push({ text, answer }),
    forget: () => void asked.splice(0),
    stop: () => undefined,
  };
  return { asked, reader };
}

const long = `spec:\n  note: ${'x'.repeat(120_000)}\n  weight: 100\n`;

test('a key in a long text is read by itself; what needs all of the text read is read elsewhere, and typing goes on', () => {
  const { asked, reader } = heldReader();
  const session = new TextSession(long, Date.now, reader);
  typeAt(session, 'weight: 100', '0');
  vi.advanceTimersByTime(300);
  expect(asked).toHaveLength(0);
  expect(session.snapshot()).toMatchObject({ reading: false, valid: { value: { spec: { weight: 1000 } } } });

  typeAt(session, 'weight: 1000', ' # [\n  other: [');
  vi.advanceTimersByTime(300);
  const broken = session.text;
  expect(asked.map(({ text }) => text)).toEqual([broken]);
  expect(session.snapshot()).toMatchObject({ reading: true, document: { problem: null } });
  typeAt(session, 'other: [', ']');
  expect(session.text).not.toBe(broken);
  // An answer to a text of before is none.
  asked[0]?.answer(parseDocument(broken));
  expect(session.snapshot().document.problem).toBeNull();
  vi.advanceTimersByTime(300);
  expect(session.snapshot()).toMatchObject({ reading: false, valid: { value: { spec: { other: [] } } } });
});

test('an answer from elsewhere is shown, and a form that edits meanwhile does not wait for it', () => {
  const { asked, reader } = heldReader();
  const session = new TextSession(long, Date.now, reader);
  session.replace(`{"spec": {"note": "${'y'.repeat(120_000)}"}}`);
  expect(session.snapshot().reading).toBe(true);
  asked[0]?.answer(parseDocument(session.text));
  expect(session.snapshot()).toMatchObject({ reading: false, valid: { text: session.text } });

  session.replace(`{"spec": {"note": "${'z'.repeat(120_000)}"}}`);
  expect(session.apply([{ op: 'set', path: ['spec', 'note'], value: 'short' }])).toEqual([]);
  expect(session.snapshot()).toMatchObject({ reading: false, valid: { value: { spec: { note: 'short' } } } });
  expect(asked).toHaveLength(0);
});

test('what was typed is told apart from what the form did', () => {
  const session = new TextSession(text);
  typeAt(session, '2', '5');
  expect(session.snapshot().typed).toBe(true);
  session.apply([{ op: 'set', path: ['spec', 'weight'], value: 75 }]);
  expect(session.snapshot().typed).toBe(false);
});
