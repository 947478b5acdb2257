import { expect, test } from 'vitest';
import type { Timeline } from '#lib/api/configuration/timeline.ts';
import type { Track } from './replay-track.ts';
import { areaPath, changeMarks, errorTicks, shape } from './timeline-shape.ts';

const track: Track = { from: 0, to: 100, frameSeconds: 10, live: true };

function timeline(requests: (number | null)[], errors: (number | null)[] = []): Timeline {
  return {
    from: 0,
    to: (requests.length - 1) * 50,
    stepSeconds: 50,
    requestsPerSecond: requests,
    errorsPerSecond: requests.map((_, index) => errors[index] ?? 0),
    changes: [],
    warnings: [],
  };
}

const change = (at: number, name = `c${at}`) => ({
  at,
  kind: 'VirtualService',
  kindId: 'virtualservices.networking.istio.io',
  namespace: 'shop',
  name,
  manager: 'kubectl',
  operation: 'changed' as const,
  user: null,
  revision: null,
});

test('the area is as high as the largest rate, and a gap stays a gap', () => {
  expect(areaPath(timeline([5, 10, 0]), track, 200, 30)).toBe('M0 30L0 22.5L100 15L200 30L200 30Z');
  expect(areaPath(timeline([10, null, 10]), track, 200, 30)).toBe('M0 30L0 15L0 30ZM200 30L200 15L200 30Z');
  expect(areaPath(timeline([null, null]), track, 200, 30)).toBe('');
  expect(areaPath(timeline([0, 0]), track, 200, 30)).not.toContain('NaN');
});

test('ticks stand where the health rule minds the errors, and grow with them', () => {
  const ticks = errorTicks(timeline([100, 100, 100], [0.5, 1, 40]), track, 200);
  expect(ticks.map(({ x }) => x)).toEqual([100, 200]);
  expect(ticks[0]?.height).toBeLessThan(ticks[1]?.height ?? 0);
  expect(ticks[1]?.height).toBe(shape.area);
  expect(errorTicks(timeline([0, null], [5, 5]), track, 200)).toEqual([]);
});

test('ticks stand where errors rose, and nowhere where they are always as few', () => {
  const steps: Track = { from: 0, to: 350, frameSeconds: 10, live: true };
  const ratios = (percents: number[]) =>
    errorTicks(
      timeline(
        percents.map(() => 100),
        percents,
      ),
      steps,
      700,
    ).map(({ x }) => x / 100);
  expect(ratios([0.2, 0.22, 0.2, 0.21, 0.4, 0.38, 0.41, 0.4])).toEqual([4, 5, 6, 7]);
  expect(ratios([0.2, 0.22, 0.2, 0.21, 0.25, 0.22, 0.2, 0.2])).toEqual([]);
  expect(ratios([10, 10, 10, 10, 10, 10, 10, 10])).toHaveLength(8);
  expect(ratios([0, 0, 0, 0, 0, 0, 0, 0.05])).toEqual([]);
});

test('errors of many samples on few pixels share a tick, as high as the worst of them', () => {
  const month: Track = { from: 0, to: 2_419_200, frameSeconds: 10, live: true };
  const errors = Array.from({ length: 60 }, (_, index) => (index === 31 ? 40 : 5));
  const ticks = errorTicks(
    timeline(
      errors.map(() => 100),
      errors,
    ),
    month,
    800,
  );
  expect(ticks).toHaveLength(1);
  expect(ticks[0]).toMatchObject({ ratio: 0.4, height: shape.area });
});

test('changes that stand close share a mark, newest first; those outside have none', () => {
  const marks = changeMarks(
    { ...timeline([1]), changes: [change(52), change(50), change(90), change(-5)] },
    track,
    200,
  );
  expect(marks.map(({ x, changes }) => [x, changes.map(({ name }) => name)])).toEqual([
    [100, ['c52', 'c50']],
    [180, ['c90']],
  ]);
});
