import { describe, expect, it } from 'vitest';
import { entry, liveSplit, now } from '../testing/live-fixture.ts';
import { planSteps } from './step-history.ts';

const minute = 60;

describe('planSteps', () => {
  it('tells when each step was taken, by whom, and how the candidate did when it was left', () => {
    const steps = planSteps(liveSplit());
    expect(steps.map(({ percent, state }) => [percent, state])).toEqual([
      [5, 'passed'],
      [10, 'passed'],
      [25, 'current'],
      [50, 'next'],
      [100, 'later'],
    ]);
    expect(steps[0]).toMatchObject({
      from: now - 42 * minute,
      to: now - 30 * minute,
      by: 'mara.lind',
      verdict: 'healthy',
    });
    expect(steps[2]).toMatchObject({ from: now - 9 * minute, to: null, verdict: 'watch', setTo: null });
  });

  it('says what was set by hand instead of the present step', () => {
    const live = liveSplit();
    const release = live.release;
    if (release === null) throw new Error('the fixture has a release');
    const set = { ...release, strategy: { kind: 'canary' as const, percent: 30, sticky: false } };
    expect(planSteps(liveSplit({ release: set }))[2]?.setTo).toBe(30);
  });

  it('ends the last step with an abort', () => {
    const live = liveSplit();
    if (live.release === null) throw new Error('the fixture has a release');
    const aborted = liveSplit({
      release: { ...live.release, phase: 'Aborted', strategy: { kind: 'canary', percent: 0, sticky: false } },
      timeline: [entry('abort', now, { from: 25, to: 0, by: 'tom.beck' }), ...live.timeline],
    });
    expect(planSteps(aborted)[2]).toMatchObject({ state: 'passed', to: now, setTo: null });
  });

  it('knows no times without records', () => {
    expect(planSteps(liveSplit({ timeline: [] }))[0]).toMatchObject({ from: null, to: null, by: null });
  });

  it('has no steps without a record of ours', () => {
    expect(planSteps(liveSplit({ release: null }))).toEqual([]);
  });
});
