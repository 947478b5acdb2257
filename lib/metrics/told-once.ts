/**
 * Rates in which every request counts once although both proxies of a call tell of it, decided by Prometheus itself, so that an answer
 * is as small as what is shown. The rules are those of lib/graph/telemetry/telemetry.ts:
 *
 * 1. What reaches a workload is told by one reporter: waypoint, else destination, else source.
 * 2. From the source of what another reporter tells, only those failures are added that never left the source's proxy.
 * 3. What found no endpoint at all is told by the source alone, sometimes under the name that the client used.
 */

import type { Matcher, Vector } from './promql.ts';
import {
  combine,
  is,
  isOneOf,
  matches,
  matchesNot,
  metric,
  rate,
  sumBy,
  unlessOn,
  withLabel,
} from './promql.ts';
import { neverSentPattern } from './response-flags.ts';

export interface TrafficSelection {
  matchers: readonly Matcher[];
  /** Whose traffic is selected: what its members receive, or what they send. */
  side: 'inbound' | 'outbound';
  /** Each one more way in which senders name it where they found no endpoint, and have only the client's Host header to tell. */
  unresolved: readonly (readonly Matcher[])[];
}

export interface ToldOnce {
  /** A counter, or a part of a histogram. */
  name: string;
  /** Whose presence says that a reporter tells: the metric itself, or for buckets their count, which is cheaper. */
  presentAs?: string;
  /** Labels of the result. */
  keep: readonly string[];
  /** Whether failures that never left the source belong to it: to requests they do, to durations and bytes not. */
  neverSent: boolean;
  windowSeconds: number;
}

const destination = ['destination_cluster', 'destination_workload_namespace', 'destination_workload'];
const source = ['source_cluster', 'source_workload_namespace', 'source_workload'];

export function toldOnce(selection: TrafficSelection, asked: ToldOnce): Vector {
  const { name, keep, windowSeconds, presentAs = name, neverSent } = asked;
  // A receiver in plain text does not know who called: what it tells is all that it received, whoever sent it.
  const key = selection.side === 'inbound' ? destination : [...source, ...destination];
  const selectors =
    selection.side === 'inbound'
      ? selection.matchers
      : // The sender knows a call to a pod's own port as passthrough, and the receiver tells it again.
        [...selection.matchers, matchesNot('destination_service_name', 'InboundPassthroughCluster.*')];
  const rows = (...matchers: Matcher[]) =>
    sumBy([...new Set([...keep, ...key])], rate(metric(name, [...selectors, ...matchers]), windowSeconds));
  const present = (matcher: Matcher) =>
    sumBy(key, rate(metric(presentAs, [...selectors, matcher]), windowSeconds));
  const sent = matchesNot('response_flags', neverSentPattern);
  const reached = [
    rows(is('reporter', 'waypoint')),
    unlessOn(rows(is('reporter', 'destination')), key, present(is('reporter', 'waypoint'))),
    unlessOn(
      rows(is('reporter', 'source'), sent),
      key,
      present(isOneOf('reporter', ['destination', 'waypoint'])),
    ),
  ];
  const lost = rows(is('reporter', 'source'), matches('response_flags', neverSentPattern));
  const unresolved = selection.unresolved.map((matchers) =>
    sumBy(
      [...new Set([...keep, ...key])],
      rate(metric(name, [...matchers, is('reporter', 'source')]), windowSeconds),
    ),
  );
  // The label keeps apart what has the same labels otherwise.
  const parts = neverSent
    ? [...reached, ...[lost, ...unresolved].map((part, index) => withLabel(part, 'told', `source ${index}`))]
    : reached;
  return sumBy(
    keep,
    parts.reduce((left, right) => combine(left, 'or', right)),
  );
}

/** Every reporter on its own, as it reports: for those who want to see where they differ. */
export function toldByEach(selection: TrafficSelection, asked: ToldOnce): Vector {
  return sumBy(
    [...new Set([...asked.keep, 'reporter'])],
    rate(metric(asked.name, selection.matchers), asked.windowSeconds),
  );
}
