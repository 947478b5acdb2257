// @vitest-environment happy-dom
import { act, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { useTypedText } from './use-typed-text.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function field(value = '') {
  const written: string[] = [];
  const hook = renderHook(({ value: current }) => useTypedText(current, (text) => written.push(text)), {
    initialProps: { value },
  });
  return {
    written,
    text: () => hook.result.current.text,
    type: (text: string) => act(() => hook.result.current.change(text)),
    leave: () => act(() => hook.result.current.leave()),
    arrives: (text: string) => act(() => hook.rerender({ value: text })),
    wait: (ms: number) => act(() => vi.advanceTimersByTime(ms)),
  };
}

test('an address that arrives late does not take letters back', () => {
  const { type, arrives, text } = field();
  type('rati');
  type('ratings');
  arrives('rati');
  expect(text()).toBe('ratings');
  arrives('ratings');
  expect(text()).toBe('ratings');
});

test('an address that stays behind is written again, once it rests', () => {
  const { type, arrives, written, wait } = field();
  type('rati');
  type('ratings');
  arrives('rati');
  wait(500);
  expect(written).toEqual(['rati', 'ratings']);
  wait(200);
  expect(written).toEqual(['rati', 'ratings', 'ratings']);
  arrives('ratings');
  wait(10_000);
  expect(written).toHaveLength(3);
});

test('what comes from elsewhere is shown at once, and nothing is written over it', () => {
  const { type, arrives, written, text, wait } = field();
  type('ratings');
  arrives('ratings');
  arrives('is idle');
  expect(text()).toBe('is idle');
  wait(10_000);
  expect(written).toEqual(['ratings']);
});

test('some seconds after typing an older text is somebody’s wish', () => {
  const { type, arrives, text, wait } = field('old');
  type('new');
  arrives('new');
  wait(5001);
  arrives('old');
  expect(text()).toBe('old');
});

test('a field emptied by typing stays empty while the address still has its text', () => {
  const { type, arrives, text } = field('ratings');
  type('');
  arrives('ratings');
  expect(text()).toBe('');
  arrives('');
  expect(text()).toBe('');
});

test('a button that empties the field is obeyed, also right after typing', () => {
  const { type, arrives, leave, text, written, wait } = field();
  type('ratings');
  arrives('ratings');
  leave();
  arrives('');
  expect(text()).toBe('');
  wait(10_000);
  expect(written).toEqual(['ratings']);
});

test('a field that is left before its text arrived writes it once more', () => {
  const { type, leave, written } = field();
  type('ratings');
  leave();
  expect(written).toEqual(['ratings', 'ratings']);
});
