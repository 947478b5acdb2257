/** From what somebody said to what the API is asked: suggestions, what stops a step, and the intent. */
import { describe, expect, it } from 'vitest';
import { planBodySchema } from '#lib/api/splits/split-plan.ts';
import type { SplitWorld } from '#lib/api/splits/split-world.ts';
import { type Answers, firstAnswers, recipeKinds } from './answers.ts';
import { isAnswers } from './kept-answers.ts';
import { point, version, world } from './testing/world.ts';
import { intentOf } from './wizard-intent.ts';
import { faultsOf, isOpenYet, type StepStates } from './wizard-steps.ts';
import { connectionsOnly, readWorld } from './world-reading.ts';

function ask(part: Partial<Answers> = {}, of: SplitWorld = world(), atStep = 0) {
  const answers = { ...firstAnswers('canary', null), ...part };
  const reading = readWorld(answers, of);
  return { reading, faults: faultsOf(answers, of, reading), intent: intentOf(answers, of, reading, atStep) };
}

const header = { mode: 'advise', windowSeconds: 60, minimumRequests: 100, errorDelta: 2, latencyRatio: 1.3 };
const everyone = {
  kind: 'VirtualService',
  namespace: 'bookinfo',
  name: 'reviews',
  layer: 'http',
  key: 'name:everyone',
};

describe('the common canary', () => {
  it('needs no answer: suggested versions, the rules that send to them, 5 % first, by hand, advice', () => {
    const { intent, faults } = ask();
    expect(faults).toEqual({});
    expect(intent).toEqual({
      kind: 'split',
      namespace: 'bookinfo',
      service: 'reviews',
      stable: 'v1',
      candidate: 'v3',
      points: [everyone],
      strategy: { kind: 'canary', percent: 5, sticky: false },
      plan: [5, 10, 25, 50, 100].map((percent) => ({ percent, waitSeconds: null })),
      guard: header,
      mode: null,
    });
  });

  it('shows any step of its plan', () => {
    expect(ask({}, world(), 3).intent).toMatchObject({ strategy: { percent: 50 } });
  });

  it('makes room for a candidate that was suggested as stable', () => {
    const { intent } = ask({ candidate: 'v1' });
    expect(intent).toMatchObject({ candidate: 'v1', stable: 'v2' });
  });
});

describe('what a rule gives to others', () => {
  it('is kept out of the pool that the two versions share', () => {
    const { reading } = ask();
    expect(reading.pool).toBe(70);
    expect(reading.keeping).toEqual([{ name: 'v2', percent: 30 }]);
    expect([...reading.apart]).toEqual(['VirtualService/bookinfo/reviews/http/name:testers']);
  });

  it('is nothing where the rule names the plain host', () => {
    const { reading, faults } = ask({}, world({ points: [point('all', [[null, 100]])] }));
    expect(reading.pool).toBe(100);
    expect(faults).toEqual({});
  });
});

