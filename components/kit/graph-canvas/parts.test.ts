import { expect, test } from 'vitest';
import { tokens } from '#components/ui/theme/tokens.ts';
import { nothingPlaced } from './geometry/placed.ts';
import { partAt, toggleAt } from './parts.ts';
import { elementsOf } from './shapes/elements.ts';
import { makeCard, makeModel } from './testing/model-builder.ts';

const summary = { lines: [], bar: [], line: 'ok', matches: '', unfold: 'Unfold' } as const;
const model = {
  ...makeModel([makeCard('plain'), makeCard('folded', { summary })]),
  regions: [{ id: 'west', title: 'west', detail: '', fold: 'Fold', label: 'west' }],
  boxes: [
    { id: 'shop', title: 'shop', detail: '', fold: 'Fold', label: 'shop' },
    { id: 'cluster', title: 'east', detail: '', fold: null, label: 'east' },
  ],
};
const at = (id: string, x: number) => ({ id, namespace: id, x, y: 100, width: 200, height: 120 });
const placed = {
  ...nothingPlaced,
  boxes: [at('shop', 0), at('cluster', 300)],
  regions: [{ id: 'west', x: 0, y: 400, width: 900, height: 200 }],
  cards: new Map(['plain', 'folded'].map((id, index) => [id, at(id, 600 + 300 * index)])),
};
const look = {
  theme: 'light',
  tokens: tokens.light,
  selected: null,
  hovered: null,
  strongEdges: new Set<string>(),
  emphasis: null,
} as const;
const elements = new Map(elementsOf(model, placed, look).map((element) => [element.id, element]));

test.each([
  ['frame:shop', 'shop', 10, 110, { id: 'shop', toggles: true }],
  ['frame:shop', 'shop', 60, 110, { id: 'shop', toggles: false }],
  ['frame:shop', 'shop', 60, 180, null],
  ['frame:cluster', 'cluster', 310, 110, { id: 'cluster', toggles: false }],
  ['region:west', 'west', 10, 410, { id: 'west', toggles: true }],
  ['region:west', 'west', 60, 410, { id: 'west', toggles: false }],
  ['region:west', 'west', 60, 480, null],
  ['plain', 'plain', 605, 105, { id: 'plain', toggles: false }],
  ['folded', 'folded', 905, 105, { id: 'folded', toggles: true }],
  ['folded', 'folded', 1000, 105, { id: 'folded', toggles: false }],
  ['folded', 'folded', 905, 180, { id: 'folded', toggles: false }],
])('%s (%s) at %d, %d', (element, id, x, y, expected) => {
  const found = elements.get(element);
  if (!found) throw new Error(`no ${element}`);
  expect(partAt(found, id, { x, y }, model)).toEqual(expected);
});

test('the chevron of a box or region is found under a line that crosses it', () => {
  expect(toggleAt({ x: 10, y: 410 }, model, placed)).toEqual({ id: 'west', toggles: true });
  expect(toggleAt({ x: 10, y: 110 }, model, placed)).toEqual({ id: 'shop', toggles: true });
  expect(toggleAt({ x: 60, y: 110 }, model, placed)).toBeNull();
  expect(toggleAt({ x: 310, y: 110 }, model, placed)).toBeNull();
});
