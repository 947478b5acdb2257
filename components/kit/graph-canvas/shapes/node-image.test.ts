import { expect, test } from 'vitest';
import { tokens } from '#components/ui/theme/tokens.ts';
import { makeCard } from '../testing/model-builder.ts';
import { cardImage, rowImage } from './node-image.ts';

const draw = (changes: Parameters<typeof makeCard>[1], name = 'a') =>
  cardImage(makeCard(name, changes), 120, 40, 'light', tokens.light);

test('images are shared by all that look the same, whatever they are called', () => {
  expect(draw({ title: 'reviews', detail: '1/s' })).toBe(draw({ title: 'ratings' }, 'b'));
});

test('each state, kind, badge and theme has its own', () => {
  const images = [
    draw({}),
    draw({ state: 'warn' }),
    draw({ state: 'fail' }),
    draw({ state: 'idle' }),
    draw({ icon: 'database' }),
    draw({ badges: [{ icon: 'split', warn: false }] }),
    draw({ badges: [{ icon: 'split', warn: true }] }),
    cardImage(makeCard('a'), 120, 40, 'dark', tokens.dark),
    cardImage(makeCard('a'), 121, 40, 'light', tokens.light),
  ];
  expect(new Set(images).size).toBe(images.length);
});

test('an image holds no text: page fonts do not reach into it', () => {
  const row = { id: 'r', mark: 'diamond', title: 'v2', detail: '10%', state: 'fail', label: 'x' } as const;
  for (const image of [draw({ title: 'reviews' }), rowImage(row, 118, 'light', tokens.light)]) {
    expect(decodeURIComponent(image)).not.toMatch(/<text|reviews|v2|10%/);
  }
});

test('at most three badges are drawn, and one for the rest', () => {
  const badge = { icon: 'bolt', warn: false } as const;
  const circles = (count: number) =>
    decodeURIComponent(draw({ badges: Array.from({ length: count }, () => badge) })).match(/<circle/g)
      ?.length;
  expect([circles(1), circles(3), circles(5)]).toEqual([1, 3, 4]);
});
