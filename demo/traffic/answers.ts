/** How a workload answers: its own time and failures, and what its calls add to both. */
import type { Behaviour } from './behaviour.ts';
import { type Distribution, distributionOf, logNormal } from './distribution.ts';
import { multiply, type Random } from './random.ts';

/** One way a request ends. The shares of a workload's answers add up to 1. */
export interface Answer {
  share: number;
  status: number;
  /** "UF" when the connection was refused, so that the destination knows nothing of the request; else "-". */
  flags: string;
  durations: Distribution;
}

/** What a caller experiences of one of its calls. */
export interface CallExperience {
  perRequest: number;
  critical: number;
  /** Share of the calls that fail. */
  failing: number;
  sampleDuration(random: Random): number;
}

export const defaultBehaviour: Behaviour = { latencyMs: 12 };

export function answersOf(behaviour: Behaviour, calls: readonly CallExperience[], random: Random): Answer[] {
  const spread = behaviour.spread ?? 0.5;
  const own = logNormal(behaviour.latencyMs, spread);
  const whole = () =>
    own.values.map((duration) => {
      let total = duration;
      for (const call of calls) {
        for (let left = multiply(random, 1, call.perRequest); left > 0; left--)
          total += call.sampleDuration(random);
      }
      return total;
    });
  const quick = logNormal(behaviour.latencyMs * 0.6, spread);
  const answers: Answer[] = [];
  let rest = 1;
  for (const { share, status, flags = '-' } of behaviour.failures ?? []) {
    answers.push({ share, status, flags, durations: quick });
    rest -= share;
  }
  const sound = calls.reduce((all, call) => all * (1 - call.critical * call.failing) ** call.perRequest, 1);
  const durations = calls.length === 0 ? own : distributionOf(whole());
  if (sound < 1) answers.push({ share: rest * (1 - sound), status: 500, flags: '-', durations });
  answers.push({ share: rest * sound, status: 200, flags: '-', durations });
  return answers;
}

/** Picks an answer's duration, as `sampleDuration` needs it. */
export function pickDuration({ values }: Distribution, random: Random): number {
  return values[Math.floor(random() * values.length)] ?? 0;
}
