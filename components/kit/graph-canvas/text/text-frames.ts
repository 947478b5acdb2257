/** Titles of boxes and of the regions around them. */
import type { CanvasModel } from '../canvas-model.ts';
import { boxHead, detailFont, type MeasureText, titleFont, titleReach } from '../geometry/card-geometry.ts';
import type { Rect } from '../geometry/edge-geometry.ts';
import type { Placed } from '../geometry/placed.ts';
import { overlaps } from '../geometry/rect-index.ts';
import { toScreen } from '../geometry/viewport.ts';
import { type Pen, write } from './text-pen.ts';

/** Pixels of the screen. */
const farTitle = 84;

function drawTitle(
  pen: Pen,
  at: Rect,
  middle: number,
  text: { title: string; detail: string },
  ground: string,
): void {
  const { measure, scene, detail } = pen;
  const { tokens, view } = scene;
  const left = at.x + boxHead.titleLeft * view.zoom;
  // From afar a box may be narrower than any name: one letter of it tells nobody which one it is.
  const least = detail === 'shapes' ? farTitle : 0;
  const room = Math.max(least, at.x + at.width - 8 - left) / pen.scale;
  const fitted = measure.fit(text.title, titleFont, room);
  const y = at.y + middle * view.zoom;
  const beside = detail === 'shapes' ? '' : text.detail;
  const titleWidth = measure.width(fitted.text, fitted.style);
  const fullWidth = titleWidth + boxHead.apart + measure.width(beside, detailFont);
  const withDetail = beside !== '' && fullWidth <= room;
  // Lines may cross the title strip: the words keep their ground.
  pen.context.fillStyle = ground;
  const width = (withDetail ? fullWidth : titleWidth) * pen.scale;
  pen.context.fillRect(Math.round(left) - 2, Math.round(y) - 8, Math.ceil(width) + 4, 16);
  write(pen, fitted.text, left, y, fitted.style, tokens.dim, 'left');
  if (withDetail)
    write(pen, beside, left + (titleWidth + boxHead.apart) * pen.scale, y, detailFont, tokens.dim, 'left');
}

/** Where titles are written, in pixels of the model: no label of an edge belongs there. */
export function titlePlaces(model: CanvasModel, placed: Placed, zoom: number, measure: MeasureText): Rect[] {
  const reach = titleReach(model, measure, zoom);
  const frames = [
    ...placed.regions.map((place) => ({ id: place.id, place })),
    ...placed.boxes.map((place) => ({ id: place.namespace, place })),
  ];
  return frames.flatMap(({ id, place }) => {
    const width = reach.get(id);
    if (width === undefined) return [];
    return [{ x: place.x, y: place.y, width: Math.min(place.width, width), height: boxHead.height }];
  });
}

export function drawFrames(pen: Pen, screen: Rect): void {
  const { model, placed, view, tokens } = pen.scene;
  const regions = new Map(model.regions.map((region) => [region.id, region]));
  for (const place of placed.regions) {
    const region = regions.get(place.id);
    const at = toScreen(place, view);
    if (region && overlaps(at, screen)) drawTitle(pen, at, boxHead.height / 2, region, tokens.page);
  }
  const boxes = new Map(model.boxes.map((box) => [box.id, box]));
  for (const place of placed.boxes) {
    const box = boxes.get(place.namespace);
    const at = toScreen(place, view);
    if (box && overlaps(at, screen)) drawTitle(pen, at, boxHead.height / 2, box, tokens.namespaceBox);
  }
}
