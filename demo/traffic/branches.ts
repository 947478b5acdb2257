/**
 * What becomes of requests on one leg of a call: an exhaustive list of branches with probabilities and the metrics each writes.
 * Fault injection, timeouts and retries are the client proxy's doing (reference: Envoy's router and fault filters).
 */
import { goDurationMs } from '#lib/istio/go-duration.ts';
import { grpcStatusNames } from '#lib/istio/grpc-status.ts';
import type { Answer } from './answers.ts';
import { constant, type Distribution, mapDistribution, splitAbove } from './distribution.ts';
import type { RequestFacts } from './labels.ts';
import type { RequestRecorder } from './recorder.ts';
import type { Targets } from './targets.ts';

export interface Branch {
  share: number;
  failed: boolean;
  /** Requests that reach the destination per request made: retries make it more than one, faults none. */
  arrivals: number;
  durations: Distribution;
  outcome: Outcome;
  source: RequestRecorder | null;
  /** How the destination reports each arrival; the earlier attempts of a retried request differ from the last one. */
  destination: { recorder: RequestRecorder; outcome: Outcome; times: number; durations: Distribution }[];
}

export interface LegContext {
  protocol: 'http' | 'grpc';
  settings: Pick<Targets, 'timeoutMs' | 'retries' | 'fault'>;
  /** Null when the client has no proxy that reports. */
  source: ((outcome: Outcome) => RequestRecorder) | null;
  destination: ((outcome: Outcome) => RequestRecorder) | null;
}

export type Outcome = Pick<RequestFacts, 'flags' | 'status' | 'grpcStatus'>;

/** What the client's own proxy and the network add, ms. */
const overheadMs = 0.7;

export function upstreamBranches(answers: readonly Answer[], context: LegContext): Branch[] {
  const { fault } = context.settings;
  const delayed = (fault?.delay?.percent ?? 0) / 100;
  const aborted = (fault?.abort?.percent ?? 0) / 100;
  const delayMs = fault?.delay ? (goDurationMs(fault.delay.duration) ?? 0) : 0;
  const sent = answers
    .flatMap((answer) => timed(answer, context))
    .flatMap((answer) => retried(answer, context));
  const branches: Branch[] = [];
  for (const late of [false, true]) {
    const share = late ? delayed : 1 - delayed;
    if (share === 0) continue;
    const flag = late ? 'DI' : '';
    const addedMs = overheadMs + (late ? delayMs : 0);
    if (fault?.abort && aborted > 0) {
      const outcome = abortOutcome(fault.abort.status, context.protocol, joinFlags(flag, 'FI'));
      branches.push(localBranch(share * aborted, outcome, context, late ? delayMs : 0.1));
    }
    for (const end of sent) {
      const outcome = { ...outcomeOf(end.status, context.protocol), flags: joinFlags(flag, end.flags) };
      branches.push({
        share: share * (1 - aborted) * end.share,
        failed: end.status >= 400,
        arrivals: end.arrivals.reduce((sum, { times }) => sum + times, 0),
        durations: mapDistribution(end.durations, (value) => value + addedMs),
        outcome,
        source: context.source?.(outcome) ?? null,
        destination: end.arrivals.flatMap(({ times, status, flags, durations }) => {
          const seen = { ...outcomeOf(status, context.protocol), flags };
          const recorder = context.destination?.(seen);
          return recorder ? [{ recorder, outcome: seen, times, durations }] : [];
        }),
      });
    }
  }
  return branches.filter(({ share }) => share > 0);
}

/** A request that the client's proxy answers itself: nothing arrives anywhere. */
export function localBranch(share: number, outcome: Outcome, context: LegContext, tookMs = 0.3): Branch {
  return {
    share,
    failed: (outcome.status ?? 200) >= 400 || (outcome.grpcStatus ?? 0) !== 0,
    arrivals: 0,
    durations: constant(tookMs),
    outcome,
    source: context.source?.(outcome) ?? null,
    destination: [],
  };
}

interface Arrival {
  times: number;
  /** As the destination saw it; 0 when its client left before the answer. */
  status: number;
  flags: string;
  durations: Distribution;
}

interface End {
  share: number;
  status: number;
  flags: string;
  durations: Distribution;
  arrivals: Arrival[];
}

