/** A fresh arrangement: for the smaller room when all fits there, else for the larger one, with cards as wide as their text needs at that zoom. */
import type { LayoutInput, LayoutResult } from '#lib/graph/layout/model.ts';
import type { CanvasModel } from '../canvas-model.ts';
import type { MeasureText } from '../geometry/card-geometry.ts';
import { type Gaps, layoutRequest } from '../geometry/placed.ts';
import { fitZoom, type Size, zoomClass, zoomClasses } from '../geometry/viewport.ts';

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
  return withWholeNames(model, first, most, (zoom, gaps) =>
    run(layoutRequest(model, measure, most, {}, zoom, gaps)),
  );
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
  return withWholeNames(model, first, most, (zoom, gaps) =>
    run(layoutRequest(model, measure, most, { anchor }, zoom, gaps)),
  );
}

/** With cards as wide as their names need at the zoom at which all is seen, and gaps as wide as labels need there, if that costs little of it. */
async function withWholeNames(
  { cards }: CanvasModel,
  first: LayoutResult,
  room: Size,
  again: (zoom: number, gaps: Gaps) => Promise<LayoutResult>,
): Promise<LayoutResult> {
  const zoom = fitZoom(first.bounds, room);
  if (zoom === 1) return first;
  if (zoom < zoomClasses.names) return again(readZoom, 'usual');
  // Whole names are not worth the second lines and the rates on the edges. Folded boxes say enough in one.
  const folded = cards.filter(({ summary }) => summary !== null).length > cards.length / 2;
  const isWorthIt = (wider: LayoutResult) => {
    const widerZoom = fitZoom(wider.bounds, room);
    const says = folded ? widerZoom >= zoomClasses.names : zoomClass(widerZoom) === zoomClass(zoom);
    return widerZoom >= zoom * leastKept && says;
  };
  for (const gaps of ['wide', 'usual'] as const) {
    const wider = await again(zoom, gaps);
    if (!isWorthIt(wider)) continue;
    if (!folded) return wider;
    // What stands beside folded boxes is to be whole at the zoom that came of it, too.
    const whole = await again(fitZoom(wider.bounds, room), gaps);
    return fitZoom(whole.bounds, room) >= fitZoom(wider.bounds, room) * leastKept ? whole : wider;
  }
  return first;
}
