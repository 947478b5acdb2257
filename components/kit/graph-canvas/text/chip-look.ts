/** How a chip looks: by the state of its edge, or by the difference that it tells. Each has a sign of its own beside its colour. */
import type { Tokens } from '#components/ui/theme/tokens.ts';
import type { CanvasEdge, ChipTone } from '../canvas-model.ts';
import { type StateMark, stateMarks } from '../shapes/marks.ts';

export interface ChipLook {
  readonly line: string;
  readonly ground: string;
  readonly text: string;
  /** On a 16 grid; without an outline only its sign is drawn, in the line's colour. */
  readonly mark: Pick<StateMark, 'outline' | 'sign'>;
}

const up = 'M8 13.2V3.2M3.4 7.6 8 3l4.6 4.6';
const down = 'M8 2.8v10M3.4 8.4 8 13l4.6-4.6';
const signs: Readonly<Record<ChipTone, string>> = {
  worse: up,
  better: down,
  more: up,
  less: down,
  new: 'M8 3v10M3 8h10',
  gone: 'M3 8h10',
};

export function chipLook(edge: Pick<CanvasEdge, 'state' | 'chipTone'>, tokens: Tokens): ChipLook {
  const { chipTone } = edge;
  if (chipTone === undefined) {
    return edge.state === 'fail'
      ? {
          line: tokens.failing,
          ground: tokens.failingSoft,
          text: tokens.failingText,
          mark: stateMarks.fail,
        }
      : {
          line: tokens.degraded,
          ground: tokens.degradedSoft,
          text: tokens.degradedText,
          mark: stateMarks.warn,
        };
  }
  const mark = { outline: '', sign: signs[chipTone] };
  switch (chipTone) {
    case 'worse':
      return { line: tokens.degraded, ground: tokens.degradedSoft, text: tokens.degradedText, mark };
    case 'better':
      return { line: tokens.ok, ground: tokens.okSoft, text: tokens.text, mark };
    case 'gone':
      return { line: tokens.idle, ground: tokens.surface, text: tokens.dim, mark };
    case 'new':
    case 'more':
    case 'less':
      return { line: tokens.accent, ground: tokens.accentSoft, text: tokens.text, mark };
  }
}
