/** What floats over the lower left of the picture, and which shape the legend takes so that it stands on nothing that is drawn. */
import { runsThrough } from '#lib/graph/layout/routes.ts';
import type { Rect } from '../geometry/edge-geometry.ts';
import type { Placed } from '../geometry/placed.ts';
import { overlaps } from '../geometry/rect-index.ts';
import { type Fit, fitDrawing, type Size, toModel, zoomClasses } from '../geometry/viewport.ts';

export const minimapSize: Size = { width: 132, height: 119 };

const legendShapes = ['tall', 'wide'] as const;
export type LegendShape = (typeof legendShapes)[number];

/** Pixels, with its usual entries. */
export const legendSizes: Readonly<Record<LegendShape, Size>> = {
  tall: { width: 288, height: 178 },
  wide: { width: 540, height: 108 },
};

const edge = 12;
const zoomColumnWidth = 30;

/** From the lower edge to above the map. */
export const floatingHeight = minimapSize.height + edge;

/** On the screen; the legend, when there is one, is the last. */
export function floatingParts(size: Size, mapShown: boolean, legend: Size | null): Rect[] {
  const top = size.height - floatingHeight - 4;
  const parts = [{ x: 0, y: top, width: edge + zoomColumnWidth + 4, height: 200 }];
  if (!mapShown) return parts;
  const right = edge + zoomColumnWidth + 8 + minimapSize.width + 4;
  parts.push({ x: 0, y: top, width: right, height: 200 });
  if (legend)
    parts.push({
      x: right,
      y: size.height - legend.height - edge - 4,
      width: legend.width + 12,
      height: 400,
    });
  return parts;
}

/** The legend's size while all of its entries are shown, which what fills it in says by `data-all`; null while it has its usual ones. */
export function wholeLegend(
  frame: Pick<HTMLElement, 'getBoundingClientRect' | 'querySelector'> | null,
): Size | null {
  return frame?.querySelector('[data-all]') ? frame.getBoundingClientRect() : null;
}

/** What is left of the canvas over a legend. */
export function roomAbove({ width, height }: Size, legend: Size): Size {
  return { width, height: height - Math.max(floatingHeight, legend.height + edge) };
}

/** Less of the zoom than this is not worth a word. */
const slightly = 0.9;

/**
 * Where the map would cover cards (`beside`): the picture stands above all that floats, when that costs little; else the map goes, when
 * that frees every card; else above, as long as all texts can be read; else the map goes where that helps. Of a picture so large that
 * names cannot be read it stays: there it is what one finds one's way by.
 */
export function freed(
  beside: Fit,
  above: Fit,
  alone: Fit,
): { readonly fit: Fit; readonly hidesMap: boolean } {
  const named = alone.view.zoom >= zoomClasses.names;
  if (above.view.zoom >= beside.view.zoom * slightly) return { fit: above, hidesMap: false };
  if (named && alone.covered === 0) return { fit: alone, hidesMap: true };
  if (above.view.zoom >= zoomClasses.full) return { fit: above, hidesMap: false };
  if (named && alone.covered < beside.covered) return { fit: alone, hidesMap: true };
  return { fit: beside, hidesMap: false };
}

/** Boxes, cards, and lines between them: one that ends under the legend tells nobody where it goes. */
function isDrawnOn({ boxes, cards, edges }: Placed, part: Rect): boolean {
  return (
    [...boxes, ...cards.values()].some((place) => overlaps(place, part)) ||
    [...edges.values()].some(({ points }) => runsThrough(points, part))
  );
}

/** The first shape that stands beside the fitted picture; null when none does. `places` are what the fit keeps free. */
export function legendShapeFor(
  placed: Placed,
  size: Size,
  places: readonly Rect[],
  sizeOf: (shape: LegendShape) => Size = (shape) => legendSizes[shape],
): LegendShape | null {
  const found = legendShapes.find((shape) => {
    const parts = floatingParts(size, true, sizeOf(shape));
    const { covered, view } = fitDrawing(placed.bounds, size, places, parts);
    const legend = parts.at(-1);
    return covered === 0 && legend !== undefined && !isDrawnOn(placed, toModel(legend, view));
  });
  return found ?? null;
}
