// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Point } from '../geometry/edge-geometry.ts';
import { listenToGestures } from './gestures.ts';

let element: HTMLElement;
let told: [name: string, ...facts: unknown[]][];
let stop: () => void;

function listen(wheelZooms = true): void {
  const tell =
    (name: string) =>
    (...facts: unknown[]) =>
      void told.push([name, ...facts]);
  stop = listenToGestures(element, wheelZooms, {
    onPan: tell('pan'),
    onZoom: (factor, at) => void told.push(['zoom', Number(factor.toFixed(3)), at]),
    onTap: (at) => void told.push(['tap', at]),
    onMenu: tell('menu'),
    onHover: (at) => void (at && told.push(['hover', at])),
  });
}

beforeEach(() => {
  vi.useFakeTimers();
  element = document.createElement('div');
  element.setPointerCapture = () => undefined;
  told = [];
  listen();
});
afterEach(() => {
  stop();
  vi.useRealTimers();
});

function pointer(type: string, { x, y }: Point, more: PointerEventInit = {}): void {
  element.dispatchEvent(
    new PointerEvent(`pointer${type}`, {
      clientX: x,
      clientY: y,
      pointerId: 1,
      pointerType: 'mouse',
      ...more,
    }),
  );
}

test('a press that stays is a tap where it began', () => {
  pointer('down', { x: 10, y: 20 }, { buttons: 1 });
  pointer('move', { x: 12, y: 21 }, { buttons: 1 });
  pointer('up', { x: 12, y: 21 });
  expect(told).toEqual([['tap', { x: 10, y: 20 }]]);
});

test('a press that wanders moves the picture, all of the way, and is no tap', () => {
  pointer('down', { x: 10, y: 20 }, { buttons: 1 });
  pointer('move', { x: 30, y: 20 }, { buttons: 1 });
  pointer('move', { x: 30, y: 25 }, { buttons: 1 });
  pointer('up', { x: 30, y: 25 });
  expect(told).toEqual([
    ['pan', { x: 20, y: 0 }],
    ['pan', { x: 0, y: 5 }],
  ]);
});

test('the wheel zooms at the pointer, by the same factor in and out; an embedded picture leaves it to the page', () => {
  const turn = (deltaY: number, ctrlKey = false) => {
    // happy-dom's own wheel event has no place and no keys.
    const at = new MouseEvent('wheel', { ctrlKey, clientX: 7, clientY: 8, cancelable: true });
    const event = Object.assign(at, { deltaY, deltaMode: 0 });
    element.dispatchEvent(event);
    return event.defaultPrevented;
  };
  expect([turn(-100), turn(100), turn(-10, true)]).toEqual([true, true, true]);
  expect(told).toEqual([
    ['zoom', 1.221, { x: 7, y: 8 }],
    ['zoom', 0.819, { x: 7, y: 8 }],
    ['zoom', 1.105, { x: 7, y: 8 }],
  ]);
  stop();
  told = [];
  listen(false);
  expect(turn(-100)).toBe(false);
  expect(told).toEqual([]);
});

test('two fingers zoom and move around their middle, and end without a tap', () => {
  const touch = { pointerType: 'touch', buttons: 1 };
  pointer('down', { x: 0, y: 0 }, { ...touch, pointerId: 1 });
  pointer('down', { x: 100, y: 0 }, { ...touch, pointerId: 2 });
  pointer('move', { x: 200, y: 0 }, { ...touch, pointerId: 2 });
  pointer('up', { x: 200, y: 0 }, { ...touch, pointerId: 2 });
  pointer('up', { x: 0, y: 0 }, { ...touch, pointerId: 1 });
  expect(told).toEqual([
    ['pan', { x: 50, y: 0 }],
    ['zoom', 2, { x: 100, y: 0 }],
  ]);
});

test('a finger that stays asks for the menu once, and its end is no tap', () => {
  pointer('down', { x: 5, y: 5 }, { pointerType: 'touch', buttons: 1 });
  vi.advanceTimersByTime(600);
  element.dispatchEvent(new MouseEvent('contextmenu', { clientX: 5, clientY: 5 }));
  pointer('up', { x: 5, y: 5 }, { pointerType: 'touch' });
  expect(told).toEqual([['menu', { x: 5, y: 5 }]]);
});

test('a right click asks for the menu, and the browser shows none', () => {
  pointer('down', { x: 5, y: 6 }, { button: 2, buttons: 2 });
  const event = new MouseEvent('contextmenu', { clientX: 5, clientY: 6, cancelable: true });
  element.dispatchEvent(event);
  pointer('up', { x: 5, y: 6 }, { button: 2 });
  expect(event.defaultPrevented).toBe(true);
  expect(told).toEqual([['menu', { x: 5, y: 6 }]]);
});

test('a pointer without a press hovers; a finger never does', () => {
  pointer('move', { x: 1, y: 2 });
  pointer('move', { x: 1, y: 2 }, { pointerType: 'touch' });
  expect(told).toEqual([['hover', { x: 1, y: 2 }]]);
});
