// @vitest-environment happy-dom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { IntlProvider } from 'use-intl';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { SplitLive } from '#lib/api/splits/split-live.ts';
import type { RunAnswer } from '#lib/api/splits/split-plan.ts';
import { messages } from '#lib/i18n/messages-en.ts';
import { liveSplit } from '../testing/live-fixture.ts';
import { Actions } from './actions.tsx';
import { RunResultNotice } from './run-result.tsx';
import { useSplitRun } from './use-split-run.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

const done: RunAnswer = {
  outcome: 'done',
  written: 1,
  total: 1,
  refusals: [],
  objects: [],
  conflict: null,
  release: null,
  attempts: 1,
  recorded: true,
  leftovers: [],
  gitChange: null,
};

/** What the server gets, and what it answers, one answer a call. */
function serverWith(...answers: RunAnswer[]) {
  const sent: unknown[] = [];
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    if (!path.endsWith('/act')) return new Response('{}', { status: 404 });
    sent.push({ path, ...(JSON.parse(String(init.body)) as object) });
    return Response.json(answers.shift() ?? done);
  });
  return sent;
}

function Bench({ live, abortOnly }: { live: SplitLive; abortOnly: boolean }) {
  const run = useSplitRun(live);
  return (
    <>
      <Actions live={live} run={run} abortOnly={abortOnly} />
      <RunResultNotice live={live} run={run} />
    </>
  );
}

function show(more: Partial<SplitLive> = {}, abortOnly = false): void {
  render(
    <QueryClientProvider client={new QueryClient()}>
      <IntlProvider locale="en" messages={messages} timeZone="UTC">
        <Bench live={liveSplit(more)} abortOnly={abortOnly} />
      </IntlProvider>
    </QueryClientProvider>,
  );
}

const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }));

describe('Actions', () => {
  it('say what was looked at, so that somebody faster is noticed', async () => {
    const sent = serverWith();
    show();
    press('Advance to 50\u00a0%');
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]).toMatchObject({
      path: '/api/v1/splits/bookinfo/reviews/act',
      release: 'r7',
      rev: 3,
      action: { kind: 'advance' },
      overwrite: false,
    });
  });

  it('abort at once, whatever was looked at and without metrics', async () => {
    const sent = serverWith();
    show({ metrics: 'unreachable', verdict: null });
    press('Abort');
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]).toMatchObject({ release: 'r7', rev: null, action: { kind: 'abort', force: false } });
  });

  it('leave Abort alone when an object was half written', () => {
    const sent = serverWith();
    show({}, true);
    for (const name of ['Pause', 'Set…', 'Promote', 'Advance to 50\u00a0%']) {
      const button = screen.getByRole('button', { name });
      expect(button.getAttribute('aria-disabled')).toBe('true');
      fireEvent.click(button);
    }
    expect(screen.getByRole('button', { name: 'Abort' }).getAttribute('aria-disabled')).toBeNull();
    expect(sent).toEqual([]);
  });

  it('that Kubernetes refuses say which right is missing, and send nothing', () => {
    const sent = serverWith();
    const about = { verb: 'update', resource: 'virtualservices', namespace: 'bookinfo' };
    show({
      actions: liveSplit().actions.map((one) => ({
        ...one,
        allowed: false,
        refusal: { code: 'rights', about, field: null, object: null },
      })),
    });
    const abort = screen.getByRole('button', { name: 'Abort' });
    expect(abort.getAttribute('aria-description')).toBe(
      'Kubernetes does not let you update virtualservices in bookinfo.',
    );
    fireEvent.click(abort);
    expect(sent).toEqual([]);
  });

  it('give way to Finish and Restore when it is over', () => {
    serverWith();
    const { release } = liveSplit();
    if (release === null) throw new Error('the fixture has a release');
    show({ release: { ...release, phase: 'Promoted' } });
    expect(screen.getAllByRole('button').map(({ textContent }) => textContent)).toEqual([
      'Restore…',
      'Finish',
      'Abort',
    ]);
  });
});

