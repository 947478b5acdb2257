/**
 * Marks of state and of versions, as path data on a 16 grid: never colour alone, always a shape of its own.
 * The same paths are put into node images (SVG) and drawn on the text layer (Path2D).
 */
import type { Tokens } from '#components/ui/theme/tokens.ts';
import type { CanvasState, RowMark } from '../canvas-model.ts';

export interface StateMark {
  /** Outline, filled or (for `dashed`) stroked. */
  readonly outline: string;
  /** Sign inside, stroked in the ground's colour. */
  readonly sign: string;
  readonly dashed: boolean;
}

export const stateMarks: Readonly<Record<Exclude<CanvasState, 'ok'>, StateMark>> = {
  fail: {
    outline: 'M5.4 1.6h5.2l3.8 3.8v5.2l-3.8 3.8H5.4l-3.8-3.8V5.4Z',
    sign: 'M5.7 5.7l4.6 4.6M10.3 5.7l-4.6 4.6',
    dashed: false,
  },
  warn: { outline: 'M8 2.3 14.4 13.6H1.6Z', sign: 'M8 6.6v2.9M8 11.7v.2', dashed: false },
  idle: { outline: 'M8 1.8a6.2 6.2 0 1 1 0 12.4a6.2 6.2 0 1 1 0-12.4', sign: '', dashed: true },
};

/** Dashes of the idle ring on the 16 grid. */
export const idleDash = [3, 2.57] as const;

export const rowMarkPaths: Readonly<Record<RowMark, string>> = {
  circle: 'M8 1a7 7 0 1 1 0 14a7 7 0 1 1 0-14',
  diamond: 'M8 0 16 8 8 16 0 8Z',
  square: 'M2.4 1.4h11.2a1 1 0 0 1 1 1v11.2a1 1 0 0 1-1 1H2.4a1 1 0 0 1-1-1V2.4a1 1 0 0 1 1-1Z',
};

export function rowMarkColour(mark: RowMark, tokens: Tokens): string {
  return { circle: tokens.stable, diamond: tokens.candidate, square: tokens.otherVersion }[mark];
}

export function stateColour(state: CanvasState, tokens: Tokens): string {
  return { ok: tokens.ok, warn: tokens.degraded, fail: tokens.failing, idle: tokens.idle }[state];
}
