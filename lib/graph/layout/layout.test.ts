import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layoutGraph } from './layout.ts';
import type { LayoutCard, LayoutEdge, LayoutInput, LayoutResult } from './model.ts';
import { runsThrough } from './routes.ts';
import { card, demo, edge, expectSound, fresh, mesh } from './testing/layouts.ts';

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
