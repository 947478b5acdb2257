import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { overlaps } from './boxes.ts';
import { layoutGraph } from './layout.ts';
import type { LayoutCard, LayoutEdge, LayoutResult, Rect } from './model.ts';

const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
const folded = (id: string): LayoutCard => ({ id, namespace: null, width: 168, height: 84 });
const inside = (namespace: string, count: number): LayoutCard[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `${namespace}/${index}`,
    namespace,
    width: 110,
    height: 40,
  }));
const edge = (source: string, target: string): LayoutEdge => ({ id: `${source}>${target}`, source, target });

/** Calls between namespaces, and a chain inside each. */
function graphOf(open: ReadonlySet<string>, calls: readonly (readonly [string, string])[], size = 9) {
  const end = (name: string) => (open.has(name) ? `${name}/0` : name);
  return {
    cards: names.flatMap((name) => (open.has(name) ? inside(name, size) : [folded(name)])),
    edges: [
      ...calls.map(([from, to]) => edge(end(from), end(to))),
      ...[...open].flatMap((name) =>
        Array.from({ length: size - 1 }, (_, index) =>
          edge(`${name}/${Math.floor(index / 2)}`, `${name}/${index + 1}`),
        ),
      ),
    ],
  };
}

const calls = [
  ['a', 'b'],
  ['a', 'c'],
  ['a', 'd'],
  ['b', 'e'],
  ['c', 'f'],
  ['d', 'f'],
  ['e', 'g'],
  ['f', 'h'],
] as const;

function base(between: readonly (readonly [string, string])[] = calls): LayoutResult {
  return layoutGraph({
    ...graphOf(new Set(), between),
    viewport: { width: 1200, height: 700 },
    previous: null,
  });
}

const unfold = (
  anchor: LayoutResult,
  open: readonly string[],
  between: readonly (readonly [string, string])[] = calls,
) =>
  layoutGraph({
    ...graphOf(new Set(open), between),
    viewport: { width: 1200, height: 700 },
    previous: null,
    anchor,
  });

const placesOf = ({ cards }: LayoutResult) => new Map(cards.map((card) => [card.id, card]));

function expectApart({ cards, boxes }: LayoutResult) {
  const loose = cards.filter(({ id }) => !id.includes('/'));
  const things: Rect[] = [...boxes, ...loose];
  things.forEach((one, index) => {
    for (const other of things.slice(index + 1)) expect(overlaps(one, other)).toBe(false);
  });
}

describe('unfolding in place', () => {
  const anchor = base();
  const result = unfold(anchor, ['c']);

  it('opens the box where its card stood', () => {
    const box = result.boxes.find(({ namespace }) => namespace === 'c');
    const card = placesOf(anchor).get('c');
    expect(box?.x).toBe(card?.x);
    expectApart(result);
  });

  it('moves nothing that stands to the left, and nothing up or down beside its column', () => {
    const before = placesOf(anchor);
    const column = before.get('c')?.x ?? 0;
    for (const card of result.cards) {
      const old = before.get(card.id);
      if (!old) continue;
      if (old.x < column) expect(card).toEqual(old);
      if (old.x !== column) expect(card.y).toBe(old.y);
      expect(card.x).toBeGreaterThanOrEqual(old.x);
    }
  });

  it('uses the gaps before it moves anything on, and moves only what is in the way', () => {
    const box = result.boxes.find(({ namespace }) => namespace === 'c');
    if (!box) throw new Error('no box');
    const before = placesOf(anchor);
    for (const card of result.cards.filter(
      ({ namespace }: { namespace?: string; id: string }) => !namespace,
    )) {
      const old = before.get(card.id);
      if (!old || card.x === old.x) continue;
      const level = card.y < box.y + box.height + 14 && box.y < card.y + card.height + 14;
      expect(level || card.x > box.x + box.width).toBe(true);
    }
  });

  it('does not depend on the order of clicks', () => {
    const both = unfold(anchor, ['c', 'f']);
    expect(unfold(anchor, ['f', 'c'])).toEqual(both);
    expectApart(both);
  });

  it('folds back to exactly where everything was', () => {
    expect(unfold(anchor, []).cards).toEqual(anchor.cards);
  });

  it('places what the anchor does not know', () => {
    const graph = graphOf(new Set(['c']), calls);
    const more = layoutGraph({
      cards: [...graph.cards, { id: 'new', namespace: null, width: 110, height: 40 }],
      edges: graph.edges,
      viewport: null,
      previous: null,
      anchor,
    });
    expect(placesOf(more).has('new')).toBe(true);
    expectApart(more);
  });
});

describe('folding in place', () => {
  const all = new Set(names);
  const flat = layoutGraph({ ...graphOf(all, calls), viewport: null, previous: null });
  const graph = graphOf(new Set(names.filter((name) => name !== 'c')), calls);
  const result = layoutGraph({ ...graph, viewport: null, previous: null, anchor: flat });

  it('puts the card into the middle of its box, and moves nothing', () => {
    const box = flat.boxes.find(({ namespace }) => namespace === 'c');
    const card = placesOf(result).get('c');
    if (!box || !card) throw new Error('not placed');
    expect(overlaps(card, { ...box, width: Math.max(box.width, 190) })).toBe(true);
    const before = placesOf(flat);
    for (const other of result.cards) if (other.id !== 'c') expect(other).toEqual(before.get(other.id));
  });
});

