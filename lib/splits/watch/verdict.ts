/**
 * How a candidate is doing beside stable, in one word with its numbers: per window first, then over the last windows with hysteresis.
 * No data is no verdict: it neither passes (as NaN does in Argo Rollouts' analyses) nor fails (as in Flagger).
 */
export type Word = 'insufficient-data' | 'healthy' | 'watch' | 'failing' | 'not-obeyed';

/** What one window measured of one version; rates of the whole window. */
export interface VersionWindow {
  requests: number;
  /** 5xx and failed gRPC calls. */
  failed: number;
  /** Null without samples. */
  p95Ms: number | null;
  p99Ms: number | null;
  /** Container restarts that began in the window. */
  restarts: number;
  /** Requests that never arrived: no healthy endpoint (UH), no cluster (NC); seen by callers alone. */
  unreachable: number;
}

export interface SplitWindow {
  stable: VersionWindow;
  candidate: VersionWindow;
  /** Percent that the candidate is to get; null where shares are not what is compared (mirror, A/B). */
  configured: number | null;
  /** Requests by callers that go past the split. */
  bypassed: readonly { caller: string; requests: number }[];
}

export interface Limits {
  minimumRequests: number;
  /** Percent points. */
  errorDelta: number;
  latencyRatio: number;
}

export type Reason =
  | { code: 'few-requests'; requests: number; minimum: number }
  | { code: 'errors'; candidate: number; stable: number; delta: number; low: number }
  | { code: 'errors-rising'; candidate: number; stable: number; delta: number }
  | { code: 'latency'; quantile: 'p95' | 'p99'; candidateMs: number; stableMs: number; ratio: number }
  | { code: 'restarts'; count: number }
  | { code: 'unreachable'; requests: number }
  | { code: 'share'; observed: number; configured: number; callers: readonly string[] };

export interface Judgement {
  word: Word;
  reasons: readonly Reason[];
}

/** Below this a ratio of latencies is noise. */
const leastSlowerMs = 20;
const pointsOff = 5;

/** One window by itself. */
export function judgeWindow(
  { stable, candidate, configured, bypassed }: SplitWindow,
  limits: Limits,
): Judgement {
  const failing: Reason[] = [];
  const watching: Reason[] = [];
  if (candidate.restarts > 0) failing.push({ code: 'restarts', count: candidate.restarts });
  if (candidate.unreachable > 0) failing.push({ code: 'unreachable', requests: candidate.unreachable });
  const enough = candidate.requests >= limits.minimumRequests;
  if (enough) {
    const errors = compareErrors(stable, candidate);
    if (errors.low > 0 && errors.delta > limits.errorDelta) {
      failing.push({ code: 'errors', ...errors });
    } else if (errors.delta > limits.errorDelta / 2 && errors.delta > 0) {
      const { low: _, ...told } = errors;
      watching.push({ code: 'errors-rising', ...told });
    }
    // Of few requests to stable nothing can be told about how slow it is.
    if (stable.requests >= limits.minimumRequests) failing.push(...slower(stable, candidate, limits));
  }
  if (failing.length > 0) return { word: 'failing', reasons: failing };
  const share = shareOff(stable, candidate, configured, bypassed, limits);
  if (share !== null) return { word: 'not-obeyed', reasons: [share] };
  if (!enough) {
    const { requests } = candidate;
    return {
      word: 'insufficient-data',
      reasons: [{ code: 'few-requests', requests, minimum: limits.minimumRequests }],
    };
  }
  return watching.length > 0 ? { word: 'watch', reasons: watching } : { word: 'healthy', reasons: [] };
}

/**
 * The verdict: of the last five windows three decide. What never arrives needs two windows running, a share that is not obeyed
 * three. `windows`: the latest last.
 */
