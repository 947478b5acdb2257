import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { tellVisible, whileVisible } from './while-visible.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function page(state: DocumentVisibilityState) {
  const events = Object.assign(new EventTarget(), { visibilityState: state });
  const show = (next: DocumentVisibilityState) => {
    events.visibilityState = next;
    events.dispatchEvent(new Event('visibilitychange'));
  };
  return { document: events as unknown as Document, show };
}

test('a hidden tab does nothing, and catches up when it is shown', () => {
  const { document, show } = page('visible');
  const run = vi.fn();
  const stop = whileVisible(document, run, 5000);
  expect(run).not.toHaveBeenCalled();
  vi.advanceTimersByTime(10_000);
  expect(run).toHaveBeenCalledTimes(2);
  show('hidden');
  vi.advanceTimersByTime(60_000);
  expect([run.mock.calls.length, vi.getTimerCount()]).toEqual([2, 0]);
  show('visible');
  expect(run).toHaveBeenCalledTimes(3);
  vi.advanceTimersByTime(5000);
  expect(run).toHaveBeenCalledTimes(4);
  stop();
  show('visible');
  expect([run.mock.calls.length, vi.getTimerCount()]).toEqual([4, 0]);
});

test('one that was never shown begins when it is', () => {
  const { document, show } = page('hidden');
  const run = vi.fn();
  whileVisible(document, run, 1000);
  vi.advanceTimersByTime(5000);
  expect(run).not.toHaveBeenCalled();
  show('visible');
  expect(run).toHaveBeenCalledTimes(1);
});

test('that a tab is hidden is told when it lasts', () => {
  const { document, show } = page('visible');
  const told: boolean[] = [];
  const stop = tellVisible(document, (visible) => told.push(visible));
  show('hidden');
  vi.advanceTimersByTime(4000);
  show('visible');
  vi.advanceTimersByTime(60_000);
  expect(told).toEqual([true, true]);
  show('hidden');
  vi.advanceTimersByTime(5000);
  expect(told).toEqual([true, true, false]);
  show('hidden');
  stop();
  vi.advanceTimersByTime(60_000);
  expect(told).toEqual([true, true, false]);
});
