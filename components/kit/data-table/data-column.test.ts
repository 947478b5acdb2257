import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitColumns } from './data-column.ts';

const columns = [
  { id: 'name', width: 200, grow: 2 },
  { id: 'state', width: 100, grow: 1, drop: 1 },
  { id: 'age', width: 50, drop: 3 },
  { id: 'ports', width: 80, drop: 3 },
];

describe('fitColumns', () => {
  it.each([
    ['not known', null, ['name 200', 'state 100', 'age 50', 'ports 80'], []],
    ['exact', 430, ['name 200', 'state 100', 'age 50', 'ports 80'], []],
    ['plenty', 730, ['name 400', 'state 200', 'age 50', 'ports 80'], []],
    ['a little less', 429, ['name 252', 'state 126', 'age 50'], ['ports']],
    ['less', 320, ['name 213', 'state 106'], ['ports', 'age']],
    ['next to nothing', 10, ['name 200'], ['ports', 'age', 'state']],
  ])('%s', (_, available, shown, noRoom) => {
    const fit = fitColumns(columns, available);
    expect(fit.shown.map(({ column, width }) => `${column.id} ${width}`)).toEqual(shown);
    expect([...fit.noRoom]).toEqual(noRoom);
  });

  it('fills what there is, never more, as long as the columns that stay fit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 200, max: 3000 }), (available) => {
        const total = fitColumns(columns, available).shown.reduce((sum, { width }) => sum + width, 0);
        expect(total).toBeLessThanOrEqual(available);
        expect(available - total).toBeLessThan(columns.length);
      }),
    );
  });
});