const stops: readonly [string, Partial<Answers>, Partial<SplitWorld>, StepStates][] = [
  [
    'another controller stops at the first step',
    {},
    { foreign: { owner: 'flagger', object: { kind: 'Canary', namespace: 'bookinfo', name: 'reviews' } } },
    { service: 'foreign' },
  ],
  [
    'a split that runs stops at the first step',
    {},
    { active: { id: 'a', phase: 'Paused', by: 'bob', at: 0, candidate: 'v3' } },
    { service: 'active' },
  ],
  [
    'what the server refuses stops at the first step',
    {},
    { refusals: [{ code: 'headless', about: {}, field: null, object: null }] },
    { service: 'refused' },
  ],
  ['a version alone', {}, { versions: [version('v1')] }, { versions: 'no-versions' }],
  ['a version that went', { candidate: 'v9' }, {}, { versions: 'version-gone' }],
  ['a rule that went', { points: ['gone'] }, {}, { where: 'point-gone' }],
  ['no rule', { points: [] }, {}, { where: 'no-points' }],
  [
    'a recipe where no rule is there',
    { kind: 'fault' },
    { points: [], makesVirtualService: true },
    { where: 'no-rules' },
  ],
  ['no rule, where one is made', {}, { points: [], makesVirtualService: true }, {}],
  [
    'a rule that sends to neither',
    { points: ['VirtualService/bookinfo/reviews/http/name:testers'] },
    {},
    { where: 'point-refused' },
  ],
  [
    'a plan that falls',
    {
      preset: 'own',
      steps: [
        { percent: '50', wait: '' },
        { percent: '5', wait: '' },
      ],
    },
    {},
    { strategy: 'step' },
  ],
  ['a plan without steps', { preset: 'own', steps: [] }, {}, { strategy: 'no-steps' }],
  ['a test of nothing', { kind: 'ab', matches: [] }, {}, { strategy: 'no-match' }],
  ['a case without conditions takes everything', { kind: 'ab', matches: [{}] }, {}, { strategy: 'no-match' }],
  ['too many copies', { kind: 'mirror', mirrorPercent: '120' }, {}, { strategy: 'mirror-percent' }],
  [
    'a bad header',
    { kind: 'blue-green', preview: { on: true, name: 'a b', value: '' } },
    {},
    { strategy: 'header' },
  ],
  ['copies over Git', { kind: 'mirror', mode: 'overlay' }, {}, { strategy: 'not-here' }],
  [
    'A/B of connections',
    { kind: 'ab' },
    { points: [point('tcp', [['v1', 100]], { ref: { ...everyone, kind: 'VirtualService', layer: 'tcp' } })] },
    { strategy: 'not-here' },
  ],
  [
    'a guard that is not bound',
    { guard: { ...firstAnswers('canary', null).guard, mode: 'auto-abort' } },
    {},
    { guard: 'guard-unavailable' },
  ],
  [
    'a limit that cannot be',
    { guard: { ...firstAnswers('canary', null).guard, latencyRatio: '0.5' } },
    {},
    { guard: 'guard' },
  ],
];

const several = point(
  'both',
  [
    ['v1', 90],
    ['v3', 10],
  ],
  { hosts: ['www.shop.example', 'lab.shop.example'] },
);
const bothName = 'VirtualService/bookinfo/reviews/http/name:both';
const bound = { ...world().guard, modes: ['off', 'advise', 'auto-abort'] as const, obstacle: null };

describe('a rule of several hosts', () => {
  const of = world({ points: [several] });

  it('is split for all of them where nothing else is said', () => {
    expect(ask({}, of).intent).toMatchObject({ points: [several.ref] });
    expect(ask({}, of).reading.only.size).toBe(0);
  });

  it('is split for some of them alone; for none, or over Git, it cannot be', () => {
    const only = { [bothName]: ['lab.shop.example'] };
    expect(ask({ only }, of).intent).toMatchObject({
      points: [{ ...several.ref, only: ['lab.shop.example'] }],
    });
    expect(ask({ only: { [bothName]: [] } }, of).faults).toEqual({ where: 'no-host' });
    expect(ask({ only, mode: 'overlay' }, of).faults).toEqual({ where: 'hosts-not-here' });
  });
});

describe('a schedule', () => {
  const of = world({ guard: { ...bound, modes: [...bound.modes] } });

  it('arms the guard, which takes the steps; nothing else may be chosen beside it', () => {
    expect(ask({ scheduled: true }, of).intent).toMatchObject({
      guard: { mode: 'auto-abort' },
      plan: [{ waitSeconds: 600 }, {}, {}, {}, {}],
    });
    const guard = { ...firstAnswers('canary', null).guard, mode: 'advise' as const };
    expect(ask({ scheduled: true, guard }, of).faults).toEqual({ guard: 'schedule' });
    expect(ask({ scheduled: true, guard, kind: 'mirror' }, of).faults).toEqual({});
  });

  it('is none where the guard is not bound', () => {
    expect(ask({ scheduled: true }).intent).toMatchObject({
      guard: { mode: 'advise' },
      plan: [{ waitSeconds: null }, {}, {}, {}, {}],
    });
  });
});

