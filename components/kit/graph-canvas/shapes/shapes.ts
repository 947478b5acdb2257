/**
 * The picture as plain shapes, lowest first: what is painted on the screen (picture.ts) and written into files (sheet.ts). Text is
 * not among them; it is drawn by the text layer, onto a canvas or a recorder.
 */
import { boundsOf, corners, type Point, type Rect } from '../geometry/edge-geometry.ts';
import type { Element } from './elements.ts';
import { imageMargin } from './node-image.ts';

/** What is chosen stands in a soft ring. */
export interface Ring {
  readonly colour: string;
  readonly opacity: number;
  /** Pixels beyond the shape. */
  readonly width: number;
}

interface Drawn {
  /** Of all that is painted of it. */
  readonly bounds: Rect;
  readonly ring: Ring | null;
}

export interface RectShape extends Drawn {
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

export interface LineShape extends Drawn {
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

/** Radius of bends. */
export const bendRadius = 7;
const dashes: Readonly<Record<string, readonly number[]>> = {
  warn: [1.5, 4.5],
  fail: [7, 4.5],
  idle: [3, 4],
};
const dashedLine = [4, 3];
const levels = { region: -1, box: 0, card: 10, row: 12 } as const;

const text = (value: string | number | undefined) => String(value ?? '');
const number = (value: string | number | undefined) => Number(value ?? 0);

const ringWidth = 4;

function ringOf(colour: string | number | undefined, opacity: number): Ring | null {
  return colour === undefined || colour === '' ? null : { colour: text(colour), opacity, width: ringWidth };
}

function widenedBy({ x, y, width, height }: Rect, by: number): Rect {
  return { x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by };
}

function nodeShape({ kind, data, position }: Element): RectShape | null {
  if (!position) return null;
  const [width, height] = [number(data.width), number(data.height)];
  const rect = { x: position.x - width / 2, y: position.y - height / 2, width, height };
  // Images are planned for the node with its line around.
  const line = number(data.line);
  const outer = widenedBy(rect, line / 2);
  const image =
    kind === 'box' || kind === 'region'
      ? { x: outer.x, y: outer.y, width: 24, height: 28 }
      : widenedBy(outer, imageMargin);
  return {
    kind: 'rect',
    bounds: widenedBy(outer, imageMargin),
    ring: ringOf(data.ring, 0.16),
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

function lineShape({ data, points }: Element): LineShape | null {
  const first = points?.[0];
  const last = points?.at(-1);
  if (!points || !first || !last) return null;
  const lineWidth = number(data.width);
  const headSize = 0.21 * Math.max((lineWidth * 13.37) ** 0.9, 29);
  return {
    kind: 'line',
    bounds: widenedBy(boundsOf(points), headSize + ringWidth),
    ring: ringOf(data.ring, 0.22),
    points: [first, ...corners(points), last],
    colour: text(data.colour),
    lineWidth,
    dash: dashes[text(data.state)] ?? [],
    round: data.state === 'warn',
    head: data.arrow === 'circle' ? 'dot' : 'arrow',
    headSize,
    opacity: number(data.opacity) * number(data.strength),
  };
}

/** Null for what cannot be drawn. */
export function shapeOf(element: Element): Shape | null {
  return element.kind === 'edge' ? lineShape(element) : nodeShape(element);
}

/** The elements from the lowest to the highest. */
export function inOrder(elements: readonly Element[]): Element[] {
  const level = ({ kind, data }: Element) => (kind === 'edge' ? number(data.level) : levels[kind]);
  return elements.toSorted((a, b) => level(a) - level(b));
}

export function shapesOf(elements: readonly Element[]): Shape[] {
  return inOrder(elements).flatMap((element) => shapeOf(element) ?? []);
}
