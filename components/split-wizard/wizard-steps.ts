/** The steps of the wizard, and what keeps each from being right: codes, whose words are `wizard.fault.<code>`. */
import type { SplitWorld, WorldPoint } from '#lib/api/splits/split-world.ts';
import { guardFields, guardNumber } from '#lib/splits/watch/guard-limits.ts';
import { type Answers, isRecipe, type StrategyKind, strategyKinds, type WizardKind } from './answers.ts';
import { stepFaults, stepsOf } from './canary-plan.ts';
import { recipeFaults } from './recipe-intent.ts';
import { pointName, type Reading } from './world-reading.ts';

export const stepNames = ['service', 'versions', 'where', 'strategy', 'settings', 'guard', 'review'] as const;
export type StepName = (typeof stepNames)[number];

export function stepsFor(kind: WizardKind): readonly StepName[] {
  if (!isRecipe(kind)) return ['service', 'versions', 'where', 'strategy', 'guard', 'review'];
  return kind === 'circuit-breaker'
    ? ['service', 'settings', 'review']
    : ['service', 'where', 'settings', 'review'];
}

export type Fault =
  | 'no-service'
  | 'active'
  | 'foreign'
  | 'refused'
  | 'no-versions'
  | 'same-version'
  | 'candidate-refused'
  | 'version-gone'
  | 'no-points'
  | 'no-rules'
  | 'point-gone'
  | 'point-refused'
  | 'no-host'
  | 'hosts-not-here'
  | 'no-steps'
  | 'step'
  | 'header'
  | 'no-match'
  | 'mirror-percent'
  | 'not-here'
  | 'guard'
  | 'guard-unavailable'
  | 'schedule'
  | 'no-target'
  | 'settings';

/** Something is still to be chosen: said, and nobody's slip. */
export function isOpenYet(fault: Fault | undefined): boolean {
  return fault === 'no-service' || fault === 'no-target';
}

export type StepStates = Readonly<Partial<Record<StepName, Fault>>>;

/** What is wrong, by step; nothing of a step that is right. */
export function faultsOf(answers: Answers, world: SplitWorld | null, reading: Reading | null): StepStates {
  if (world === null || reading === null) return { service: 'no-service' };
  const recipe = isRecipe(answers.kind);
  const found: Partial<Record<StepName, Fault>> = {};
  const set = (step: StepName, fault: Fault | null) => {
    if (fault !== null) found[step] = fault;
  };
  set('service', serviceFault(world, recipe));
  if (!recipe) set('versions', versionsFault(world, reading));
  if (answers.kind !== 'circuit-breaker') set('where', whereFault(world, reading, recipe));
  if (!recipe) {
    set('strategy', strategyFault(answers, reading));
    set('guard', guardFault(answers, world));
  } else set('settings', settingsFault(answers));
  return found;
}

function settingsFault(answers: Answers): Fault | null {
  const wrong = recipeFaults(answers);
  if (wrong.size === 0) return null;
  return wrong.size === 1 && wrong.has('no-target') ? 'no-target' : 'settings';
}

function serviceFault(world: SplitWorld, recipe: boolean): Fault | null {
  if (world.foreign !== null) return 'foreign';
  if (recipe)
    return world.refusals.some(({ code }) => code === 'no-service' || code === 'external-name')
      ? 'refused'
      : null;
  if (world.active !== null) return 'active';
  return world.refusals.length > 0 ? 'refused' : null;
}

function versionsFault({ versions }: SplitWorld, { stable, candidate, goneVersions }: Reading): Fault | null {
  if (goneVersions.length > 0) return 'version-gone';
  if (versions.length < 2 || stable === null || candidate === null) return 'no-versions';
  if (stable.value === candidate.value) return 'same-version';
  return candidate.refusals.length > 0 ? 'candidate-refused' : null;
}

