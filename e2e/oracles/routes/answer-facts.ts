/**
 * What of an answer both sides can tell. The evaluator's answers come down to this, and what Envoy was told to do.
 * Where Envoy's configuration is silent (a TCP filter does not name its VirtualService) the fact is undefined: not compared.
 */
import { isOfRoute, lostStatus } from '#lib/istio/routing/lost-status.ts';
import type { RouteAnswer, RouteDestination } from '#lib/istio/routing/types.ts';

export interface AnswerFacts {
  outcome: RouteAnswer['outcome'];
  destinations: RouteDestination[];
  status?: number | null;
  /** What a destination that is not there is answered with. */
  lostStatus?: number;
  /** namespace/name of the VirtualService, namespace/name[rule] of a route; null for routes that nobody wrote. */
  virtualService?: string | null;
  timeout?: string | null;
  retries?: RouteAnswer['retries'];
  mirrors?: RouteAnswer['mirrors'];
  fault?: RouteAnswer['fault'];
  /** Path and host as sent on, also where they stay the same. */
  sentOn?: { path: string; host: string };
  redirect?: RouteAnswer['redirect'];
  /** Two filter chains fit equally well: Envoy refuses the listener, and keeps what it had before. Not compared. */
  tie?: boolean;
}

/** The evaluator's answer. */
export function factsOf(answer: RouteAnswer, request: { path: string; host: string }): AnswerFacts {
  const { outcome, destinations, status, rule, timeout, retries, mirrors, fault, rewrite, redirect } = answer;
  return {
    outcome,
    destinations: destinations.map(({ host, subset, port, share, missing }) => ({
      host,
      subset,
      port,
      share,
      missing,
    })),
    status,
    virtualService: rule && `${rule.namespace}/${rule.name}${isOfRoute(rule) ? `[${rule.index}]` : ''}`,
    lostStatus: lostStatus(rule),
    timeout,
    retries,
    mirrors,
    fault,
    sentOn: rewrite ?? { path: request.path, host: request.host },
    redirect,
  };
}

const names: readonly (keyof AnswerFacts)[] = [
  'outcome',
  'destinations',
  'status',
  'lostStatus',
  'virtualService',
  'timeout',
  'retries',
  'mirrors',
  'fault',
  'sentOn',
  'redirect',
];

/** Names of the facts that Istio tells and the evaluator tells otherwise. */
export function differingFacts(istio: AnswerFacts, sluice: AnswerFacts): (keyof AnswerFacts)[] {
  const told = { ...sluice, destinations: withoutRefused(sluice, istio) };
  return names.filter((name) => istio[name] !== undefined && !isSame(istio[name], told[name]));
}

/** What a route may not refer to has no name in Istio; the evaluator tells which it is, and that nothing is sent there. */
function withoutRefused(sluice: AnswerFacts, istio: AnswerFacts): RouteDestination[] {
  return sluice.destinations.map((destination, at) => {
    const other = istio.destinations[at];
    if (other?.host !== '' || !destination.missing) return destination;
    return { ...destination, host: '', port: other.port };
  });
}

/** Deep equality of plain data; shares and percentages may differ by what adding fractions leaves. */
function isSame(one: unknown, other: unknown): boolean {
  if (typeof one === 'number' && typeof other === 'number') return Math.abs(one - other) < 1e-9;
  if (one === null || other === null || typeof one !== 'object' || typeof other !== 'object')
    return one === other;
  const left = Object.entries(one);
  const right = new Map<string, unknown>(Object.entries(other));
  return left.length === right.size && left.every(([key, value]) => isSame(value, right.get(key)));
}
