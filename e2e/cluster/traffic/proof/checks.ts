/**
 * That istiod's routes are obeyed: rules are written through the API, and measured twice: by clients of our own, and in Prometheus as
 * the mesh's own traffic (`istio_requests_total`) shows them.
 */
import { status } from '@grpc/grpc-js';
import { probeHeader } from '../carried-call.ts';
import type { ConsoleSplit } from './console-split.ts';
import { ReviewsCounts } from './counted.ts';
import { type ProbeEnd, type Prober, share } from './probe.ts';
import { type ReviewsRoutes, splitOver } from './routes.ts';

export interface World {
  prober: Prober;
  routes: ReviewsRoutes;
  prometheus: string;
  split: ConsoleSplit;
}

export interface Check {
  name: string;
  /** What was measured, in words; throws what is wrong. */
  run(world: World): Promise<string>;
}

const probeCount = 1000;
const countedCalls = 250;
/** Rules reach the clients sooner than this, */
const obeyedWithinMs = 5000;
/** and probes that wait themselves notice sooner than this. */
const noticedWithinMs = 20_000;
/** Of a canary that the console walks; each further away from the one before than what is allowed. */
const canarySteps = [5, 25, 50, 75, 100];
const allowedPoints = 5;
/** So many that chance alone is off by five points less than once in a hundred thousand times. */
const stepProbes = 2000;
const testers = { match: [{ headers: { 'end-user': { exact: 'jason' } } }], route: splitOver({ v2: 100 }) };

export const checks: readonly Check[] = [
  {
    name: 'weights 80/20, as clients see them',
    async run({ prober, routes }) {
      await routes.write([testers, { route: splitOver({ v1: 80, v3: 20 }) }]);
      await obeyed(prober, ({ workload }) => workload !== 'reviews-v2');
      const ends = await prober.probes(probeCount);
      return near('reviews-v1', share(ends, at('reviews-v1')), 0.8, probeCount);
    },
  },
  {
    name: 'a header match, as clients see it',
    async run({ prober }) {
      const ends = await prober.probes(100, { 'end-user': 'jason' });
      return all('at reviews-v2', ends, at('reviews-v2'));
    },
  },
  {
    name: 'weights 80/20 and the testers, as Prometheus shows them',
    async run({ prometheus }) {
      const counts = new ReviewsCounts(prometheus, 'destination_workload');
      await counts.begin();
      const { calls, shareOf } = await counts.shares(countedCalls);
      // 6 % of Bookinfo's readers are testers (demo/content/entries.ts).
      const found = [near('reviews-v1', shareOf('reviews-v1'), 0.8 * 0.94, calls)];
      found.push(near('reviews-v2', shareOf('reviews-v2'), 0.06, calls));
      found.push(near('reviews-v3', shareOf('reviews-v3'), 0.2 * 0.94, calls));
      return found.join('; ');
    },
  },
  {
    name: 'a changed weight is obeyed by every call within seconds',
    async run({ prober, routes }) {
      await routes.write([{ route: splitOver({ v1: 0, v3: 100 }) }]);
      const tookMs = await obeyed(prober, at('reviews-v3'));
      return `${all('at reviews-v3', await prober.probes(200), at('reviews-v3'))}, ${Math.round(tookMs)} ms after the change`;
    },
  },
  {
    name: 'an injected abort, as clients see it',
    async run({ prober, routes }) {
      const fault = { abort: { percentage: { value: 30 }, httpStatus: 503 } };
      await routes.write([{ fault, route: splitOver({ v3: 100 }) }]);
      await firstly(prober, ({ code }) => code !== status.OK);
      const ends = await prober.probes(probeCount);
      const isAborted = ({ code, details }: ProbeEnd) =>
        code === status.UNAVAILABLE && details === 'Fault injected';
      return near('aborted', share(ends, isAborted), 0.3, probeCount);
    },
  },
  {
    name: 'an injected abort, as Prometheus shows it',
    async run({ prometheus }) {
      const flags = new ReviewsCounts(prometheus, 'response_flags');
      const codes = new ReviewsCounts(prometheus, 'response_code');
      await Promise.all([flags.begin(), codes.begin()]);
      const byFlag = await flags.shares(countedCalls);
      const byCode = await codes.shares(countedCalls);
      return [
        near('FI', byFlag.shareOf('FI'), 0.3, byFlag.calls),
        near('503', byCode.shareOf('503'), 0.3, byCode.calls),
      ].join('; ');
    },
  },
  {
    name: 'a timeout, as clients see it',
    async run({ prober, routes }) {
      await routes.write([{ timeout: '0.1s', route: splitOver({ v3: 100 }) }]);
      const slow = { [probeHeader]: '5000' };
      await firstly(prober, ({ code }) => code === status.DEADLINE_EXCEEDED, slow);
      const ends = await prober.probes(50, slow);
      // A busy machine notices late, but never before the time.
      const isCut = ({ code, tookMs }: ProbeEnd) =>
        code === status.DEADLINE_EXCEEDED && tookMs >= 95 && tookMs < 4000;
      const quickestMs = Math.min(...ends.map(({ tookMs }) => tookMs));
      if (quickestMs > 300) throw new Error(`the quickest was cut off at ${quickestMs} ms`);
      return `${all('cut off', ends, isCut)}, the quickest at ${Math.round(quickestMs)} ms`;
    },
  },
  {
    name: 'a timeout, as Prometheus shows it',
    async run({ prometheus, prober, routes }) {
      // Half of reviews-v3's answers take longer than 12 ms (demo/content/bookinfo.ts), and then it asks ratings.
      await routes.write([{ timeout: '0.006s', route: splitOver({ v3: 100 }) }]);
      await firstly(prober, ({ code }) => code === status.DEADLINE_EXCEEDED, { [probeHeader]: '60' });
      const flags = new ReviewsCounts(prometheus, 'response_flags');
      await flags.begin();
      const { calls, shareOf } = await flags.shares(countedCalls);
      if (shareOf('UT') < 0.8) throw new Error(`UT ${shareOf('UT')} of ${calls}, expected nearly all`);
      return `UT ${percent(shareOf('UT'))} of ${calls}`;
    },
  },
  {
    name: 'each step of a canary that the console walks, as clients see it and as Prometheus shows it',
    async run({ prober, prometheus, routes, split }) {
      await routes.write([{ route: splitOver({ v1: 100 }) }]);
      await obeyed(prober, at('reviews-v1'));
      const seen: string[] = [];
      await split.begin(canarySteps);
      try {
        for (const [index, step] of canarySteps.entries()) {
          if (index > 0) await split.advance();
          seen.push(`${step} %: ${percent(await followed(prober, step))}`);
          if (step !== 50) continue;
          const counts = new ReviewsCounts(prometheus, 'destination_workload');
          await counts.begin();
          const { calls, shareOf } = await counts.shares(countedCalls * 2);
          seen.push(`Prometheus: ${near('reviews-v3', shareOf('reviews-v3'), step / 100, calls)}`);
        }
      } finally {
        await split.end();
      }
      await obeyed(prober, at('reviews-v1'));
      return seen.join('; ');
    },
  },
];

