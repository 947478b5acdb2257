import { expect, it } from 'vitest';
import { timetable, within } from './timetable.ts';

it('fills the minutes without a gap, with a calm after every fault', () => {
  const phases = timetable(10);
  expect(phases[0]?.fromMs).toBe(0);
  expect(phases.at(-1)?.toMs).toBe(600_000);
  for (const [index, { fromMs, fault }] of phases.entries()) {
    if (index > 0) expect(fromMs).toBe(phases[index - 1]?.toMs);
    if (fault !== null) expect(phases[index + 1]?.fault).toBeNull();
  }
  const late = phases.find(({ fault }) => fault === 'prometheus-late');
  expect((late?.toMs ?? 0) - (late?.fromMs ?? 0)).toBe(60_000);
});

it('counts what fell due within a phase', () => {
  const phase = { name: '', fault: null, fromMs: 10, toMs: 20 };
  expect(within([{ dueMs: 9 }, { dueMs: 10 }, { dueMs: 19 }, { dueMs: 20 }], phase)).toHaveLength(2);
});
