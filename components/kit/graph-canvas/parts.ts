/** What a pointer is over inside an element: the chevron of a folded box, the head of a box, or the thing itself. */

import type { CanvasModel } from './canvas-model.ts';
import { boxHead, summary } from './geometry/card-geometry.ts';
import type { Point, Rect } from './geometry/edge-geometry.ts';
import type { Placed } from './geometry/placed.ts';
import type { Element } from './shapes/elements.ts';

type Frames = Pick<Placed, 'boxes' | 'regions'>;

export interface Part {
  readonly id: string;
  /** It folds or unfolds, instead of being chosen. */
  readonly toggles: boolean;
}

/** Null for what is only ground. `id` is the model's, `at` in its pixels. */
export function partAt(element: Element, id: string, at: Point, model: CanvasModel): Part | null {
  const { kind, position, data } = element;
  if (kind === 'edge' || position === null) return { id, toggles: false };
  const width = Number(data.width) + Number(data.line);
  const height = Number(data.height) + Number(data.line);
  const x = at.x - (position.x - width / 2);
  const y = at.y - (position.y - height / 2);
  if (kind === 'box' || kind === 'region') {
    if (y > boxHead.height) return null;
    const frames = kind === 'box' ? model.boxes : model.regions;
    const foldable = frames.some((frame) => frame.id === id && frame.fold !== null);
    return { id, toggles: foldable && x < boxHead.toggle };
  }
  const folded = kind === 'card' && model.cards.some((item) => item.id === id && item.summary !== null);
  return { id, toggles: folded && x < summary.toggle.width && y < summary.toggle.height };
}

/** The chevron of a box's or a region's head at this point. */
export function toggleAt({ x, y }: Point, model: CanvasModel, placed: Frames): Part | null {
  const isAt = (frame: Rect) =>
    x >= frame.x && x < frame.x + boxHead.toggle && y >= frame.y && y < frame.y + boxHead.height;
  const id = placed.boxes.find(isAt)?.namespace ?? placed.regions.find(isAt)?.id;
  const foldable = [...model.boxes, ...model.regions].some((frame) => frame.id === id && frame.fold !== null);
  return id !== undefined && foldable ? { id, toggles: true } : null;
}
