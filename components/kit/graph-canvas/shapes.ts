/**
 * The picture as plain shapes for files: what cytoscape draws on screen from the same elements. Text is not among them; it is
 * drawn by the text layer, onto a canvas or a recorder. Lowest first.
 */
import { corners, type Point, type Rect } from './edge-geometry.ts';
import type { Element } from './elements.ts';
import { imageMargin } from './node-image.ts';
import type { Placed } from './placed.ts';

export interface RectShape {
  readonly kind: 'rect';
  readonly rect: Rect;
  readonly radius: number;
  readonly fill: string;
  readonly line: string;
  readonly lineWidth: number;
  readonly dash: readonly number[];
  readonly opacity: number;
  /** An SVG as a data URI, and where it goes. */
  readonly image: { readonly uri: string; readonly rect: Rect } | null;
}

export interface LineShape {
  readonly kind: 'line';
  readonly points: readonly Point[];
  readonly colour: string;
  readonly lineWidth: number;
  readonly dash: readonly number[];
  readonly round: boolean;
  readonly head: 'arrow' | 'dot';
  readonly headSize: number;
  readonly opacity: number;
}

export type Shape = RectShape | LineShape;

/** Radius of bends (stylesheet.ts). */
export const bendRadius = 7;
const dashes: Readonly<Record<string, readonly number[]>> = {
  warn: [1.5, 4.5],
  fail: [7, 4.5],
  idle: [3, 4],
};
const dashedLine = [4, 3];
const levels = { region: -1, box: 0, card: 10, row: 12, anchor: 0 } as const;

const text = (value: string | number | undefined) => String(value ?? '');
const number = (value: string | number | undefined) => Number(value ?? 0);

function nodeShape({ kind, data, position }: Element): RectShape | null {
  if (!position || kind === 'anchor') return null;
  const [width, height] = [number(data.width), number(data.height)];
  const rect = { x: position.x - width / 2, y: position.y - height / 2, width, height };
  // Images are planned for the node with its line around.
  const line = number(data.line);
  const outer = { x: rect.x - line / 2, y: rect.y - line / 2, width: width + line, height: height + line };
  const image =
    kind === 'box' || kind === 'region'
      ? { x: outer.x, y: outer.y, width: 24, height: 28 }
      : {
          x: outer.x - imageMargin,
          y: outer.y - imageMargin,
          width: outer.width + 2 * imageMargin,
          height: outer.height + 2 * imageMargin,
        };
  return {
    kind: 'rect',
    rect,
    radius: number(data.radius),
    fill: text(data.ground),
    line: text(data.lineColour),
    lineWidth: line,
    dash: data.lineStyle === 'dashed' ? dashedLine : [],
    opacity: number(data.opacity),
    image: data.image === undefined ? null : { uri: text(data.image), rect: image },
  };
}

function lineShape({ id, data }: Element, placed: Placed): LineShape | null {
  const points = placed.edges.get(id)?.points;
  const first = points?.[0];
  const last = points?.at(-1);
  if (!points || !first || !last) return null;
  const lineWidth = number(data.width);
  return {
    kind: 'line',
    points: [first, ...corners(points), last],
    colour: text(data.colour),
    lineWidth,
    dash: dashes[text(data.state)] ?? [],
    round: data.state === 'warn',
    head: data.arrow === 'circle' ? 'dot' : 'arrow',
    // As cytoscape sizes arrows, at the scale of the stylesheet.
    headSize: 0.3 * 0.7 * Math.max((lineWidth * 13.37) ** 0.9, 29),
    opacity: number(data.opacity),
  };
}

export function shapesOf(elements: readonly Element[], placed: Placed): Shape[] {
  const level = ({ kind, data }: Element) => (kind === 'edge' ? number(data.level) : levels[kind]);
  return elements
    .toSorted((a, b) => level(a) - level(b))
    .flatMap((element) => {
      const shape = element.kind === 'edge' ? lineShape(element, placed) : nodeShape(element);
      return shape ? [shape] : [];
    });
}
