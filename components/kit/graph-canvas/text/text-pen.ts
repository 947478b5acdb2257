/** The pen of the text layer: what is drawn with, and one text at its place. */
import type { Tokens } from '#components/ui/theme/tokens.ts';
import type { CanvasModel, CanvasState } from '../canvas-model.ts';
import type { TextStyle } from '../geometry/card-geometry.ts';
import type { Placed } from '../geometry/placed.ts';
import type { Size, Viewport, ZoomClass } from '../geometry/viewport.ts';
import type { PlacedLabels } from './label-placement.ts';
import { fontOf, type TextMeasure } from './text-style.ts';
import type { TextSurface } from './text-surface.ts';

export interface TextScene {
  readonly model: CanvasModel;
  readonly placed: Placed;
  readonly labels: ReadonlyMap<string, PlacedLabels>;
  readonly view: Viewport;
  readonly size: Size;
  readonly tokens: Tokens;
  /** Edges drawn dark because one of their ends is chosen. */
  readonly strongEdges: ReadonlySet<string>;
  readonly emphasis: ReadonlySet<string> | null;
}

export interface Pen {
  readonly context: TextSurface;
  readonly measure: TextMeasure;
  readonly scene: TextScene;
  /** Text grows with the drawing beyond zoom 1. */
  readonly scale: number;
  readonly detail: ZoomClass;
}

type Align = 'left' | 'center' | 'right';

export function write(
  pen: Pen,
  text: string,
  x: number,
  y: number,
  style: TextStyle,
  colour: string,
  align: Align,
): void {
  if (text === '') return;
  const { context } = pen;
  context.font = fontOf(style, pen.scale);
  context.fillStyle = colour;
  context.textAlign = align;
  // A centred text of odd width starts between two pixels: its left end is rounded, not its middle.
  const width = align === 'center' ? pen.measure.width(text, style) * pen.scale : 0;
  context.textAlign = align === 'center' ? 'left' : align;
  // Half the height of capitals under the middle: lines of different sizes sit on whole pixels.
  context.fillText(text, Math.round(x - width / 2), Math.round(y + style.size * pen.scale * 0.36));
}

/** A name, as large as it fits whole into so many pixels at the pen's scale. */
export function writeName(
  pen: Pen,
  name: string,
  room: number,
  x: number,
  y: number,
  style: TextStyle,
  colour: string,
): void {
  const fitted = pen.measure.fit(name, style, room);
  write(pen, fitted.text, x, y, fitted.style, colour, 'left');
}

export const stateText = (state: CanvasState, tokens: Tokens): string =>
  ({ ok: tokens.dim, idle: tokens.dim, warn: tokens.degradedText, fail: tokens.failingText })[state];