function whereFault(
  world: SplitWorld,
  { points, gonePoints, apart, only, mode }: Reading,
  recipe: boolean,
): Fault | null {
  if (gonePoints.length > 0) return 'point-gone';
  // A recipe changes rules, and makes none.
  if (recipe && world.points.length === 0) return 'no-rules';
  if (points.length === 0 && (recipe || !world.makesVirtualService)) return 'no-points';
  if (points.some(({ refusals, ref }) => refusals.length > 0 || apart.has(pointName(ref))))
    return 'point-refused';
  if ([...only.values()].some((hosts) => hosts.length === 0)) return 'no-host';
  return only.size > 0 && mode === 'overlay' ? 'hosts-not-here' : null;
}

/** Some of several hosts alone are a rule of their own, by the authority that callers ask for. */
export function mayChooseHosts({ ref, hosts }: Pick<WorldPoint, 'ref' | 'hosts'>): boolean {
  return hosts.length > 1 && ref.kind === 'VirtualService' && ref.layer === 'http';
}

/** Why a strategy does not go with the chosen rules; null when it does. */
export function strategyObstacle(
  kind: StrategyKind,
  { layers, mode }: Reading,
): 'http-only' | 'git-weights-only' | null {
  if (kind === 'canary' || kind === 'blue-green') return null;
  if ([...layers].some((layer) => layer !== 'http')) return 'http-only';
  return mode === 'overlay' ? 'git-weights-only' : null;
}

/** Cookies, headers and matches need requests, and rules that may be added. */
export function mayAddRules({ layers, mode }: Reading): boolean {
  return [...layers].every((layer) => layer === 'http') && mode !== 'overlay';
}

function strategyFault(answers: Answers, reading: Reading): Fault | null {
  const kind = strategyKinds.find((one) => one === answers.kind) ?? 'canary';
  if (strategyObstacle(kind, reading) !== null) return 'not-here';
  switch (kind) {
    case 'canary': {
      const steps = stepsOf(answers);
      if (steps.length === 0) return 'no-steps';
      return stepFaults(steps, answers.scheduled).some((fault) => fault !== null) ? 'step' : null;
    }
    case 'blue-green':
      return answers.preview.on && mayAddRules(reading) && headerFault(previewHeader(answers, reading))
        ? 'header'
        : null;
    case 'ab':
      return answers.matches.length === 0 || answers.matches.some((match) => Object.keys(match).length === 0)
        ? 'no-match'
        : null;
    case 'mirror':
      return isPercent(answers.mirrorPercent) ? null : 'mirror-percent';
  }
}

/** Without a value of its own the header carries the candidate's version. */
export function previewHeader({ preview }: Answers, { candidate }: Reading): { name: string; value: string } {
  return { name: preview.name.trim().toLowerCase(), value: preview.value.trim() || (candidate?.value ?? '') };
}

export function headerFault({ name, value }: { name: string; value: string }): boolean {
  return !/^[a-z0-9-]{1,100}$/.test(name) || value === '' || value.length > 200;
}

/** More than nothing, at most all. */
export function isPercent(text: string): boolean {
  return /^\d+(\.\d+)?$/.test(text.trim()) && Number(text) > 0 && Number(text) <= 100;
}

/** Whether steps are to be taken at a time of their own: the guard takes them, where it is bound. */
export function isScheduled({ kind, scheduled }: Answers, { guard }: SplitWorld): boolean {
  return kind === 'canary' && scheduled && guard.modes.includes('auto-abort');
}

/** As chosen; else as the schedule wants it; else advise where there are metrics. */
export function guardMode(answers: Answers, world: SplitWorld): 'off' | 'advise' | 'auto-abort' {
  if (answers.guard.mode !== null) return answers.guard.mode;
  if (isScheduled(answers, world)) return 'auto-abort';
  return world.guard.modes.includes('advise') ? 'advise' : 'off';
}

function guardFault(answers: Answers, world: SplitWorld): Fault | null {
  const mode = guardMode(answers, world);
  if (!world.guard.modes.includes(mode)) return 'guard-unavailable';
  if (isScheduled(answers, world) && mode !== 'auto-abort') return 'schedule';
  if (mode === 'off') return null;
  return guardFields.some((field) => {
    const text = answers.guard[field];
    return text !== null && guardNumber(field, text) === null;
  })
    ? 'guard'
    : null;
}
