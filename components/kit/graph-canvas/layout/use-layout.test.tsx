// @vitest-environment happy-dom
import { renderHook, waitFor } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import type { CanvasModel } from '../canvas-model.ts';
import { makeCard, makeEdge, makeModel, sixPixels } from '../testing/model-builder.ts';
import { useLayout } from './use-layout.ts';

afterEach(() => {
  localStorage.clear();
});

const room = { width: 1200, height: 700 };
const rooms = { least: room, most: room };
const folded = makeModel([makeCard('shop'), makeCard('bookinfo')], [makeEdge('shop', 'bookinfo')]);
const unfolded = makeModel([makeCard('cart'), makeCard('page')], [makeEdge('page', 'cart')]);

const arranged = (name: string, model: CanvasModel) =>
  renderHook((shown: { name: string; model: CanvasModel }) => useLayout(shown, null, sixPixels, rooms), {
    initialProps: { name, model },
  });
const drawn = ({ current }: { current: ReturnType<typeof useLayout> }) => ({
  cards: current.model.cards.map(({ id }) => id),
  places: [...current.placed.cards.keys()].sort(),
  arranging: current.arranging,
});

test('another picture leaves the last one where it is until all of it has a place', async () => {
  const { result, rerender } = arranged('folded', folded);
  await waitFor(() => expect(result.current.placed.cards.size).toBe(2));

  rerender({ name: 'unfolded', model: unfolded });
  const before = { cards: ['shop', 'bookinfo'], places: ['bookinfo', 'shop'] };
  expect(drawn(result)).toEqual({ ...before, arranging: true });

  await waitFor(() => expect(result.current.arranging).toBe(false));
  expect(drawn(result)).toEqual({ cards: ['cart', 'page'], places: ['cart', 'page'], arranging: false });
});

test('new numbers of the same picture are drawn at once', async () => {
  const { result, rerender } = arranged('folded', folded);
  await waitFor(() => expect(result.current.placed.cards.size).toBe(2));
  const tick = makeModel([makeCard('shop', { detail: '11/s' }), makeCard('bookinfo')], folded.edges);
  rerender({ name: 'folded', model: tick });
  expect(result.current).toMatchObject({ model: tick, arranging: false });
});
