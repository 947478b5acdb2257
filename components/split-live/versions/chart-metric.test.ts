import { describe, expect, it } from 'vitest';
import { entry, liveSplit } from '../testing/live-fixture.ts';
import { shareChanges, sharedScale } from './chart-metric.ts';

describe('shareChanges', () => {
  const times = [100, 110, 120, 130, 140];

  it('are the moments within the chart, the last of each second', () => {
    const timeline = [
      entry('abort', 141, { from: 50, to: 0 }),
      entry('set', 130, { from: 25, to: 50 }),
      entry('note', 125),
      entry('advance', 130, { from: 10, to: 25 }),
      entry('pause', 120, { from: 10, to: 10 }),
      entry('start', 100, { to: 10 }),
    ];
    expect(shareChanges(timeline, times)).toEqual([{ at: 130, to: 50 }]);
  });

  it('are none without times', () => {
    expect(shareChanges([entry('start', 100, { to: 10 })], [])).toEqual([]);
  });
});

describe('sharedScale', () => {
  const { versions } = liveSplit();

  it('holds all samples, and the limit that is near', () => {
    const { bottom, top } = sharedScale(versions, 'p95Ms', 300);
    expect(top).toBeGreaterThanOrEqual(300);
    expect(bottom).toBeGreaterThan(0);
    expect(bottom).toBeLessThan(139);
  });

  it('leaves a limit out that is far away', () => {
    expect(sharedScale(versions, 'p95Ms', 5000).top).toBeLessThan(300);
  });

  it('begins with 0 where samples come near it, and magnifies no noise', () => {
    expect(sharedScale(versions, 'errorRatio', null)).toEqual({ bottom: 0, top: 0.02 });
  });
});
