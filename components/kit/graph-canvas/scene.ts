/**
 * The living picture: one canvas of shapes, one of text over it, the view, and what the reader does with it. Imperative by nature;
 * React only hands over models (graph-canvas.tsx). Destroy it on unmount.
 */
import { type ThemeName, tokens } from '#components/ui/theme/tokens.ts';
import { type CanvasModel, emptyModel } from './canvas-model.ts';
import { boundsOf, type Point, type Rect } from './geometry/edge-geometry.ts';
import { nothingPlaced, type Placed } from './geometry/placed.ts';
import { createPlacedMover } from './geometry/placed-mover.ts';
import { contains, overlaps } from './geometry/rect-index.ts';
import {
  clampedZoom,
  type Size,
  toScreen,
  type Viewport,
  visiblePart,
  widened,
  zoomAt,
  zoomClass,
} from './geometry/viewport.ts';
import { partAt, toggleAt } from './parts.ts';
import {
  boxElementId,
  type Element,
  edgesTouching,
  elementsOf,
  type Look,
  regionElementId,
} from './shapes/elements.ts';
import { createNodeImages } from './shapes/node-images.ts';
import { imageUris } from './shapes/paint-shapes.ts';
import { createPicture } from './shapes/picture.ts';
import { createShownShapes } from './shapes/shown-shapes.ts';
import { type PlacedLabels, placeLabels } from './text/label-placement.ts';
import { titlePlaces } from './text/text-frames.ts';
import { drawText } from './text/text-layer.ts';
import { createTextMeasure, fontFamily, type TextMeasure } from './text/text-style.ts';
import { listenToGestures } from './view/gestures.ts';
import { elementAt } from './view/hits.ts';
import { createViewMotion } from './view/view-motion.ts';

const tipDelayMs = 400;
/** How long the picture rests before what the pointer is over is looked up anew. */
const restMs = 100;
/** Two taps within this time and distance are one double tap. */
const doubleTap = { ms: 350, px: 12 } as const;
/** Elements up to which the one under the pointer is drawn stronger. */
const mostHovered = 800;
/** How far beside a line the pointer still is on it, in pixels of the screen. */
const lineReach = 8;

export interface SceneInput {
  readonly model: CanvasModel;
  readonly placed: Placed;
  readonly theme: ThemeName;
  readonly selected: string | null;
  readonly emphasis: ReadonlySet<string> | null;
}

export interface SceneEvents {
  /** Null for the ground. The head of a box is the box. */
  onTap(id: string | null): void;
  /** The chevron of a folded box or of a box's head. */
  onToggle(id: string): void;
  /** Two taps in a row; the id is the first one's, because a panel that opens may move the picture between them. */
  onDoubleTap(id: string): void;
  /** A right click or a long press; `at` is on the canvas. A box is named by its own id. */
  onMenu(id: string | null, at: Point): void;
  /** `at` is where a tip may point to, on the screen. */
  onHover(id: string | null, at: Point | null): void;
  /** The page's font has arrived: widths measured before are wrong. */
  onFont(): void;
  onView(view: Viewport, byUser: boolean): void;
  onResize(size: Size): void;
}

export interface Scene {
  readonly measure: TextMeasure;
  update(input: SceneInput): void;
  view(): Viewport;
  size(): Size;
  setView(view: Viewport, smooth: boolean): void;
  destroy(): void;
}

