import { expect, test } from 'vitest';
import { tokens } from '#components/ui/theme/tokens.ts';
import { nothingPlaced } from '../geometry/placed.ts';
import { zoomClass } from '../geometry/viewport.ts';
import { makeCard, makeModel, sixPixels } from '../testing/model-builder.ts';
import type { Pen } from './text-pen.ts';
import { drawSummary } from './text-summary.ts';
import type { TextSurface } from './text-surface.ts';

const summary = { lines: [], matches: '', bar: [], unfold: null } as const;

/** What is written on a folded box of 168 × 84, each letter six pixels wide at any size. */
function written(title: string, state: 'ok' | 'warn', zoom: number) {
  const texts: { text: string; x: number; y: number }[] = [];
  const context = {
    fillText: (text: string, x: number, y: number) => void texts.push({ text, x, y }),
  } as unknown as TextSurface;
  const pen: Pen = {
    context,
    measure: {
      width: sixPixels,
      cut: (text, _style, room) => (text.length * 6 <= room ? text : '…'),
      fit: (text, style, room) => ({ text: text.length * 6 <= room ? text : '…', style }),
      forget: () => undefined,
    },
    scene: {
      model: makeModel([]),
      placed: nothingPlaced,
      labels: new Map(),
      view: { zoom, panX: 0, panY: 0 },
      size: { width: 390, height: 560 },
      tokens: tokens.light,
      strongEdges: new Set(),
      emphasis: null,
    },
    scale: 1,
    detail: zoomClass(zoom),
  };
  const at = { x: 0, y: 0, width: 168 * zoom, height: 84 * zoom };
  drawSummary(pen, makeCard('box', { title, state }), summary as never, at);
  return texts;
}

test('on a phone the name of a folded box is whole, also beside a mark', () => {
  const [healthy] = written('team-02', 'ok', 0.35);
  const [degraded] = written('team-02', 'warn', 0.35);
  expect(healthy?.text).toBe('team-02');
  expect(degraded?.text).toBe('team-02');
  // It has a line of its own, under the mark.
  expect(degraded?.y).toBeGreaterThan((healthy?.y ?? 0) + 4);
});

test('nearer it stays beside its mark, above the figures', () => {
  const [healthy] = written('team-02', 'ok', 1);
  const [degraded] = written('team-02', 'warn', 1);
  expect(degraded).toEqual(healthy);
});
