/**
 * Model and places as cytoscape elements, and what differs between two such lists. Everything an element shows is in its
 * `data`, with every field always present, so a tick that changes no width step and no state touches no element at all.
 * No compound nodes: boxes, cards and rows are plain nodes that overlap.
 */
import type { ThemeName, Tokens } from '#components/ui/tokens.ts';
import type { CanvasCard, CanvasEdge, CanvasModel, CanvasRow, CanvasState } from './canvas-model.ts';
import { card, summary } from './card-geometry.ts';
import { centre, type EdgeShape, edgeShape, type Point, type Rect } from './edge-geometry.ts';
import { boxImage, cardImage, noImage, rowImage } from './node-image.ts';
import { type Placed, selectablePlaces } from './placed.ts';

/** An anchor is the invisible end of an edge that comes back to where it starts. */
export type Kind = 'region' | 'box' | 'card' | 'row' | 'anchor' | 'edge';

export interface Element {
  readonly id: string;
  readonly kind: Kind;
  readonly data: Readonly<Record<string, string | number>>;
  /** Centre; null for edges. */
  readonly position: Point | null;
}

export interface Look {
  readonly theme: ThemeName;
  readonly tokens: Tokens;
  readonly selected: string | null;
  readonly hovered: string | null;
  /** Edges drawn dark and on top. */
  readonly strongEdges: ReadonlySet<string>;
  /** When set, everything else is faint. */
  readonly emphasis: ReadonlySet<string> | null;
}

export const faintOpacity = 0.3;

/** Of a placed box. */
export function boxElementId(id: string): string {
  return `frame:${id}`;
}

export function opacityOf(id: string, emphasis: ReadonlySet<string> | null): number {
  return emphasis === null || emphasis.has(id) ? 1 : faintOpacity;
}

function node(
  id: string,
  kind: Kind,
  place: Rect,
  line: number,
  data: Record<string, string | number>,
): Element {
  return {
    id,
    kind,
    position: centre(place),
    // The line is drawn centred on the outline: a body smaller by one line keeps its outer edge on whole pixels.
    data: { id, kind, width: place.width - line, height: place.height - line, line, ...data },
  };
}

function cardColours(item: CanvasCard | CanvasRow, look: Look, quiet: { line: string; ground: string }) {
  const { tokens } = look;
  const idleGround = tokens.namespaceBox;
  const byState: Record<CanvasState, { line: string; ground: string; width: number; style: string }> = {
    ok: { ...quiet, width: 1, style: 'solid' },
    warn: { line: tokens.degraded, ground: tokens.card, width: 1.5, style: 'solid' },
    fail: { line: tokens.failing, ground: tokens.failingSoft, width: 1.5, style: 'solid' },
    idle: { line: tokens.idle, ground: idleGround, width: 1, style: 'dashed' },
  };
  return byState[item.state];
}

function summaryElement(item: CanvasCard, state: CanvasState, place: Rect, look: Look): Element {
  const { tokens, theme } = look;
  const colours = cardColours({ ...item, state }, look, { line: tokens.cardLine, ground: tokens.card });
  const selected = look.selected === item.id;
  const quiet = look.hovered === item.id && state === 'ok' ? tokens.faint : colours.line;
  return node(item.id, 'card', place, selected ? 2 : colours.width, {
    image: cardImage(item, place.width, place.height, theme, tokens),
    ground: state === 'idle' ? colours.ground : tokens.card,
    lineColour: selected ? tokens.accent : quiet,
    lineStyle: selected ? 'solid' : colours.style,
    ring: selected ? 0.16 : 0,
    radius: summary.radius,
    opacity: opacityOf(item.id, look.emphasis),
  });
}

function cardElement(item: CanvasCard, place: Rect, look: Look): Element {
  if (item.summary) return summaryElement(item, item.summary.line, place, look);
  const { tokens, theme } = look;
  const colours = cardColours(item, look, { line: tokens.cardLine, ground: tokens.card });
  // A card with rows shows the state in its head and row; its own line stays quiet.
  const quiet = item.rows.length > 0 && item.state !== 'idle';
  const selected = look.selected === item.id;
  const hovered = look.hovered === item.id;
  const lineColour = selected ? tokens.accent : quiet ? tokens.cardLine : colours.line;
  return node(item.id, 'card', place, selected ? 2 : quiet ? 1 : colours.width, {
    image: cardImage(item, place.width, place.height, theme, tokens),
    ground: quiet ? tokens.card : colours.ground,
    lineColour: hovered && !selected && (quiet || item.state === 'ok') ? tokens.faint : lineColour,
    lineStyle: (item.outside || item.state === 'idle') && !selected ? 'dashed' : 'solid',
    ring: selected ? 0.16 : 0,
    radius: card.radius,
    opacity: opacityOf(item.id, look.emphasis),
  });
}

