/** The answers as the API's question; null while a step is wrong. */
import type { PlanIntent, SplitIntent } from '#lib/api/splits/split-plan.ts';
import type { SplitWorld } from '#lib/api/splits/split-world.ts';
import { guardFields, guardNumber } from '#lib/splits/watch/guard-limits.ts';
import { type Answers, isRecipe } from './answers.ts';
import { planOf, stepsOf } from './canary-plan.ts';
import { recipeIntent } from './recipe-intent.ts';
import { faultsOf, guardMode, isScheduled, mayAddRules, previewHeader, stepsFor } from './wizard-steps.ts';
import { pointName, type Reading } from './world-reading.ts';

/** `atStep`: the plan's step that the weights are of; the first is what a start writes. */
export function intentOf(
  answers: Answers,
  world: SplitWorld,
  reading: Reading,
  atStep = 0,
): PlanIntent | null {
  const faults = faultsOf(answers, world, reading);
  if (stepsFor(answers.kind).some((step) => faults[step] !== undefined)) return null;
  const service = { namespace: world.service.namespace, service: world.service.name };
  const points = reading.points.map(({ ref }) => ref);
  if (isRecipe(answers.kind)) return recipeIntent(answers, service, points);
  const { stable, candidate } = reading;
  if (stable === null || candidate === null) return null;
  return {
    kind: 'split',
    ...service,
    stable: stable.value,
    candidate: candidate.value,
    points: reading.points.map(({ ref }) => {
      const only = reading.only.get(pointName(ref));
      return only === undefined ? ref : { ...ref, only: [...only] };
    }),
    strategy: strategyOf(answers, reading, atStep),
    plan: answers.kind === 'canary' ? planOf(stepsOf(answers), isScheduled(answers, world)) : [],
    guard: guardOf(answers, world),
    mode: answers.mode,
  };
}

function strategyOf(answers: Answers, reading: Reading, atStep: number): SplitIntent['strategy'] {
  const free = mayAddRules(reading);
  const { preview } = answers;
  switch (answers.kind) {
    case 'blue-green':
      return {
        kind: 'blue-green',
        percent: atStep === 0 ? 0 : 100,
        header: preview.on && free ? previewHeader(answers, reading) : null,
      };
    case 'ab':
      return { kind: 'ab', matches: [...answers.matches] };
    case 'mirror':
      return { kind: 'mirror', percent: Number(answers.mirrorPercent) };
    default:
      return {
        kind: 'canary',
        percent: Number(stepsOf(answers)[atStep]?.percent ?? 0),
        sticky: answers.sticky && free,
      };
  }
}

function guardOf(answers: Answers, world: SplitWorld): SplitIntent['guard'] {
  const { defaults } = world.guard;
  const numbers = Object.fromEntries(
    guardFields.map((field) => {
      const text = answers.guard[field];
      return [field, (text === null ? null : guardNumber(field, text)) ?? defaults[field]];
    }),
  ) as typeof defaults;
  return { mode: guardMode(answers, world), ...numbers };
}
