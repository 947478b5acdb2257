import { expect, test } from 'vitest';
import { makeLine } from '../testing/model-builder.ts';
import { nothingPlaced, type Placed } from './placed.ts';
import { canMove, mostMoving, placedBetween, turnedBetween } from './placed-motion.ts';

const at = (id: string, x: number, y: number, width = 100, height = 40) => ({ id, x, y, width, height });
const placed = (changes: Partial<Placed>): Placed => ({ ...nothingPlaced, ...changes });
const cards = (...list: ReturnType<typeof at>[]) => new Map(list.map((card) => [card.id, card]));
const line = (...xs: number[]) => makeLine(xs.map((x) => ({ x, y: x })));

const folded = placed({
  cards: cards(at('left', 0, 0), at('box', 200, 0, 168, 84)),
  edges: new Map([
    ['kept', line(0, 10)],
    ['bent', line(0, 10)],
  ]),
});
const open = placed({
  cards: cards(at('left', 0, 100), at('inner', 210, 60)),
  boxes: [{ ...at('box', 200, 30, 300, 200), namespace: 'box' }],
  edges: new Map([
    ['kept', line(0, 30)],
    ['bent', line(0, 10, 20, 30)],
    ['new', line(5, 6)],
  ]),
});
const boxOf = (id: string) => (id === 'inner' ? 'box' : null);

test('it begins where everything was and ends where it will be', () => {
  const start = placedBetween(folded, open, boxOf, 0);
  expect(start.cards.get('left')).toEqual(at('left', 0, 0));
  expect(start.cards.get('inner')).toMatchObject({ x: 200, y: 0 });
  expect(start.boxes[0]).toMatchObject({ x: 200, y: 0, width: 168, height: 84 });
  const end = placedBetween(folded, open, boxOf, 1);
  expect(end.cards).toEqual(open.cards);
  expect(end.boxes).toEqual(open.boxes);
});

test('a folded card shrinks out of its box', () => {
  expect(placedBetween(open, folded, boxOf, 0).cards.get('box')).toMatchObject({ x: 200, y: 30, width: 300 });
});

test('edges with the same corners go along, others wait', () => {
  const { edges } = placedBetween(folded, open, boxOf, 0);
  expect([...edges.keys()]).toEqual(['kept']);
  expect(edges.get('kept')?.points).toEqual(folded.edges.get('kept')?.points);
});

test('a first picture, another picture and a large one are shown at once', () => {
  expect(canMove(nothingPlaced, open)).toBe(false);
  expect(canMove(folded, placed({ cards: cards(at('other', 0, 0)) }))).toBe(false);
  const many = Array.from({ length: mostMoving + 1 }, (_, index) => at(`card ${index}`, index, 0));
  expect(canMove(placed({ cards: cards(...many) }), placed({ cards: cards(...many) }))).toBe(false);
  expect(canMove(folded, open)).toBe(true);
});

test('what was folded or unfolded is known by its places', () => {
  expect(turnedBetween(folded, open)).toMatchObject({ id: 'box', before: { y: 0 }, after: { y: 30 } });
  expect(turnedBetween(open, folded)).toMatchObject({ id: 'box', before: { y: 30 }, after: { y: 0 } });
  expect(turnedBetween(open, open)).toBeNull();
});
