import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { axisTimes, endShowing, frameAt, frameBeside, trackOf, usualSpan } from './replay-track.ts';

const now = 1_795_263_564;
const hour = trackOf(now, 3600, 60, null);

test.each([
  [60, 3600],
  [300, 3600],
  [900, 10_800],
  [3600, 43_200],
  [86_400, 2_419_200],
  [604_800, 2_419_200],
])('a window of %d s is looked for within %d s', (windowSeconds, span) => {
  expect(usualSpan(windowSeconds)).toBe(span);
});

describe('frames', () => {
  test('an hour has sixty, on whole minutes', () => {
    expect(hour).toEqual({ from: now - 3600, to: now, frameSeconds: 60, live: true });
    expect(frameAt(now - 600, hour, now)).toBe(1_795_262_940);
  });

  test('the last minute is the present, the one before the first is the first', () => {
    expect(frameAt(now - 20, hour, now)).toBeNull();
    expect(frameAt(now + 500, hour, now)).toBeNull();
    expect(frameAt(now - 9999, hour, now)).toBe(1_795_260_000);
  });

  test('one step back from the present, and one on to it again', () => {
    const before = frameBeside(null, -1, hour, now);
    expect(before).toBe(1_795_263_480);
    expect(frameBeside(frameBeside(before, -1, hour, now), 1, hour, now)).toBe(before);
    expect(frameBeside(before, 1, hour, now)).toBeNull();
  });

  test('every frame lies on the track, and on a time that the server does not round', () => {
    void fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10_000_000 }),
        fc.constantFrom(60, 900, 3600, 86_400, 604_800),
        fc.integer({ min: 0, max: 2_419_200 }),
        (from, windowSeconds, back) => {
          const span = usualSpan(windowSeconds);
          const end = endShowing(now - back, now, span);
          const track = trackOf(now, span, windowSeconds, end);
          const frame = frameAt(now - from, track, now);
          if (frame === null) return;
          expect(frame).toBeGreaterThanOrEqual(track.from);
          expect(frame).toBeLessThanOrEqual(track.to);
          expect(frame % track.frameSeconds).toBe(0);
          expect(track.frameSeconds % 15).toBe(0);
        },
      ),
    );
  });
});

test('an older time is shown in the middle of its own track', () => {
  expect(endShowing(now - 1800, now, 3600)).toBeNull();
  expect(endShowing(now - 86_400, now, 3600)).toBe(now - 86_400 + 1800);
  expect(trackOf(now, 3600, 60, now - 5000)).toMatchObject({ to: now - 5000, live: false });
});

test('marks are round in the reader’s zone', () => {
  const utc = axisTimes(hour, 6, 0);
  expect(utc.map((time) => time % 600)).toEqual(utc.map(() => 0));
  expect(utc.length).toBeLessThanOrEqual(6);
  // Kathmandu: 5 h 45 min.
  const offset = 20_700;
  const week = axisTimes(trackOf(now, 604_800, 3600, null), 7, offset);
  expect(week.map((time) => (time + offset) % 86_400)).toEqual(week.map(() => 0));
});
