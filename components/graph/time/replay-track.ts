/** The stretch of time that the scrubber shows, and the frames that a replay steps through. All times are Unix seconds. */
import { pastStepSeconds, stepFor } from '#lib/metrics/time-range.ts';

export interface Track {
  readonly from: number;
  readonly to: number;
  /** Frames lie on multiples of this. */
  readonly frameSeconds: number;
  /** The end is the present, and moves. */
  readonly live: boolean;
}

export const spanChoices = [3600, 10_800, 21_600, 43_200, 86_400, 604_800, 2_419_200] as const;

const frames = 60;

/** A window of minutes is looked for within an hour, one of a day within a week. */
export function usualSpan(windowSeconds: number): number {
  return spanChoices.find((span) => span >= windowSeconds * 8) ?? spanChoices[spanChoices.length - 1] ?? 3600;
}

/** `end` null: up to now. */
export function trackOf(now: number, spanSeconds: number, windowSeconds: number, end: number | null): Track {
  const to = end === null ? now : Math.min(end, now);
  const frameSeconds = Math.max(pastStepSeconds(windowSeconds), stepFor(spanSeconds, frames));
  return { from: to - spanSeconds, to, frameSeconds, live: end === null };
}

/** Where the track has to end to show this time: null when that is now. */
export function endShowing(at: number, now: number, spanSeconds: number): number | null {
  return at >= now - spanSeconds ? null : Math.min(now, at + Math.round(spanSeconds / 2));
}

/** The frame at or before a time; null where that is the present. */
export function frameAt(seconds: number, { from, to, frameSeconds }: Track, now: number): number | null {
  const within = Math.min(to, Math.max(from, seconds));
  const frame = Math.floor(within / frameSeconds) * frameSeconds;
  if (seconds >= now || frame + frameSeconds > now) return null;
  return frame < from ? frame + frameSeconds : frame;
}

/** The frame so many further on; from the present backwards. */
export function frameBeside(at: number | null, steps: number, track: Track, now: number): number | null {
  const { frameSeconds } = track;
  const from = at ?? Math.floor(now / frameSeconds) * frameSeconds;
  return frameAt(from + steps * frameSeconds, track, now);
}

/** Unix seconds of the marks below the track: round times of the reader's zone, at most `most`. */
export function axisTimes(track: Track, most: number, zoneOffsetSeconds: number): number[] {
  const step = stepFor(track.to - track.from, Math.max(1, most));
  const times: number[] = [];
  const first = Math.ceil((track.from + zoneOffsetSeconds) / step) * step - zoneOffsetSeconds;
  for (let time = first; time <= track.to; time += step) times.push(time);
  return times;
}
