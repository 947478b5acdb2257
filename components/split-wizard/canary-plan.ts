/** The steps of a canary: the ones that are offered, and what is wrong with one's own. The first share is small by default: 5 %. */
import type { SplitIntent } from '#lib/api/splits/split-plan.ts';
import { readWait } from '#lib/splits/watch/wait-text.ts';
import type { Answers, PresetName, StepText } from './answers.ts';

const minutes = (...steps: readonly [number, number][]): readonly StepText[] =>
  steps.map(([percent, wait]) => ({ percent: String(percent), wait: `${wait} min` }));

export const presets: Readonly<Record<Exclude<PresetName, 'own'>, readonly StepText[]>> = {
  careful: minutes([1, 30], [5, 30], [10, 30], [25, 30], [50, 60], [100, 60]),
  standard: minutes([5, 10], [10, 20], [25, 15], [50, 15], [100, 30]),
  fast: minutes([5, 5], [50, 5], [100, 10]),
};

export const mostSteps = 12;

export function stepsOf({ preset, steps }: Pick<Answers, 'preset' | 'steps'>): readonly StepText[] {
  return preset === 'own' ? steps : presets[preset];
}

export type StepFault = 'number' | 'range' | 'rising' | 'wait';

/** By step; null where it is right. Waits count only where the guard takes the steps. */
export function stepFaults(steps: readonly StepText[], scheduled: boolean): (StepFault | null)[] {
  let before = 0;
  return steps.map(({ percent, wait }) => {
    const text = percent.trim();
    if (!/^-?\d+$/.test(text)) return 'number';
    const value = Number(text);
    if (value < 1 || value > 100) return 'range';
    if (value <= before) return 'rising';
    before = value;
    return scheduled && (readWait(wait) ?? 0) < 1 ? 'wait' : null;
  });
}

/** For the API: without a schedule nothing waits for a clock. */
export function planOf(steps: readonly StepText[], scheduled: boolean): SplitIntent['plan'] {
  return steps.map(({ percent, wait }) => ({
    percent: Number(percent),
    waitSeconds: scheduled ? readWait(wait) : null,
  }));
}

/** Null when a wait cannot be read. */
export function wholeSeconds(steps: readonly StepText[]): number | null {
  return steps.reduce<number | null>((sum, { wait }) => {
    const seconds = readWait(wait);
    return sum === null || seconds === null ? null : sum + seconds;
  }, 0);
}

/** Another step behind the last: half-way to all, or all. */
export function withStep(steps: readonly StepText[]): readonly StepText[] {
  const last = Number(steps.at(-1)?.percent ?? 0);
  const beforeLast = Number(steps.at(-2)?.percent ?? 0);
  const wait = steps.at(-1)?.wait ?? '10 min';
  if (!(last >= 100)) return [...steps, { percent: '100', wait }];
  const between = Math.max(beforeLast + 1, Math.round((beforeLast + 100) / 2));
  return [...steps.slice(0, -1), { percent: String(between), wait }, ...steps.slice(-1)];
}
