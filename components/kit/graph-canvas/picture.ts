/**
 * The shapes on the screen. A small picture is painted anew at every frame. A large one is painted once onto a sheet somewhat larger
 * than the window, and moving it moves the sheet; while it is zoomed the sheet is stretched, and painted anew a moment later.
 */
import type { Rect } from './edge-geometry.ts';
import { type Images, paintShapes } from './paint-shapes.ts';
import { contains, overlaps } from './rect-index.ts';
import type { Shape } from './shapes.ts';
import { type Size, type Viewport, visiblePart } from './viewport.ts';

/** Up to so many shapes in view are painted in a few milliseconds. */
const mostAtOnce = 400;
/** Of the window, on each side of the sheet. */
const sheetMargin = 0.25;
/** While it is zoomed the sheet is at most this old. */
const stretchedMs = 140;

export interface PictureFrame {
  readonly shapes: readonly Shape[];
  readonly view: Viewport;
  readonly size: Size;
  /** Device pixels to a pixel. */
  readonly ratio: number;
  readonly images: Images;
  /** Changes when the same shapes look different: images have come. */
  readonly edition: number;
}

export interface Picture {
  /** True when it has to be shown again a moment later, because this was a stretched sheet. */
  show(frame: PictureFrame, nowMs: number): boolean;
}

interface Sheet {
  readonly of: PictureFrame;
  readonly at: Viewport;
  readonly paintedMs: number;
}

function paint(context: CanvasRenderingContext2D, frame: PictureFrame, view: Viewport, size: Size): void {
  const { shapes, ratio, images } = frame;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, context.canvas.width, context.canvas.height);
  const scale = view.zoom * ratio;
  context.setTransform(scale, 0, 0, scale, view.panX * ratio, view.panY * ratio);
  const seen = visiblePart(view, size);
  paintShapes(
    context,
    shapes.filter(({ bounds }) => overlaps(bounds, seen)),
    images,
  );
}

function countIn(shapes: readonly Shape[], seen: Rect): number {
  let count = 0;
  for (const { bounds } of shapes) if (overlaps(bounds, seen)) count += 1;
  return count;
}

export function createPicture(canvas: HTMLCanvasElement): Picture {
  const context = contextOf(canvas);
  const sheetCanvas = document.createElement('canvas');
  const sheetContext = contextOf(sheetCanvas);
  let sheet: Sheet | null = null;

  const marginOf = ({ width, height }: Size) => ({
    x: Math.round(width * sheetMargin),
    y: Math.round(height * sheetMargin),
  });

  function repaint(frame: PictureFrame, nowMs: number): Sheet {
    const { view, size, ratio } = frame;
    const margin = marginOf(size);
    const whole = { width: size.width + 2 * margin.x, height: size.height + 2 * margin.y };
    const [width, height] = [Math.round(whole.width * ratio), Math.round(whole.height * ratio)];
    if (sheetCanvas.width !== width) sheetCanvas.width = width;
    if (sheetCanvas.height !== height) sheetCanvas.height = height;
    const at = { zoom: view.zoom, panX: view.panX + margin.x, panY: view.panY + margin.y };
    paint(sheetContext, frame, at, whole);
    return { of: frame, at: view, paintedMs: nowMs };
  }

  function showSheet({ at }: Sheet, { view, size, ratio }: PictureFrame): void {
    const margin = marginOf(size);
    const factor = view.zoom / at.zoom;
    const x = view.panX - (at.panX + margin.x) * factor;
    const y = view.panY - (at.panY + margin.y) * factor;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.drawImage(
      sheetCanvas,
      x * ratio,
      y * ratio,
      sheetCanvas.width * factor,
      sheetCanvas.height * factor,
    );
  }

  return {
    show(frame, nowMs) {
      const { view, size, shapes } = frame;
      if (countIn(shapes, visiblePart(view, size)) <= mostAtOnce) {
        sheet = null;
        paint(context, frame, view, size);
        return false;
      }
      const present = sheet !== null && isOf(sheet.of, frame) ? sheet : null;
      const stretched = present !== null && present.at.zoom !== view.zoom;
      if (present === null || (stretched && nowMs - present.paintedMs > stretchedMs)) {
        sheet = repaint(frame, nowMs);
      } else if (!stretched && !contains(sheetPart(present, marginOf(size)), visiblePart(view, size))) {
        sheet = repaint(frame, nowMs);
      } else {
        showSheet(present, frame);
        return stretched;
      }
      showSheet(sheet, frame);
      return false;
    },
  };
}

/** What of the model is on the sheet. */
function sheetPart({ at, of }: Sheet, margin: { x: number; y: number }): Rect {
  const { x, y, width, height } = visiblePart(at, of.size);
  return {
    x: x - margin.x / at.zoom,
    y: y - margin.y / at.zoom,
    width: width + (2 * margin.x) / at.zoom,
    height: height + (2 * margin.y) / at.zoom,
  };
}

function isOf(before: PictureFrame, now: PictureFrame): boolean {
  return (
    before.shapes === now.shapes &&
    before.edition === now.edition &&
    before.ratio === now.ratio &&
    before.size.width === now.size.width &&
    before.size.height === now.size.height
  );
}

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d');
  if (!context) throw new Error('The browser offers no 2D canvas.');
  return context;
}
