/**
 * What fingers, pen and mouse do on the picture: move it, zoom it, tap, hold, and hover. Points are pixels of the element.
 */
import type { Point } from '../geometry/edge-geometry.ts';

export interface GestureEvents {
  onPan(by: Point): void;
  /** The point stays where it is. */
  onZoom(factor: number, at: Point): void;
  onTap(at: Point, timeStamp: number): void;
  /** A right click, or a finger that stays. */
  onMenu(at: Point): void;
  /** Null when the pointer has left, or does something else. */
  onHover(at: Point | null): void;
}

/** How far a press may wander and still be a tap. */
const wander = { mouse: 4, pen: 6, touch: 9 } as const;
const holdMs = 500;
/** A notch of a wheel (100 pixels) zooms by a fifth; a pinch on a trackpad comes as a wheel in small steps. */
const wheelPower = { wheel: 0.002, pinch: 0.01 } as const;
const pixelsOfLine = 33;

interface Press {
  readonly start: Point;
  at: Point;
}

function wanderOf(kind: string): number {
  return kind === 'touch' || kind === 'pen' ? wander[kind] : wander.mouse;
}

function between(a: Point, b: Point): Point {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}

/** Returns the way to stop listening. */
export function listenToGestures(
  element: HTMLElement,
  wheelZooms: boolean,
  events: GestureEvents,
): () => void {
  const presses = new Map<number, Press>();
  /** What is pressed has become something else than a tap. */
  let spent = false;
  let holding: ReturnType<typeof setTimeout> | undefined;
  const stopping = new AbortController();

  const pointOf = ({ clientX, clientY }: MouseEvent): Point => {
    const { left, top } = element.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  };

  function move(press: Press, at: Point): void {
    const [first, second] = [...presses.values()];
    if (first && second) {
      const middle = between(first.at, second.at);
      const apart = Math.hypot(first.at.x - second.at.x, first.at.y - second.at.y);
      press.at = at;
      const next = between(first.at, second.at);
      events.onPan({ x: next.x - middle.x, y: next.y - middle.y });
      const nextApart = Math.hypot(first.at.x - second.at.x, first.at.y - second.at.y);
      if (apart > 0 && nextApart > 0) events.onZoom(nextApart / apart, next);
      return;
    }
    const by = { x: at.x - press.at.x, y: at.y - press.at.y };
    press.at = at;
    events.onPan(by);
  }

  const listen = <K extends keyof HTMLElementEventMap>(
    type: K,
    handle: (event: HTMLElementEventMap[K]) => void,
    options: AddEventListenerOptions = {},
  ) => element.addEventListener(type, handle, { ...options, signal: stopping.signal });

  listen('pointerdown', (event) => {
    if (event.button !== 0) return;
    const at = pointOf(event);
    spent = presses.size > 0;
    presses.set(event.pointerId, { start: at, at });
    clearTimeout(holding);
    events.onHover(null);
    element.setPointerCapture(event.pointerId);
    if (event.pointerType !== 'touch' || spent) return;
    holding = setTimeout(() => {
      spent = true;
      events.onMenu(at);
    }, holdMs);
  });
  listen('pointermove', (event) => {
    const at = pointOf(event);
    const press = presses.get(event.pointerId);
    if (!press) {
      if (event.pointerType !== 'touch' && event.buttons === 0) events.onHover(at);
      return;
    }
    const away = Math.hypot(at.x - press.start.x, at.y - press.start.y);
    if (!spent && away <= wanderOf(event.pointerType)) return;
    clearTimeout(holding);
    spent = true;
    move(press, at);
  });
  listen('pointerup', (event) => {
    clearTimeout(holding);
    const press = presses.get(event.pointerId);
    presses.delete(event.pointerId);
    if (press && !spent) events.onTap(press.start, event.timeStamp);
  });
  listen('pointercancel', (event) => {
    clearTimeout(holding);
    presses.delete(event.pointerId);
  });
  listen('pointerleave', () => events.onHover(null));
  listen('contextmenu', (event) => {
    event.preventDefault();
    clearTimeout(holding);
    // Of a finger that stays, some systems tell themselves.
    const told = presses.size > 0 && spent;
    spent = true;
    if (!told) events.onMenu(pointOf(event));
  });
  if (wheelZooms) {
    listen(
      'wheel',
      (event) => {
        event.preventDefault();
        const pixels =
          event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * pixelsOfLine : event.deltaY;
        const power = event.ctrlKey ? wheelPower.pinch : wheelPower.wheel;
        events.onZoom(Math.exp(-pixels * power), pointOf(event));
      },
      { passive: false },
    );
  }
  return () => {
    clearTimeout(holding);
    stopping.abort();
  };
}
