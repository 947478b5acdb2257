// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { scrollEdges } from './scroll-edges.ts';

let grow: () => void;
beforeEach(() => {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      constructor(tell: () => void) {
        grow = tell;
      }
      observe() {}
      disconnect() {}
    },
  );
});
afterEach(() => vi.unstubAllGlobals());

function box(inner: number) {
  const element = document.createElement('section');
  const widths = { clientWidth: 100, scrollWidth: inner, scrollLeft: 0 };
  for (const name of Object.keys(widths) as (keyof typeof widths)[])
    Object.defineProperty(element, name, { get: () => widths[name] });
  return { element, widths };
}

it.each([
  ['fits', 100, 0, undefined],
  ['is wider by a rounding', 101, 0, undefined],
  ['goes on at the end', 300, 0, 'end'],
  ['goes on at both', 300, 80, 'start end'],
  ['is at its end', 300, 200, 'start'],
  ['is read from right to left', 300, -80, 'start end'],
])('%s', (_, inner, place, more) => {
  const { element, widths } = box(inner);
  scrollEdges(element);
  widths.scrollLeft = place;
  grow();
  expect(element.dataset.more).toBe(more);
});

it('follows scrolling until it is let go', () => {
  const { element, widths } = box(300);
  const letGo = scrollEdges(element);
  grow();
  widths.scrollLeft = 200;
  element.dispatchEvent(new Event('scroll'));
  expect(element.dataset.more).toBe('start');
  letGo?.();
  widths.scrollLeft = 0;
  element.dispatchEvent(new Event('scroll'));
  expect(element.dataset.more).toBe('start');
});
