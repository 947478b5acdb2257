import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { dismissToast, showToast, toastStore } from './toast.ts';

const texts = () => toastStore.read().map(({ text }) => text);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  for (const { id } of toastStore.read()) dismissToast(id);
  vi.useRealTimers();
});

describe('toasts', () => {
  it('leave by themselves, failures only when dismissed', () => {
    showToast('copied');
    showToast('broken', 'failed');
    expect(texts()).toEqual(['copied', 'broken']);
    vi.advanceTimersByTime(60_000);
    expect(texts()).toEqual(['broken']);
    dismissToast(toastStore.read()[0]?.id ?? 0);
    expect(texts()).toEqual([]);
  });

  it('are four at most, the newest', () => {
    for (const text of ['a', 'b', 'c', 'd', 'e']) showToast(text);
    expect(texts()).toEqual(['b', 'c', 'd', 'e']);
  });

  it('tell who listens', () => {
    const listener = vi.fn();
    const stop = toastStore.subscribe(listener);
    showToast('a');
    stop();
    showToast('b');
    expect(listener).toHaveBeenCalledOnce();
  });
});
