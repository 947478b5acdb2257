/**
 * Splits that others steer, read from their own objects: where they stand, and what can be done with them in their own way. Argo
 * Rollouts is acted on by the patches of its kubectl plugin
 * (https://github.com/argoproj/argo-rollouts/tree/master/pkg/kubectl-argo-rollouts/cmd), Flagger by `suspend` and by its gates.
 */
import { isJsonObject, type Json, type JsonObject, own } from '../../document/json.ts';

export const foreignActions = ['advance', 'promote', 'pause', 'resume', 'abort'] as const;
export type ForeignAction = (typeof foreignActions)[number];

export interface ForeignPatch {
  /** `status` is a resource of its own, where the kind has one. */
  part: 'object' | 'status';
  /** A merge patch. */
  body: JsonObject;
}

export interface ForeignState {
  /** In the controller's own words. */
  phase: string | null;
  message: string | null;
  /** Steps that are done, of all. */
  step: number | null;
  steps: number | null;
  /** What the candidate has by the controller's own account. */
  percent: number | null;
  /** What the controller can be asked for; an empty list: not now. */
  actions: ReadonlyMap<ForeignAction, readonly ForeignPatch[]>;
  /** Gates that wait for somebody, and the command that opens each. */
  gates: readonly { gate: ForeignGate; command: string }[];
}

export function rolloutState(rollout: Json): ForeignState {
  const spec = part(rollout, 'spec');
  const status = part(rollout, 'status');
  const strategy = part(spec, 'strategy');
  const canary = own(strategy, 'canary');
  const steps = isJsonObject(canary) ? list(own(canary, 'steps')) : [];
  const index = number(own(status, 'currentStepIndex'));
  const aborted = own(status, 'abort') === true;
  const paused = own(spec, 'paused') === true;
  const stable = text(own(status, 'stableRS'));
  // Nothing is under way: what is deployed is what is stable.
  const done = stable !== null && text(own(status, 'currentPodHash')) === stable;
  const waits = list(own(status, 'pauseConditions')).filter(isJsonObject);
  // Before the first step it is not written.
  const next = Math.min((index ?? 0) + 1, steps.length);
  const inconclusive =
    own(status, 'controllerPause') === true &&
    waits.some((one) => own(one, 'reason') === 'InconclusiveAnalysisRun');
  const unpaused: ForeignPatch[] = paused ? [{ part: 'object', body: { spec: { paused: false } } }] : [];
  const weights = part(part(status, 'canary'), 'weights');
  const toStatus = (body: JsonObject): ForeignPatch => ({ part: 'status', body: { status: body } });
  const advanced: ForeignPatch[] = inconclusive
    ? [toStatus({ pauseConditions: null, controllerPause: false, currentStepIndex: next })]
    : waits.length > 0
      ? [toStatus({ pauseConditions: null })]
      : isJsonObject(canary) && steps.length > 0
        ? [toStatus({ pauseConditions: null, currentStepIndex: next })]
        : [];
  return {
    phase: text(own(status, 'phase')),
    message: text(own(status, 'message')),
    step: steps.length === 0 ? null : (index ?? 0),
    steps: steps.length === 0 ? null : steps.length,
    percent: number(own(part(weights, 'canary'), 'weight')),
    actions: new Map<ForeignAction, readonly ForeignPatch[]>([
      ['advance', done || aborted ? [] : [...unpaused, ...advanced]],
      [
        'promote',
        done || aborted || own(status, 'promoteFull') === true ? [] : [toStatus({ promoteFull: true })],
      ],
      ['pause', done || aborted || paused ? [] : [{ part: 'object', body: { spec: { paused: true } } }]],
      ['resume', paused ? unpaused : aborted ? [toStatus({ abort: false })] : []],
      ['abort', done || aborted ? [] : [toStatus({ abort: true })]],
    ]),
    gates: [],
  };
}

/** Phases in which Flagger moves weights; https://docs.flagger.app/usage/how-it-works#canary-status */
const moving: ReadonlySet<string | null> = new Set([
  'Waiting',
  'Progressing',
  'WaitingPromotion',
  'Promoting',
  'Finalising',
]);

/** https://docs.flagger.app/usage/webhooks#manual-gating */
export const foreignGates = [
  'confirm-rollout',
  'confirm-traffic-increase',
  'confirm-promotion',
  'rollback',
] as const;
export type ForeignGate = (typeof foreignGates)[number];

export function canaryState(canary: Json): ForeignState {
  const metadata = part(canary, 'metadata');
  const spec = part(canary, 'spec');
  const status = part(canary, 'status');
  const analysis = part(spec, 'analysis');
  const phase = text(own(status, 'phase'));
  const suspended = own(spec, 'suspend') === true;
  const told = list(own(status, 'conditions'))
    .filter(isJsonObject)
    .find((one) => own(one, 'type') === 'Promoted');
  const subject = JSON.stringify({
    name: text(own(metadata, 'name')) ?? '',
    namespace: text(own(metadata, 'namespace')) ?? '',
  });
  const gates = list(own(analysis, 'webhooks')).flatMap((one) => {
    const type = isJsonObject(one) ? text(own(one, 'type')) : null;
    const gate = foreignGates.find((known) => known === type);
    const url = isJsonObject(one) ? text(own(one, 'url')) : null;
    // Only the load tester's gates are opened by a request; what others do is theirs.
    if (gate === undefined || url === null || !/\/(gate|rollback)\/check$/.test(url)) return [];
    return [{ gate, command: `curl -d '${subject}' ${url.replace(/check$/, 'open')}` }];
  });
  return {
    phase,
    message: told === undefined ? null : text(own(told, 'message')),
    step: null,
    steps: null,
    percent: number(own(status, 'canaryWeight')),
    actions: new Map<ForeignAction, readonly ForeignPatch[]>([
      [
        'pause',
        suspended || !moving.has(phase) ? [] : [{ part: 'object', body: { spec: { suspend: true } } }],
      ],
      ['resume', suspended ? [{ part: 'object', body: { spec: { suspend: false } } }] : []],
    ]),
    gates: moving.has(phase) ? gates : [],
  };
}

/** KubeSphere's strategy is moved in KubeSphere: its controller writes the whole VirtualService from it. */
export function strategyState(strategy: Json): ForeignState {
  const spec = part(strategy, 'spec');
  return {
    phase: text(own(spec, 'type')),
    message: text(own(spec, 'governor')),
    step: null,
    steps: null,
    percent: null,
    actions: new Map(),
    gates: [],
  };
}

/** The strategy that speaks for this service among those of its namespace. */
export function strategyOf(strategies: readonly Json[], service: string): Json | null {
  return (
    strategies.find((one) => {
      const template = part(part(part(one, 'spec'), 'template'), 'spec');
      return list(own(template, 'hosts')).some((host) => text(host)?.split('.')[0] === service);
    }) ?? null
  );
}

function part(value: Json, field: string): JsonObject {
  const found = isJsonObject(value) ? own(value, field) : undefined;
  return isJsonObject(found) ? found : {};
}

function list(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

function text(value: Json | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function number(value: Json | undefined): number | null {
  return typeof value === 'number' ? value : null;
}
