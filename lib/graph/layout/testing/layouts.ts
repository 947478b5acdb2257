/** For tests of the layout: cards and edges in a line each, the mesh of the reference picture, any mesh, and what holds of every layout. */
import * as fc from 'fast-check';
import { expect } from 'vitest';
import { overlaps } from '../boxes.ts';
import { layoutGraph } from '../layout.ts';
import type { LayoutCard, LayoutEdge, LayoutInput, LayoutResult, Rect } from '../model.ts';

export const card = (id: string, namespace: string | null, versions = 0): LayoutCard => ({
  id,
  namespace,
  width: versions > 0 ? 134 : 110,
  height: versions > 0 ? 34 + 30 * versions : 40,
  rows: Array.from({ length: versions }, (_, row) => ({
    id: `${id}@v${row + 1}`,
    y: 32 + 30 * row,
    height: 26,
  })),
});
export const edge = (source: string, target: string): LayoutEdge => ({
  id: `${source}>${target}`,
  source,
  target,
});

export const fresh = (cards: LayoutCard[], edges: LayoutEdge[], viewport: LayoutInput['viewport'] = null) =>
  layoutGraph({ cards, edges, viewport, previous: null });

/** Bookinfo and a shop behind a gateway, as on the reference picture. */
export const demo = {
  cards: [
    card('gateway', 'ingress'),
    card('productpage', 'bookinfo'),
    card('reviews', 'bookinfo', 3),
    card('details', 'bookinfo'),
    card('ratings', 'bookinfo'),
    card('mongodb', 'bookinfo'),
    card('frontend', 'shop'),
    card('cart', 'shop', 2),
    card('catalog', 'shop'),
    card('checkout', 'shop'),
    card('redis', 'shop'),
    card('gift-cards', 'shop'),
    card('payments', 'payments'),
    card('ledger', 'payments'),
    card('api.example', null),
  ],
  edges: [
    edge('gateway', 'productpage'),
    edge('gateway', 'frontend'),
    edge('productpage', 'details'),
    ...[1, 2, 3].map((version) => edge('productpage', `reviews@v${version}`)),
    edge('reviews@v2', 'ratings'),
    edge('reviews@v3', 'ratings'),
    edge('ratings', 'mongodb'),
    edge('frontend', 'cart@v1'),
    edge('frontend', 'cart@v2'),
    edge('frontend', 'catalog'),
    edge('frontend', 'checkout'),
    edge('cart@v1', 'redis'),
    edge('checkout', 'payments'),
    edge('payments', 'ledger'),
    edge('payments', 'api.example'),
  ],
};

export const mesh = fc
  .record({ size: fc.integer({ min: 1, max: 40 }), namespaces: fc.integer({ min: 1, max: 6 }) })
  .chain(({ size, namespaces }) =>
    fc.record({
      cards: fc.constant(
        Array.from({ length: size }, (_, index) =>
          card(`s${index}`, index % 9 === 8 ? null : `ns${index % namespaces}`, index % 5 === 4 ? 2 : 0),
        ),
      ),
      edges: fc
        .uniqueArray(fc.tuple(fc.integer({ min: 0, max: size - 1 }), fc.integer({ min: 0, max: size - 1 })), {
          maxLength: 80,
          selector: ([a, b]) => `${a} ${b}`,
        })
        .map((pairs) => pairs.map(([a, b]) => edge(`s${a}`, `s${b}`))),
    }),
  );

/** What holds of every layout. */
export function expectSound(
  { cards, edges }: { cards: LayoutCard[]; edges: LayoutEdge[] },
  result: LayoutResult,
): void {
  expect(result.cards.map(({ id }) => id).sort()).toEqual(cards.map(({ id }) => id).sort());
  expect(result.edges).toHaveLength(edges.length);
  expectApart(result.cards);
  expectApart(result.boxes);
  const namespaceOf = new Map(cards.map(({ id, namespace }) => [id, namespace]));
  for (const rect of result.cards) {
    const namespace = namespaceOf.get(rect.id);
    const around = result.boxes.filter((box) => overlaps(box, rect));
    expect(around.map((box) => box.namespace)).toEqual(namespace == null ? [] : [namespace]);
    for (const number of [rect.x, rect.y, rect.width, rect.height])
      expect(Number.isInteger(number)).toBe(true);
  }
  for (const { points } of result.edges) {
    for (const [index, point] of points.entries()) {
      const next = points[index + 1];
      if (next !== undefined) expect(point.x === next.x || point.y === next.y).toBe(true);
    }
  }
}

export function expectApart(rects: readonly Rect[]): void {
  for (const [index, rect] of rects.entries()) {
    for (const other of rects.slice(index + 1)) expect(overlaps(rect, other)).toBe(false);
  }
}
