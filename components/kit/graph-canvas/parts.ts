/** What a pointer is over inside an element: the chevron of a folded box, the head of a box, or the thing itself. */

import type { PlacedBox } from '#lib/graph/layout-model.ts';
import type { CanvasModel } from './canvas-model.ts';
import { boxHead, summary } from './card-geometry.ts';
import type { Point } from './edge-geometry.ts';
import type { Element } from './elements.ts';

export interface Part {
  readonly id: string;
  /** It folds or unfolds, instead of being chosen. */
  readonly toggles: boolean;
}

/** Null for what is only ground. `id` is the model's, `at` in its pixels. */
export function partAt(element: Element, id: string, at: Point, model: CanvasModel): Part | null {
  const { kind, position, data } = element;
  if (kind === 'edge' || position === null) return { id, toggles: false };
  if (kind === 'region') return null;
  const width = Number(data.width) + Number(data.line);
  const height = Number(data.height) + Number(data.line);
  const x = at.x - (position.x - width / 2);
  const y = at.y - (position.y - height / 2);
  if (kind === 'box') {
    if (y > boxHead.height) return null;
    const foldable = model.boxes.some((box) => box.id === id && box.fold !== null);
    return { id, toggles: foldable && x < boxHead.toggle };
  }
  const folded = kind === 'card' && model.cards.some((item) => item.id === id && item.summary !== null);
  return { id, toggles: folded && x < summary.toggle.width && y < summary.toggle.height };
}

/** The chevron of a box's head at this point. */
export function toggleAt({ x, y }: Point, model: CanvasModel, boxes: readonly PlacedBox[]): Part | null {
  const at = boxes.find(
    (box) => x >= box.x && x < box.x + boxHead.toggle && y >= box.y && y < box.y + boxHead.height,
  );
  const foldable = at && model.boxes.some(({ id, fold }) => id === at.namespace && fold !== null);
  return foldable ? { id: at.namespace, toggles: true } : null;
}
