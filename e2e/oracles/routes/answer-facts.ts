/**
 * What of an answer both sides can tell. The evaluator's answers come down to this, and what Envoy was told to do.
 * Where Envoy's configuration is silent (a TCP filter does not name its VirtualService) the fact is undefined: not compared.
 */
import type { RouteAnswer, RouteDestination } from '#lib/istio/routing/types.ts';

export interface AnswerFacts {
  outcome: RouteAnswer['outcome'];
  destinations: RouteDestination[];
  status?: number | null;
  /** namespace/name of the VirtualService; null for routes that nobody wrote. */
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
    virtualService: rule ? `${rule.namespace}/${rule.name}` : null,
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
  return names.filter((name) => istio[name] !== undefined && !isSame(istio[name], sluice[name]));
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
