/** What the wizard was told: texts as they were typed, so that a slip survives. Null means "as the console suggests". */
import type { WriteMode } from '#lib/api/splits/split-words.ts';
import type { JsonObject } from '#lib/document/json.ts';

export const strategyKinds = ['canary', 'blue-green', 'ab', 'mirror'] as const;
export const recipeKinds = ['timeout-retries', 'circuit-breaker', 'fault', 'mirror-test'] as const;
export type StrategyKind = (typeof strategyKinds)[number];
export type RecipeKind = (typeof recipeKinds)[number];
export type WizardKind = StrategyKind | RecipeKind;

export const presetNames = ['careful', 'standard', 'fast', 'own'] as const;
export type PresetName = (typeof presetNames)[number];

export interface StepText {
  /** Percent. */
  percent: string;
  /** "10 min" */
  wait: string;
}

export interface Answers {
  kind: WizardKind;
  stable: string | null;
  candidate: string | null;
  /** Names of rules: lib `pointName`. */
  points: readonly string[] | null;
  /** Of rules with several hosts those whose callers take part, by the rule's name; all where it is not in here. */
  only: Readonly<Record<string, readonly string[]>>;
  mode: WriteMode | null;
  preset: PresetName;
  /** Of the preset `own`. */
  steps: readonly StepText[];
  scheduled: boolean;
  sticky: boolean;
  preview: { on: boolean; name: string; value: string };
  matches: readonly JsonObject[];
  mirrorPercent: string;
  guard: {
    mode: 'off' | 'advise' | 'auto-abort' | null;
    windowSeconds: string | null;
    minimumRequests: string | null;
    errorDelta: string | null;
    latencyRatio: string | null;
  };
  timeout: { on: boolean; value: string };
  retries: { on: boolean; attempts: string; perTry: string; retryOn: string };
  outlier: { on: boolean; errors: string; interval: string; ejection: string; mostPercent: string };
  pool: { on: boolean; connections: string; pending: string; requests: string };
  delay: { on: boolean; duration: string; percent: string };
  fail: { on: boolean; status: string; percent: string };
  endsIn: string;
  target: { namespace: string; service: string; port: string };
}

export function isRecipe(kind: WizardKind): kind is RecipeKind {
  return recipeKinds.some((one) => one === kind);
}

export function kindNamed(name: string | null): WizardKind | null {
  return [...strategyKinds, ...recipeKinds].find((kind) => kind === name) ?? null;
}

export function firstAnswers(kind: WizardKind, candidate: string | null): Answers {
  return {
    kind,
    stable: null,
    candidate,
    points: null,
    only: {},
    mode: null,
    preset: 'standard',
    steps: [],
    scheduled: false,
    sticky: false,
    preview: { on: true, name: 'x-preview', value: '' },
    matches: [{ headers: { 'x-cohort': { exact: 'beta' } } }],
    mirrorPercent: '10',
    guard: { mode: null, windowSeconds: null, minimumRequests: null, errorDelta: null, latencyRatio: null },
    timeout: { on: true, value: '2s' },
    retries: { on: true, attempts: '2', perTry: '500ms', retryOn: 'connect-failure,refused-stream,5xx' },
    outlier: { on: true, errors: '5', interval: '10s', ejection: '30s', mostPercent: '50' },
    pool: { on: false, connections: '100', pending: '100', requests: '' },
    delay: { on: true, duration: '2s', percent: '10' },
    fail: { on: false, status: '503', percent: '5' },
    endsIn: '10 min',
    target: { namespace: '', service: '', port: '' },
  };
}