export function createScene(
  container: HTMLElement,
  shapeCanvas: HTMLCanvasElement,
  textCanvas: HTMLCanvasElement,
  events: SceneEvents,
  /** Whether the wheel zooms; where it does not, it scrolls the page. */
  wheelZooms: boolean,
): Scene {
  const found = textCanvas.getContext('2d');
  if (!found) throw new Error('The browser offers no 2D canvas.');
  const context = found;
  const measure = createTextMeasure(context);
  const reducedMotion = window.matchMedia('(prefers-reduced-motion: reduce)');
  const picture = createPicture(shapeCanvas);
  const shown = createShownShapes();

  let input: SceneInput = {
    model: emptyModel,
    placed: nothingPlaced,
    theme: 'light',
    selected: null,
    emphasis: null,
  };
  let view: Viewport = { zoom: 1, panX: 0, panY: 0 };
  let hovered: string | null = null;
  let tipTimer: ReturnType<typeof setTimeout> | undefined;
  let restTimer: ReturnType<typeof setTimeout> | undefined;
  /** Where the pointer rests on the picture. */
  let pointer: Point | null = null;
  let strongEdges: ReadonlySet<string> = new Set();
  let labels: { step: number; region: Rect; map: ReadonlyMap<string, PlacedLabels> } | null = null;
  let size: Size = { width: 0, height: 0 };
  let frame = 0;
  let shapeFrame = 0;
  let edition = 0;
  let destroyed = false;
  let lastTap: { id: string | null; x: number; y: number; timeStamp: number } | null = null;
  /** Ids of boxes and regions as the model has them, by those of their elements. */
  let boxIds: ReadonlyMap<string, string> = new Map();

  const images = createNodeImages(() => {
    edition += 1;
    drawSoon();
  });

  /**
   * Where labels stand depends on the zoom only below 1, where text is larger than its place; further out there are only chips.
   * They are placed for what is seen and as much again around it.
   */
  function labelsFor(): ReadonlyMap<string, PlacedLabels> {
    const detail = zoomClass(view.zoom);
    if (detail === 'shapes' || mover.moving()) return new Map();
    const step = Math.min(1, Math.floor(view.zoom * 20) / 20);
    const seen = visiblePart(view, size);
    if (labels?.step === step && contains(labels.region, seen)) return labels.map;
    const region = widened(seen);
    const { model, placed } = input;
    const lines = model.edges.flatMap((edge) => {
      const place = placed.edges.get(edge.id);
      // A loop is too short for a label.
      if (!place || !shown.has(edge.id) || edge.source === edge.target) return [];
      if (detail !== 'full' && edge.chip === null) return [];
      return overlaps(boundsOf(place.points), region) ? [{ edge, place }] : [];
    });
    const heads = titlePlaces(model, placed, step, measure.width);
    const obstacles = [...placed.cards.values(), ...heads].filter((place) => overlaps(place, region));
    labels = { step, region, map: placeLabels(lines, obstacles, step, measure.width) };
    return labels.map;
  }

  function drawShapes(): void {
    cancelAnimationFrame(shapeFrame);
    if (destroyed || size.width === 0) return;
    const more = picture.show({
      shapes: shown.inOrder(),
      arrangement: shown.arrangement(),
      view,
      size,
      ratio: window.devicePixelRatio || 1,
      images: images.image,
      edition,
    });
    if (more) shapeFrame = requestAnimationFrame(drawShapes);
  }

  function draw(): void {
    cancelAnimationFrame(frame);
    frame = 0;
    if (destroyed || size.width === 0) return;
    drawShapes();
    const ratio = window.devicePixelRatio || 1;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    drawText(context, measure, {
      model: input.model,
      placed: mover.placed(),
      labels: labelsFor(),
      view,
      size,
      tokens: tokens[input.theme],
      strongEdges,
      emphasis: input.emphasis,
    });
  }

  /** Whatever happens until the next frame is drawn in it, once. */
  function drawSoon(): void {
    if (frame === 0 && !destroyed) frame = requestAnimationFrame(draw);
  }

  function takeSize(): boolean {
    const next = { width: container.clientWidth, height: container.clientHeight };
    if (next.width === size.width && next.height === size.height) return false;
    size = next;
    const ratio = window.devicePixelRatio || 1;
    for (const canvas of [shapeCanvas, textCanvas]) {
      canvas.width = Math.round(size.width * ratio);
      canvas.height = Math.round(size.height * ratio);
    }
    return true;
  }

  function look(): Look {
    const { theme, selected, emphasis } = input;
    return { theme, tokens: tokens[theme], selected, hovered, strongEdges, emphasis };
  }

  function apply(): void {
    strongEdges = edgesTouching(input.model, [input.selected, hovered]);
    const placed = mover.placed();
    if (shown.take(elementsOf(input.model, placed, look()))) images.want(imageUris(shown.inOrder()));
    boxIds = new Map([
      ...placed.boxes.map(({ id, namespace }) => [boxElementId(id), namespace] as const),
      ...placed.regions.map(({ id }) => [regionElementId(id), id] as const),
    ]);
    drawSoon();
  }

  const mover = createPlacedMover(() => {
    labels = null;
    apply();
    draw();
    lookAgain();
  });

  function show(next: Viewport, byUser: boolean): void {
    view = { ...next, zoom: clampedZoom(next.zoom) };
    events.onView(view, byUser);
    drawSoon();
    lookAgain();
  }

  const motion = createViewMotion((next) => {
    show(next, false);
    draw();
  });

  const toModel = ({ x, y }: Point): Point => ({
    x: (x - view.panX) / view.zoom,
    y: (y - view.panY) / view.zoom,
  });

  const elementUnder = (at: Point) => elementAt(shown.elements(), toModel(at), lineReach / view.zoom);

  /** What a pointer is over: a box only by its head. */
  function partUnder(element: Element | null, at: Point) {
    if (!element) return null;
    const point = toModel(at);
    // Lines cross the heads of boxes: their chevrons come first.
    const chevron = element.kind === 'edge' ? toggleAt(point, input.model, mover.placed()) : null;
    return chevron ?? partAt(element, boxIds.get(element.id) ?? element.id, point, input.model);
  }

  /** A large picture cannot afford to be painted anew at each move of the pointer. */
  function strengthen(id: string | null): void {
    if (id === hovered || shown.count() > mostHovered) return;
    hovered = id;
    apply();
  }

  let under: string | null = null;

  /** The picture has moved away under the pointer: its tip is gone, and what is there now is told when it rests. */
  function lookAgain(): void {
    if (pointer === null) return;
    under = null;
    clearTimeout(tipTimer);
    clearTimeout(restTimer);
    restTimer = setTimeout(() => hover(pointer), restMs);
  }

  function hover(at: Point | null): void {
    pointer = at;
    const element = at && elementUnder(at);
    const isFrame = element?.kind === 'box' || element?.kind === 'region';
    const id = element && !isFrame ? element.id : null;
    const isPart = at !== null && element !== null && partUnder(element, at) !== null;
    container.style.cursor = isPart ? 'pointer' : '';
    if (id === under) return;
    under = id;
    clearTimeout(tipTimer);
    events.onHover(null, null);
    strengthen(id);
    if (id === null || !element || !at) return;
    tipTimer = setTimeout(() => {
      const place = placeOf(element);
      const corner = place && toScreen(place, view);
      const tip = corner ? { x: corner.x + corner.width / 2, y: corner.y } : { x: at.x, y: at.y - 14 };
      events.onHover(id, { x: tip.x, y: Math.max(30, tip.y) });
    }, tipDelayMs);
  }

  function tap(at: Point, timeStamp: number): void {
    motion.stop();
    const part = partUnder(elementUnder(at), at);
    if (part?.toggles) {
      lastTap = null;
      clearTimeout(tipTimer);
      events.onHover(null, null);
      events.onToggle(part.id);
      return;
    }
    const { x, y } = at;
    const id = part?.id ?? null;
    const twice =
      lastTap !== null &&
      timeStamp - lastTap.timeStamp < doubleTap.ms &&
      Math.hypot(x - lastTap.x, y - lastTap.y) < doubleTap.px;
    if (twice && lastTap?.id) events.onDoubleTap(lastTap.id);
    else events.onTap(id);
    lastTap = twice ? null : { id, x, y, timeStamp };
  }

  const stopGestures = listenToGestures(container, wheelZooms, {
    onPan(by) {
      motion.stop();
      show({ ...view, panX: view.panX + by.x, panY: view.panY + by.y }, true);
    },
    onZoom(factor, at) {
      motion.stop();
      show(zoomAt(view, factor, at.x, at.y), true);
    },
    onTap: tap,
    onMenu(at) {
      clearTimeout(tipTimer);
      const element = elementUnder(at);
      events.onMenu(element ? (boxIds.get(element.id) ?? element.id) : null, at);
    },
    onHover: hover,
  });

  const observer = new ResizeObserver(() => {
    if (!takeSize()) return;
    events.onResize(size);
    draw();
  });
  observer.observe(container);
  // Names measured before the page's font arrived are wrong: measure again then.
  void document.fonts.load(`600 12px ${fontFamily}`).then(() => {
    if (destroyed) return;
    measure.forget();
    labels = null;
    events.onFont();
    drawSoon();
  });
  takeSize();

  return {
    measure,
    update(next) {
      if (next.model !== input.model || next.placed !== input.placed) labels = null;
      const moved = next.placed !== input.placed;
      input = next;
      if (moved) mover.moveTo(next.placed, next.model, !reducedMotion.matches);
      apply();
    },
    view: () => view,
    size: () => size,
    setView(next, smooth) {
      motion.stop();
      if (smooth && !reducedMotion.matches) motion.play(view, next);
      else show(next, false);
    },
    destroy() {
      destroyed = true;
      mover.stop();
      motion.stop();
      images.stop();
      stopGestures();
      cancelAnimationFrame(frame);
      clearTimeout(tipTimer);
      clearTimeout(restTimer);
      cancelAnimationFrame(shapeFrame);
      observer.disconnect();
    },
  };
}

/** Of a node; null for an edge. */
function placeOf({ position, data }: Element): Rect | null {
  if (position === null) return null;
  const [width, height] = [Number(data.width), Number(data.height)];
  return { x: position.x - width / 2, y: position.y - height / 2, width, height };
}
