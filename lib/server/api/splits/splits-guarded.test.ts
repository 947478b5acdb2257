/** What can be done beside the shares of a running split: another guard, with its record of who; and faults taken off by hand. */
import { describe, expect, test } from 'vitest';
import { type ServiceDetail, serviceDetailSchema } from '#lib/api/traffic/details.ts';
import { until } from '../../testing/harness.ts';
import { splitCalls } from '../../testing/split-calls.ts';
import { basics, canary, guardOff, plain, splitWorld, virtualService } from '../../testing/split-world.ts';

const world = splitWorld();
const { start, act, live } = splitCalls(world);

describe('the guard of a running split', () => {
  test('is changed in the record alone, which says who armed it; the timeline says what it was set to', async () => {
    const id = (await start(canary(10))).release?.id ?? '';
    const routes = JSON.stringify(world.virtualService().spec);
    const guard = { ...guardOff, mode: 'auto-abort', windowSeconds: 30, errorDelta: 1 } as const;
    const armed = await act(id, { kind: 'guard', guard }, { reason: 'release night' }, 'other');
    expect(armed).toMatchObject({
      outcome: 'done',
      release: { guard: { ...guard, armedBy: 'bob' }, by: 'bob' },
    });
    expect(JSON.stringify(world.virtualService().spec)).toBe(routes);
    await until(async () => ((await live()).timeline[0]?.kind === 'guard' ? true : null));
    const [entry] = (await live()).timeline;
    expect(entry).toMatchObject({ kind: 'guard', by: 'bob', reason: 'release night', guard });
    expect((await live()).guard).toMatchObject({ mode: 'auto-abort', armedBy: 'bob' });
    const off = await act(id, { kind: 'guard', guard: guardOff });
    expect(off.release?.guard).toMatchObject({ mode: 'off', armedBy: null });
    expect(world.events().map(({ reason }) => reason)).toEqual(['TrafficSplitStarted']);
  });

  test.each([
    [{ windowSeconds: 5 }],
    [{ minimumRequests: 0 }],
    [{ errorDelta: 101 }],
    [{ latencyRatio: 0.5 }],
    [{ mode: 'abort' }],
  ])('is no guard with %o: nothing is asked of Kubernetes', async (part) => {
    const id = (await start(canary(10))).release?.id ?? '';
    const calls = await world.calls(async () => {
      const action = { kind: 'guard', guard: { ...guardOff, ...part } };
      const { status, body } = await world.ask<{ errors: { field: string }[] }>('splits/shop/reviews/act', {
        release: id,
        action,
      });
      expect([status, body.errors[0]?.field]).toEqual([400, `/action/guard/${Object.keys(part)[0]}`]);
    });
    expect(calls).toEqual([]);
  });
});

describe('an injected fault', () => {
  const fault = { delay: { fixedDelay: '2s', percentage: { value: 10 } } };
  const record = JSON.stringify({ v: 1, endsAt: '2036-01-01T00:00:00Z', by: 'mara', rules: ['name:main'] });
  const faulty = () =>
    virtualService([{ ...plain[0], fault }], { annotations: { 'sluice.dev/fault': record, mine: 'kept' } });
  const end = { kind: 'end-fault', namespace: 'shop', virtualService: 'reviews' };

  async function detail(): Promise<ServiceDetail> {
    const { status, body } = await world.ask('namespaces/shop/services/reviews');
    expect(status).toBe(200);
    return serviceDetailSchema.parse(body);
  }

  test('is told on the page of its service, with who ends it', async () => {
    await world.set([...basics(), faulty()]);
    const told = { namespace: 'shop', virtualService: 'reviews', endsAt: 2_082_758_400, by: 'mara' };
    expect((await detail()).faults).toEqual([{ ...told, kept: true }]);
  });

  test('is taken off with the rights of whoever does it, and nothing else is', async () => {
    await world.set([...basics(), faulty()]);
    const answer = await act(null, end, { reason: 'seen enough' });
    expect(answer).toMatchObject({ outcome: 'done', written: 1, total: 1 });
    const { spec, metadata } = world.virtualService();
    expect(spec).toEqual(virtualService(plain).spec);
    expect(metadata.annotations).toEqual({ mine: 'kept' });
    expect((await act(null, end)).refusals).toMatchObject([{ code: 'gone' }]);
  });

  test('is not taken off by a viewer, and not of what is no route of the service', async () => {
    await world.set([...basics(), faulty()]);
    expect(await act(null, end, {}, 'viewer')).toMatchObject({
      written: 0,
      refusals: [
        { code: 'rights', about: { verb: 'update', resource: 'virtualservices', namespace: 'shop' } },
      ],
    });
    const calls = await world.calls(async () => {
      expect((await act(null, { ...end, virtualService: 'cart' })).refusals).toMatchObject([
        { code: 'gone' },
      ]);
    });
    expect(calls).toEqual([]);
    expect(world.virtualService().metadata.annotations?.['sluice.dev/fault']).toBe(record);
  });
});
