/** A canvas for tests that keeps what is painted as rectangles in device pixels: copies, moves and clears them as a real one would its pixels. */

export interface Painted {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly fill: string;
}

export interface FakeCanvas {
  readonly element: HTMLCanvasElement;
  /** On it now, in the order of painting. */
  readonly painted: readonly Painted[];
  /** Rectangles that were painted on it since it was made, copies from other canvases left out. */
  readonly strokes: number;
}

/** Null for an element that is none of ours. */
const fakes = new WeakMap<object, FakeCanvas>();

export function createFakeCanvas(width: number, height: number): FakeCanvas {
  const size = { width, height };
  let painted: Painted[] = [];
  let strokes = 0;
  let scale = 1;
  let shift = { x: 0, y: 0 };
  let path = { x: 0, y: 0, width: 0, height: 0 };
  const element = {
    get width() {
      return size.width;
    },
    set width(next: number) {
      size.width = next;
      painted = [];
    },
    get height() {
      return size.height;
    },
    set height(next: number) {
      size.height = next;
      painted = [];
    },
    getContext: () => context,
  };
  const context = {
    canvas: element,
    fillStyle: '',
    setTransform(a: number, _b: number, _c: number, _d: number, e: number, f: number) {
      scale = a;
      shift = { x: e, y: f };
    },
    clearRect() {
      painted = [];
    },
    beginPath() {},
    stroke() {},
    setLineDash() {},
    roundRect(x: number, y: number, wide: number, high: number) {
      path = { x, y, width: wide, height: high };
    },
    fill() {
      strokes += 1;
      painted.push({
        x: path.x * scale + shift.x,
        y: path.y * scale + shift.y,
        width: path.width * scale,
        height: path.height * scale,
        fill: context.fillStyle,
      });
    },
    drawImage(source: object, x: number, y: number, wide: number) {
      const from = fakes.get(source);
      if (!from) throw new Error('only canvases of this kind are copied');
      const factor = wide / from.element.width;
      for (const one of from.painted)
        painted.push({
          x: x + one.x * factor,
          y: y + one.y * factor,
          width: one.width * factor,
          height: one.height * factor,
          fill: one.fill,
        });
    },
  };
  const fake: FakeCanvas = {
    element: element as unknown as HTMLCanvasElement,
    get painted() {
      return painted;
    },
    get strokes() {
      return strokes;
    },
  };
  fakes.set(element, fake);
  return fake;
}