function rowElement(item: CanvasRow, place: Rect, look: Look): Element {
  const { tokens, theme } = look;
  const colours = cardColours(item, look, { line: tokens.versionLine, ground: tokens.versionRow });
  const selected = look.selected === item.id;
  const hovered = look.hovered === item.id;
  return node(item.id, 'row', place, selected ? 2 : 1, {
    image: rowImage(item, place.width, theme, tokens),
    ground: colours.ground,
    lineColour: selected ? tokens.accent : hovered && item.state === 'ok' ? tokens.faint : colours.line,
    lineStyle: colours.style,
    ring: selected ? 0.16 : 0,
    radius: 6,
    opacity: opacityOf(item.id, look.emphasis),
  });
}

/** Shapes are asked for at every tick and hover, and change only with the places. */
const shapes = new WeakMap<readonly Point[], EdgeShape>();

function shapeOf(points: readonly Point[], source: Rect, target: Rect): EdgeShape {
  const known = shapes.get(points);
  if (known) return known;
  const made = edgeShape(points, source, target);
  shapes.set(points, made);
  return made;
}

function edgeElement(
  edge: CanvasEdge,
  points: readonly Point[],
  source: Rect,
  target: Rect,
  look: Look,
): Element {
  const { tokens } = look;
  const strong = look.strongEdges.has(edge.id);
  const quiet = edge.line === 'stream' ? tokens.tcp : tokens.edge;
  const colour: Record<CanvasState, string> = {
    ok: strong ? tokens.edgeSelected : quiet,
    idle: tokens.idle,
    warn: tokens.degraded,
    fail: tokens.failing,
  };
  const level: Record<CanvasState, number> = { ok: 5, idle: 5, warn: 7, fail: 8 };
  const shape = shapeOf(points, source, target);
  return {
    id: edge.id,
    kind: 'edge',
    position: null,
    data: {
      id: edge.id,
      kind: 'edge',
      source: edge.source,
      target: edge.source === edge.target ? anchorId(edge.id) : edge.target,
      state: edge.state,
      curve: shape.straight ? 'straight' : 'round-segments',
      sourceEndpoint: shape.sourceEndpoint,
      targetEndpoint: shape.targetEndpoint,
      weights: shape.straight ? '0.5' : shape.weights,
      distances: shape.straight ? '0' : shape.distances,
      colour: colour[edge.state],
      width: { ok: edge.width, idle: 1, warn: 2.5, fail: 2 }[edge.state],
      arrow: edge.line === 'stream' ? 'circle' : 'triangle',
      opacity: opacityOf(edge.id, look.emphasis),
      ring: look.selected === edge.id ? 0.22 : 0,
      level: strong && edge.state === 'ok' ? 6 : level[edge.state],
    },
  };
}

const anchorId = (edge: string) => `anchor:${edge}`;

/** A loop cannot be drawn with corners: it ends at a point of its own on the line of its card. */
function anchorElement(edge: string, end: Rect): Element {
  const data = { image: noImage, ground: 'transparent', lineColour: 'transparent', lineStyle: 'solid' };
  return node(anchorId(edge), 'anchor', { x: end.x, y: end.y, width: 1, height: 1 }, 0, {
    ...data,
    ring: 0,
    radius: 0,
    opacity: 0,
  });
}

function frameElements(
  model: CanvasModel,
  placed: Placed,
  { tokens, theme, hovered, selected }: Look,
): Element[] {
  const foldable = new Set(model.boxes.filter(({ fold }) => fold !== null).map(({ id }) => id));
  const frame = { lineStyle: 'solid', radius: 12, opacity: 1 };
  const regions = placed.regions.map((place) =>
    // Places may repeat a box, and a region may be called like one: their ids are kept apart from those of cards.
    node(`region:${place.id}`, 'region', place, 1, {
      ...frame,
      image: boxImage(false, theme, tokens),
      ground: tokens.page,
      lineColour: tokens.strongLine,
      ring: 0,
    }),
  );
  const boxes = placed.boxes.map((place) => {
    const chosen = selected === place.namespace;
    return node(boxElementId(place.id), 'box', place, chosen ? 2 : 1, {
      ...frame,
      image: boxImage(foldable.has(place.namespace), theme, tokens),
      ground: tokens.namespaceBox,
      lineColour: chosen
        ? tokens.accent
        : hovered === place.namespace
          ? tokens.strongLine
          : tokens.namespaceLine,
      ring: chosen ? 0.16 : 0,
    });
  });
  return [...regions, ...boxes];
}