/** Cuts off what takes longer than the route's timeout: 504 UT for the client, a client gone (DC) for the destination. */
function timed(answer: Answer, { settings }: LegContext): End[] {
  const { share, status, flags, durations } = answer;
  const refused = flags !== '-';
  const whole: End = {
    share,
    status,
    flags,
    durations,
    arrivals: refused ? [] : [{ times: 1, status, flags, durations }],
  };
  const { timeoutMs } = settings;
  if (timeoutMs === null || refused) return [whole];
  const { above, below } = splitAbove(durations, timeoutMs);
  if (above === 0) return [whole];
  const limit = constant(timeoutMs);
  const late: End = {
    share: share * above,
    status: 504,
    flags: 'UT',
    durations: limit,
    arrivals: [{ times: 1, status: 0, flags: 'DC', durations: limit }],
  };
  if (!below) return [late];
  const inTime = { ...whole, share: share * (1 - above), durations: below };
  return [{ ...inTime, arrivals: [{ times: 1, status, flags, durations: below }] }, late];
}

/** Repeats failed attempts that the policy covers; those that fail to the end carry URX. */
function retried(end: End, context: LegContext): End[] {
  const { retries } = context.settings;
  if (!retries || retries.attempts <= 0 || !isRetried(end, retries.on, context.protocol)) return [end];
  // The attempts are drawn alike, so a request fails again with the probability that it failed with.
  const again = end.share;
  const attempts = retries.attempts;
  const ends: End[] = [];
  for (let failures = 1; failures <= attempts; failures++) {
    const share = again ** failures * (1 - again);
    const failed = end.arrivals.map((arrival) => ({ ...arrival, times: failures }));
    ends.push({
      share,
      status: 200,
      flags: '-',
      durations: mapDistribution(end.durations, (value) => value * (failures + 1)),
      arrivals: [...failed, { times: 1, status: 200, flags: '-', durations: end.durations }],
    });
  }
  ends.push({
    share: again ** (attempts + 1),
    status: end.status,
    flags: end.flags === '-' ? 'URX' : `${end.flags},URX`,
    durations: mapDistribution(end.durations, (value) => value * (attempts + 1)),
    arrivals: end.arrivals.map((arrival) => ({ ...arrival, times: attempts + 1 })),
  });
  return ends;
}

const gatewayErrors = new Set([502, 503, 504]);

function isRetried({ status, flags }: End, on: string, protocol: LegContext['protocol']): boolean {
  if (flags === 'UT' || status < 400) return false;
  const policies = on.split(',');
  if (flags === 'UF')
    return policies.some((policy) => ['connect-failure', '5xx', 'gateway-error'].includes(policy));
  if (protocol === 'grpc') return status === 503 && policies.includes('unavailable');
  return (
    (status >= 500 && policies.includes('5xx')) ||
    (gatewayErrors.has(status) && policies.includes('gateway-error')) ||
    policies.includes(String(status))
  );
}

/** gRPC statuses of HTTP ones (https://github.com/grpc/grpc/blob/master/doc/http-grpc-status-mapping.md; 500 is INTERNAL as programs say it). */
const grpcStatuses: Readonly<Record<number, number>> = {
  0: 1,
  400: 13,
  401: 16,
  403: 7,
  404: 12,
  429: 14,
  500: 13,
  502: 14,
  503: 14,
  504: 14,
};

/** A failing gRPC call is HTTP 200 with a status of its own. */
export function outcomeOf(status: number, protocol: LegContext['protocol']): Omit<Outcome, 'flags'> {
  if (protocol === 'http') return { status };
  if (status === 0) return { status };
  return { status: 200, grpcStatus: status < 400 ? 0 : (grpcStatuses[status] ?? 2) };
}

function abortOutcome(status: string, protocol: LegContext['protocol'], flags: string): Outcome {
  const named = grpcStatusNames.indexOf(status);
  if (named >= 0) return { status: 200, grpcStatus: named, flags };
  return { ...outcomeOf(Number(status), protocol), flags };
}

function joinFlags(first: string, second: string): string {
  if (first === '') return second;
  return second === '-' ? first : `${first},${second}`;
}
