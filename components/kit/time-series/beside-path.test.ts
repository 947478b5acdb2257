import { describe, expect, it } from 'vitest';
import { linePath, pathX, pathY } from './beside-path.ts';

const area = { width: 104, height: 54, pad: 2 };

describe('pathX and pathY', () => {
  it.each([
    [1000, 2],
    [1050, 52],
    [1100, 102],
  ])('puts %i at %i', (at, x) => {
    expect(pathX(at, [1000, 1100], area)).toBe(x);
  });

  it('puts the only time at the right end', () => {
    expect(pathX(1000, [1000], area)).toBe(102);
  });

  it.each([
    [0, 52],
    [100, 27],
    [200, 2],
    [900, 2],
  ])('puts %i of 200 at %i', (value, y) => {
    expect(pathY(value, { bottom: 0, top: 200 }, area)).toBe(y);
  });

  it('lets nothing lie on the ground', () => {
    expect(pathY(0, { bottom: 0, top: 0 }, area)).toBe(52);
  });

  it('begins where the scale begins', () => {
    expect(pathY(150, { bottom: 100, top: 200 }, area)).toBe(27);
    expect(pathY(50, { bottom: 100, top: 200 }, area)).toBe(52);
  });
});

describe('linePath', () => {
  it('breaks where there is no sample, and shows a sample alone', () => {
    expect(linePath([0, 25, 50, 75, 100], [0, 200, null, 100, null], { bottom: 0, top: 200 }, area)).toBe(
      'M2 52L27 2M77 27h0.01',
    );
  });

  it('is empty without samples', () => {
    expect(linePath([0, 1], [null, null], { bottom: 0, top: 10 }, area)).toBe('');
  });
});