/** All elements, or of cards, rows and edges only those that are named. */
export function elementsOf(
  model: CanvasModel,
  placed: Placed,
  look: Look,
  only: ReadonlySet<string> | null = null,
): Element[] {
  const wanted = (id: string) => only === null || only.has(id);
  const places = selectablePlaces(model, placed);
  const frames = only === null ? frameElements(model, placed, look) : [];
  const cards = model.cards.flatMap((item) => {
    const place = places.get(item.id);
    if (!place) return [];
    const rows = item.rows.flatMap((row) => {
      const at = wanted(row.id) ? places.get(row.id) : undefined;
      return at ? [rowElement(row, at, look)] : [];
    });
    return wanted(item.id) ? [cardElement(item, place, look), ...rows] : rows;
  });
  const edges = model.edges.flatMap((edge) => {
    if (!wanted(edge.id)) return [];
    const source = places.get(edge.source);
    const points = placed.edges.get(edge.id)?.points;
    const end = points?.at(-1);
    const itself = edge.source === edge.target && end ? { ...end, width: 0, height: 0 } : null;
    const target = itself ?? places.get(edge.target);
    if (!source || !target || !points) return [];
    const drawn = edgeElement(edge, points, source, target, look);
    return itself ? [anchorElement(edge.id, itself), drawn] : [drawn];
  });
  return [...frames, ...cards, ...edges];
}

/** Less than two steps of a line's width cannot be seen, but would have the whole picture drawn again at every tick. */
const leastWidthChange = 0.3;

/** What is asked for, with the widths that are shown where they differ by no more than noise. */
export function steadyWidths(before: ReadonlyMap<string, Element>, after: readonly Element[]): Element[] {
  return after.map((element) => {
    if (element.kind !== 'edge') return element;
    const old = before.get(element.id);
    if (!old || old.data.state !== element.data.state) return element;
    const difference = Math.abs(Number(old.data.width) - Number(element.data.width));
    if (difference === 0 || difference > leastWidthChange) return element;
    return { ...element, data: { ...element.data, width: old.data.width ?? 1 } };
  });
}

export interface ElementChanges {
  readonly added: readonly Element[];
  readonly removed: readonly string[];
  /** Only the fields that differ. */
  readonly changed: readonly {
    readonly id: string;
    readonly data: Readonly<Record<string, string | number>>;
  }[];
  readonly moved: readonly { readonly id: string; readonly position: Point }[];
}

export function diffElements(
  before: ReadonlyMap<string, Element>,
  after: readonly Element[],
): ElementChanges {
  const added: Element[] = [];
  const removed: string[] = [];
  const changed: { id: string; data: Record<string, string | number> }[] = [];
  const moved: { id: string; position: Point }[] = [];
  const kept = new Set<string>();
  for (const element of after) {
    const old = before.get(element.id);
    const sameEnds = old?.data.source === element.data.source && old?.data.target === element.data.target;
    if (!old || old.kind !== element.kind || !sameEnds) {
      // Ends of an edge cannot be changed in place: it is removed and added again.
      added.push(element);
      continue;
    }
    kept.add(element.id);
    const data = Object.fromEntries(
      Object.entries(element.data).filter(([key, value]) => old.data[key] !== value),
    );
    if (Object.keys(data).length > 0) changed.push({ id: element.id, data });
    const { position } = element;
    if (position && (position.x !== old.position?.x || position.y !== old.position?.y))
      moved.push({ id: element.id, position });
  }
  for (const id of before.keys()) if (!kept.has(id)) removed.push(id);
  return { added, removed, changed, moved };
}

/** Edges that touch any of these; a card stands for its rows too. */
export function edgesTouching(model: CanvasModel, ids: readonly (string | null)[]): Set<string> {
  const ends = new Set(ids.filter((id) => id !== null));
  const touching = new Set<string>();
  if (ends.size === 0) return touching;
  for (const item of model.cards) if (ends.has(item.id)) for (const row of item.rows) ends.add(row.id);
  for (const edge of model.edges)
    if (ends.has(edge.id) || ends.has(edge.source) || ends.has(edge.target)) touching.add(edge.id);
  return touching;
}
