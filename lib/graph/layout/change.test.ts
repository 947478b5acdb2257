import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layoutGraph } from './layout.ts';
import type { LayoutResult } from './model.ts';
import { runsThrough } from './routes.ts';
import { card, demo, edge, expectApart, expectSound, fresh, mesh } from './testing/layouts.ts';

describe('a mesh that changes', () => {
  it('moves nothing known, wherever cards come and go', () => {
    void fc.assert(
      fc.property(
        mesh,
        fc.integer({ min: 1, max: 10 }),
        fc.integer({ min: 0, max: 5 }),
        (input, added, removed) => {
          const olds = input.cards.slice(0, Math.max(1, input.cards.length - added));
          const before = fresh(olds, input.edges);
          const news = input.cards.slice(Math.min(removed, olds.length - 1));
          const after = layoutGraph({
            cards: news,
            edges: input.edges,
            viewport: null,
            previous: before.cards,
          });
          const ids = new Set(news.map(({ id }) => id));
          expectApart(after.cards);
          expectApart(after.boxes);
          for (const old of before.cards) {
            if (ids.has(old.id)) expect(after.cards).toContainEqual(old);
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it('puts a new card beside those it talks to, in its own box', () => {
    const before = fresh(demo.cards, demo.edges);
    const cards = [...demo.cards, card('search', 'shop')];
    const edges = [...demo.edges, edge('frontend', 'search')];
    const after = layoutGraph({ cards, edges, viewport: null, previous: before.cards });
    expectSound({ cards, edges }, after);
    const place = (id: string) => after.cards.find((placed) => placed.id === id)?.x ?? 0;
    expect(place('search')).toBeGreaterThan(place('frontend'));
    expect(after.boxes.filter(({ namespace }) => namespace === 'shop')).toHaveLength(1);
  });

  it('gives a new namespace a box of its own', () => {
    const before = fresh(demo.cards, demo.edges);
    const cards = [...demo.cards, card('a', 'new'), card('b', 'new')];
    const after = layoutGraph({ cards, edges: demo.edges, viewport: null, previous: before.cards });
    expectSound({ cards, edges: demo.edges }, after);
  });

  it('lets a card that grows push down only what it covers', () => {
    const before = fresh(demo.cards, demo.edges);
    const cards = demo.cards.map((known) =>
      known.id === 'reviews' ? card('reviews', 'bookinfo', 5) : known,
    );
    const after = layoutGraph({ cards, edges: demo.edges, viewport: null, previous: before.cards });
    expectSound({ cards, edges: demo.edges }, after);
    for (const old of before.cards) {
      const now = after.cards.find(({ id }) => id === old.id);
      expect(now?.x).toBe(old.x);
      expect(now?.y).toBeGreaterThanOrEqual(old.y);
    }
    const at = (result: LayoutResult, id: string) => result.cards.find((placed) => placed.id === id)?.y;
    for (const id of ['reviews', 'gateway', 'productpage']) expect(at(after, id)).toBe(at(before, id));
  });

  it('keeps the way of every edge that stays, wherever cards and edges come and go', () => {
    const some = fc.infiniteStream(fc.boolean());
    void fc.assert(
      fc.property(mesh, some, some, fc.integer({ min: 0, max: 2 }), (input, first, second, added) => {
        const pick = (stream: Iterator<boolean>) => input.edges.filter(() => stream.next().value);
        const cards = input.cards.slice(0, Math.max(1, input.cards.length - added));
        const before = fresh(cards, pick(first));
        const after = layoutGraph({
          cards: input.cards,
          edges: pick(second),
          viewport: null,
          previous: before.cards,
          previousEdges: before.edges,
        });
        const known = new Set(cards.map(({ id }) => id));
        const news = after.cards.filter(({ id }) => !known.has(id));
        const ways = new Map(after.edges.map((way) => [way.id, way]));
        for (const old of before.edges) {
          const now = ways.get(old.id);
          if (now && !news.some((rect) => runsThrough(old.points, rect))) expect(now).toEqual(old);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('brings back what was gone for a while, while something else moved in', () => {
    const before = fresh(demo.cards, demo.edges);
    const without = {
      cards: demo.cards.filter(({ id }) => id !== 'api.example' && id !== 'gift-cards'),
      edges: demo.edges.filter(({ target }) => target !== 'ratings' && target !== 'api.example'),
    };
    const during = layoutGraph({
      cards: [...without.cards, card('search', 'shop')],
      edges: [...without.edges, edge('details', 'ratings'), edge('frontend', 'search')],
      viewport: null,
      previous: before.cards,
      previousEdges: before.edges,
      previousGone: [],
    });
    const after = layoutGraph({
      cards: [...demo.cards, card('search', 'shop')],
      edges: [...demo.edges, edge('details', 'ratings'), edge('frontend', 'search')],
      viewport: null,
      previous: during.cards,
      previousEdges: [
        ...before.edges.filter(({ id }) => !during.edges.some((known) => known.id === id)),
        ...during.edges,
      ],
      previousGone: before.cards.filter(({ id }) => !during.cards.some((known) => known.id === id)),
    });
    expect(after.cards).toContainEqual(before.cards.find(({ id }) => id === 'api.example'));
    const ways = new Map(after.edges.map((way) => [way.id, way]));
    for (const old of before.edges) expect(ways.get(old.id)).toEqual(old);
    const into = after.edges
      .filter(({ id }) => id.endsWith('>ratings'))
      .map(({ points }) => points.at(-1)?.y);
    expect(new Set(into).size).toBe(3);
    expectApart(after.boxes);
    expectApart(after.cards);
  });

  it('places a card anew whose place was taken while it was gone', () => {
    const before = fresh(demo.cards, demo.edges);
    const [taken] = before.cards;
    const after = layoutGraph({
      ...demo,
      viewport: null,
      previous: before.cards.filter(({ id }) => id !== 'api.example'),
      previousGone: taken ? [{ ...taken, id: 'api.example' }] : [],
    });
    expectSound(demo, after);
  });

  it('is the same again when nothing changed', () => {
    const before = fresh(demo.cards, demo.edges, { width: 1232, height: 756 });
    const after = layoutGraph({ ...demo, viewport: null, previous: before.cards });
    expect(after).toEqual(before);
  });
});
