// @vitest-environment happy-dom
/** Files of a build that a replica of another build was asked for. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { askingAgain } from './missing-files.ts';

// Once: it listens for as long as the document lives.
new Function(askingAgain)();

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  document.head.innerHTML = '';
});

const address = () => `${location.origin}/_next/static/chunks/a.js`;

/** As whoever loads a file does: it is told of both ends. */
function waiting(src: string): { element: HTMLScriptElement; told: string[] } {
  const element = document.createElement('script');
  const told: string[] = [];
  element.type = 'text/plain';
  element.setAttribute('src', src);
  element.nonce = 'n';
  element.onload = () => told.push('load');
  element.onerror = () => told.push('error');
  document.head.append(element);
  return { element, told };
}

const scripts = () => [...document.head.querySelectorAll('script')];
const fail = (element: Element | undefined) => element?.dispatchEvent(new Event('error'));

test('is asked for again a moment later, and whoever waits hears of it when it has come', () => {
  const { element, told } = waiting(address());
  fail(element);
  vi.advanceTimersByTime(300);
  const again = scripts().at(-1);
  expect(again).not.toBe(element);
  expect([again?.src, again?.nonce, told]).toEqual([address(), 'n', []]);
  again?.dispatchEvent(new Event('load'));
  expect(told).toEqual(['load']);
});

test('that never comes is given up, and whoever waits is told so once', () => {
  const { element, told } = waiting(address());
  let failed: Element | undefined;
  // Each fails once; the newest stands behind the one that it follows.
  for (let last: Element | undefined = element; last !== failed; last = scripts().at(-1)) {
    failed = last;
    fail(last);
    vi.advanceTimersByTime(3000);
  }
  expect(scripts()).toHaveLength(61);
  expect(told).toEqual(['error']);
});

test.each(['https://evil.test/_next/static/a.js', '/api/v1/whoami', '/icon.svg'])(
  '%s is no file of a build: nothing is asked again',
  (src) => {
    const { element, told } = waiting(new URL(src, location.origin).href);
    fail(element);
    vi.advanceTimersByTime(60_000);
    expect(scripts()).toHaveLength(1);
    expect(told).toEqual(['error']);
  },
);
