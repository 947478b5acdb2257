import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CanvasState } from './canvas-model.ts';
import { farNames } from './far-names.ts';
import { nothingPlaced, type Placed } from './placed.ts';
import { overlaps } from './rect-index.ts';
import { makeCard, makeEdge, makeModel, sixPixels } from './testing/model-builder.ts';

/** Five in a row, 180 pixels apart, rows 56 apart. */
const placedAt = (ids: readonly string[]): Placed => ({
  ...nothingPlaced,
  cards: new Map(
    ids.map((id, index) => [
      id,
      { id, x: (index % 5) * 180, y: Math.floor(index / 5) * 56, width: 110, height: 40 },
    ]),
  ),
});
const texts = (
  model: ReturnType<typeof makeModel>,
  zoom: number,
  placed = placedAt(model.cards.map(({ id }) => id)),
) => farNames(model, placed, zoom, sixPixels).map(({ item }) => item.title);

test('unhealthy ones first, then those that carry most', () => {
  const cards = [
    makeCard('quiet'),
    makeCard('busy'),
    makeCard('idle', { state: 'idle' }),
    makeCard('slow', { state: 'warn' }),
    makeCard('broken', { state: 'fail' }),
  ];
  const edges = [makeEdge('busy', 'quiet', { width: 1 }), makeEdge('busy', 'slow', { width: 4 })];
  expect(texts(makeModel(cards, edges), 0.4)).toEqual(['broken', 'slow', 'busy', 'quiet', 'idle']);
});

test('a name that would cover the next card is left out, not cut', () => {
  const cards = [makeCard('notifications'), makeCard('b')];
  expect(texts(makeModel(cards), 0.44)).toEqual(['notifications', 'b']);
  expect(texts(makeModel(cards), 0.3)).toEqual(['b']);
});

test('what carries more keeps its name when two are in each other’s way', () => {
  const cards = [makeCard('aaaaaaaa'), makeCard('bbbbbbbb'), makeCard('c')];
  const placed: Placed = {
    ...nothingPlaced,
    cards: new Map([
      ['aaaaaaaa', { id: 'aaaaaaaa', x: 0, y: 0, width: 110, height: 40 }],
      ['bbbbbbbb', { id: 'bbbbbbbb', x: 190, y: 0, width: 110, height: 40 }],
      ['c', { id: 'c', x: 900, y: 0, width: 110, height: 40 }],
    ]),
  };
  expect(texts(makeModel(cards, [makeEdge('bbbbbbbb', 'c')]), 0.25, placed)).toEqual(['bbbbbbbb', 'c']);
});

test('nothing is written over another name, another card, or the title of a box', () => {
  const states: CanvasState[] = ['ok', 'warn', 'fail', 'idle'];
  const arbitrary = fc.record({
    names: fc.uniqueArray(fc.stringMatching(/^[a-z]{1,18}$/), { maxLength: 40 }),
    state: fc.func(fc.constantFrom(...states)),
    zoom: fc.double({ min: 0.05, max: 0.45, noNaN: true }),
  });
  void fc.assert(
    fc.property(arbitrary, ({ names, state, zoom }) => {
      const cards = names.map((id) => makeCard(id, { state: state(id) }));
      const placed = {
        ...placedAt(names),
        boxes: [{ id: 'box', namespace: 'box', x: -10, y: -28, width: 900, height: 600 }],
      };
      const model = {
        ...makeModel(cards),
        boxes: [{ id: 'box', title: 'shop', detail: '', fold: null, label: '' }],
      };
      const found = farNames(model, placed, zoom, sixPixels);
      found.forEach(({ item, place }, index) => {
        expect(found.slice(index + 1).some((other) => overlaps(place, other.place))).toBe(false);
        if (item.state !== 'ok') return;
        for (const card of placed.cards.values()) {
          const at = {
            x: card.x * zoom,
            y: card.y * zoom,
            width: card.width * zoom,
            height: card.height * zoom,
          };
          expect(card.id !== item.id && overlaps(place, at)).toBe(false);
        }
      });
    }),
  );
});
