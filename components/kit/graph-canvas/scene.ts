/**
 * The living picture: one cytoscape instance, one text canvas over it, and the differences between what is shown and what
 * should be. Imperative by nature; React only hands over models (graph-canvas.tsx). Destroy it on unmount.
 */
import cytoscape from 'cytoscape';
import { type ThemeName, tokens } from '#components/ui/tokens.ts';
import { type CanvasModel, emptyModel } from './canvas-model.ts';
import { boundsOf, type Point, type Rect } from './edge-geometry.ts';
import {
  boxElementId,
  diffElements,
  type Element,
  type ElementChanges,
  edgesTouching,
  elementsOf,
  type Look,
  steadyWidths,
} from './elements.ts';
import { type PlacedLabels, placeLabels } from './label-placement.ts';
import { partAt, toggleAt } from './parts.ts';
import { nothingPlaced, type Placed } from './placed.ts';
import { createPlacedMover } from './placed-mover.ts';
import { contains, overlaps } from './rect-index.ts';
import { stylesheet } from './stylesheet.ts';
import { drawText } from './text-layer.ts';
import { createTextMeasure, fontFamily, type TextMeasure } from './text-style.ts';
import { type Size, type Viewport, visiblePart, widened, zoomClass, zoomLimits } from './viewport.ts';

const tipDelayMs = 400;
/** Two taps within this time and distance are one double tap. */
const doubleTap = { ms: 350, px: 12 } as const;
/** Elements up to which the one under the pointer is drawn stronger. */
const mostHovered = 800;

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

function toCytoscape(element: Element): cytoscape.ElementDefinition {
  const { position, kind, data } = element;
  if (kind === 'edge' || !position) return { group: 'edges', data: { ...data } };
  return { group: 'nodes', data: { ...data }, position: { ...position }, pannable: true };
}

