/** What others' objects say, and the patches that their own tools send: those of kubectl-argo-rollouts, and Flagger's. */
import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../document/json.ts';
import { canaryState, type ForeignAction, rolloutState, strategyOf, strategyState } from './foreign-state.ts';

const steps: Json[] = [{ setWeight: 20 }, { pause: {} }, { setWeight: 50 }, { pause: { duration: '1h' } }];
const rollout = (status: JsonObject, spec: JsonObject = {}) => ({
  spec: { strategy: { canary: { steps } }, ...spec },
  status: { currentPodHash: 'new', stableRS: 'old', currentStepIndex: 1, ...status },
});
const waiting = { pauseConditions: [{ reason: 'CanaryPauseStep', startTime: '2026-11-29T10:00:00Z' }] };

describe('Argo Rollouts', () => {
  test('says where it stands', () => {
    const state = rolloutState(
      rollout({
        phase: 'Paused',
        message: 'CanaryPauseStep',
        canary: { weights: { canary: { weight: 20 }, stable: { weight: 80 } } },
      }),
    );
    expect(state).toMatchObject({
      phase: 'Paused',
      message: 'CanaryPauseStep',
      step: 1,
      steps: 4,
      percent: 20,
    });
  });

  const clear = { part: 'status', body: { status: { pauseConditions: null } } };
  const step = (currentStepIndex: number) => ({
    part: 'status',
    body: { status: { pauseConditions: null, currentStepIndex } },
  });
  const pausing = (paused: boolean) => ({ part: 'object', body: { spec: { paused } } });

  test.each<[string, ForeignAction, JsonObject, object[]]>([
    ['a pause step is left', 'advance', rollout(waiting), [clear]],
    ['without a pause the next step begins', 'advance', rollout({}), [step(2)]],
    ['behind the last step there is none', 'advance', rollout({ currentStepIndex: 4 }), [step(4)]],
    ['somebody paused it', 'advance', rollout(waiting, { paused: true }), [pausing(false), clear]],
    [
      'an analysis was inconclusive',
      'advance',
      rollout({ controllerPause: true, pauseConditions: [{ reason: 'InconclusiveAnalysisRun' }] }),
      [
        {
          part: 'status',
          body: { status: { pauseConditions: null, controllerPause: false, currentStepIndex: 2 } },
        },
      ],
    ],
    [
      'all at once',
      'promote',
      rollout(waiting),
      [{ part: 'status', body: { status: { promoteFull: true } } }],
    ],
    ['all at once, asked for already', 'promote', rollout({ promoteFull: true }), []],
    ['pause', 'pause', rollout({}), [pausing(true)]],
    ['pause what is paused', 'pause', rollout({}, { paused: true }), []],
    ['resume', 'resume', rollout({}, { paused: true }), [pausing(false)]],
    [
      'try again',
      'resume',
      rollout({ abort: true }),
      [{ part: 'status', body: { status: { abort: false } } }],
    ],
    ['resume what runs', 'resume', rollout({}), []],
    ['abort', 'abort', rollout({}), [{ part: 'status', body: { status: { abort: true } } }]],
    ['abort what is aborted', 'abort', rollout({ abort: true }), []],
    ['nothing is under way', 'abort', rollout({ stableRS: 'new' }), []],
    ['blue-green that waits', 'advance', rollout(waiting, { strategy: { blueGreen: {} } }), [clear]],
    ['blue-green that does not', 'advance', rollout({}, { strategy: { blueGreen: {} } }), []],
  ])('%s', (_, action, object, patches) => {
    expect(rolloutState(object).actions.get(action)).toEqual(patches);
  });
});

describe('Flagger', () => {
  const webhooks = [
    { name: 'gate', type: 'confirm-promotion', url: 'http://flagger-loadtester.test/gate/check' },
    { name: 'undo', type: 'rollback', url: 'http://flagger-loadtester.test/rollback/check' },
    { name: 'load', type: 'rollout', url: 'http://flagger-loadtester.test/' },
    { name: 'other', type: 'confirm-rollout', url: 'https://chat.example/approve' },
  ];
  const canary = (phase: string, spec: JsonObject = {}) => ({
    metadata: { name: 'podinfo', namespace: 'test' },
    spec: { analysis: { webhooks }, ...spec },
    status: { phase, canaryWeight: 10, conditions: [{ type: 'Promoted', message: 'New revision detected' }] },
  });

  test('is paused by suspending it, and its gates are opened where they are', () => {
    const state = canaryState(canary('Progressing'));
    expect(state).toMatchObject({ phase: 'Progressing', message: 'New revision detected', percent: 10 });
    expect(state.actions.get('pause')).toEqual([{ part: 'object', body: { spec: { suspend: true } } }]);
    expect(state.actions.get('resume')).toEqual([]);
    expect(state.gates).toEqual([
      {
        gate: 'confirm-promotion',
        command: `curl -d '{"name":"podinfo","namespace":"test"}' http://flagger-loadtester.test/gate/open`,
      },
      {
        gate: 'rollback',
        command: `curl -d '{"name":"podinfo","namespace":"test"}' http://flagger-loadtester.test/rollback/open`,
      },
    ]);
    expect(canaryState(canary('Progressing', { suspend: true })).actions.get('resume')).toHaveLength(1);
  });

  test('that moves nothing has nothing to be paused', () => {
    const state = canaryState(canary('Succeeded'));
    expect([state.actions.get('pause'), state.gates]).toEqual([[], []]);
  });
});

test('KubeSphere is shown, and moved there', () => {
  const strategy = (name: string, host: string) => ({
    metadata: { name },
    spec: { type: 'Canary', governor: 'v1', template: { spec: { hosts: [host] } } },
  });
  const found = strategyOf([strategy('a', 'cart'), strategy('b', 'reviews')], 'reviews');
  expect(found).toMatchObject({ metadata: { name: 'b' } });
  expect(strategyState(found)).toMatchObject({ phase: 'Canary', message: 'v1' });
  expect([...strategyState(found).actions]).toEqual([]);
  expect(strategyOf([], 'reviews')).toBeNull();
  // Whatever stands there is read.
  for (const read of [rolloutState, canaryState, strategyState]) expect(read(null).phase).toBeNull();
});
