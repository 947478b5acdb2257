import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layoutGraph } from './layout.ts';
import { overlaps } from './layout-boxes.ts';
import type { LayoutCard, LayoutEdge, LayoutInput, LayoutResult, Rect } from './layout-model.ts';
import { runsThrough } from './layout-routes.ts';

const card = (id: string, namespace: string | null, versions = 0): LayoutCard => ({
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
const edge = (source: string, target: string): LayoutEdge => ({ id: `${source}>${target}`, source, target });

const fresh = (cards: LayoutCard[], edges: LayoutEdge[], viewport: LayoutInput['viewport'] = null) =>
  layoutGraph({ cards, edges, viewport, previous: null });

/** Bookinfo and a shop behind a gateway, as on the reference picture. */
const demo = {
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

const mesh = fc
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
function expectSound(
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

function expectApart(rects: readonly Rect[]): void {
  for (const [index, rect] of rects.entries()) {
    for (const other of rects.slice(index + 1)) expect(overlaps(rect, other)).toBe(false);
  }
}

describe('a layout', () => {
  it('overlaps nothing, boxes exactly its own cards, and runs edges at right angles', () => {
    void fc.assert(
      fc.property(mesh, (input) => {
        expectSound(input, fresh(input.cards, input.edges));
      }),
      { numRuns: 150 },
    );
  });

  it('does not depend on the order of the input', () => {
    void fc.assert(
      fc.property(mesh, (input) => {
        const turned = fresh(input.cards.toReversed(), input.edges.toReversed());
        expect(turned).toEqual(fresh(input.cards, input.edges));
      }),
      { numRuns: 50 },
    );
  });

  it('draws nothing for nothing', () => {
    expect(fresh([], [])).toEqual({
      cards: [],
      boxes: [],
      regions: [],
      edges: [],
      bounds: { x: 0, y: 0, width: 0, height: 0 },
    });
  });

  it('leaves out edges whose ends are not there', () => {
    expect(fresh([card('a', 'n')], [edge('a', 'b'), edge('b', 'a')]).edges).toEqual([]);
  });
});

describe('the reference picture', () => {
  const viewport = { width: 1232, height: 756 };
  const result = fresh(demo.cards, demo.edges, viewport);
  const rect = (id: string) =>
    result.cards.find((placed) => placed.id === id) ?? { x: 0, y: 0, width: 0, height: 0 };

  it('fits the room without being shrunk, and runs left to right', () => {
    expectSound(demo, result);
    expect(result.bounds.width).toBeLessThanOrEqual(viewport.width);
    expect(result.bounds.height).toBeLessThanOrEqual(viewport.height);
    expect(forwardShare(demo.edges, result)).toBe(1);
  });

  it('fills the room, no more, also where an edge runs back around it', () => {
    const cards = ['a', 'b', 'c', 'd'].map((id) => card(id, 'n'));
    const ring = [edge('a', 'b'), edge('b', 'c'), edge('c', 'd'), edge('d', 'a')];
    const room = { width: 900, height: 500 };
    const { bounds } = fresh(cards, ring, room);
    expect(bounds.width).toBeLessThanOrEqual(room.width);
    expect(bounds.width).toBeGreaterThan(fresh(cards, ring).bounds.width + 100);
  });

  it('spends spare width on the gaps between columns', () => {
    const gap = (placed: LayoutResult) => {
      const [from, to] = ['ratings', 'mongodb'].map((id) => placed.cards.find((entry) => entry.id === id));
      return (to?.x ?? 0) - (from?.x ?? 0) - (from?.width ?? 0);
    };
    expect(gap(fresh(demo.cards, demo.edges))).toBe(64);
    expect(gap(result)).toBeGreaterThan(64);
    expect(gap(result)).toBeLessThanOrEqual(140);
  });

  it('draws level what talks one to one', () => {
    expect(rect('ratings').y).toBe(rect('mongodb').y);
    expect(result.edges.find(({ id }) => id === 'ratings>mongodb')?.points).toHaveLength(2);
  });

  it('has one trunk per source, 8 right of the card, and flat runs for labels', () => {
    const out = result.edges.filter(({ id }) => id.startsWith('productpage>'));
    expect(new Set(out.map(({ trunkX }) => trunkX))).toEqual(
      new Set([rect('productpage').x + 110 + 24 - 24 + 8]),
    );
    for (const { label, points } of out) {
      expect(label.x + label.width).toBe(points.at(-1)?.x);
      expect(label.width).toBeGreaterThanOrEqual(40);
    }
  });

  it('ends edges of rows at their rows, and several edges into one card apart', () => {
    const end = (id: string) => result.edges.find((routed) => routed.id === id)?.points.at(-1)?.y ?? 0;
    const { y } = rect('reviews');
    expect([1, 2, 3].map((version) => end(`productpage>reviews@v${version}`) - y)).toEqual([45, 75, 105]);
    expect(end('reviews@v3>ratings') - end('reviews@v2>ratings')).toBe(18);
  });
});

describe('titles of boxes', () => {
  /** As on the picture of the embedded mesh: out of the lower box, up into the upper one. */
  const cards = [
    card('frontend', 'shop'),
    card('checkout', 'shop'),
    card('paycard', 'shop'),
    card('payments', 'payments'),
    card('fraud', 'payments'),
    card('ledger', 'payments'),
  ];
  const edges = [
    edge('frontend', 'checkout'),
    edge('checkout', 'paycard'),
    edge('payments', 'fraud'),
    edge('payments', 'ledger'),
    edge('payments', 'paycard'),
    edge('frontend', 'payments'),
  ];

  const crossed = (reach: number, bottom: number): string[] => {
    const titles = { bottom, reach: new Map(['shop', 'payments'].map((id) => [id, reach])) };
    const result = layoutGraph({
      cards,
      edges,
      titles,
      viewport: { width: 1200, height: 700 },
      previous: null,
    });
    const words = result.boxes.map((box) => ({ ...box, width: reach, height: bottom }));
    return result.edges
      .filter(({ points }) => words.some((place) => runsThrough(points, place)))
      .map(({ id }) => id);
  };

  it.each([
    [60, 20],
    [140, 20],
    [190, 20],
    [190, 24],
  ])(
    'that reach %i to the right and %i down are crossed by no line that has another way',
    (reach, bottom) => {
      expect(crossed(reach, bottom)).toEqual([]);
    },
  );

  it('would be crossed by the shortest way', () => {
    const titles = { bottom: 20, reach: new Map() };
    const plain = layoutGraph({
      cards,
      edges,
      titles,
      viewport: { width: 1200, height: 700 },
      previous: null,
    });
    const payments = plain.boxes.find(({ namespace }) => namespace === 'payments');
    const way = plain.edges.find(({ id }) => id === 'payments>paycard');
    expect(payments && way && runsThrough(way.points, { ...payments, width: 240, height: 20 })).toBe(true);
  });
});

it('leads a line around a box that it has nothing to do with', () => {
  const row = Array.from({ length: 5 }, (_, index) => card(`m${index}`, 'middle'));
  const cards = [card('a', null), ...row, card('z', null), card('y', null)];
  const chain = row.slice(1).map(({ id }, index) => edge(`m${index}`, id));
  const edges = [edge('a', 'm0'), ...chain, edge('m4', 'z'), edge('z', 'y'), edge('y', 'a')];
  const { boxes, edges: ways } = fresh(cards, edges, { width: 1600, height: 400 });
  const back = ways.find(({ id }) => id === 'y>a');
  expect(boxes).toHaveLength(1);
  for (const box of boxes) expect(back && runsThrough(back.points, box)).toBe(false);
});

describe('gaps between columns', () => {
  it('are as wide as labels need', () => {
    const cards = ['a', 'b', 'c'].map((id) => card(id, null));
    const edges = [edge('a', 'b'), edge('b', 'c')];
    const gaps = (columnGap: number, viewport: LayoutInput['viewport']) => {
      const { cards: placed } = layoutGraph({ cards, edges, viewport, previous: null, columnGap });
      const lefts = placed.map(({ x }) => x).sort((a, b) => a - b);
      return lefts.slice(1).map((x, index) => x - (lefts[index] ?? 0) - 110);
    };
    expect(gaps(96, null)).toEqual([96, 96]);
    expect(gaps(20, null)).toEqual([64, 64]);
    expect(gaps(96, { width: 400, height: 400 })).toEqual([96, 96]);
    expect(Math.min(...gaps(96, { width: 2000, height: 400 }))).toBe(140);
  });
});

function forwardShare(edges: readonly LayoutEdge[], { cards }: LayoutResult): number {
  const left = new Map(cards.map(({ id, x }) => [id, x]));
  const cardOf = (end: string) => left.get(end.split('@')[0] ?? '') ?? 0;
  const between = edges.filter(({ source, target }) => source.split('@')[0] !== target.split('@')[0]);
  return between.filter(({ source, target }) => cardOf(target) > cardOf(source)).length / between.length;
}

/** Services that mostly call the next tier of their own namespace, and at times another namespace further down. */
function tieredMesh(services: number, namespaces: number): { cards: LayoutCard[]; edges: LayoutEdge[] } {
  let seed = 42;
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * below);
  };
  const each = Math.ceil(services / namespaces);
  const edges = new Map<string, LayoutEdge>();
  for (let from = 0; from < services; from++) {
    for (let count = 0; count < 2; count++) {
      const near = random(10) < 8;
      const reach = near ? each - (from % each) - 1 : services - from - 1;
      if (reach < 1) continue;
      const to = from + 1 + random(Math.min(reach, near ? 6 : reach));
      edges.set(`${from} ${to}`, edge(`s${from}`, `s${to}`));
    }
  }
  const cards = Array.from({ length: services }, (_, index) =>
    card(`s${index}`, `ns${Math.floor(index / each)}`),
  );
  return { cards, edges: [...edges.values()] };
}

describe('big meshes', () => {
  it.each([
    [20, 2],
    [200, 10],
    [1000, 50],
  ])(
    'of %d services in %d namespaces run at least four fifths of their edges to the right',
    (services, namespaces) => {
      const input = tieredMesh(services, namespaces);
      const result = fresh(input.cards, input.edges, { width: 1232, height: 756 });
      expect(forwardShare(input.edges, result)).toBeGreaterThanOrEqual(0.8);
      const shape = result.bounds.width / result.bounds.height;
      expect(shape).toBeGreaterThan(0.5);
      expect(shape).toBeLessThan(5);
    },
  );
});

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
