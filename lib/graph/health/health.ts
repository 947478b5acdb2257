/**
 * The product's one health rule. Every state comes with the number that decided it and the threshold that it crossed.
 * A ratio or a latency counts only over enough requests: fewer never turn anything amber or red.
 */
import type { Health, HealthState, Traffic } from '../../api/traffic/graph.ts';
import type { Tolerance } from './health-tolerance.ts';

export const healthRule = {
  /** Requests in the window from which a ratio or latency is judged. */
  minimumRequests: 20,
  /** 5xx, failed gRPC, no answer. */
  error: { degraded: 0.01, failing: 0.05 },
  /** 4xx: often the client's own doing, hence tolerated longer. */
  clientError: { degraded: 0.1, failing: 0.5 },
  /** p95, or the average where percentiles are not known. Slow is never red. */
  latencyMs: { degraded: 1000 },
} as const;

export interface HealthInput {
  traffic: Traffic | null;
  windowSeconds: number;
  /** What it means when there is no traffic: "unknown" where the question was not answered. */
  silence?: 'idle' | 'unknown';
  /** Rates by "protocol code" with the tolerances that replace the default ratios; absent means the defaults. */
  tolerated?: { tolerances: readonly Tolerance[]; codes: ReadonlyMap<string, number>; direction: Direction };
  /** Pods ready and wanted, where it is a workload. */
  pods?: { ready: number; wanted: number } | null;
}

export type Direction = 'inbound' | 'outbound';
type Reason = Health['reasons'][number];

const severity: Readonly<Record<HealthState, number>> = {
  failing: 4,
  degraded: 3,
  unknown: 2,
  healthy: 1,
  idle: 0,
};

/** Positive when `a` is worse than `b`. */
export function compareHealth(a: HealthState, b: HealthState): number {
  return severity[a] - severity[b];
}

/** Where nothing is known. */
export const unknownHealth: Health = { state: 'unknown', reasons: [] };

interface Finding {
  state: HealthState;
  /** Null when there is no number to tell. */
  reason: Reason | null;
}

export function judgeHealth(input: HealthInput): Health {
  const findings: Finding[] = [];
  addPods(findings, input.pods ?? null);
  addTraffic(findings, input);
  findings.sort((a, b) => compareHealth(b.state, a.state));
  return { state: findings[0]?.state ?? 'healthy', reasons: findings.flatMap(({ reason }) => reason ?? []) };
}

/** The worst state with the reasons of all; silence of one side says nothing beside traffic of the other. */
export function mergeHealth(parts: readonly Health[]): Health {
  const ordered = [...parts].sort((a, b) => compareHealth(b.state, a.state));
  const state = ordered[0]?.state ?? 'idle';
  const reasons = ordered.flatMap((part) => part.reasons);
  return { state, reasons: state === 'idle' ? reasons : reasons.filter(({ code }) => code !== 'no-traffic') };
}

function addPods(findings: Finding[], pods: { ready: number; wanted: number } | null): void {
  if (pods === null || pods.ready >= pods.wanted) return;
  const state = pods.ready === 0 ? 'failing' : 'degraded';
  findings.push({ state, reason: { code: 'not-ready', value: pods.ready, threshold: pods.wanted } });
}

function addTraffic(findings: Finding[], { traffic, windowSeconds, silence, tolerated }: HealthInput): void {
  const bytes = traffic?.bytesPerSecond ?? 0;
  if (traffic === null || (traffic.requestsPerSecond <= 0 && bytes <= 0)) {
    if (silence === 'unknown') findings.push({ state: 'unknown', reason: null });
    else findings.push({ state: 'idle', reason: { code: 'no-traffic', value: null, threshold: null } });
    return;
  }
  const before = findings.length;
  if (tolerated !== undefined && tolerated.tolerances.length > 0) addTolerated(findings, tolerated);
  else {
    addRatio(findings, 'error-ratio', traffic.errorRatio, healthRule.error);
    addRatio(findings, 'client-error-ratio', traffic.clientErrorRatio, healthRule.clientError);
  }
  addLatency(findings, traffic);
  const requests = traffic.requestsPerSecond * windowSeconds;
  if (findings.length === before || requests >= healthRule.minimumRequests) return;
  const value = Math.round(requests);
  const reason: Reason = { code: 'too-few-requests', value, threshold: healthRule.minimumRequests };
  findings.splice(before, findings.length, { state: 'unknown', reason });
}

function addRatio(
  findings: Finding[],
  code: Reason['code'],
  ratio: number | null,
  limits: { degraded: number; failing: number },
): void {
  if (ratio === null || ratio <= 0 || ratio < limits.degraded) return;
  const failing = ratio >= limits.failing;
  const threshold = failing ? limits.failing : limits.degraded;
  findings.push({ state: failing ? 'failing' : 'degraded', reason: { code, value: ratio, threshold } });
}

/** As Kiali judges: each tolerance by the share of the codes it matches, of all requests of its protocol; any is too many at 0. */
function addTolerated(
  findings: Finding[],
  { tolerances, codes, direction }: NonNullable<HealthInput['tolerated']>,
): void {
  for (const tolerance of tolerances) {
    if (!tolerance.direction.test(direction)) continue;
    let total = 0;
    let matched = 0;
    let clientOnly = true;
    for (const [name, requestsPerSecond] of codes) {
      const [protocol = '', code = ''] = name.split(' ');
      if (!tolerance.protocol.test(protocol)) continue;
      total += requestsPerSecond;
      if (!tolerance.code.test(code === '0' && protocol === 'http' ? '-' : code)) continue;
      matched += requestsPerSecond;
      clientOnly &&= protocol === 'http' && code.startsWith('4');
    }
    if (matched === 0) continue;
    const limits = { degraded: tolerance.degradedRatio, failing: tolerance.failingRatio };
    addRatio(findings, clientOnly ? 'client-error-ratio' : 'error-ratio', matched / total, limits);
  }
}

function addLatency(findings: Finding[], { p95Ms, averageMs }: Traffic): void {
  const value = p95Ms ?? averageMs;
  const threshold = healthRule.latencyMs.degraded;
  if (value !== null && value > threshold) {
    findings.push({ state: 'degraded', reason: { code: 'latency', value, threshold } });
  }
}
