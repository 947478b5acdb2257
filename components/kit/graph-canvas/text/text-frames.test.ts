import { expect, test } from 'vitest';
import { tokens } from '#components/ui/theme/tokens.ts';
import { nothingPlaced } from '../geometry/placed.ts';
import { zoomClass } from '../geometry/viewport.ts';
import { makeModel, sixPixels } from '../testing/model-builder.ts';
import { drawFrames } from './text-frames.ts';
import type { Pen } from './text-pen.ts';
import type { TextSurface } from './text-surface.ts';

/** What is written on a narrow box at this zoom. */
function titleAt(zoom: number): string[] {
  const written: string[] = [];
  const context = { fillRect: () => {}, fillText: (text: string) => written.push(text) };
  const cut = (text: string, room: number) =>
    text.length * 6 <= room ? text : `${text.slice(0, Math.max(1, Math.floor(room / 6) - 1))}…`;
  const pen: Pen = {
    context: context as unknown as TextSurface,
    measure: {
      width: sixPixels,
      cut: (text, _, room) => cut(text, room),
      fit: (text, style, room) => ({ text: cut(text, room), style }),
      forget: () => {},
    },
    scene: {
      model: {
        ...makeModel([]),
        boxes: [{ id: 'istio-ingress', title: 'istio-ingress', detail: '', fold: null, label: '' }],
      },
      placed: {
        ...nothingPlaced,
        boxes: [{ id: 'box', namespace: 'istio-ingress', x: 0, y: 0, width: 120, height: 90 }],
      },
      labels: new Map(),
      view: { zoom, panX: 0, panY: 0 },
      size: { width: 800, height: 600 },
      tokens: tokens.light,
      strongEdges: new Set(),
      emphasis: null,
    },
    scale: 1,
    detail: zoomClass(zoom),
  };
  drawFrames(pen, { x: 0, y: 0, width: 800, height: 600 });
  return written;
}

test('from afar a title is written whole over its narrow box; close up it stays inside', () => {
  expect(titleAt(0.2)).toEqual(['istio-ingress']);
  expect(titleAt(0.5)).toEqual([expect.stringMatching(/^i.*…$/)]);
});
