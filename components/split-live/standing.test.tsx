// @vitest-environment happy-dom
/** How a split stands, told: none at all, without a record, without a guard, ended by whom, broken off. */
import { cleanup, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import type { SplitLive } from '#lib/api/splits/split-live.ts';
import { useSplitRun } from './act/use-split-run.ts';
import { withRoles } from './live-split.ts';
import { Notices } from './notices/notices.tsx';
import { StepRail } from './steps/step-rail.tsx';
import { entry, liveSplit } from './testing/live-fixture.ts';
import { show } from './testing/show.tsx';
import { Events } from './told/events.tsx';
import { HistoryTable } from './told/history-tab.tsx';
import { VerdictLine } from './verdict/verdict-line.tsx';
import { Cards } from './versions/cards.tsx';

function Head({ live }: { live: SplitLive }) {
  const run = useSplitRun(live);
  return <Notices live={live} run={run} mayAct />;
}

it('where nothing is split no version is stable or a candidate, and none has numbers', () => {
  const live = liveSplit({ release: null });
  const versions = live.versions.map((one) => ({ ...one, role: 'other' as const }));
  const untracked = withRoles({ ...live, versions, state: 'untracked' });
  show(<Cards live={untracked} stale={null} />);
  expect(screen.getByRole('region', { name: 'v2, stable' })).toBeDefined();
  cleanup();
  const none = withRoles({ ...live, versions, state: 'none' });
  expect(none.versions.map(({ role }) => role)).toEqual(['other', 'other']);
  show(<Cards live={none} stale={null} />);
  expect(screen.getByRole('region', { name: 'v2' }).textContent).toContain('3 of 3 pods ready');
  expect(screen.queryByText('stable')).toBeNull();
  expect(screen.queryByText('Rate')).toBeNull();
});

it('what is split by hand can be adopted where both versions have pods; else it is said why not', () => {
  const live = liveSplit({ release: null, state: 'untracked' });
  const [point] = live.points;
  if (point === undefined) throw new Error('the fixture has a point');
  const share = (subset: string, version: string | null, percent: number) => ({
    ...{ host: live.host, subset, version, weight: percent, percent, role: 'other' as const },
  });
  const actions = [{ kind: 'adopt' as const, allowed: true, refusal: null, percent: null }];
  const withShares = (shares: (typeof point)['shares'], more: Partial<SplitLive> = {}) => ({
    ...live,
    actions,
    points: [{ ...point, shares }],
    ...more,
  });
  show(<Head live={withShares([share('v2', 'v2', 98), share('v3', 'v3', 2)])} />);
  expect(screen.getByRole('button', { name: 'Adopt' })).toBeDefined();
  expect(screen.queryByText(/It takes two versions/)).toBeNull();
  cleanup();
  show(<Head live={withShares([share('v2', 'v2', 98), share('v3', null, 2)])} />);
  expect(screen.queryByRole('button', { name: 'Adopt' })).toBeNull();
  expect(screen.getByText(/no pod is behind v3\./)).toBeDefined();
  cleanup();
  const about = { verb: 'update', resource: 'virtualservices', namespace: 'bookinfo' };
  const refusal = { code: 'rights' as const, about, field: null, object: null };
  const refused = [{ kind: 'adopt' as const, allowed: false, refusal, percent: null }];
  show(<Head live={withShares([share('v2', 'v2', 98), share('v3', 'v3', 2)], { actions: refused })} />);
  expect(screen.getByText(/does not let you update virtualservices in bookinfo/)).toBeDefined();
});

it('that the guard holds is said only where there is one', () => {
  const live = liveSplit();
  const { verdict, guard } = live;
  if (verdict === null) throw new Error('the fixture has a verdict');
  const few = { ...verdict, word: 'insufficient-data' as const, reasons: [] };
  show(<VerdictLine live={{ ...live, verdict: few }} />);
  expect(screen.getByText(/the guard holds/)).toBeDefined();
  cleanup();
  show(<VerdictLine live={{ ...live, verdict: few, guard: { ...guard, mode: 'off', state: 'off' } }} />);
  expect(screen.queryByText(/the guard holds/)).toBeNull();
  expect(screen.getByText('No data is no verdict: nothing passes or fails by silence.')).toBeDefined();
});

it('who ended it: the guard by its name, at the time of day', () => {
  const live = liveSplit();
  const { release, at } = live;
  if (release === null) throw new Error('the fixture has a record');
  const timeline = [entry('guard-abort', at - 60, { by: null }), ...live.timeline];
  show(<StepRail live={{ ...live, release: { ...release, phase: 'Aborted' }, timeline }} />);
  expect(screen.getByText(/by the guard$/)).toBeDefined();
});

it('a split whose routes were deleted is broken off, one that was finished is over', () => {
  const live = liveSplit({ state: 'past' });
  show(<Head live={live} />);
  expect(screen.getByText('This split was broken off')).toBeDefined();
  expect(screen.getByText(/its routes were deleted/)).toBeDefined();
  cleanup();
  show(<StepRail live={live} />);
  expect(screen.getByText('Broken off')).toBeDefined();
  // Nothing goes on: neither does the time of its step, nor comes a next one.
  expect(screen.queryByText(/since/)).toBeNull();
  expect(screen.getAllByText('not taken')).toHaveLength(2);
  cleanup();
  show(<Head live={{ ...live, timeline: [entry('finish', live.at), ...live.timeline] }} />);
  expect(screen.getByText('This split is over')).toBeDefined();
  expect(screen.queryByText(/its routes were deleted/)).toBeNull();
});

it('that an object was deleted is not told as a change of it', () => {
  const live = liveSplit();
  show(
    <Events live={{ ...live, timeline: [entry('deleted', live.at, { by: 'kubectl' })] }} onAll={() => {}} />,
  );
  expect(screen.getByText(/deleted reviews past the console/)).toBeDefined();
});

it('what wide limits let pass is not told to be as good as stable', () => {
  const live = liveSplit();
  const { verdict, versions } = live;
  if (verdict === null) throw new Error('the fixture has a verdict');
  const fine = { ...verdict, word: 'healthy' as const, reasons: [] };
  const withCandidate = (more: Partial<(typeof versions)[number]>) => ({
    ...live,
    verdict: fine,
    versions: versions.map((one) => (one.role === 'candidate' ? { ...one, p95Ms: 150, ...more } : one)),
  });
  show(<VerdictLine live={withCandidate({})} />);
  expect(screen.getByText(/v3 does as well as v2/)).toBeDefined();
  cleanup();
  const flipped = withCandidate({});
  const gone = { successRatio: null, p95Ms: null, requestsPerSecond: 0 };
  const left = flipped.versions.map((one) => (one.role === 'stable' ? { ...one, ...gone } : one));
  show(<VerdictLine live={{ ...flipped, versions: left }} />);
  expect(screen.getByText(/v3 answers alone/)).toBeDefined();
  for (const more of [{ successRatio: 0.78 }, { p95Ms: 300 }]) {
    cleanup();
    show(<VerdictLine live={withCandidate(more)} />);
    expect(screen.getByText(/v3 stays within the limits/)).toBeDefined();
  }
});

it('an object that was written past the console leads to its history; where there is none, no column is empty', () => {
  const live = liveSplit();
  show(<HistoryTable live={{ ...live, timeline: [entry('changed', live.at), ...live.timeline] }} />);
  expect(screen.getAllByRole('link', { name: 'History of reviews' })[0]?.getAttribute('href')).toContain(
    'virtualservices.networking.istio.io/bookinfo/reviews',
  );
  cleanup();
  show(<HistoryTable live={{ ...live, timeline: [entry('start', live.at, { object: null })] }} />);
  expect(screen.queryByRole('columnheader', { name: 'Object' })).toBeNull();
});
