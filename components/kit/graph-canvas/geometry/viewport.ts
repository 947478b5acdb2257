/** Zoom classes and fitting: what is readable at which zoom, and where the drawing goes so that floating parts cover no card. */
import type { Rect } from './edge-geometry.ts';
import { overlaps } from './rect-index.ts';

export interface Viewport {
  readonly zoom: number;
  readonly panX: number;
  readonly panY: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** `full`: all texts; `names`: one name a card, and chips; `shapes`: names of what is unhealthy only. */
export type ZoomClass = 'full' | 'names' | 'shapes';

export const zoomClasses = { full: 0.67, names: 0.45 } as const;

export function zoomClass(zoom: number): ZoomClass {
  if (zoom >= zoomClasses.full) return 'full';
  return zoom >= zoomClasses.names ? 'names' : 'shapes';
}

export const zoomLimits = { min: 0.05, max: 2.5, step: 1.25 } as const;

const margin = 12;

export function toScreen(rect: Rect, view: Viewport): Rect {
  return {
    x: rect.x * view.zoom + view.panX,
    y: rect.y * view.zoom + view.panY,
    width: rect.width * view.zoom,
    height: rect.height * view.zoom,
  };
}

export function toModel(rect: Rect, { zoom, panX, panY }: Viewport): Rect {
  return {
    x: (rect.x - panX) / zoom,
    y: (rect.y - panY) / zoom,
    width: rect.width / zoom,
    height: rect.height / zoom,
  };
}

/** What of the model is on the screen. */
export function visiblePart(view: Viewport, size: Size): Rect {
  return toModel({ x: 0, y: 0, ...size }, view);
}

/** Twice as wide and high. */
export function widened({ x, y, width, height }: Rect): Rect {
  return { x: x - width / 2, y: y - height / 2, width: 2 * width, height: 2 * height };
}

/** Zoom that shows all of the bounds: never over 1, and exactly 1 where that costs no more than the margin, because lines are crisp only there. */
export function fitZoom(bounds: Rect, size: Size): number {
  const zoom = Math.min(
    (size.width - 2 * margin) / Math.max(1, bounds.width),
    (size.height - 2 * margin) / Math.max(1, bounds.height),
  );
  if (bounds.width <= size.width && bounds.height <= size.height) return 1;
  return Math.max(zoomLimits.min, Math.floor(zoom * 100) / 100);
}

/** The part of the model that can be seen at this zoom when all of it is: without the margin, where lines are not crisp anyway. */
export function roomAt({ width, height }: Size, zoom: number): Size {
  return zoom === 1
    ? { width, height }
    : { width: (width - 2 * margin) / zoom, height: (height - 2 * margin) / zoom };
}

function align(bounds: Rect, size: Size, zoom: number, across: number, down: number): Viewport {
  const spareX = size.width - bounds.width * zoom;
  const spareY = size.height - bounds.height * zoom;
  const left = spareX < 2 * margin ? spareX / 2 : margin + (spareX - 2 * margin) * across;
  const top = spareY < 2 * margin ? spareY / 2 : margin + (spareY - 2 * margin) * down;
  return {
    zoom,
    panX: Math.round(left - bounds.x * zoom),
    panY: Math.round(top - bounds.y * zoom),
  };
}

export interface Fit {
  readonly view: Viewport;
  /** How many cards the floating parts cover. */
  readonly covered: number;
}

/**
 * The middle first; when floating parts (screen rectangles) would cover cards, the first alignment that frees them all,
 * else the one that covers fewest.
 */
export function fitDrawing(
  bounds: Rect,
  size: Size,
  cards: readonly Rect[],
  occupied: readonly Rect[],
  zoom = fitZoom(bounds, size),
): Fit {
  const alignments = [
    [0.5, 0.5],
    [0.5, 0],
    [1, 0.5],
    [1, 0],
    [0, 0],
  ] as const;
  let best: Fit | null = null;
  for (const [across, down] of alignments) {
    const view = align(bounds, size, zoom, across, down);
    const covered = cards.filter((card) => {
      const onScreen = toScreen(card, view);
      return occupied.some((part) => overlaps(onScreen, part));
    }).length;
    if (covered === 0) return { view, covered };
    if (!best || covered < best.covered) best = { view, covered };
  }
  return best ?? { view: align(bounds, size, zoom, 0.5, 0.5), covered: 0 };
}

export function clampedZoom(zoom: number): number {
  return Math.min(zoomLimits.max, Math.max(zoomLimits.min, zoom));
}

/** Keeps the point of the model under the pointer where it is. */
export function zoomAt(view: Viewport, factor: number, x: number, y: number): Viewport {
  const zoom = clampedZoom(view.zoom * factor);
  const ratio = zoom / view.zoom;
  return { zoom, panX: x - (x - view.panX) * ratio, panY: y - (y - view.panY) * ratio };
}

/** Moves the view only as far as needed to show the rectangle. */
export function reveal(rect: Rect, view: Viewport, size: Size): Viewport {
  const screen = toScreen(rect, view);
  const shift = (start: number, length: number, room: number) => {
    // What is larger than the window begins where the window does.
    if (start < margin || length > room - 2 * margin) return margin - start;
    if (start + length > room - margin) return room - margin - (start + length);
    return 0;
  };
  return {
    zoom: view.zoom,
    panX: Math.round(view.panX + shift(screen.x, screen.width, size.width)),
    panY: Math.round(view.panY + shift(screen.y, screen.height, size.height)),
  };
}

/** The zoom stays, and so does the upper left corner of what was folded or unfolded, as far as then all of it can be seen. */
export function heldView(before: Rect, after: Rect, view: Viewport, size: Size): Viewport {
  const held = {
    zoom: view.zoom,
    panX: Math.round(view.panX + (before.x - after.x) * view.zoom),
    panY: Math.round(view.panY + (before.y - after.y) * view.zoom),
  };
  return reveal(after, held, size);
}

/** As near to the middle as possible without showing emptiness beyond the drawing. */
export function centreOn(place: Rect, zoom: number, bounds: Rect, size: Size): Viewport {
  const pan = (start: number, length: number, from: number, extent: number, room: number) => {
    const wanted = room / 2 - (start + length / 2) * zoom;
    const least = room - margin - (from + extent) * zoom;
    const most = margin - from * zoom;
    return Math.round(least > most ? (least + most) / 2 : Math.min(most, Math.max(least, wanted)));
  };
  return {
    zoom,
    panX: pan(place.x, place.width, bounds.x, bounds.width, size.width),
    panY: pan(place.y, place.height, bounds.y, bounds.height, size.height),
  };
}

/**
 * The fitted view, unless it takes texts away while something is chosen: then the zoom stays readable and the view shows
 * what is chosen with all that it is connected to (`around`), from a little further away where that is enough; where it is not, what is
 * chosen alone. `before` is the view so far, null for the first one.
 */
export function readableFit(
  fitted: Viewport,
  before: Viewport | null,
  chosen: { readonly place: Rect; readonly around: Rect } | null,
  bounds: Rect,
  size: Size,
): Viewport {
  if (chosen === null || fitted.zoom >= zoomClasses.full || fitted.zoom < zoomClasses.names) return fitted;
  const { place, around } = chosen;
  if (before === null) return centreOn(place, zoomClasses.full, bounds, size);
  if (before.zoom < zoomClasses.full) return fitted;
  const all = Math.min(
    (size.width - 2 * margin) / Math.max(1, around.width),
    (size.height - 2 * margin) / Math.max(1, around.height),
  );
  if (all >= before.zoom) return reveal(around, before, size);
  if (all >= zoomClasses.full)
    return reveal(around, zoomAt(before, all / before.zoom, size.width / 2, size.height / 2), size);
  return reveal(place, before, size);
}
