/**
 * Model and places as elements to draw, and what differs between two such lists. Everything an element shows is in its
 * `data`, with every field always present, so a tick that changes no width step and no state touches no element at all.
 */
import type { ThemeName, Tokens } from '#components/ui/theme/tokens.ts';
import type { CanvasCard, CanvasEdge, CanvasModel, CanvasRow, CanvasState } from '../canvas-model.ts';
import { card, summary } from '../geometry/card-geometry.ts';
import { centre, type Point, type Rect } from '../geometry/edge-geometry.ts';
import { type Placed, selectablePlaces } from '../geometry/placed.ts';
import { boxImage, cardImage, rowImage } from './node-image.ts';

export type Kind = 'region' | 'box' | 'card' | 'row' | 'edge';

export interface Element {
  readonly id: string;
  readonly kind: Kind;
  readonly data: Readonly<Record<string, string | number>>;
  /** Centre; null for edges. */
  readonly position: Point | null;
  /** Of an edge, from end to end; null for nodes. */
  readonly points: readonly Point[] | null;
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

export function regionElementId(id: string): string {
  return `region:${id}`;
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
    points: null,
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
    ring: selected ? tokens.accent : '',
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
    ring: selected ? tokens.accent : '',
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
    ring: selected ? tokens.accent : '',
    radius: 6,
    opacity: opacityOf(item.id, look.emphasis),
  });
}

/** With more lines than this nobody follows each: the loud ones are to be seen through the many quiet ones. */
const dense = 120;
const quietest = 0.4;

/** How strongly a healthy line is drawn, by its width in steps: 1 where lines are few, and for the widest. */
export function strengths(model: Pick<CanvasModel, 'edges'>): (edge: CanvasEdge) => number {
  if (model.edges.length <= dense) return () => 1;
  // In whole pixels, so that no tick that changes the loudest line a little changes all others.
  const widest = Math.ceil(Math.max(...model.edges.map(({ width }) => width)));
  return ({ width, state }) => {
    if (state === 'warn' || state === 'fail') return 1;
    const share = state === 'idle' ? 0 : Math.min(1, (width - 1) / Math.max(1, widest - 1));
    return Math.round((quietest + (1 - quietest) * share) * 10) / 10;
  };
}

function edgeElement(edge: CanvasEdge, points: readonly Point[], look: Look, strength: number): Element {
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
  return {
    id: edge.id,
    kind: 'edge',
    position: null,
    points,
    data: {
      id: edge.id,
      kind: 'edge',
      state: edge.state,
      colour: colour[edge.state],
      width: { ok: edge.width, idle: 1, warn: 2.5, fail: 2 }[edge.state],
      arrow: edge.line === 'stream' ? 'circle' : 'triangle',
      opacity: opacityOf(edge.id, look.emphasis),
      strength: strong || look.emphasis?.has(edge.id) ? 1 : strength,
      ring: look.selected === edge.id ? tokens.accent : '',
      level: strong && edge.state === 'ok' ? 6 : level[edge.state],
    },
  };
}

function frameElements(
  model: CanvasModel,
  placed: Placed,
  { tokens, theme, hovered, selected }: Look,
): Element[] {
  const foldable = new Set(
    [...model.regions, ...model.boxes].filter(({ fold }) => fold !== null).map(({ id }) => id),
  );
  // A folded region keeps its place, and has no frame around its card.
  const framed = new Set(model.regions.map(({ id }) => id));
  const frame = { lineStyle: 'solid', radius: 12, opacity: 1 };
  const regions = placed.regions.flatMap((place) => {
    if (!framed.has(place.id)) return [];
    const chosen = selected === place.id;
    return [
      // Places may repeat a box, and a region may be called like one: their ids are kept apart from those of cards.
      node(regionElementId(place.id), 'region', place, chosen ? 2 : 1, {
        ...frame,
        image: boxImage(foldable.has(place.id), theme, tokens),
        ground: tokens.page,
        lineColour: chosen ? tokens.accent : tokens.strongLine,
        ring: chosen ? tokens.accent : '',
      }),
    ];
  });
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
      ring: chosen ? tokens.accent : '',
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
  const strength = strengths(model);
  const edges = model.edges.flatMap((edge) => {
    if (!wanted(edge.id)) return [];
    const points = placed.edges.get(edge.id)?.points;
    if (!points || !places.has(edge.source) || !places.has(edge.target)) return [];
    return [edgeElement(edge, points, look, strength(edge))];
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
    // The strength goes by the width, unless the line is or was a chosen one.
    const chosen = old.data.strength === 1 || element.data.strength === 1;
    const strength = chosen ? element.data.strength : old.data.strength;
    return { ...element, data: { ...element.data, width: old.data.width ?? 1, strength: strength ?? 1 } };
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
  /** Ids of what stands elsewhere. */
  readonly moved: readonly string[];
}

/** A layout that is asked anew answers with the same places in new objects. */
function samePoints(a: readonly Point[] | null, b: readonly Point[] | null): boolean {
  if (a === b || a === null || b === null) return a === b;
  return a.length === b.length && a.every(({ x, y }, index) => x === b[index]?.x && y === b[index]?.y);
}

function standsAt(before: Element, { position, points }: Element): boolean {
  return (
    samePoints(points, before.points) &&
    position?.x === before.position?.x &&
    position?.y === before.position?.y
  );
}

export function diffElements(
  before: ReadonlyMap<string, Element>,
  after: readonly Element[],
): ElementChanges {
  const added: Element[] = [];
  const removed: string[] = [];
  const changed: { id: string; data: Record<string, string | number> }[] = [];
  const moved: string[] = [];
  const kept = new Set<string>();
  for (const element of after) {
    const old = before.get(element.id);
    if (!old || old.kind !== element.kind) {
      added.push(element);
      continue;
    }
    kept.add(element.id);
    const data = Object.fromEntries(
      Object.entries(element.data).filter(([key, value]) => old.data[key] !== value),
    );
    if (Object.keys(data).length > 0) changed.push({ id: element.id, data });
    if (!standsAt(old, element)) moved.push(element.id);
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
