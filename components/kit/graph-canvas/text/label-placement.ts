/**
 * Which labels are shown, and where: on the flat run before the target, rate over the line and latency under it.
 * A label that would touch a line, a card or another label is left out; a chip stands before the arrow, unless a worse one does. From
 * afar chips are as large as cards: there one that would hide a name is left out, and its line tells of it.
 */
import type { CanvasEdge } from '../canvas-model.ts';
import { chipFont, labelFont, type MeasureText } from '../geometry/card-geometry.ts';
import type { Point, Rect } from '../geometry/edge-geometry.ts';
import type { PlacedEdge, Run } from '../geometry/placed.ts';
import { createRectIndex, type RectIndex } from '../geometry/rect-index.ts';
import { zoomClasses } from '../geometry/viewport.ts';

export interface PlacedLabels {
  /** Middle of the text. */
  readonly above: Point | null;
  readonly below: Point | null;
  readonly chip: PlacedChip | null;
}

export interface PlacedChip extends Rect {
  /** Without room for it, a chip says its number alone: its line tells the state by its dashes, as its target's card does. */
  readonly marked: boolean;
}

/** Pixels on screen; divided by the zoom they become places in the model. */
export const label = {
  height: 12,
  offset: 9,
  /** The lower label needs this much room to the next line. */
  clearBelow: 40,
  chipHeight: 18,
  chipMark: 11,
  chipPadding: 5,
  chipGap: 3,
  arrow: 10,
} as const;

export function chipWidth(text: string, marked: boolean, measure: MeasureText): number {
  const mark = marked ? label.chipMark + label.chipGap : 0;
  return Math.ceil(2 * label.chipPadding + mark + measure(text, chipFont));
}

const severity = (edge: CanvasEdge) => (edge.state === 'fail' ? 1 : 0);

interface Line {
  readonly edge: CanvasEdge;
  readonly place: PlacedEdge;
}

function addLine(index: RectIndex, { edge, place: { points } }: Line): void {
  for (let at = 1; at < points.length; at++) {
    const a = points[at - 1];
    const b = points[at];
    if (!a || !b) continue;
    const half = edge.width / 2;
    index.add({
      owner: edge.id,
      x: Math.min(a.x, b.x) - half,
      y: Math.min(a.y, b.y) - half,
      width: Math.abs(a.x - b.x) + edge.width,
      height: Math.abs(a.y - b.y) + edge.width,
    });
  }
}

const lengthOf = (run: Run) => run.x2 - run.x1;

/** Left ends of a chip on the run before the target, the first right before the arrow, the others back along the line. */
function chipsBeforeArrow(run: Run, end: Point, width: number, unit: number): Point[] {
  const rightward = end.x >= run.x2 - 0.5;
  // On a short run the chip comes closer to the arrow rather than over the source.
  const before = Math.min(
    run.x2 - 7 * unit - width,
    Math.max(run.x2 - label.arrow * unit - width, run.x1 - 2 * unit),
  );
  const first = rightward ? before : run.x1 + label.arrow * unit;
  // Edges into one card end closer to each other than chips are high: a later chip moves back along its line.
  return Array.from({ length: 6 }, (_, index) => ({
    x: first + index * (width + 4 * unit) * (rightward ? -1 : 1),
    y: run.y,
  })).filter(({ x }, index) => index === 0 || (x >= run.x1 && x + width <= run.x2));
}

/** On a stretch on the way: from its middle to both ends. */
function chipsAlong(flat: Run, width: number, unit: number): Point[] {
  const middle = (flat.x1 + flat.x2 - width) / 2;
  const step = width + 6 * unit;
  return [0, 1, -1, 2, -2, 3, -3]
    .map((index) => ({ x: middle + index * step, y: flat.y }))
    .filter(({ x }) => x >= flat.x1 && x + width <= flat.x2);
}

/** On the screen places are rounded to whole pixels: two of them may come closer by one. */
function apart({ x, y, width, height }: Rect, unit: number): Rect {
  return { x: x - unit, y: y - unit, width: width + 2 * unit, height: height + 2 * unit };
}

function flatRunsOf({ place: { points } }: Line): Run[] {
  return points.slice(1).flatMap((b, index) => {
    const a = points[index];
    return a && Math.abs(a.y - b.y) < 0.5 ? [{ x1: Math.min(a.x, b.x), x2: Math.max(a.x, b.x), y: a.y }] : [];
  });
}

