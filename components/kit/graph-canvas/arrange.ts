/** A fresh arrangement: for the smaller room when all fits there, else for the larger one, with cards as wide as their text needs at that zoom. */
import type { LayoutInput, LayoutResult } from '#lib/graph/layout-model.ts';
import type { CanvasModel } from './canvas-model.ts';
import type { MeasureText } from './card-geometry.ts';
import { layoutRequest } from './placed.ts';
import { fitZoom, type Size, zoomClass, zoomClasses } from './viewport.ts';

/** Room for the picture: with everything beside it open, and without. */
export interface Rooms {
  readonly least: Size;
  readonly most: Size;
}

/** The arrangement with wider cards may be this much smaller on the screen. */
const leastKept = 0.9;
/** Pictures too large for names are read closer up, from this zoom on with whole ones. */
const readZoom = 0.65;

export async function arrange(
  model: CanvasModel,
  measure: MeasureText,
  { least, most }: Rooms,
  run: (input: LayoutInput) => Promise<LayoutResult>,
): Promise<LayoutResult> {
  // Folded boxes are an overview, which is looked at before anything is chosen.
  if (model.cards.every(({ summary }) => summary === null)) {
    const small = await run(layoutRequest(model, measure, least));
    if (fitZoom(small.bounds, least) === 1) return small;
  }
  const first = await run(layoutRequest(model, measure, most));
  return withWholeNames(first, most, (zoom) => run(layoutRequest(model, measure, most, {}, zoom)));
}

/** Boxes opened to where their cards stood in `anchor`, or closed. */
export async function unfold(
  model: CanvasModel,
  measure: MeasureText,
  { most }: Rooms,
  anchor: LayoutResult,
  run: (input: LayoutInput) => Promise<LayoutResult>,
): Promise<LayoutResult> {
  const first = await run(layoutRequest(model, measure, most, { anchor }));
  return withWholeNames(first, most, (zoom) => run(layoutRequest(model, measure, most, { anchor }, zoom)));
}

/** With cards as wide as their names need at the zoom at which all is seen, if that costs little of it. */
async function withWholeNames(
  first: LayoutResult,
  room: Size,
  again: (zoom: number) => Promise<LayoutResult>,
): Promise<LayoutResult> {
  const zoom = fitZoom(first.bounds, room);
  if (zoom === 1) return first;
  if (zoom < zoomClasses.names) return again(readZoom);
  const wider = await again(zoom);
  const widerZoom = fitZoom(wider.bounds, room);
  // Whole names are not worth the second lines and the rates on the edges.
  return widerZoom >= zoom * leastKept && zoomClass(widerZoom) === zoomClass(zoom) ? wider : first;
}
