/** Steps of a canary: what is offered, and what is marked in its column. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readWait } from '#lib/splits/watch/wait-text.ts';
import { planOf, presets, type StepFault, stepFaults, wholeSeconds, withStep } from './canary-plan.ts';

const steps = (...percents: string[]) => percents.map((percent) => ({ percent, wait: '5 min' }));

const cases: readonly [string, string[], (StepFault | null)[]][] = [
  ['rising shares are right', ['5', '50', '100'], [null, null, null]],
  ['nothing is no step', ['0', '50'], ['range', null]],
  ['more than all is no step', ['5', '101'], [null, 'range']],
  ['a share below zero', ['-5', '50'], ['range', null]],
  ['a share that does not rise', ['10', '10', '20'], [null, 'rising', null]],
  ['a share that falls', ['10', '5', '20'], [null, 'rising', null]],
  ['a word', ['ten', '20'], ['number', null]],
  ['half a percent: weights are whole', ['0.5', '20'], ['number', null]],
  ['an empty field', ['', '20'], ['number', null]],
];

describe('stepFaults', () => {
  it.each(cases)('%s', (_, percents, faults) => {
    expect(stepFaults(steps(...percents), false)).toEqual(faults);
  });

  it('asks for waits only where somebody waits for them', () => {
    const plan = [{ percent: '5', wait: 'soon' }];
    expect(stepFaults(plan, false)).toEqual([null]);
    expect(stepFaults(plan, true)).toEqual(['wait']);
  });

  it('finds nothing wrong with what is offered', () => {
    for (const preset of Object.values(presets)) {
      expect(stepFaults(preset, true).every((fault) => fault === null)).toBe(true);
    }
  });
});

describe('presets', () => {
  it('begin small, at 5 % unless one is careful, and end at all', () => {
    expect(presets.standard[0]?.percent).toBe('5');
    expect(presets.fast[0]?.percent).toBe('5');
    expect(Number(presets.careful[0]?.percent)).toBeLessThan(5);
    for (const preset of Object.values(presets)) expect(preset.at(-1)?.percent).toBe('100');
  });

  it('take 90 minutes in all by default', () => {
    expect(wholeSeconds(presets.standard)).toBe(90 * 60);
  });
});

describe('planOf', () => {
  it('waits for somebody where there is no schedule', () => {
    expect(planOf(steps('5', '100'), false)).toEqual([
      { percent: 5, waitSeconds: null },
      { percent: 100, waitSeconds: null },
    ]);
    expect(planOf(steps('5'), true)).toEqual([{ percent: 5, waitSeconds: 300 }]);
  });
});

describe('withStep', () => {
  it('keeps a right plan right, as long as there is room', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 6 }),
        (shares) => {
          const plan = steps(...[...shares].sort((a, b) => a - b).map(String));
          const longer = withStep(withStep(plan));
          expect(longer).toHaveLength(plan.length + 2);
          expect(stepFaults(longer, false).every((fault) => fault === null)).toBe(true);
        },
      ),
    );
  });
});

describe('readWait', () => {
  const waits: readonly [string, number | null][] = [
    ['10 min', 600],
    ['90 s', 90],
    ['1h30m', 5400],
    ['1 h 30 min', 5400],
    ['15', 900],
    ['2 天', 172_800],
    ['10 分钟', 600],
    ['', null],
    ['soon', null],
    ['10 min or so', null],
    ['5 fortnights', null],
  ];
  it.each(waits)('%s', (text, seconds) => {
    expect(readWait(text)).toBe(seconds);
  });
});