export function placeLabels(
  lines: readonly Line[],
  obstacles: readonly Rect[],
  zoom: number,
  measure: MeasureText,
): Map<string, PlacedLabels> {
  const unit = 1 / zoom;
  const taken = createRectIndex();
  const runs = createRectIndex();
  for (const line of lines) {
    addLine(taken, line);
    for (const run of flatRunsOf(line))
      runs.add({ owner: line.edge.id, x: run.x1, y: run.y - 0.5, width: run.x2 - run.x1, height: 1 });
  }
  obstacles.forEach((rect, index) => {
    taken.add({ ...rect, owner: `obstacle ${index}` });
  });

  const placed = new Map<string, { above: Point | null; below: Point | null; chip: PlacedChip | null }>();
  const space = lines.map((line) => {
    const { points, run } = line.place;
    return { edge: line.edge, run, runs: flatRunsOf(line), end: points.at(-1) ?? { x: run.x2, y: run.y } };
  });

  const cards = createRectIndex();
  obstacles.forEach((rect, index) => {
    cards.add({ ...rect, owner: `obstacle ${index}` });
  });
  const chips = createRectIndex();
  const worstFirst = space
    .filter(({ edge }) => edge.chip !== null)
    .sort((a, b) => severity(b.edge) - severity(a.edge) || (a.edge.id < b.edge.id ? -1 : 1));
  for (const { edge, run, end, runs: flats } of worstFirst) {
    const height = label.chipHeight * unit;
    const places = (marked: boolean): PlacedChip[] => {
      const width = chipWidth(edge.chip ?? '', marked, measure) * unit;
      return [
        ...chipsBeforeArrow(run, end, width, unit),
        ...flats
          .filter((flat) => lengthOf(flat) >= width && flat.y !== run.y)
          .sort((a, b) => lengthOf(b) - lengthOf(a))
          .flatMap((flat) => chipsAlong(flat, width, unit)),
      ].map(({ x, y }) => ({ x, y: y - height / 2, width, height, marked }));
    };
    const isFree = (place: Rect) => !chips.hits(apart(place, unit), edge.id);
    const isClear = (place: Rect) => isFree(place) && !cards.hits(place, edge.id);
    // A comparison's mark is all that says whether the number is better or worse.
    const options = [places(true), ...(edge.chipTone === undefined ? [places(false)] : [])];
    // Where every stretch is too short a chip stands over a card, but right before its arrow, and over as little as it can.
    const covering = zoom >= zoomClasses.full ? options.at(-1)?.slice(0, 1).find(isFree) : undefined;
    const chip = options.flat().find(isClear) ?? covering;
    if (chip === undefined) continue;
    chips.add({ ...chip, owner: edge.id });
    taken.add({ ...chip, owner: edge.id });
    placed.set(edge.id, { above: null, below: null, chip });
  }

  const textRect = (text: string, centreX: number, y: number): Rect => {
    const width = measure(text, labelFont) * unit;
    return { x: centreX - width / 2, y: y - (label.height / 2) * unit, width, height: label.height * unit };
  };
  const loudestFirst = space
    .filter(({ edge }) => edge.chip === null)
    .sort((a, b) => b.edge.width - a.edge.width || (a.edge.id < b.edge.id ? -1 : 1));
  for (const { edge, run } of loudestFirst) {
    if (edge.above === '') continue;
    const middle = { x: (run.x1 + run.x2) / 2, y: run.y - label.offset * unit };
    const rect = textRect(edge.above, middle.x, middle.y);
    if (rect.width > run.x2 - run.x1 + 2 || taken.hits(rect, edge.id)) continue;
    taken.add({ ...rect, owner: edge.id });
    placed.set(edge.id, { above: middle, below: null, chip: null });
  }
  for (const { edge, run } of loudestFirst) {
    const known = placed.get(edge.id);
    if (edge.below === '' || (edge.above !== '' && !known)) continue;
    const middle = { x: (run.x1 + run.x2) / 2, y: run.y + label.offset * unit };
    const rect = textRect(edge.below, middle.x, middle.y);
    const room = {
      x: run.x1 + 1,
      y: run.y + 1,
      width: run.x2 - run.x1 - 2,
      height: label.clearBelow * unit - 2,
    };
    if (rect.width > run.x2 - run.x1 + 2 || runs.hits(room, edge.id) || taken.hits(rect, edge.id)) continue;
    taken.add({ ...rect, owner: edge.id });
    placed.set(edge.id, { above: known?.above ?? null, below: middle, chip: null });
  }
  return placed;
}
