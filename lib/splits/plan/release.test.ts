/** What becomes of a split once it runs: the changes of others, its phases, its record. */
import { expect, test } from 'vitest';
import { changeValue } from '../../document/change.ts';
import { asJson, asVirtualService } from '../../istio/objects.ts';
import { releaseAnnotation } from '../record/annotation.ts';
import { type Release, readRelease, writeRelease } from '../record/record.ts';
import { act, busy, canary, planned, world } from '../testing/plans.ts';
import { type Action, actOn, nextStepAt } from './act.ts';

test('what somebody else changed meanwhile is told, and their change stays', () => {
  const { release, after } = planned(world(busy), canary(10));
  const meddled = {
    ...after,
    virtualServices: after.virtualServices.map((object) =>
      asVirtualService(
        changeValue(asJson(object), { op: 'set', path: ['spec', 'http', 1, 'timeout'], value: '9s' }) ?? null,
      ),
    ),
  };
  const acted = act(release, { kind: 'advance' }, meddled);
  expect(acted.changed).toHaveLength(1);
  expect(acted.after.virtualServices[0]?.spec?.http?.[1]).toMatchObject({ timeout: '9s' });
});

test('phases: what is over cannot be advanced; only what is over can be finished', () => {
  const { release, after } = planned(world(busy), canary(10));
  const tried = (one: Release, action: Action) => {
    const acted = actOn(one, action, { by: 'x', at: '' }, after);
    return acted.ok ? 'ok' : acted.error.code;
  };
  expect(tried(release, { kind: 'finish' })).toBe('phase');
  expect(tried(release, { kind: 'pause' })).toBe('ok');
  const over: Release = { ...release, phase: 'Aborted' };
  for (const kind of ['advance', 'pause', 'resume', 'promote'] as const)
    expect(tried(over, { kind })).toBe('phase');
  expect(tried(over, { kind: 'abort' })).toBe('ok');
  expect(tried({ ...release, strategy: { kind: 'ab', matches: [] } }, { kind: 'set', percent: 5 })).toBe(
    'phase',
  );
});

test('an advance never gives less than what was set by hand: it takes the next step above that', () => {
  const { release, after } = planned(world(busy), canary(5));
  const set = act(release, { kind: 'set', percent: 30 }, after);
  const on = act(set.release as Release, { kind: 'advance' }, set.after);
  expect(on.release).toMatchObject({ step: 2, strategy: { percent: 50 } });
  const all = act(release, { kind: 'set', percent: 100 }, after).release as Release;
  expect(actOn(all, { kind: 'advance' }, { by: 'x', at: '' }, after)).toMatchObject({ ok: false });
});

test('the next step has a time only while the guard is armed and the step says how long', () => {
  const { release } = planned(world(busy), canary(5));
  const plan = release.plan.map((step) => ({ ...step, waitSeconds: 600 }));
  const armed: Release = { ...release, plan, guard: { ...release.guard, mode: 'auto-abort' } };
  expect(nextStepAt(armed)).toBe(Date.parse(release.at) / 1000 + 600);
  expect(nextStepAt({ ...armed, phase: 'Paused' })).toBeNull();
  expect(nextStepAt({ ...armed, guard: { ...armed.guard, mode: 'advise' } })).toBeNull();
  expect(nextStepAt({ ...armed, plan: release.plan })).toBeNull();
  expect(
    nextStepAt({ ...armed, step: 3, strategy: { kind: 'canary', percent: 100, sticky: false } }),
  ).toBeNull();
});

test('a record survives the annotation; what cannot be read is said, not guessed', () => {
  const { release } = planned(world(busy), canary(10));
  const read = readRelease({ [releaseAnnotation]: writeRelease(release) });
  expect(read).toEqual({ ok: true, value: { kind: 'record', release } });
  expect(readRelease({})).toEqual({ ok: true, value: null });
  expect(readRelease({ [releaseAnnotation]: '{"v":2}' }).ok).toBe(false);
  expect(readRelease({ [releaseAnnotation]: '{' })).toEqual({ ok: false, error: 'it is no JSON' });
  const pointer = { v: 1, id: 'r7', anchor: 'shop/reviews' };
  expect(readRelease({ [releaseAnnotation]: JSON.stringify(pointer) })).toEqual({
    ok: true,
    value: { kind: 'pointer', pointer },
  });
});

test('a record that grows too large gives up former states, the last first, and stays below 8 KiB', () => {
  const { release } = planned(world(busy), canary(10));
  const [point] = release.points;
  if (point === undefined) throw new Error('no point');
  const many = {
    ...release,
    points: Array.from({ length: 48 }, (_, at) => ({ ...point, key: `name:${at}` })),
  };
  const text = writeRelease(many);
  expect(text.length).toBeLessThanOrEqual(8 * 1024);
  const read = readRelease({ [releaseAnnotation]: text });
  if (!read.ok || read.value?.kind !== 'record') throw new Error('unreadable');
  expect(read.value.release.points).toHaveLength(48);
  expect(read.value.release.points[0]?.base).not.toBeNull();
  expect(read.value.release.points[47]?.base).toBeNull();
});
