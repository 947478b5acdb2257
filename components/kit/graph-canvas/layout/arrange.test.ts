import { expect, it } from 'vitest';
import type { LayoutInput, LayoutResult } from '#lib/graph/layout/model.ts';
import type { CanvasModel } from '../canvas-model.ts';
import { arrange, type Rooms } from './arrange.ts';

const model: CanvasModel = { regions: [], boxes: [], cards: [], edges: [] };
const rooms: Rooms = { least: { width: 840, height: 700 }, most: { width: 1200, height: 700 } };

/** A layout whose widths are told by the room that it is asked for: the small one, the large one, the large one with wider cards. */
function running(widths: { small: number; large: number; wider: number }) {
  return async ({ viewport }: LayoutInput): Promise<LayoutResult> => {
    const room = viewport?.width ?? 0;
    const width = room <= 840 ? widths.small : room <= 1200 ? widths.large : widths.wider;
    return { cards: [], boxes: [], regions: [], edges: [], bounds: { x: 0, y: 0, width, height: 100 } };
  };
}

it.each([
  ['all fits beside the panel', { small: 830, large: 1190, wider: 1300 }, 830],
  ['all fits without the panel', { small: 1000, large: 1190, wider: 1300 }, 1190],
  ['wider cards cost little', { small: 1300, large: 1300, wider: 1400 }, 1400],
  ['wider cards cost too much', { small: 1300, large: 1300, wider: 1460 }, 1300],
  ['wider cards would cost the second lines and the rates', { small: 1740, large: 1740, wider: 1770 }, 1740],
  ['far too large for names: whole ones from closer up', { small: 9000, large: 9000, wider: 9900 }, 9900],
  ['too small for second lines anyway', { small: 1780, large: 1780, wider: 1810 }, 1810],
])('%s', async (_case, widths, width) => {
  const result = await arrange(model, () => 10, rooms, running(widths));
  expect(result.bounds.width).toBe(width);
});