export function verdict(windows: readonly SplitWindow[], limits: Limits): Judgement {
  const recent = windows.slice(-5).map((window) => judgeWindow(window, limits));
  const last = recent.at(-1);
  if (last === undefined) return { word: 'insufficient-data', reasons: [] };
  const running = (count: number, holds: (one: Judgement) => boolean): boolean =>
    recent.length >= count && recent.slice(-count).every(holds);
  const failing = recent.filter(({ word }) => word === 'failing');
  const latest = failing.at(-1);
  if (latest !== undefined) {
    const unreachable = running(2, (one) => one.reasons.some(({ code }) => code === 'unreachable'));
    if (failing.length >= 3 || unreachable) return latest;
  }
  if (running(3, ({ word }) => word === 'not-obeyed')) return last;
  if (last.word === 'insufficient-data' && failing.length === 0) return last;
  // Something was seen, but not often enough to act on it.
  if (last.word === 'failing' || last.word === 'not-obeyed') return { word: 'watch', reasons: last.reasons };
  if (failing.length > 0) return { word: 'watch', reasons: latest?.reasons ?? [] };
  return last;
}

/** Percent of failed requests, their difference, and the lower end of its 95 % interval (Newcombe's, from Wilson's for each). */
export function compareErrors(
  stable: Pick<VersionWindow, 'requests' | 'failed'>,
  candidate: Pick<VersionWindow, 'requests' | 'failed'>,
): { candidate: number; stable: number; delta: number; low: number } {
  const s = wilson(stable.failed, stable.requests);
  const c = wilson(candidate.failed, candidate.requests);
  const delta = c.rate - s.rate;
  const low = delta - Math.sqrt((c.rate - c.low) ** 2 + (s.high - s.rate) ** 2);
  return { candidate: c.rate * 100, stable: s.rate * 100, delta: delta * 100, low: low * 100 };
}

const z = 1.96;

/** https://en.wikipedia.org/wiki/Binomial_proportion_confidence_interval#Wilson_score_interval */
function wilson(failed: number, requests: number): { rate: number; low: number; high: number } {
  if (!(requests > 0)) return { rate: 0, low: 0, high: 1 };
  const rate = Math.min(1, failed / requests);
  const scale = 1 + z ** 2 / requests;
  const middle = (rate + z ** 2 / (2 * requests)) / scale;
  const half = (z / scale) * Math.sqrt((rate * (1 - rate)) / requests + z ** 2 / (4 * requests ** 2));
  return { rate, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

function slower(stable: VersionWindow, candidate: VersionWindow, { latencyRatio }: Limits): Reason[] {
  const quantiles = [
    ['p95', stable.p95Ms, candidate.p95Ms],
    ['p99', stable.p99Ms, candidate.p99Ms],
  ] as const;
  for (const [quantile, stableMs, candidateMs] of quantiles) {
    if (stableMs === null || candidateMs === null || !(stableMs > 0)) continue;
    const ratio = candidateMs / stableMs;
    if (ratio > latencyRatio && candidateMs - stableMs > leastSlowerMs) {
      return [{ code: 'latency', quantile, candidateMs, stableMs, ratio }];
    }
  }
  return [];
}

/** How far an observed share may be from the configured one, both in percent: 5 points, or three standard deviations of what chance does. */
export function shareTolerance(configured: number, requests: number): number {
  const share = configured / 100;
  const sigma = requests > 0 ? Math.sqrt((share * (1 - share)) / requests) * 100 : 0;
  return Math.max(pointsOff, 3 * sigma);
}

function shareOff(
  stable: VersionWindow,
  candidate: VersionWindow,
  configured: number | null,
  bypassed: SplitWindow['bypassed'],
  { minimumRequests }: Limits,
): Reason | null {
  const total = stable.requests + candidate.requests;
  if (configured === null || total < minimumRequests) return null;
  const observed = (candidate.requests / total) * 100;
  if (Math.abs(observed - configured) <= shareTolerance(configured, total)) return null;
  const callers = [...bypassed].sort((a, b) => b.requests - a.requests).map(({ caller }) => caller);
  return { code: 'share', observed, configured, callers };
}