describe('RunResultNotice', () => {
  it('names who was faster with the old and the new shares; doing it all the same says so', async () => {
    const weights = (percent: number) => [
      { host: 'reviews', subset: 'v2', percent: 100 - percent },
      { host: 'reviews', subset: 'v3', percent },
    ];
    const [point] = liveSplit().points;
    if (point === undefined) throw new Error('the fixture has a point');
    const sent = serverWith({
      ...done,
      outcome: 'conflict',
      written: 0,
      conflict: {
        by: 'bob',
        manager: null,
        at: 1_796_049_605,
        points: [{ point: point.ref, reviewed: weights(25), now: weights(50) }],
      },
    });
    show();
    press('Advance to 50\u00a0%');
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('bob changed this at');
    expect(alert.textContent).toContain('reviews: v2 75\u00a0% / v3 25\u00a0% → v2 50\u00a0% / v3 50\u00a0%');
    press('Do it all the same');
    // Somebody else's work is not written over by a press too many.
    const typed = screen.getByRole('textbox');
    fireEvent.change(typed, { target: { value: 'review' } });
    press('Write over it');
    fireEvent.submit(typed);
    expect(sent).toHaveLength(1);
    fireEvent.change(typed, { target: { value: 'reviews' } });
    press('Write over it');
    await waitFor(() => expect(sent).toHaveLength(2));
    expect(sent[1]).toMatchObject({ rev: null, overwrite: true, action: { kind: 'advance' } });
    await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
  });

  it('offers to adopt what somebody wrote past the console, and not what the console wrote', async () => {
    const conflict = { by: 'bob', manager: null, at: 1_796_049_605, points: [] };
    const answer = { ...done, outcome: 'conflict' as const, written: 0, conflict };
    const sent = serverWith(answer, done, answer);
    const adopt = { kind: 'adopt' as const, allowed: true, refusal: null, percent: null };
    show({ actions: [...liveSplit().actions, adopt] });
    press('Advance to 50\u00a0%');
    await screen.findByRole('alert');
    press('Adopt');
    await waitFor(() => expect(sent).toHaveLength(2));
    expect(sent[1]).toMatchObject({ action: { kind: 'adopt', stable: null, candidate: null } });
    cleanup();
    show();
    press('Advance to 50\u00a0%');
    await screen.findByRole('alert');
    expect(screen.queryByRole('button', { name: 'Adopt' })).toBeNull();
  });

  it('asks before an abort only where stable has nobody to answer', async () => {
    const sent = serverWith({
      ...done,
      outcome: 'refused',
      written: 0,
      refusals: [{ code: 'no-ready-pods', about: { version: 'v2' }, field: null, object: null }],
    });
    show();
    press('Abort');
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('v2 has no ready pod');
    expect(alert.textContent).toContain('v3 still has 2 ready pods.');
    press('Abort all the same');
    await waitFor(() => expect(sent).toHaveLength(2));
    expect(sent[1]).toMatchObject({ action: { kind: 'abort', force: true } });
  });

  it('does not say that the candidate answers where it has no pod either', async () => {
    const refusal = { code: 'no-ready-pods' as const, about: { version: 'v2' }, field: null, object: null };
    serverWith({ ...done, outcome: 'refused', written: 0, refusals: [refusal] });
    show({
      versions: liveSplit().versions.map((one) => ({ ...one, pods: { ...one.pods, ready: 0 } })),
    });
    press('Abort');
    expect((await screen.findByRole('alert')).textContent).toContain('v3 has none either');
  });

  it('tells how much was written when it stopped half-way, with Retry and Abort', async () => {
    serverWith({ ...done, outcome: 'partial', written: 1, total: 2 });
    show();
    press('Promote');
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('1 of 2 routing objects written');
    expect(alert.textContent).toContain('Retry');
    expect(alert.textContent).toContain('Abort');
  });
});
