// @vitest-environment happy-dom
/** What the live view tells beside the shares: events with their numbers, pods by name, 4xx, what is not known, and how it ended. */
import { cleanup, screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import type { SplitLive } from '#lib/api/splits/split-live.ts';
import { Actions } from './act/actions.tsx';
import { useSplitRun } from './act/use-split-run.ts';
import { Notices } from './notices/notices.tsx';
import { StepRail } from './steps/step-rail.tsx';
import { caller, liveSplit } from './testing/live-fixture.ts';
import { show } from './testing/show.tsx';
import { Events } from './told/events.tsx';
import { VerdictLine } from './verdict/verdict-line.tsx';
import { Callers } from './versions/callers.tsx';
import { CardFigures } from './versions/card-figures.tsx';
import { Cards } from './versions/cards.tsx';
import { Shares } from './versions/shares.tsx';

function Head({ live }: { live: SplitLive }) {
  const run = useSplitRun(live);
  return (
    <>
      <Notices live={live} run={run} mayAct />
      <Actions live={live} run={run} abortOnly={false} />
    </>
  );
}

it('that stable has fewer pods than at the start, and Abort stays one press', () => {
  show(<Head live={liveSplit({ stableShrunk: { was: 3, now: 1 } })} />);
  expect(screen.getByText('v2 has 1 ready pod; when the split began it had 3')).toBeDefined();
  expect(screen.getByRole('button', { name: 'Abort' }).getAttribute('aria-disabled')).toBeNull();
});

it('what a window was over, with its number; and pods that came since the start', () => {
  const live = liveSplit();
  const { verdict, versions, startedAt } = live;
  if (verdict === null || startedAt === null) throw new Error('the fixture has neither');
  const reasons = [
    { code: 'latency', quantile: 'p95', candidateMs: 212, stableMs: 148, ratio: 1.43 },
    { code: 'errors', candidate: 15.9, stable: 0.2, delta: 15.7, low: 12 },
    { code: 'share', observed: 30, configured: 10, callers: [] },
    null,
  ] as const;
  const windows = reasons.map((reason, index) => ({
    at: startedAt + 60 * index,
    word: reason?.code === 'share' ? ('not-obeyed' as const) : ('failing' as const),
    reason: reason?.code === 'share' ? { ...reason, callers: [] } : reason,
    candidateRequests: 257,
    stableRequests: 2000,
  }));
  const pod = { name: 'reviews-v3-x', ready: true, status: 'Running', restarts: 0, startedAt: startedAt + 5 };
  const withPod = versions.map((one) =>
    one.role === 'candidate' ? { ...one, pods: { ...one.pods, list: [pod] } } : one,
  );
  show(
    <Events
      live={{ ...live, timeline: [], versions: withPod, verdict: { ...verdict, windows } }}
      onAll={() => {}}
    />,
  );
  const told = screen.getAllByRole('listitem').map((one) => one.textContent ?? '');
  for (const text of [
    'Over the limit: p95 212 ms, ×1.43',
    'Over the limit: 15.9 % fail',
    'Split not obeyed: 30.0 %, not 10.0 %',
    'Over the limit, 257 requests',
    'Pod reviews-v3-x started',
  ])
    expect(told.filter((one) => one.replaceAll('\u00a0', ' ').includes(text))).toHaveLength(1);
});

it('4xx of both versions, and what the candidate has more of them', () => {
  const live = liveSplit();
  const [stable, candidate] = live.versions;
  if (stable === undefined || candidate === undefined) throw new Error('the fixture has two');
  show(
    <CardFigures
      version={{ ...candidate, clientErrorRatio: 0.031 }}
      beside={{ ...stable, clientErrorRatio: 0.01 }}
      latencyRatio={1.3}
      connections={false}
      reasons={[]}
    />,
  );
  expect(screen.getByText(/^4xx 3\.1\s%, \+2\.1 points$/)).toBeDefined();
});

it('a change past the console: every rule that it touched, and the day where it is not today’s', () => {
  const ref = (name: string) => ({
    kind: 'VirtualService' as const,
    namespace: 'bookinfo',
    name,
    layer: 'http' as const,
    key: 'name:main',
  });
  const drift = {
    by: 'tom.beck',
    manager: null,
    managerName: 'kubectl-edit',
    at: Date.UTC(2026, 0, 5, 14, 29) / 1000,
    reverts: false,
    points: [
      { ref: ref('reviews'), recorded: 25, now: 50 },
      { ref: ref('partners'), recorded: 25, now: 40 },
      { ref: ref('old-site'), recorded: 25, now: null },
    ],
  };
  show(<Head live={liveSplit({ drift })} />);
  const told = screen.getByRole('alert').textContent?.replaceAll('\u00a0', ' ');
  expect(told).toContain('Changed by tom.beck at 5 Jan, 14:29, 75/25 % to 50/50 %');
  expect(told).toContain('Also partners: 75/25 % to 60/40 %. old-site is gone too.');
  cleanup();
  // A timeout, say: no share is told to have become what it is.
  show(
    <Head
      live={liveSplit({ drift: { ...drift, points: [{ ref: ref('reviews'), recorded: 25, now: 25 }] } })}
    />,
  );
  expect(screen.getByRole('alert').textContent?.replaceAll('\u00a0', ' ')).toContain(
    'reviews was changed by tom.beck at 5 Jan, 14:29: the shares are still 75/25 %',
  );
});

it('who ended it, when and why; of the guard what it measured and who armed it', () => {
  const live = liveSplit();
  const ended = (kind: 'abort' | 'guard-abort', reason: string | null) => {
    const [first] = live.timeline;
    if (first === undefined || live.release === null) throw new Error('the fixture has both');
    const verdict = {
      word: 'failing' as const,
      reasons: [
        { code: 'errors' as const, candidate: 18.2, stable: 0.1, delta: 18.1, low: 15 },
        { code: 'latency' as const, quantile: 'p95' as const, candidateMs: 212, stableMs: 148, ratio: 1.43 },
      ],
    };
    const at = Date.UTC(2026, 0, 5, 14, 29) / 1000;
    show(
      <Head
        live={{
          ...live,
          mode: 'overlay',
          release: { ...live.release, phase: 'Aborted' },
          timeline: [{ ...first, kind, at, by: 'mara.lind', reason, verdict }],
        }}
      />,
    );
    const text = document.body.textContent?.replaceAll('\u00a0', ' ') ?? '';
    cleanup();
    return text;
  };
  expect(ended('abort', 'Errors in the log.')).toMatch(
    /5 Jan, 14:29, by mara\.lind: Errors in the log\.(?!\.)/,
  );
  expect(ended('abort', null)).toContain('5 Jan, 14:29, by mara.lind.');
  const guard = ended('guard-abort', 'failing: errors, latency; armed by tom.beck');
  expect(guard).toContain(
    '5 Jan, 14:29, by the guard: errors 18.2 % against 0.1 %; p95 212 ms against 148 ms; armed by tom.beck.',
  );
  expect(guard).toContain('Git has to say the same');
});

it('of few requests, and of connections, nothing is said about who follows', () => {
  const few = { requestsPerSecond: 0.2, candidate: 50 };
  show(<Callers live={liveSplit({ callers: [caller('page', few), caller('job', {})] })} />);
  expect(
    within(screen.getByRole('row', { name: /page/ })).getByText('Too few requests to tell'),
  ).toBeDefined();
  expect(screen.getByText('1 of 2 follow')).toBeDefined();
  cleanup();
  const live = liveSplit({ callers: [] });
  const points = live.points.map((one) => ({ ...one, ref: { ...one.ref, layer: 'tcp' as const } }));
  show(<Callers live={{ ...live, points }} />);
  expect(screen.queryByText(/Nobody called/)).toBeNull();
});

it('what is faster now is not marked as slower, whatever window the verdict turns on', () => {
  const [stable, candidate] = liveSplit().versions;
  if (stable === undefined || candidate === undefined) throw new Error('the fixture has two');
  const shown = (p99Ms: number) => {
    show(
      <CardFigures
        version={{ ...candidate, p99Ms }}
        beside={{ ...stable, p99Ms: 400 }}
        latencyRatio={1.3}
        connections={false}
        reasons={[{ code: 'latency', quantile: 'p99', candidateMs: 900, stableMs: 400, ratio: 2.25 }]}
      />,
    );
    const marked = document.querySelectorAll('dd[data-tone]').length;
    cleanup();
    return marked;
  };
  expect(shown(900) - shown(300)).toBe(1);
});

it('the success of each caller', () => {
  show(<Callers live={liveSplit({ callers: [caller('page', { successRatio: 0.75 })] })} />);
  expect(within(screen.getByRole('row', { name: /page/ })).getByText(/^75\.00/)).toBeDefined();
});

it('a percentile in the last bucket is told as at least its end, each that is in it', () => {
  const [stable] = liveSplit().versions;
  if (stable === undefined) throw new Error('the fixture has two');
  show(
    <CardFigures
      version={{ ...stable, p50Ms: 41, p95Ms: 60_000, p99Ms: 60_000, atLeast: true }}
      beside={null}
      latencyRatio={1.3}
      connections={false}
      reasons={[]}
    />,
  );
  const said = screen.getAllByRole('definition').map((one) => one.textContent ?? '');
  expect(said.filter((one) => one.startsWith('≥'))).toHaveLength(2);
});

it('a caller whom nothing names has a word, and one without a share is said neither to follow nor to go past', () => {
  const nobody = { namespace: '', workload: '' };
  show(
    <Callers
      live={liveSplit({
        callers: [
          caller('', { caller: nobody, proxy: false, bypass: 'no-proxy' }),
          caller('quiet', { candidate: null }),
        ],
      })}
    />,
  );
  expect(within(screen.getByRole('row', { name: /^Not known/ })).getByText('Bypasses:')).toBeDefined();
  expect(screen.queryByText('Follows the split')).toBeNull();
});

it('what was promoted is called stable, and steps that an end cut off are not announced', () => {
  const live = liveSplit();
  if (live.release === null) throw new Error('the fixture has a record');
  const ended = (phase: 'Promoted' | 'Aborted') =>
    ({ ...live, release: { ...live.release, phase } }) as typeof live;
  show(<StepRail live={ended('Aborted')} />);
  expect(screen.getAllByText('not taken')).toHaveLength(2);
  expect(screen.queryByText('next, by hand')).toBeNull();
  cleanup();
  show(<Shares live={ended('Promoted')} />);
  expect(screen.getByText('stable now')).toBeDefined();
  expect(screen.queryByText('candidate')).toBeNull();
});

it('who is promoted answers everything, unless a third version keeps its share', () => {
  const live = liveSplit();
  const promoted = { ...live, release: live.release && { ...live.release, phase: 'Promoted' as const } };
  show(<Head live={promoted} />);
  expect(screen.getByText(/^Promoted: v3 answers everything/)).toBeDefined();
  cleanup();
  const third = {
    ...live.versions[0],
    version: 'v1',
    role: 'other',
    configured: 30,
  } as (typeof live.versions)[0];
  show(<Head live={{ ...promoted, versions: [...live.versions, third] }} />);
  expect(screen.getByText(/^Promoted: v3 answers what the split shared/)).toBeDefined();
  expect(screen.queryByText(/answers everything/)).toBeNull();
});

it('of a split without a record, the version that is furthest off is told', () => {
  const live = liveSplit({ release: null });
  const versions = live.versions.map((one, index) =>
    index === 0 ? { ...one, role: 'other' as const, observed: 16.6, configured: 70 } : one,
  );
  show(<Shares live={{ ...live, versions }} />);
  expect(screen.getByText(/53\.4 points from the configured split/)).toBeDefined();
});

it('errors are said not to differ only where they do not', () => {
  const live = liveSplit();
  show(<VerdictLine live={live} />);
  expect(screen.getByText(/Errors do not differ: 0\.21 % against 0\.19 %/)).toBeDefined();
  cleanup();
  const versions = live.versions.map((one) =>
    one.role === 'candidate' ? { ...one, successRatio: 0.8 } : one,
  );
  show(<VerdictLine live={{ ...live, versions }} />);
  expect(screen.queryByText(/do not differ/)).toBeNull();
  expect(screen.getByText(/Errors 20\.00 % against 0\.19 %/)).toBeDefined();
});

it('while the window holds what was sent before a change, the shares are not called off', () => {
  const live = liveSplit();
  const [advanced, ...before] = live.timeline;
  if (live.release === null || advanced === undefined) throw new Error('the fixture has a record');
  const release = { ...live.release, at: new Date((live.at - 20) * 1000).toISOString() };
  // A pause is written down, and moves nobody.
  const paused = { ...advanced, kind: 'pause' as const, at: live.at - 20 };
  show(<Shares live={{ ...live, release, timeline: [paused, ...live.timeline] }} />);
  expect(screen.getByText(/0\.9 points from the configured split/)).toBeDefined();
  cleanup();
  const moving = { ...live, release, timeline: [{ ...advanced, at: live.at - 20 }, ...before] };
  show(<Shares live={moving} />);
  expect(screen.queryByText(/points from the configured split/)).toBeNull();
  expect(screen.getByText(/The window began before the last change/)).toBeDefined();
  cleanup();
  show(<Callers live={moving} />);
  expect(screen.queryByText('Follows the split')).toBeNull();
});

it('each cluster that answers for a version has its row, with its rate and its success', () => {
  const live = liveSplit();
  const clusters = [
    { cluster: 'north', requestsPerSecond: 30, successRatio: 0.9991 },
    { cluster: '', requestsPerSecond: 4.5, successRatio: null },
  ];
  const versions = live.versions.map((one) => (one.role === 'candidate' ? { ...one, clusters } : one));
  show(<Cards live={{ ...live, versions }} stale={null} />);
  const rows = within(screen.getByRole('list', { name: 'Clusters that answer for v3' })).getAllByRole(
    'listitem',
  );
  expect(rows.map((row) => row.textContent?.replaceAll('\u00a0', ' '))).toEqual([
    'north30.0/s99.91 %',
    'unknown cluster4.5/s–',
  ]);
  expect(screen.queryByRole('list', { name: 'Clusters that answer for v2' })).toBeNull();
});

it('of an A/B test no share is drawn; what the bar lacks is said, and connections where there are no requests', () => {
  const live = liveSplit();
  if (live.release === null) throw new Error('the fixture has a record');
  const strategy = { kind: 'ab' as const, matches: [{ headers: { lab: { exact: '1' } } }] };
  show(<Shares live={{ ...live, release: { ...live.release, strategy } }} />);
  expect(screen.getByText('by match, not by share')).toBeDefined();
  cleanup();
  show(<Shares live={live} />);
  expect(screen.queryByText('by match, not by share')).toBeNull();
  expect(screen.queryByText(/what is no version of it/)).toBeNull();
  cleanup();
  const lacking = live.versions.map((one) =>
    one.role === 'stable' ? { ...one, configured: (one.configured ?? 0) - 2 } : one,
  );
  show(<Shares live={{ ...live, versions: lacking }} />);
  expect(
    screen.getByText(/2\s% of the requests are sent to what is no version of it with pods/),
  ).toBeDefined();
  cleanup();
  const points = live.points.map((one) => ({ ...one, ref: { ...one.ref, layer: 'tcp' as const } }));
  const connected = live.versions.map((one) => ({
    ...one,
    requestsPerSecond: null,
    connectionsPerSecond: 2,
  }));
  show(<Shares live={{ ...live, points, versions: connected }} />);
  expect(screen.getByText(/4\.0\/s new connections/)).toBeDefined();
});
