import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { layoutGraph } from '#lib/graph/layout/layout.ts';
import { demo, edge } from '#lib/graph/layout/testing/layouts.ts';
import type { CanvasState } from '../canvas-model.ts';
import { nothingPlaced, type Placed, toPlaced } from '../geometry/placed.ts';
import { overlaps } from '../geometry/rect-index.ts';
import { fitZoom, zoomClasses } from '../geometry/viewport.ts';
import { makeCard, makeEdge, makeModel, sixPixels } from '../testing/model-builder.ts';
import { farNames } from './far-names.ts';

const endless: Placed = { ...nothingPlaced, bounds: { x: -9999, y: -9999, width: 99_999, height: 99_999 } };

/** Five in a row, 180 pixels apart, rows 56 apart. */
const placedAt = (ids: readonly string[]): Placed => ({
  ...endless,
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

test('a name that would cover the next card stands under its own, and is never cut', () => {
  const cards = [makeCard('a'), makeCard('notifications'), makeCard('b')];
  const placed = placedAt(cards.map(({ id }) => id));
  const placeAt = (zoom: number) =>
    farNames(makeModel(cards), placed, zoom, sixPixels).find(({ item }) => item.id === 'notifications')
      ?.place;
  expect(placeAt(0.44)).toMatchObject({ y: 2 });
  expect(placeAt(0.3)).toMatchObject({ y: 13, width: 84 });
});

test('a name that finds no place beside its card either stands further away, and is left out where there are too many cards', () => {
  const others = [0, 1, 2, 3, 5, 6, 7, 8].map(String);
  const place = (id: string, index: number) =>
    [id, { id, x: 120 * (index % 3), y: 44 * Math.floor(index / 3), width: 110, height: 40 }] as const;
  const placed: Placed = {
    ...endless,
    cards: new Map([place('notifications', 4), ...others.map((id) => place(id, Number(id)))]),
  };
  const cards = ['notifications', ...others].map((id) => makeCard(id));
  const [far] = farNames(makeModel(cards), placed, 0.3, sixPixels).filter(({ leader }) => leader !== null);
  expect(far?.item.id).toBe('notifications');
  const crowd = Array.from({ length: 60 }, (_, index) => `far-${index}`);
  const crowded: Placed = {
    ...endless,
    cards: new Map([
      ...placed.cards,
      ...crowd.map((id, index) => [id, { id, x: 2000, y: 100 * index, width: 110, height: 40 }] as const),
    ]),
  };
  expect(texts(makeModel([...cards, ...crowd.map((id) => makeCard(id))]), 0.3, crowded)).not.toContain(
    'notifications',
  );
  // From a little nearer the one on its card has room.
  expect(texts(makeModel(cards), 0.44, { ...placed, cards: new Map([place('notifications', 4)]) })).toEqual([
    'notifications',
  ]);
});

/** The letters of the page's font are wider than six pixels now and then. */
const wide = (text: string) => text.length * 6.6;

test('on a phone every card of a picture of usual size has its name, whole, within the picture, with a line where it stands apart', () => {
  // Two meshes of the reference picture in one.
  const second = (id: string) => id.replace(/^[^@]+/, '$&-b2b');
  const cards = [
    ...demo.cards,
    ...demo.cards.map((card) => ({
      ...card,
      id: second(card.id),
      namespace: card.namespace && second(card.namespace),
      rows: (card.rows ?? []).map((row) => ({ ...row, id: second(row.id) })),
    })),
  ];
  const edges = [
    ...demo.edges,
    ...demo.edges.map(({ source, target }) => edge(second(source), second(target))),
  ];
  const result = toPlaced(layoutGraph({ cards, edges, viewport: null, previous: null }));
  const model = makeModel(cards.map(({ id, namespace }) => makeCard(id, { box: namespace })));
  const zoom = fitZoom(result.bounds, { width: 390, height: 560 });
  expect(zoom).toBeLessThan(zoomClasses.names);
  const names = farNames(model, result, zoom, wide);
  expect(names.map(({ item }) => item.id).sort()).toEqual(cards.map(({ id }) => id).sort());
  const { bounds } = result;
  for (const { item, place, leader } of names) {
    expect(place.width).toBeGreaterThanOrEqual(wide(item.title));
    expect(place.x).toBeGreaterThanOrEqual(bounds.x * zoom - 10);
    expect(place.x + place.width).toBeLessThanOrEqual((bounds.x + bounds.width) * zoom + 10);
    expect(place.y).toBeGreaterThanOrEqual(bounds.y * zoom - 10);
    expect(place.y + place.height).toBeLessThanOrEqual((bounds.y + bounds.height) * zoom + 10);
    const card = result.cards.get(item.id);
    if (card === undefined) throw new Error(item.id);
    const at = { x: card.x * zoom, y: card.y * zoom, width: card.width * zoom, height: card.height * zoom };
    const near = { x: at.x - 4, y: at.y - 4, width: at.width + 8, height: at.height + 8 };
    expect(leader === null).toBe(overlaps(place, near));
    if (leader !== null) expect(overlaps({ ...leader.to, width: 0.1, height: 0.1 }, at)).toBe(true);
  }
  expect(names.some(({ leader }) => leader !== null)).toBe(true);
});

test('in a picture of very many cards no name stands away from its own', () => {
  const cards = Array.from({ length: 70 }, (_, index) => makeCard(`notifications-${index}`));
  const names = farNames(makeModel(cards), placedAt(cards.map(({ id }) => id)), 0.2, sixPixels);
  expect(names.length).toBeLessThan(70);
  expect(names.every(({ leader }) => leader === null)).toBe(true);
});

test('what carries more has its name on its card when two are in each other’s way', () => {
  const cards = [makeCard('aaaaaaaa'), makeCard('bbbbbbbb'), makeCard('c')];
  const placed: Placed = {
    ...endless,
    cards: new Map([
      ['aaaaaaaa', { id: 'aaaaaaaa', x: 0, y: 0, width: 110, height: 40 }],
      ['bbbbbbbb', { id: 'bbbbbbbb', x: 190, y: 0, width: 110, height: 40 }],
      ['c', { id: 'c', x: 900, y: 0, width: 110, height: 40 }],
    ]),
  };
  const names = farNames(makeModel(cards, [makeEdge('bbbbbbbb', 'c')]), placed, 0.25, sixPixels);
  expect(names.map(({ item }) => item.id)).toEqual(['bbbbbbbb', 'c', 'aaaaaaaa']);
  const offMiddle = ({ item, place }: (typeof names)[number]) => {
    const card = placed.cards.get(item.id);
    return Math.abs(place.x + place.width / 2 - ((card?.x ?? 0) + 55) * 0.25) > 1;
  };
  expect(names.map(offMiddle)).toEqual([false, false, true]);
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