export function createScene(
  container: HTMLElement,
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

  let input: SceneInput = {
    model: emptyModel,
    placed: nothingPlaced,
    theme: 'light',
    selected: null,
    emphasis: null,
  };
  let hovered: string | null = null;
  let hoverTimer: ReturnType<typeof setTimeout> | undefined;
  let shown = new Map<string, Element>();
  let strongEdges: ReadonlySet<string> = new Set();
  let labels: { step: number; region: Rect; map: ReadonlyMap<string, PlacedLabels> } | null = null;
  let size: Size = { width: 0, height: 0 };
  /** The view that the text on the screen belongs to. */
  let painted: Viewport | null = null;
  let destroyed = false;
  let movingBySelf = false;
  let lastTap: { id: string | null; x: number; y: number; timeStamp: number } | null = null;
  let held = false;
  /** Ids of boxes as the model has them, by those of their elements. */
  let boxIds: ReadonlyMap<string, string> = new Map();

  const cy = cytoscape({
    container,
    style: stylesheet(tokens.light.accent),
    layout: { name: 'preset' },
    minZoom: zoomLimits.min,
    maxZoom: zoomLimits.max,
    userZoomingEnabled: wheelZooms,
    autoungrabify: true,
    autounselectify: true,
    boxSelectionEnabled: false,
  });

  const currentView = (): Viewport => ({ zoom: cy.zoom(), panX: cy.pan().x, panY: cy.pan().y });

  /**
   * Where labels stand depends on the zoom only below 1, where text is larger than its place; further out there are only chips.
   * They are placed for what is seen and as much again around it.
   */
  function labelsFor(view: Viewport): ReadonlyMap<string, PlacedLabels> {
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
    const obstacles = [...placed.cards.values()].filter((card) => overlaps(card, region));
    labels = { step, region, map: placeLabels(lines, obstacles, step, measure.width) };
    return labels.map;
  }

  /** cytoscape draws several times until its textures are sharp: the text is the same as long as the view is. */
  function drawIfMoved(): void {
    const { zoom, panX, panY } = currentView();
    if (painted?.zoom !== zoom || painted.panX !== panX || painted.panY !== panY) draw();
  }

  function draw(): void {
    if (destroyed || size.width === 0) return;
    const ratio = window.devicePixelRatio || 1;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const view = currentView();
    painted = view;
    drawText(context, measure, {
      model: input.model,
      placed: mover.placed(),
      labels: labelsFor(view),
      view,
      size,
      tokens: tokens[input.theme],
      strongEdges,
      emphasis: input.emphasis,
    });
  }

  function takeSize(): boolean {
    const next = { width: container.clientWidth, height: container.clientHeight };
    if (next.width === size.width && next.height === size.height) return false;
    size = next;
    const ratio = window.devicePixelRatio || 1;
    textCanvas.width = Math.round(size.width * ratio);
    textCanvas.height = Math.round(size.height * ratio);
    return true;
  }

  function look(): Look {
    const { theme, selected, emphasis } = input;
    return { theme, tokens: tokens[theme], selected, hovered, strongEdges, emphasis };
  }

  function write({ added, removed, changed, moved }: ElementChanges): void {
    if (added.length + removed.length + changed.length + moved.length === 0) return;
    cy.batch(() => {
      for (const id of removed) cy.getElementById(id).remove();
      cy.add(added.map(toCytoscape));
      for (const { id, data } of changed) cy.getElementById(id).data({ ...data });
      for (const { id, position } of moved) cy.getElementById(id).position({ ...position });
    });
  }

  function apply(): void {
    strongEdges = edgesTouching(input.model, [input.selected, hovered]);
    const wanted = steadyWidths(shown, elementsOf(input.model, mover.placed(), look()));
    write(diffElements(shown, wanted));
    shown = new Map(wanted.map((element) => [element.id, element]));
    boxIds = new Map(mover.placed().boxes.map(({ id, namespace }) => [boxElementId(id), namespace]));
  }

  const mover = createPlacedMover(() => {
    labels = null;
    apply();
    draw();
  });

  /** What a pointer is over: a box only by its head. */
  function partOf(event: cytoscape.EventObject) {
    const id: unknown = event.target === cy ? null : event.target.id();
    const element = typeof id === 'string' ? shown.get(id) : undefined;
    if (!element) return null;
    // Lines cross the heads of boxes: their chevrons come first.
    const chevron =
      element.kind === 'edge' ? toggleAt(event.position, input.model, mover.placed().boxes) : null;
    if (chevron) return chevron;
    return partAt(element, boxIds.get(element.id) ?? element.id, event.position, input.model);
  }

  /** Any change of an element redraws the whole layer, which a large picture cannot afford at each move of the pointer. */
  function hover(id: string | null): void {
    if (id === hovered || shown.size > mostHovered) return;
    const before = strongEdges;
    const ids = new Set([hovered, id].filter((entry) => entry !== null));
    hovered = id;
    strongEdges = edgesTouching(input.model, [input.selected, hovered]);
    const touched = new Set([...ids, ...before, ...strongEdges]);
    const wanted = steadyWidths(shown, elementsOf(input.model, mover.placed(), look(), touched));
    const old = new Map(
      [...touched].flatMap((entry) => {
        const element = shown.get(entry);
        return element ? [[entry, element] as const] : [];
      }),
    );
    write(diffElements(old, wanted));
    for (const element of wanted) shown.set(element.id, element);
    draw();
  }

  cy.on('render', drawIfMoved);
  cy.on('resize', () => {
    if (!takeSize()) return;
    events.onResize(size);
    draw();
  });
  cy.on('viewport', () => events.onView(currentView(), !movingBySelf));
  cy.on('tap', (event) => {
    const part = partOf(event);
    const tapped = part?.id ?? null;
    if (held) {
      // The end of a long press is no tap.
      held = false;
      return;
    }
    if (part?.toggles) {
      lastTap = null;
      clearTimeout(hoverTimer);
      events.onHover(null, null);
      events.onToggle(part.id);
      return;
    }
    const { x, y } = event.renderedPosition;
    const { timeStamp } = event.originalEvent;
    const twice =
      lastTap !== null &&
      timeStamp - lastTap.timeStamp < doubleTap.ms &&
      Math.hypot(x - lastTap.x, y - lastTap.y) < doubleTap.px;
    if (twice && lastTap?.id) events.onDoubleTap(lastTap.id);
    else events.onTap(tapped);
    lastTap = twice ? null : { id: tapped, x, y, timeStamp };
  });
  cy.on('tapstart', () => {
    held = false;
  });
  cy.on('cxttap taphold', (event) => {
    if (event.type === 'taphold' && !event.originalEvent.type.startsWith('touch')) return;
    held = event.type === 'taphold';
    clearTimeout(hoverTimer);
    const id: unknown = event.target === cy ? null : event.target.id();
    const at = { x: event.renderedPosition.x, y: event.renderedPosition.y };
    if (typeof id !== 'string') events.onMenu(null, at);
    else events.onMenu(boxIds.get(id) ?? id, at);
  });
  cy.on('mouseover', 'node, edge', (event) => {
    const id: unknown = event.target.id();
    const kind = typeof id === 'string' ? shown.get(id)?.kind : undefined;
    if (typeof id !== 'string' || kind === 'box' || kind === 'region') return;
    container.style.cursor = 'pointer';
    hoverTimer = setTimeout(() => {
      const box = event.target.renderedBoundingBox({ includeLabels: false });
      const nodeLike = event.target.isNode();
      const at = nodeLike ? { x: (box.x1 + box.x2) / 2, y: box.y1 } : event.renderedPosition;
      events.onHover(id, { x: at.x, y: Math.max(30, at.y - (nodeLike ? 0 : 14)) });
    }, tipDelayMs);
    hover(id);
  });
  cy.on('mouseout', 'node, edge', () => {
    clearTimeout(hoverTimer);
    container.style.cursor = '';
    events.onHover(null, null);
    hover(null);
  });

  cy.on('mousemove', 'node[kind = "box"]', (event) => {
    container.style.cursor = partOf(event) ? 'pointer' : '';
  });

  const observer = new ResizeObserver(() => cy.resize());
  observer.observe(container);
  // Names measured before the page's font arrived are wrong: measure again then.
  void document.fonts.load(`600 12px ${fontFamily}`).then(() => {
    if (destroyed) return;
    measure.forget();
    labels = null;
    events.onFont();
    draw();
  });
  takeSize();

  return {
    measure,
    update(next) {
      const sameDrawing = next.model === input.model && next.placed === input.placed;
      if (next.theme !== input.theme) cy.style(stylesheet(tokens[next.theme].accent));
      const moved = next.placed !== input.placed;
      input = next;
      if (moved) mover.moveTo(next.placed, next.model, !reducedMotion.matches);
      apply();
      if (!sameDrawing) labels = null;
      draw();
    },
    view: currentView,
    size: () => size,
    setView(view, smooth) {
      const target = { zoom: view.zoom, pan: { x: view.panX, y: view.panY } };
      cy.stop();
      movingBySelf = true;
      if (!smooth || reducedMotion.matches) {
        cy.viewport(target);
        movingBySelf = false;
        return;
      }
      cy.animate({
        ...target,
        duration: 160,
        complete: () => {
          movingBySelf = false;
        },
      });
    },
    destroy() {
      destroyed = true;
      mover.stop();
      clearTimeout(hoverTimer);
      observer.disconnect();
      cy.destroy();
    },
  };
}
