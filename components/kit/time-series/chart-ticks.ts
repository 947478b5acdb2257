/** Round places for the numbers along the axes. Pure. */
import type { ChartUnit } from './chart-data.ts';

export interface ValueScale {
  top: number;
  /** 0 unless something is below it. */
  bottom: number;
  step: number;
  ticks: number[];
}

/** Below it a chart would magnify noise. */
const leastTop: Readonly<Record<ChartUnit, number>> = {
  perSecond: 0.5,
  ratio: 0.01,
  milliseconds: 5,
  bytesPerSecond: 1000,
  bytes: 1000,
  seconds: 0.005,
  number: 1e-9,
};

const mostSteps = 4;

/** From 0 to the first round number that holds all, in at most four steps; as many below 0 where something is there. */
export function valueScale(highest: number, unit: ChartUnit, lowest = 0): ValueScale {
  if (lowest < 0 && Number.isFinite(lowest)) return aroundZero(Math.max(highest, 0), lowest);
  const wanted = Math.max(Number.isFinite(highest) ? highest : 0, leastTop[unit]);
  const limit = unit === 'ratio' && !(highest > 1 && Number.isFinite(highest)) ? 1 : Number.POSITIVE_INFINITY;
  // A value that is only dust above a round number does not need a step more.
  const held = wanted * (1 - 1e-10);
  const power = 10 ** Math.floor(Math.log10(held / mostSteps));
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * power * mostSteps >= held) ?? 10) * power;
  const count = Math.min(mostSteps, Math.ceil(held / step));
  const top = Math.min(limit, exact(count * step));
  const ticks = Array.from({ length: count + 1 }, (_, index) => exact(index * step));
  return { top, bottom: 0, step, ticks: ticks.filter((tick) => tick <= top) };
}

function aroundZero(highest: number, lowest: number): ValueScale {
  const { step } = valueScale(Math.max(highest, -lowest), 'number');
  const below = Math.ceil((-lowest / step) * (1 - 1e-10));
  const above = Math.ceil((highest / step) * (1 - 1e-10));
  const ticks = Array.from({ length: below + above + 1 }, (_, index) => exact((index - below) * step));
  return { top: exact(above * step), bottom: exact(-below * step), step, ticks };
}

/** Without the dust of binary fractions. */
function exact(value: number): number {
  return Number(value.toPrecision(12));
}

/** Decimals that tell steps of this size apart. */
export function digitsOf(step: number): number {
  for (let digits = 0; digits < 4; digits++) {
    const scaled = step * 10 ** digits;
    if (Math.abs(scaled - Math.round(scaled)) < 1e-6 && scaled >= 1) return digits;
  }
  return 4;
}

const timeSteps = [
  5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800,
];

/** Round local times, at most so many. `zoneOffsetSeconds`: what the reader's clock is ahead of UTC. */
export function timeTicks(from: number, to: number, most: number, zoneOffsetSeconds: number): number[] {
  if (!(to > from) || most < 1) return [];
  const step = timeSteps.find((seconds) => (to - from) / seconds <= most) ?? 2_592_000;
  const first = Math.ceil((from + zoneOffsetSeconds) / step) * step - zoneOffsetSeconds;
  const ticks: number[] = [];
  for (let at = first; at <= to; at += step) ticks.push(at);
  return ticks;
}