it('whatever calls whatever, and whatever is open, nothing overlaps and the left stays left', () => {
  const pairs = fc.array(fc.tuple(fc.constantFrom(...names), fc.constantFrom(...names)), { maxLength: 16 });
  void fc.assert(
    fc.property(pairs, fc.subarray(names), fc.integer({ min: 1, max: 24 }), (between, open, size) => {
      const anchor = base(between);
      const result = layoutGraph({
        ...graphOf(new Set(open), between, size),
        viewport: null,
        previous: null,
        anchor,
      });
      expect(result.cards).toHaveLength(names.length - open.length + open.length * size);
      expectApart(result);
    }),
    { numRuns: 60 },
  );
});

describe('regions', () => {
  const cards = [
    { id: 'a/0', namespace: 'a', region: 'east', width: 110, height: 40 },
    { id: 'a/1', namespace: 'a', region: 'east', width: 110, height: 40 },
    { id: 'b', namespace: null, region: 'west', width: 168, height: 84 },
    { id: 'host', namespace: null, region: null, width: 110, height: 40 },
  ];
  const edges = [edge('a/0', 'a/1'), edge('a/1', 'b'), edge('b', 'host')];

  it('frame what is theirs, below each other and apart', () => {
    const { regions, boxes, cards: placed } = layoutGraph({ cards, edges, viewport: null, previous: null });
    const [east, west] = regions;
    expect(regions.map(({ id }) => id)).toEqual(['east', 'west']);
    if (!east || !west) throw new Error('no regions');
    expect(overlaps(east, west)).toBe(false);
    const inside = (outer: Rect, inner: Rect | undefined) =>
      inner !== undefined &&
      outer.x <= inner.x &&
      outer.y <= inner.y &&
      outer.x + outer.width >= inner.x + inner.width &&
      outer.y + outer.height >= inner.y + inner.height;
    const at = (id: string) => placed.find((card) => card.id === id);
    expect(inside(east, boxes[0])).toBe(true);
    expect(inside(west, at('b'))).toBe(true);
    const host = at('host');
    expect(host && [east, west].some((region) => overlaps(region, host))).toBe(false);
  });

  it('are not drawn where there is only one', () => {
    const one = cards.map((card) => ({ ...card, region: 'east' }));
    expect(layoutGraph({ cards: one, edges, viewport: null, previous: null }).regions).toEqual([]);
  });

  it('fold to a card that stands where their boxes stood, and nothing else moves', () => {
    const anchor = layoutGraph({ cards, edges, viewport: null, previous: null });
    const folded = [
      ...cards.filter(({ region }) => region !== 'east'),
      { id: 'east', namespace: null, region: 'east', width: 168, height: 60 },
    ];
    const result = layoutGraph({
      cards: folded,
      edges: [edge('east', 'b'), edge('b', 'host')],
      viewport: null,
      previous: null,
      anchor,
    });
    const at = (id: string, from = result) => from.cards.find((card) => card.id === id);
    const east = at('east');
    const box = anchor.boxes.find(({ namespace }) => namespace === 'a');
    expect(east && box && overlaps(east, box)).toBe(true);
    for (const id of ['b', 'host']) expect(at(id)).toEqual(at(id, anchor));
  });

  it('stay where they are while nothing changes', () => {
    const first = layoutGraph({ cards, edges, viewport: null, previous: null });
    expect(layoutGraph({ cards, edges, viewport: null, previous: first.cards })).toEqual(first);
  });
});

describe('what calls itself', () => {
  it('has a loop at its corner; a version one at its row', () => {
    const rows = [{ id: 'b@v1', y: 30, height: 26 }];
    const { cards, edges } = layoutGraph({
      cards: [
        { id: 'a', namespace: null, width: 110, height: 40 },
        { id: 'b', namespace: null, width: 134, height: 64, rows },
      ],
      edges: [edge('a', 'a'), edge('b@v1', 'b@v1'), edge('a', 'b@v1')],
      viewport: null,
      previous: null,
    });
    const at = (id: string) => cards.find((card) => card.id === id) ?? { x: 0, y: 0, width: 0, height: 0 };
    const points = (id: string) => edges.find((one) => one.id === id)?.points ?? [];
    const a = at('a');
    expect(points('a>a')[0]?.x).toBe(a.x + a.width);
    expect(points('a>a').at(-1)?.y).toBe(a.y + a.height);
    const b = at('b');
    expect(points('b@v1>b@v1').map(({ x }) => x - b.x - b.width)).toEqual([0, 12, 12, 0]);
    for (const { y } of points('b@v1>b@v1')) expect(y - b.y > 30 && y - b.y < 56).toBe(true);
  });
});
