import { describe, expect, it } from 'vitest';
import { dotSpacing, dotsAt } from './dot-places.ts';

const bent = [
  { x: 0, y: 0 },
  { x: 100, y: 0 },
  { x: 100, y: 100 },
];
const flow = { speed: 0.5, failing: 0 };

describe('dotsAt', () => {
  it('stand evenly on the line, around its corner', () => {
    const dots = dotsAt({ points: bent, flow }, 0);
    expect(dots.map(({ x, y }) => x + y)).toEqual([0, 46, 92, 138, 184]);
    expect(dots.every(({ x, y }) => y === 0 || x === 100)).toBe(true);
  });

  it('move on, faster where there is more', () => {
    const moved = (speed: number) => dotsAt({ points: bent, flow: { speed, failing: 0 } }, 0.2)[0]?.x ?? 0;
    expect(moved(0.1)).toBeGreaterThan(0);
    expect(moved(0.9)).toBeGreaterThan(moved(0.1));
  });

  it('never leave the line', () => {
    for (let seconds = 0; seconds < 20; seconds += 0.37)
      for (const { x, y } of dotsAt({ points: bent, flow }, seconds)) {
        expect(Math.min(x, y, 100 - x, 100 - y)).toBeGreaterThanOrEqual(0);
      }
  });

  it('fail as often as requests do, and a failure stays one on its way', () => {
    const line = [
      { x: 0, y: 0 },
      { x: dotSpacing * 1000, y: 0 },
    ];
    const dots = dotsAt({ points: line, flow: { speed: 0.5, failing: 0.2 } }, 0);
    const share = dots.filter(({ failing }) => failing).length / dots.length;
    expect(share).toBeCloseTo(0.2, 2);
    // 62 px/s: in a second and a bit each dot is where its predecessor was.
    const later = dotsAt({ points: line, flow: { speed: 0.5, failing: 0.2 } }, dotSpacing / 62);
    expect(later.slice(1).map(({ failing }) => failing)).toEqual(
      dots.slice(0, -1).map(({ failing }) => failing),
    );
  });
});
