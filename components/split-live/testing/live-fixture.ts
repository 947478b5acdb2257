/** The split of the reference pictures as an answer of the API, for tests: reviews from v2 to v3, at step 3 of 5. */
import type { LiveCaller, LiveVersion, SplitLive, TimelineEntry } from '#lib/api/splits/split-live.ts';

/** 14:40:05 UTC. */
export const now = 1_796_049_605;
const minute = 60;
const points = 120;

const wave = (base: number, size: number, rise = 0): number[] =>
  Array.from({ length: points }, (_, index) => {
    const late = Math.max(0, index - points * 0.7) / (points * 0.3);
    return base + size * Math.sin(index / 3) * Math.cos(index / 7) + rise * late;
  });

function version(more: Partial<LiveVersion>): LiveVersion {
  return {
    version: 'v2',
    role: 'stable',
    subset: 'v2',
    workloads: ['bookinfo/reviews-v2'],
    configured: 75,
    observed: 74.1,
    mirrored: false,
    requestsPerSecond: 136.4,
    successRatio: 0.9981,
    clusters: [],
    clientErrorRatio: 0.002,
    p50Ms: 41,
    p95Ms: 148,
    p99Ms: 310,
    atLeast: false,
    connectionsPerSecond: null,
    bytesPerSecond: null,
    unreachablePerSecond: 0,
    pods: {
      ready: 3,
      total: 3,
      proxies: 3,
      restarts: 0,
      oomKilled: 0,
      images: ['docker.io/istio/examples-bookinfo-reviews-v2:1.20.3'],
      list: [],
    },
    series: {
      requestsPerSecond: wave(136, 6),
      errorRatio: wave(0.002, 0.0006),
      p95Ms: wave(148, 9),
      connectionsPerSecond: wave(0, 0),
    },
    ...more,
  };
}

export const caller = (workload: string, more: Partial<LiveCaller> = {}): LiveCaller => ({
  caller: { namespace: 'bookinfo', workload },
  proxy: true,
  requestsPerSecond: 10,
  candidate: 25,
  successRatio: 0.998,
  bypass: null,
  ...more,
});

export function entry(
  kind: TimelineEntry['kind'],
  at: number,
  more: Partial<TimelineEntry> = {},
): TimelineEntry {
  return {
    id: `${kind}-${at}`,
    at,
    kind,
    by: 'mara.lind',
    reason: null,
    text: null,
    from: null,
    to: null,
    phase: null,
    rev: null,
    verdict: null,
    guard: null,
    written: null,
    total: null,
    object: { kind: 'virtualservices.networking.istio.io', namespace: 'bookinfo', name: 'reviews' },
    ...more,
  };
}

const healthy = { word: 'healthy', reasons: [] } as const;
const start = now - 42 * minute;