describe('what stops a step', () => {
  it.each(stops)('%s', (_, answers, part, expected) => {
    const { faults, intent } = ask(answers, world(part));
    expect(faults).toEqual(expected);
    expect(intent === null).toBe(Object.keys(expected).length > 0);
  });
});

describe('a recipe', () => {
  it('says what is still to be chosen before it calls anything wrong', () => {
    expect(ask({ kind: 'mirror-test' }).faults).toEqual({ settings: 'no-target' });
    expect(isOpenYet('no-target')).toBe(true);
    const target = { namespace: 'test', service: '', port: 'x' };
    expect(ask({ kind: 'mirror-test', target }).faults).toEqual({ settings: 'settings' });
    expect(isOpenYet('settings')).toBe(false);
  });

  it('begins without routes of the Gateway API, which carry weights alone', () => {
    const rule = point('everyone', [['v1', 100]]);
    const route: typeof rule = { ...rule, ref: { ...rule.ref, kind: 'HTTPRoute', name: 'docs' } };
    const of = world({ points: [rule, route] });
    expect(ask({ kind: 'fault' }, of).reading.points).toEqual([rule]);
    expect(ask({}, of).reading.points).toEqual([rule, route]);
  });
});

describe('the intent', () => {
  it('takes no cookie and no preview where only weights may change', () => {
    expect(ask({ sticky: true, mode: 'overlay' }).intent).toMatchObject({ strategy: { sticky: false } });
    expect(ask({ kind: 'blue-green', mode: 'overlay' }).intent).toMatchObject({ strategy: { header: null } });
  });

  it('gives the preview header the version where no value is said, in lower case', () => {
    const { intent } = ask({ kind: 'blue-green', preview: { on: true, name: 'X-Preview', value: ' ' } });
    expect(intent).toMatchObject({
      strategy: { kind: 'blue-green', percent: 0, header: { name: 'x-preview', value: 'v3' } },
      plan: [],
    });
  });

  it('is one that the API takes, of every kind', () => {
    const target = { namespace: 'test', service: 'reviews', port: '' };
    for (const kind of ['canary', 'blue-green', 'ab', 'mirror', ...recipeKinds] as const) {
      const { intent } = ask({ kind, target });
      expect(planBodySchema.safeParse({ intent }).error).toBeUndefined();
    }
  });

  it('takes off what a recipe has switched off', () => {
    const { timeout, retries } = firstAnswers('timeout-retries', null);
    const { intent } = ask({
      kind: 'timeout-retries',
      timeout: { ...timeout, on: false },
      retries: { ...retries, on: false },
    });
    expect(intent).toMatchObject({ timeout: null, retries: null });
  });

  it('is none for a fault without an end', () => {
    expect(ask({ kind: 'fault', endsIn: 'never' }).faults).toEqual({ settings: 'settings' });
    expect(ask({ kind: 'fault', endsIn: '2 d' }).intent).toBeNull();
  });
});

describe('kept answers', () => {
  it('are taken up as they were, and only of this shape', () => {
    const answers = { ...firstAnswers('ab', 'v3'), points: ['a'], steps: [{ percent: '5', wait: '' }] };
    expect(isAnswers(JSON.parse(JSON.stringify(answers)))).toBe(true);
    expect(isAnswers({ ...answers, kind: 'dance' })).toBe(false);
    expect(isAnswers({ ...answers, steps: ['5'] })).toBe(false);
    expect(isAnswers({ ...answers, guard: undefined })).toBe(false);
    expect(isAnswers(null)).toBe(false);
  });
});

describe('connections', () => {
  const web = point('web', [['v1', 100]]);
  const tcp = { ...point('db', [['v1', 100]]), ref: { ...web.ref, key: 'name:db', layer: 'tcp' as const } };

  it.each([
    ['only', [tcp], true],
    ['beside requests', [tcp, web], false],
    ['none is known yet', [], false],
  ])('%s', (_, points, is) => {
    const names = points.map(({ ref }) => [ref.kind, ref.namespace, ref.name, ref.layer, ref.key].join('/'));
    const { reading } = ask({ points: names }, world({ points }));
    expect(connectionsOnly(reading)).toBe(is);
  });
});