function at(workload: string): (end: ProbeEnd) => boolean {
  return (end) => end.workload === workload;
}

/** Resolves, with how long it took, when twenty probes in a row are as expected. */
async function obeyed(prober: Prober, isExpected: (end: ProbeEnd) => boolean): Promise<number> {
  const startMs = performance.now();
  let firstMs = 0;
  for (let inRow = 0; inRow < 20; ) {
    const end = await prober.probe();
    inRow = isExpected(end) ? inRow + 1 : 0;
    if (inRow === 1) firstMs = performance.now() - startMs;
    if (inRow === 0 && performance.now() - startMs > obeyedWithinMs)
      throw new Error(`not obeyed: ${JSON.stringify(end)}`);
  }
  return firstMs;
}

/** Resolves with the candidate's share of probes once it is as configured; rejects when it does not get there in time. */
async function followed(prober: Prober, step: number): Promise<number> {
  const startMs = performance.now();
  for (;;) {
    const found = share(await prober.probes(stepProbes), at('reviews-v3'));
    if (Math.abs(found * 100 - step) <= allowedPoints) return found;
    if (performance.now() - startMs > obeyedWithinMs)
      throw new Error(`${step} % are configured, ${percent(found)} of ${stepProbes} went to reviews-v3`);
  }
}

/** Resolves when a probe is as expected. */
async function firstly(
  prober: Prober,
  isExpected: (end: ProbeEnd) => boolean,
  headers?: Readonly<Record<string, string>>,
): Promise<void> {
  const startMs = performance.now();
  for (let end = await prober.probe(headers); !isExpected(end); end = await prober.probe(headers)) {
    if (performance.now() - startMs > noticedWithinMs) throw new Error(`not obeyed: ${JSON.stringify(end)}`);
  }
}

/** Within four standard deviations of the share that is expected. */
function near(what: string, found: number, expected: number, count: number): string {
  const tolerance = 4 * Math.sqrt((expected * (1 - expected)) / count);
  const text = `${what} ${percent(found)} of ${count}, expected ${percent(expected)} ± ${percent(tolerance)}`;
  if (Math.abs(found - expected) > tolerance) throw new Error(text);
  return text;
}

function all(what: string, ends: readonly ProbeEnd[], test: (end: ProbeEnd) => boolean): string {
  const wrong = ends.find((end) => !test(end));
  if (wrong) throw new Error(`not ${what}: ${JSON.stringify(wrong)}`);
  return `${ends.length} of ${ends.length} ${what}`;
}

function percent(value: number): string {
  return `${(100 * value).toFixed(1)} %`;
}
