/**
 * Names in a picture that is seen from afar, where cards are smaller than letters: what is unhealthy first, then what carries most
 * traffic, as long as a name covers neither another one nor another card; whole, because a cut one tells nobody anything, and never
 * beyond the picture's edge, where the screen of a telephone ends. In a picture that is small enough for each card to be looked for, a
 * name without room at its card stands further away, with a line to it. Places are in pixels from the model's origin, without pan, so
 * that moving the view asks for nothing.
 */
import type { CanvasCard, CanvasModel } from '../canvas-model.ts';
import {
  boxHead,
  card,
  detailFont,
  type MeasureText,
  type TextStyle,
  titleFont,
} from '../geometry/card-geometry.ts';
import type { Point, Rect } from '../geometry/edge-geometry.ts';
import type { Placed } from '../geometry/placed.ts';
import { createRectIndex } from '../geometry/rect-index.ts';
import { titlePlaces } from './text-frames.ts';

export interface FarName {
  readonly item: CanvasCard;
  readonly style: TextStyle;
  readonly place: Rect;
  /** From the name to its card, where it stands away from it. */
  readonly leader: { readonly from: Point; readonly to: Point } | null;
}

const height = 14;
const padding = 3;

/** How much passes a card: the widths of its edges grow with their rates. */
function importance(model: CanvasModel): (item: CanvasCard) => number {
  const passing = new Map<string, number>();
  for (const { source, target, width, state } of model.edges) {
    if (state === 'idle') continue;
    for (const id of [source, target]) passing.set(id, (passing.get(id) ?? 0) + width);
  }
  return ({ id, rows }) =>
    [id, ...rows.map((row) => row.id)].reduce((sum, end) => sum + (passing.get(end) ?? 0), 0);
}

const urgency = { fail: 2, warn: 1, ok: 0, idle: 0 } as const;

/** Cards up to which every name is tried at finer steps: a picture of more is looked at for what is wrong. */
const mostFine = 200;

const mostNamed = 60;
/** A name further away than this is nobody's. */
const longestLeader = 150;
/** The picture's edge and the screen's are this far apart at least (`fitDrawing`). */
const beyondEdge = 9;

/** Around a card, nearest first. */
function placesAround(at: Rect, width: number): Rect[] {
  const middle = { x: at.x + at.width / 2, y: at.y + at.height / 2 };
  const places: { place: Rect; away: number }[] = [];
  for (let line = -10; line <= 10; line += 1) {
    for (let step = -14; step <= 14; step += 1) {
      const x = Math.round(middle.x - width / 2 + step * 14);
      const y = Math.round(middle.y - height / 2 + line * (height + 1));
      const place = { x, y, width, height };
      const away = Math.hypot(...gapTo(place, middle));
      if (away <= longestLeader) places.push({ place, away });
    }
  }
  return places.sort((a, b) => a.away - b.away).map(({ place }) => place);
}

/** From a point to the nearest of a rectangle, across and down. */
function gapTo({ x, y, width: wide, height: high }: Rect, point: Point): [number, number] {
  return [Math.max(x - point.x, 0, point.x - x - wide), Math.max(y - point.y, 0, point.y - y - high)];
}

/** Null for a name that touches its card, or nearly. */
function leaderOf(place: Rect, at: Rect): FarName['leader'] {
  const to = { x: at.x + at.width / 2, y: at.y + at.height / 2 };
  const across = Math.max(at.x - place.x - place.width, 0, place.x - at.x - at.width);
  const down = Math.max(at.y - place.y - place.height, 0, place.y - at.y - at.height);
  if (Math.max(across, down) <= 3) return null;
  const from = {
    x: Math.min(place.x + place.width - padding, Math.max(place.x + padding, to.x)),
    y:
      to.y < place.y
        ? place.y
        : to.y > place.y + place.height
          ? place.y + place.height
          : place.y + place.height / 2,
  };
  return { from, to };
}

