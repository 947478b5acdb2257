/**
 * The shapes on the screen. A small picture is painted anew at every frame. A large one is painted onto a sheet somewhat larger than
 * the window, and moving it moves the sheet. What changes (new numbers, another zoom) is painted onto a second sheet, a part a
 * frame, while the first one is still shown; only another arrangement is painted at once.
 */
import type { Rect } from '../geometry/edge-geometry.ts';
import { contains, overlaps } from '../geometry/rect-index.ts';
import { type Size, type Viewport, visiblePart } from '../geometry/viewport.ts';
import { type Images, paintShapes } from './paint-shapes.ts';
import type { Shape } from './shapes.ts';

/** Up to so many shapes in view are painted in a few milliseconds. */
const mostAtOnce = 400;
/** Of a second sheet, in one frame. */
const partOfFrame = 300;
/** Of the window, on each side of the sheet. */
const sheetMargin = 0.25;

export interface PictureFrame {
  readonly shapes: readonly Shape[];
  /** Another number is another picture: it is not shown by halves. */
  readonly arrangement: number;
  readonly view: Viewport;
  readonly size: Size;
  /** Device pixels to a pixel. */
  readonly ratio: number;
  readonly images: Images;
  /** Changes when the same shapes look different: images have come. */
  readonly edition: number;
}

export interface Picture {
  /** True when it is to be called again at the next frame, because this was not all yet. */
  show(frame: PictureFrame): boolean;
}

interface Sheet {
  readonly context: CanvasRenderingContext2D;
  of: PictureFrame;
}

interface Painting extends Sheet {
  /** In view of the sheet, and how many of them are painted. */
  readonly shapes: readonly Shape[];
  done: number;
}

function aim(context: CanvasRenderingContext2D, view: Viewport, ratio: number): void {
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, context.canvas.width, context.canvas.height);
  const scale = view.zoom * ratio;
  context.setTransform(scale, 0, 0, scale, view.panX * ratio, view.panY * ratio);
}

function marginOf({ width, height }: Size): { x: number; y: number } {
  return { x: Math.round(width * sheetMargin), y: Math.round(height * sheetMargin) };
}

function begin(context: CanvasRenderingContext2D, frame: PictureFrame): Painting {
  const { view, size, ratio } = frame;
  const margin = marginOf(size);
  const width = Math.round((size.width + 2 * margin.x) * ratio);
  const height = Math.round((size.height + 2 * margin.y) * ratio);
  if (context.canvas.width !== width) context.canvas.width = width;
  if (context.canvas.height !== height) context.canvas.height = height;
  aim(context, { zoom: view.zoom, panX: view.panX + margin.x, panY: view.panY + margin.y }, ratio);
  const part = sheetPart(frame);
  return { context, of: frame, shapes: frame.shapes.filter(({ bounds }) => overlaps(bounds, part)), done: 0 };
}

/** True when all is painted. */
function advance(painting: Painting, most: number): boolean {
  const { context, shapes, of, done } = painting;
  paintShapes(context, shapes.slice(done, done + most), of.images);
  painting.done += most;
  return painting.done >= shapes.length;
}

/** What of the model is on a sheet that is painted for this frame. */
function sheetPart({ view, size }: PictureFrame): Rect {
  const { x, y, width, height } = visiblePart(view, size);
  const margin = marginOf(size);
  return {
    x: x - margin.x / view.zoom,
    y: y - margin.y / view.zoom,
    width: width + (2 * margin.x) / view.zoom,
    height: height + (2 * margin.y) / view.zoom,
  };
}

/** The sheet can stand for this frame until there is a better one. */
function standsFor({ of }: Sheet, { arrangement, size, ratio }: PictureFrame): boolean {
  const sameSize = of.size.width === size.width && of.size.height === size.height;
  return of.arrangement === arrangement && of.ratio === ratio && sameSize;
}

function isExact({ of }: Sheet, { shapes, edition, view, size }: PictureFrame): boolean {
  const same = of.shapes === shapes && of.edition === edition && of.view.zoom === view.zoom;
  return same && contains(sheetPart(of), visiblePart(view, size));
}

function countIn(shapes: readonly Shape[], seen: Rect): number {
  let count = 0;
  for (const { bounds } of shapes) if (overlaps(bounds, seen)) count += 1;
  return count;
}

export function createPicture(canvas: HTMLCanvasElement): Picture {
  const context = contextOf(canvas);
  let spare = contextOf(document.createElement('canvas'));
  let sheet: Sheet = { context: contextOf(document.createElement('canvas')), of: nothing };
  let painting: Painting | null = null;

  function showSheet({ view, size, ratio }: PictureFrame): void {
    const { of } = sheet;
    const margin = marginOf(size);
    const factor = view.zoom / of.view.zoom;
    const x = view.panX - (of.view.panX + margin.x) * factor;
    const y = view.panY - (of.view.panY + margin.y) * factor;
    const { canvas: drawn } = sheet.context;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.drawImage(drawn, x * ratio, y * ratio, drawn.width * factor, drawn.height * factor);
  }

  function turn(done: Painting): void {
    spare = sheet.context;
    sheet = { context: done.context, of: done.of };
    painting = null;
  }

  return {
    show(frame) {
      const { view, size, shapes, ratio, images } = frame;
      const seen = visiblePart(view, size);
      if (countIn(shapes, seen) <= mostAtOnce) {
        painting = null;
        sheet.of = nothing;
        aim(context, view, ratio);
        paintShapes(
          context,
          shapes.filter(({ bounds }) => overlaps(bounds, seen)),
          images,
        );
        return false;
      }
      const covers = standsFor(sheet, frame);
      if (!covers) {
        const whole = begin(spare, frame);
        advance(whole, Number.POSITIVE_INFINITY);
        turn(whole);
      } else if (!isExact(sheet, frame)) {
        if (painting === null || !standsFor(painting, frame)) painting = begin(spare, frame);
        if (advance(painting, partOfFrame)) turn(painting);
      }
      showSheet(frame);
      return !isExact(sheet, frame);
    },
  };
}

const nothing: PictureFrame = {
  shapes: [],
  arrangement: -1,
  view: { zoom: 1, panX: 0, panY: 0 },
  size: { width: 0, height: 0 },
  ratio: 1,
  images: () => null,
  edition: 0,
};

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d');
  if (!context) throw new Error('The browser offers no 2D canvas.');
  return context;
}
