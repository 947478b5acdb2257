import { expect, test } from 'vitest';
import type { LayoutResult } from '#lib/graph/layout/model.ts';
import { createPictureMemory } from './picture-memory.ts';

const drawn = (cards: readonly string[], edges: readonly string[] = []): LayoutResult => ({
  cards: cards.map((id, x) => ({ id, x, y: 0, width: 1, height: 1 })),
  edges: edges.map((id) => ({ id, source: 'a', points: [], trunkX: 0, label: { x: 0, y: 0, width: 0 } })),
  boxes: [],
  regions: [],
  bounds: { x: 0, y: 0, width: 0, height: 0 },
});
const ids = (items: readonly { id: string }[] | null) => items?.map(({ id }) => id);

test('remembers the ways of all edges, and the places of cards that are gone', () => {
  const memory = createPictureMemory();
  memory.keep('shop', drawn(['a', 'b', 'c'], ['a>b', 'a>c']), false);
  memory.keep('shop', drawn(['a', 'b'], ['a>b']), false);
  const { previousEdges, previousGone } = memory.recall('shop');
  expect(ids(previousEdges)).toEqual(['a>c', 'a>b']);
  expect(previousGone).toEqual([{ id: 'c', x: 2, y: 0, width: 1, height: 1 }]);
});

test('knows nothing of another picture', () => {
  const memory = createPictureMemory();
  memory.keep('shop', drawn(['a'], ['a>a']), false);
  expect(memory.recall('bookinfo')).toEqual({ previousEdges: null, previousGone: null });
  memory.keep('bookinfo', drawn(['b']), false);
  expect(memory.recall('shop')).toEqual({ previousEdges: null, previousGone: null });
  expect(memory.recall('bookinfo')).toEqual({ previousEdges: [], previousGone: [] });
});

test('does not grow for ever: what went first is forgotten first', () => {
  const memory = createPictureMemory();
  for (let tick = 0; tick < 500; tick++) memory.keep('shop', drawn(['a', `host-${tick}`]), false);
  const gone = ids(memory.recall('shop').previousGone) ?? [];
  expect(gone.length).toBeLessThanOrEqual(201);
  expect(gone.at(-1)).toBe('host-498');
});

test('forgets what stood in an arrangement that is given up', () => {
  const memory = createPictureMemory();
  memory.keep('shop', drawn(['a', 'b'], ['a>b']), false);
  memory.keep('shop', drawn(['a'], ['a>a']), true);
  const { previousEdges, previousGone } = memory.recall('shop');
  expect(ids(previousEdges)).toEqual(['a>a']);
  expect(previousGone).toEqual([]);
});
