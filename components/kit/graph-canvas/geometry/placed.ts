/** Where everything stands, in whole pixels at zoom 1: what the layout answers, keyed for drawing. */
import type {
  LayoutInput,
  LayoutResult,
  PlacedBox,
  PlacedCard,
  PlacedRegion,
} from '#lib/graph/layout/model.ts';
import type { CanvasModel } from '../canvas-model.ts';
import {
  card,
  cardHeight,
  cardWidth,
  type MeasureText,
  rowTop,
  titleBottom,
  titleReach,
} from './card-geometry.ts';
import { boundsOf, type Point, type Rect } from './edge-geometry.ts';
import { roomAt } from './viewport.ts';

/** The flat stretch of an edge where its labels live. */
export interface Run {
  readonly x1: number;
  readonly x2: number;
  readonly y: number;
}

export interface PlacedEdge {
  /** From the source's line to just before the target's. */
  readonly points: readonly Point[];
  readonly run: Run;
}

export interface Placed {
  readonly regions: readonly PlacedRegion[];
  readonly boxes: readonly PlacedBox[];
  readonly cards: ReadonlyMap<string, PlacedCard>;
  readonly edges: ReadonlyMap<string, PlacedEdge>;
  readonly bounds: Rect;
}

export const nothingPlaced: Placed = {
  regions: [],
  boxes: [],
  cards: new Map(),
  edges: new Map(),
  bounds: { x: 0, y: 0, width: 0, height: 0 },
};

/** Arrow heads stop this far from the card's line. */
const arrowGap = 3;

function beforeTarget(points: readonly Point[]): Point[] {
  const end = points.at(-1);
  const before = points.at(-2);
  if (!end || !before) return [...points];
  const length = Math.hypot(end.x - before.x, end.y - before.y);
  if (length <= arrowGap) return [...points];
  const part = (length - arrowGap) / length;
  return [
    ...points.slice(0, -1),
    { x: before.x + (end.x - before.x) * part, y: before.y + (end.y - before.y) * part },
  ];
}

export function toPlaced(result: LayoutResult): Placed {
  return {
    regions: result.regions,
    boxes: result.boxes,
    cards: new Map(result.cards.map((place) => [place.id, place])),
    edges: new Map(
      result.edges.map(({ id, points, label, trunkX }) => [
        id,
        {
          points: beforeTarget(points),
          // A straight edge has no bend: its labels stand where those of its siblings stand, behind the trunk.
          run: {
            x1: points.length === 2 ? Math.max(label.x, trunkX) : label.x,
            x2: label.x + label.width - arrowGap,
            y: label.y,
          },
        },
      ]),
    ),
    bounds: result.bounds,
  };
}

/** Between columns: as usual, or with room for labels, which are larger than their places below zoom 1. */
export type Gaps = 'usual' | 'wide';

/** In pixels of the screen: carries a rate, or a chip before the arrow. */
const labelRoom = 64;

/**
 * What the layout is asked: sizes of cards with their rows, and who calls whom. `zoom` is the one at which all of it will be
 * seen: text does not shrink, so that below 1 the cards have to be wider (a folded box says less instead).
 */
export function layoutRequest(
  model: CanvasModel,
  measure: MeasureText,
  viewport: LayoutInput['viewport'],
  {
    previous = null,
    previousEdges = null,
    previousGone = null,
    anchor = null,
  }: Partial<Pick<LayoutInput, 'previous' | 'previousEdges' | 'previousGone' | 'anchor'>> = {},
  zoom = 1,
  gaps: Gaps = 'usual',
): LayoutInput {
  return {
    cards: model.cards.map((item) => ({
      id: item.id,
      namespace: item.box,
      region: item.region,
      width: cardWidth(item, measure, zoom),
      height: cardHeight(item),
      rows: item.rows.map((row, index) => ({ id: row.id, y: rowTop(index), height: card.rowHeight })),
    })),
    edges: model.edges.map(({ id, source, target }) => ({ id, source, target })),
    titles: { bottom: titleBottom(zoom), reach: titleReach(model, measure, zoom) },
    viewport: viewport && roomAt(viewport, zoom),
    ...(gaps === 'wide' ? { columnGap: Math.ceil(labelRoom / zoom) } : {}),
    previous,
    previousEdges,
    previousGone,
    anchor,
  };
}

/** Same for two models exactly when nothing has to be placed anew: numbers and states may differ. */
export function placesKey(model: CanvasModel): string {
  const cards = model.cards.map(
    (item) =>
      `${item.id}<${item.box ?? ''}<${item.region ?? ''}<${item.summary ? 'folded' : ''}<${item.rows.map((row) => row.id).join('<')}`,
  );
  const edges = model.edges.map((edge) => `${edge.id}<${edge.source}<${edge.target}`);
  return [...cards, ...edges].toSorted().join('\n');
}

/** What is looked at when this is chosen: a card, row, box or region; of an edge its end, where its arrow and its numbers are. */
export function placeOf(id: string, model: CanvasModel, placed: Placed): Rect | null {
  const end = placed.edges.get(id)?.points.at(-1);
  return (
    selectablePlaces(model, placed).get(id) ??
    placed.boxes.find(({ namespace }) => namespace === id) ??
    placed.regions.find((region) => region.id === id) ??
    (end ? { x: end.x - 60, y: end.y - 20, width: 120, height: 40 } : null)
  );
}

/** The place together with all that its lines lead to: of a card those of its rows as well, of an edge itself. */
export function surroundingsOf(id: string, place: Rect, model: CanvasModel, placed: Placed): Rect {
  const item = model.cards.find((one) => one.id === id);
  const own = new Set([id, ...(item?.rows.map((row) => row.id) ?? [])]);
  const places = selectablePlaces(model, placed);
  const rects = [place];
  for (const edge of model.edges) {
    if (edge.id !== id && !own.has(edge.source) && !own.has(edge.target)) continue;
    for (const end of [edge.source, edge.target]) {
      const at = places.get(end);
      if (at) rects.push(at);
    }
    const line = placed.edges.get(edge.id);
    if (line) rects.push(boundsOf(line.points));
  }
  const x = Math.min(...rects.map((rect) => rect.x));
  const y = Math.min(...rects.map((rect) => rect.y));
  return {
    x,
    y,
    width: Math.max(...rects.map((rect) => rect.x + rect.width)) - x,
    height: Math.max(...rects.map((rect) => rect.y + rect.height)) - y,
  };
}

/** Places of cards and of their rows: everything that can be chosen, in reading order of the model. */
export function selectablePlaces(model: CanvasModel, placed: Placed): Map<string, Rect> {
  const places = new Map<string, Rect>();
  for (const item of model.cards) {
    const place = placed.cards.get(item.id);
    if (!place) continue;
    places.set(item.id, place);
    item.rows.forEach((row, index) => {
      places.set(row.id, {
        x: place.x + card.rowInset,
        y: place.y + rowTop(index),
        width: place.width - 2 * card.rowInset,
        height: card.rowHeight,
      });
    });
  }
  return places;
}
