import { describe, expect, it } from 'vitest';
import { figuresTables, Tally, withFigures } from './figures.ts';

const rounding = { name: 'rounding', because: 'a | b is c' };

function counted(): Tally {
  const tally = new Tally();
  for (let times = 0; times < 1200; times++) tally.count('values');
  tally.count('values', rounding);
  tally.count('errors', rounding);
  tally.count('errors', null);
  return tally;
}

describe('a tally', () => {
  it('counts what agreed, what is explained and what is not', () => {
    expect(counted().result()).toMatchObject({
      passed: 1202,
      failed: 1,
      figures: {
        parts: [
          { name: 'values', compared: 1201, known: 1, failed: 0 },
          { name: 'errors', compared: 2, known: 1, failed: 1 },
        ],
        known: [{ ...rounding, times: 2 }],
      },
    });
    expect(counted().failed).toBe(1);
  });

  it('tells it in lines', () => {
    expect(counted().result().lines).toEqual([
      '  values: 1201 compared, 1 known differences, 0 new',
      '  errors: 2 compared, 1 known differences, 1 new',
      '  known: rounding × 2: a | b is c',
    ]);
  });
});

describe('the page', () => {
  const page = [
    'Before.',
    '<!-- figures of promql, written by: npm run test:cluster -- --only promql --write -->',
    'old',
    '<!-- end of figures -->',
    'After.',
    '<!-- end of figures -->',
  ].join('\n');

  it('gets new tables in the place of the old ones', () => {
    const written = withFigures(page, 'promql', counted().result().figures);
    expect(written).toContain(
      '| values | 1,201 | 1,200 | 1 | 0 |\n| errors | 2 | 0 | 1 | 1 |\n| **all** | 1,203 | 1,200 | 2 | 1 |',
    );
    expect(written).toContain('| rounding | 2 | a \\| b is c |');
    expect(written).toMatch(/^Before\.\n<!-- figures of promql/);
    expect(written).toMatch(/<!-- end of figures -->\nAfter\.\n<!-- end of figures -->$/);
    expect(written).not.toContain('old');
    expect(withFigures(written, 'promql', counted().result().figures)).toBe(written);
  });

  it('must have the place', () => {
    expect(() => withFigures(page, 'routes', counted().result().figures)).toThrow('figures of routes');
  });

  it('has no table of known differences where there are none', () => {
    const tally = new Tally();
    tally.count('values');
    expect(figuresTables(tally.result().figures)).not.toContain('why');
  });
});
