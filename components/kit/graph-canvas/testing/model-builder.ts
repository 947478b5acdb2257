/** Small models for tests. */
import type { CanvasCard, CanvasEdge, CanvasModel } from '../canvas-model.ts';
import type { MeasureText } from '../geometry/card-geometry.ts';
import type { Point } from '../geometry/edge-geometry.ts';
import type { PlacedEdge } from '../geometry/placed.ts';

/** Six pixels a letter. */
export const sixPixels: MeasureText = (text) => text.length * 6;

export function makeCard(id: string, changes: Partial<CanvasCard> = {}): CanvasCard {
  return {
    id,
    box: null,
    region: null,
    icon: 'box',
    title: id,
    detail: 'v1 · 10/s',
    detailReserve: 'v1 · 88.8/s',
    state: 'ok',
    outside: false,
    badges: [],
    rows: [],
    summary: null,
    label: id,
    ...changes,
  };
}

export function makeEdge(source: string, target: string, changes: Partial<CanvasEdge> = {}): CanvasEdge {
  return {
    id: `${source}>${target}`,
    source,
    target,
    line: 'request',
    state: 'ok',
    width: 2,
    above: '',
    below: '',
    chip: null,
    label: `${source} to ${target}`,
    ...changes,
  };
}

export function makeModel(cards: readonly CanvasCard[], edges: readonly CanvasEdge[] = []): CanvasModel {
  return { regions: [], boxes: [], cards, edges };
}

/** A line whose last piece is the run of its labels. */
export function makeLine(points: readonly Point[]): PlacedEdge {
  const from = points.at(-2) ?? { x: 0, y: 0 };
  const to = points.at(-1) ?? from;
  return { points, run: { x1: Math.min(from.x, to.x), x2: Math.max(from.x, to.x), y: to.y } };
}