export function liveSplit(more: Partial<SplitLive> = {}): SplitLive {
  const action = (
    kind: SplitLive['actions'][number]['kind'],
    percent: number | null = null,
  ): SplitLive['actions'][number] => ({ kind, allowed: true, refusal: null, percent });
  return {
    at: now,
    metricsAt: now - 4,
    windowSeconds: 60,
    state: 'tracked',
    namespace: 'bookinfo',
    service: 'reviews',
    host: 'reviews.bookinfo.svc.cluster.local',
    release: {
      v: 1,
      id: 'r7',
      service: { namespace: 'bookinfo', name: 'reviews', host: 'reviews.bookinfo.svc.cluster.local' },
      stable: { version: 'v2', host: 'reviews.bookinfo.svc.cluster.local', subset: 'v2' },
      candidate: { version: 'v3', host: 'reviews.bookinfo.svc.cluster.local', subset: 'v3' },
      strategy: { kind: 'canary', percent: 25, sticky: false },
      points: [
        {
          kind: 'VirtualService',
          namespace: 'bookinfo',
          virtualService: 'reviews',
          layer: 'http',
          key: 'name:reviews',
          base: null,
          hash: 'x',
        } as NonNullable<SplitLive['release']>['points'][number],
      ],
      plan: [5, 10, 25, 50, 100].map((percent, index) => ({
        percent,
        waitSeconds: index === 4 ? 1800 : 900,
      })),
      step: 2,
      phase: 'Progressing',
      guard: {
        mode: 'auto-abort',
        windowSeconds: 60,
        minimumRequests: 100,
        errorDelta: 1,
        latencyRatio: 1.3,
        armedBy: 'mara.lind',
      },
      by: 'mara.lind',
      at: new Date((now - 9 * minute) * 1000).toISOString(),
      rev: 3,
    },
    anchor: 'bookinfo/reviews',
    recordProblem: null,
    foreign: null,
    startedAt: start,
    startedBy: 'mara.lind',
    mode: 'own',
    points: [
      {
        ref: {
          kind: 'VirtualService',
          namespace: 'bookinfo',
          name: 'reviews',
          layer: 'http',
          key: 'name:reviews',
        },
        hosts: ['reviews'],
        gateways: [],
        shares: [],
        conditional: false,
        state: 'as-written',
        owner: null,
      },
    ],
    versions: [
      version({}),
      version({
        version: 'v3',
        role: 'candidate',
        subset: 'v3',
        workloads: ['bookinfo/reviews-v3'],
        configured: 25,
        observed: 25.9,
        requestsPerSecond: 47.6,
        successRatio: 0.9979,
        p50Ms: 46,
        p95Ms: 212,
        p99Ms: 371,
        pods: { ...version({}).pods, ready: 2, total: 2, proxies: 2 },
        series: {
          requestsPerSecond: wave(47, 4),
          errorRatio: wave(0.0021, 0.0007),
          p95Ms: wave(160, 9, 52),
          connectionsPerSecond: wave(0, 0),
        },
      }),
    ],
    series: {
      times: Array.from({ length: points }, (_, index) => now - 30 * minute + index * 15),
      stepSeconds: 15,
    },
    callers: [
      caller('productpage', { requestsPerSecond: 152, candidate: 25.1 }),
      caller('istio-ingressgateway', {
        caller: { namespace: 'istio-system', workload: 'istio-ingressgateway' },
        requestsPerSecond: 18.6,
        candidate: 24.6,
      }),
      caller('recommender', {
        caller: { namespace: 'shop', workload: 'recommender' },
        requestsPerSecond: 7.2,
        candidate: 25.4,
      }),
      caller('report-job', {
        caller: { namespace: 'shop', workload: 'report-job' },
        proxy: false,
        requestsPerSecond: 6.2,
        candidate: 48.4,
        bypass: 'no-proxy',
      }),
    ],
    verdict: {
      word: 'watch',
      reasons: [{ code: 'latency', quantile: 'p95', candidateMs: 212, stableMs: 148, ratio: 1.43 }],
      windowSeconds: 60,
      windows: (['healthy', 'healthy', 'failing', 'healthy', 'failing'] as const).map((word, index) => ({
        at: now - (4 - index) * minute,
        word,
        reason: null,
        candidateRequests: 2856,
        stableRequests: 8184,
      })),
    },
    metrics: 'ok',
    drift: null,
    unhanded: [],
    candidateDown: false,
    stableShrunk: null,
    partial: null,
    guard: {
      mode: 'auto-abort',
      state: 'watching',
      armedBy: 'mara.lind',
      obstacle: null,
      missing: [],
      holder: 'sluice-0',
      renewedAt: now - 3,
      nextStepAt: null,
      offered: ['off', 'advise', 'auto-abort'],
    },
    actions: [
      action('advance', 50),
      action('set'),
      action('pause'),
      action('promote', 100),
      action('abort', 0),
      action('note'),
    ],
    may: { write: true, missing: [], records: true },
    timeline: [
      entry('advance', now - 9 * minute, { from: 10, to: 25, rev: 3, verdict: healthy as never }),
      entry('note', now - 16 * minute, { by: 'tom.beck', text: 'cache still cold' }),
      entry('advance', now - 30 * minute, { from: 5, to: 10, rev: 2, verdict: healthy as never }),
      entry('start', start, { to: 5, rev: 1 }),
    ],
    records: 'ok',
    faults: [],
    gitops: { mode: 'own', snippet: null },
    warnings: [],
    ...more,
  };
}
