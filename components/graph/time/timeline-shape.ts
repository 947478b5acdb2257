/** The timeline as shapes of the scrubber's track, in its pixels: an area of requests, ticks where errors are, marks of changes. */
import type { Timeline } from '#lib/api/configuration/timeline.ts';
import { healthRule } from '#lib/graph/health/health.ts';
import type { Track } from './replay-track.ts';

export type ConfigurationChange = Timeline['changes'][number];

export interface ErrorTick {
  readonly x: number;
  readonly height: number;
  readonly ratio: number;
}

/** Changes that stand too close for a mark each share one: newest first. */
export interface ChangeMark {
  readonly x: number;
  readonly changes: readonly [ConfigurationChange, ...ConfigurationChange[]];
}

/** Fewer errors than this are nobody's concern in a whole scope. */
const leastRatio = 0.001;

/** Ticks that stand closer look like one. */
const leastPitch = 3;

export const shape = { area: 15, tick: 2.2, leastTick: 5, mark: 11 } as const;

export function xOf(seconds: number, { from, to }: Track, width: number): number {
  return ((seconds - from) / Math.max(1, to - from)) * width;
}

/** An SVG path over a base line at `base`; empty where nothing is known. Gaps stay gaps. */
export function areaPath(timeline: Timeline, track: Track, width: number, base: number): string {
  const { requestsPerSecond, from, stepSeconds } = timeline;
  const most = Math.max(0, ...requestsPerSecond.map((value) => value ?? 0));
  let path = '';
  let open: number | null = null;
  let last = 0;
  const close = () => {
    if (open !== null) path += `L${round(last)} ${base}Z`;
    open = null;
  };
  requestsPerSecond.forEach((value, index) => {
    const x = xOf(from + index * stepSeconds, track, width);
    if (value === null || x < 0 || x > width) {
      close();
      return;
    }
    const y = base - (most > 0 ? value / most : 0) * shape.area;
    path += open === null ? `M${round(x)} ${base}L${round(x)} ${round(y)}` : `L${round(x)} ${round(y)}`;
    open ??= x;
    last = x;
  });
  close();
  return path;
}

/** Where the health rule minds the errors, or where they are clearly more than in the calmer part of the track; higher for more. Samples too close for a tick each share the worst of theirs. */
export function errorTicks(timeline: Timeline, track: Track, width: number): ErrorTick[] {
  const { degraded, failing } = healthRule.error;
  const samples = timeline.requestsPerSecond.flatMap((requests, index) => {
    const errors = timeline.errorsPerSecond[index] ?? null;
    if (requests === null || errors === null || requests <= 0) return [];
    return [{ ratio: errors / requests, x: xOf(timeline.from + index * timeline.stepSeconds, track, width) }];
  });
  const calm = samples.map(({ ratio }) => ratio).sort((a, b) => a - b)[Math.floor(samples.length / 4)] ?? 0;
  const least = Math.min(degraded, Math.max(leastRatio, 1.5 * calm));
  const ticks: ErrorTick[] = [];
  for (const { ratio, x } of samples) {
    if (ratio < least || x < 0 || x > width) continue;
    const weight = Math.min(1, ratio / (2 * failing));
    const height = round(shape.leastTick + weight * (shape.area - shape.leastTick));
    const near = ticks.at(-1);
    if (near === undefined || x - near.x >= leastPitch) ticks.push({ x: round(x), height, ratio });
    else if (ratio > near.ratio) ticks[ticks.length - 1] = { x: near.x, height, ratio };
  }
  return ticks;
}

export function changeMarks(timeline: Timeline, track: Track, width: number): ChangeMark[] {
  const marks: { x: number; changes: [ConfigurationChange, ...ConfigurationChange[]] }[] = [];
  for (const change of timeline.changes.toSorted((a, b) => a.at - b.at)) {
    const x = xOf(change.at, track, width);
    if (x < 0 || x > width) continue;
    const near = marks.at(-1);
    if (near !== undefined && x - near.x < shape.mark) near.changes.unshift(change);
    else marks.push({ x, changes: [change] });
  }
  return marks;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
