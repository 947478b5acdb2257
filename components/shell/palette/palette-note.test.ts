import { expect, test } from 'vitest';
import { type PaletteState, paletteNote } from './palette-note.ts';

const state: PaletteState = { query: 'x', asked: 'x', fetching: false, failed: false, found: 0 };

test.each<[string, Partial<PaletteState>, ReturnType<typeof paletteNote>]>([
  ['says how to use it while nothing is written', { query: ' ', asked: '', found: 20 }, 'hint'],
  ['never says "nothing" before it has asked', { query: 'xy' }, 'searching'],
  ['never says "nothing" before the answer', { fetching: true }, 'searching'],
  ['never says so for an answer to something else', { query: 'xy', failed: true }, 'searching'],
  ['says "nothing" when that is the answer', {}, 'nothing'],
  ['spaces around are no other question', { query: ' x ' }, 'nothing'],
  ['says that the search failed', { failed: true }, 'failed'],
  ['is silent when something is found', { found: 3 }, null],
])('%s', (_, some, expected) => {
  expect(paletteNote({ ...state, ...some })).toBe(expected);
});
