import { describe, expect, test } from 'vitest';
import { makeCard } from '../testing/model-builder.ts';
import { card, cardWidth } from './card-geometry.ts';

/** Letters of six pixels. */
const measure = (text: string) => text.length * 6;
const rows = [{ id: 'r', mark: 'circle', title: 'v1', detail: '', state: 'ok', label: '' }] as const;

describe('a card is as wide as its name needs', () => {
  test.each([
    ['short names share the least width', 'a', { detailReserve: '' }, 1, card.minWidth],
    ['whole at zoom 1', 'recommendations', {}, 1, 30 + 90 + 7],
    ['at a smaller zoom text takes more of it', 'recommendations', {}, 0.8, Math.ceil(90 / 0.8 + 37)],
    ['beside a mark where the name stands alone', 'recommendations', {}, 0.5, 180 + 37 + 17],
    [
      'the second line counts where it is shown',
      'a',
      { detailReserve: 'external · 88.8/s' },
      1,
      102 + 13 + 37,
    ],
    ['and not where it is not', 'a', { detailReserve: 'external · 88.8/s' }, 0.5, card.minWidth],
    ['up to a most', 'x'.repeat(60), {}, 1, card.maxText + 37],
    ['with versions, beside mark and total', 'recommendations', { rows }, 1, 90 + 30 + 30 + 19 + 10],
    ['with versions and a short name', 'cart', { rows }, 1, card.minWidthWithRows],
  ])('%s', (_case, title, parts, zoom, width) => {
    expect(cardWidth(makeCard('c', { title, ...parts }), measure, zoom)).toBe(width);
  });

  test('in any state: nothing moves or is cut when it breaks', () => {
    const widths = (['ok', 'warn', 'fail', 'idle'] as const).map((state) =>
      cardWidth(makeCard('c', { title: 'recommendations', state, rows }), measure),
    );
    expect(new Set(widths).size).toBe(1);
  });
});
