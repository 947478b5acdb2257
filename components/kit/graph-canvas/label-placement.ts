/**
 * Which labels are shown, and where: on the flat run before the target, rate over the line and latency under it.
 * A label that would touch a line, a card or another label is left out; a chip stands before the arrow, unless a worse one does.
 */
import type { CanvasEdge } from './canvas-model.ts';
import { chipFont, labelFont, type MeasureText } from './card-geometry.ts';
import type { Point, Rect } from './edge-geometry.ts';
import type { PlacedEdge, Run } from './placed.ts';
import { createRectIndex, type RectIndex } from './rect-index.ts';

export interface PlacedLabels {
  /** Middle of the text. */
  readonly above: Point | null;
  readonly below: Point | null;
  readonly chip: Rect | null;
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

export function chipWidth(text: string, measure: MeasureText): number {
  return Math.ceil(2 * label.chipPadding + label.chipMark + label.chipGap + measure(text, chipFont));
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

function longest(runs: readonly Run[], least: Run): Run {
  return runs.reduce((best, run) => (lengthOf(run) > lengthOf(best) ? run : best), least);
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

  const placed = new Map<string, { above: Point | null; below: Point | null; chip: Rect | null }>();
  const space = lines.map((line) => {
    const { points, run } = line.place;
    return { edge: line.edge, run, runs: flatRunsOf(line), end: points.at(-1) ?? { x: run.x2, y: run.y } };
  });

  const chips = createRectIndex();
  const worstFirst = space
    .filter(({ edge }) => edge.chip !== null)
    .sort((a, b) => severity(b.edge) - severity(a.edge) || (a.edge.id < b.edge.id ? -1 : 1));
  for (const { edge, run: last, end, runs: flats } of worstFirst) {
    const width = chipWidth(edge.chip ?? '', measure) * unit;
    const height = label.chipHeight * unit;
    // Where the run before the target is too short for it, the chip takes the longest flat stretch on the way.
    const run =
      last.x2 - last.x1 < width && lengthOf(longest(flats, last)) >= width ? longest(flats, last) : last;
    const y = run.y - height / 2;
    const rightward = end.x >= run.x2 - 0.5;
    // On a short run the chip comes closer to the arrow rather than over the source.
    const before =
      run === last
        ? Math.min(
            run.x2 - 7 * unit - width,
            Math.max(run.x2 - label.arrow * unit - width, run.x1 - 2 * unit),
          )
        : (run.x1 + run.x2 - width) / 2;
    const first = rightward || run !== last ? before : run.x1 + label.arrow * unit;
    // Edges into one card end closer to each other than chips are high: a later chip moves back along its line.
    const places = Array.from(
      { length: 6 },
      (_, index) => first + index * (width + 4 * unit) * (rightward ? -1 : 1),
    );
    const x = places.find(
      (place, index) =>
        (index === 0 || (place >= run.x1 && place + width <= run.x2)) &&
        !chips.hits({ x: place, y, width, height }, edge.id),
    );
    if (x === undefined) continue;
    const chip = { x, y, width, height };
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