/**
 * Best first. What is unhealthy stands below its card, which shows its state, and may cover others; what is not stands over its own
 * card, or else right under or over it; each moved aside by up to half its width, step by step.
 */
function placesOf(at: Rect, width: number, urgent: boolean, fine: boolean): Rect[] {
  const centred = at.x + at.width / 2 - width / 2;
  const middle = at.y + at.height / 2 - height / 2;
  const below = at.y + at.height + 1;
  const above = at.y - height - 1;
  const steps = fine ? [0, 1, -1, 2, -2, 3, -3, 4, -4] : [0, 4, -4];
  const lines = urgent ? [below, above] : [middle, below, above];
  return lines.flatMap((y) =>
    steps.map((step) => ({
      x: Math.round(centred + (step * width) / 8),
      y: Math.round(y),
      width,
      height,
    })),
  );
}

/** Cards up to which each has its whole name, at its card or with a line to it. */
export function isSmallPicture({ cards }: CanvasModel): boolean {
  return cards.length <= mostNamed;
}

/** `only`: cards that have no room for their own name; the others have theirs on them. All when left out. */
export function farNames(
  model: CanvasModel,
  placed: Placed,
  zoom: number,
  measure: MeasureText,
  only: ReadonlySet<string> | null = null,
): FarName[] {
  const scaled = (rect: Rect): Rect => ({
    x: rect.x * zoom,
    y: rect.y * zoom,
    width: rect.width * zoom,
    height: rect.height * zoom,
  });
  const cards = createRectIndex();
  for (const place of placed.cards.values()) cards.add({ ...scaled(place), owner: place.id });
  const titles = createRectIndex();
  titlePlaces(model, placed, zoom, measure).forEach((place, index) => {
    const at = scaled(place);
    const middle = at.y + (boxHead.height / 2) * zoom;
    titles.add({ ...at, y: middle - height / 2 - 1, height: height + 2, owner: `${index}` });
  });
  const taken = createRectIndex();
  const passing = importance(model);
  const order = model.cards
    .flatMap((item) => {
      const place = placed.cards.get(item.id);
      if (!place || item.summary || (only !== null && !only.has(item.id))) return [];
      // The name of a card whose rows can be read stands over its head.
      const head = only !== null && item.rows.length > 0 ? { ...place, height: card.headHeight } : place;
      return [{ item, at: scaled(head), weight: passing(item) }];
    })
    .sort((a, b) => urgency[b.item.state] - urgency[a.item.state] || b.weight - a.weight);
  const fine = order.length <= mostFine;
  const left = placed.bounds.x * zoom - beyondEdge;
  const right = (placed.bounds.x + placed.bounds.width) * zoom + beyondEdge;
  const top = placed.bounds.y * zoom - beyondEdge;
  const bottom = (placed.bounds.y + placed.bounds.height) * zoom + beyondEdge;
  const within = (place: Rect): Rect => ({
    ...place,
    x: Math.round(Math.max(left, Math.min(place.x, right - place.width))),
    y: Math.round(Math.max(top, Math.min(place.y, bottom - height))),
  });
  const names: FarName[] = [];
  for (const { item, at } of order) {
    const urgent = only === null && urgency[item.state] > 0;
    const style = urgent ? titleFont : detailFont;
    const width = Math.ceil(measure(item.title, style)) + 2 * padding;
    const isOpen = (place: Rect) => !taken.hits(place, item.id) && !titles.hits(place, item.id);
    const isFree = (place: Rect) => isOpen(place) && (urgent || !cards.hits(place, item.id));
    const around = isSmallPicture(model) ? () => placesAround(at, width).map(within) : () => [];
    // Rather over somebody else's card than nowhere.
    const place =
      placesOf(at, width, urgent, fine).map(within).find(isFree) ??
      around().find(isFree) ??
      around().find(isOpen);
    if (place === undefined) continue;
    taken.add({ ...place, owner: item.id });
    names.push({ item, style, place, leader: leaderOf(place, at) });
  }
  return names;
}
