/**
 * The one question behind the timeline: requests of the whole mesh, or of a scope, by pair of namespaces and response, each request told once.
 * The rules are those of lib/graph/telemetry/telemetry.ts, in PromQL as far as it goes; every series is read by exactly one branch:
 *
 * - a pair of workloads is told by the waypoint, else the destination, else the source (`or on`);
 * - from the source also what never left its proxy (role `never-sent`);
 * - what two reporters tell under different names keeps a role and its workload: lib/graph/telemetry/timeline.ts takes it off.
 */
import { type MetricsScope, ratesWithin } from './metrics-scope.ts';
import type { Matcher, Vector } from './promql.ts';
import { combine, copyLabel, matches, matchesNot, sumBy, withLabel } from './promql.ts';
import { neverSentPattern } from './response-flags.ts';

export const timelineRoles = [
  'never-sent',
  'coarse-destination',
  'finer-destination',
  'coarse-source',
  'finer-source',
] as const;
export type TimelineRole = (typeof timelineRoles)[number];

const pairLabels = [
  'source_cluster',
  'source_workload_namespace',
  'source_workload',
  'destination_cluster',
  'destination_workload_namespace',
  'destination_workload',
];

const keptLabels = [
  'source_workload_namespace',
  'destination_workload_namespace',
  'destination_service_namespace',
  'response_code',
  'grpc_response_status',
];

const codeLabels = ['destination_service_namespace', 'response_code', 'grpc_response_status'];

const unknown = 'unknown|';

/** Rows keep `role` and `workload` where they have them. */
export function timelineQuery(rateWindowSeconds: number, scope: MetricsScope = null): string {
  const told = (reporter: string, matchers: readonly Matcher[]) =>
    sumBy(
      [...pairLabels, ...codeLabels],
      ratesWithin(
        scope,
        'istio_requests_total',
        [matches('reporter', reporter), ...matchers],
        rateWindowSeconds,
      ),
    );
  const named = (role: TimelineRole, workload: string, expression: Vector) =>
    copyLabel(withLabel(expression, 'role', role), workload, 'workload');
  const total = (expression: Vector) => sumBy([...keptLabels, 'role', 'workload'], expression);

  const knownSource = matchesNot('source_workload', unknown);
  const sent = matchesNot('response_flags', neverSentPattern);
  const inboundPassthrough = 'InboundPassthroughCluster.*';
  const plain = matchesNot('destination_service_name', inboundPassthrough);
  const passthrough = 'PassthroughCluster';

  const pairs = combine(
    combine(
      told('waypoint', [knownSource, plain]),
      'or',
      told('destination', [knownSource, plain]),
      pairLabels,
    ),
    'or',
    named(
      'finer-destination',
      'destination_workload',
      told('source', [sent, matchesNot('destination_service_name', passthrough)]),
    ),
    pairLabels,
  );
  const branches = [
    pairs,
    named(
      'coarse-destination',
      'destination_workload',
      combine(
        told('waypoint', [matches('source_workload', unknown), plain]),
        'or',
        told('destination', [matches('source_workload', unknown), plain]),
        pairLabels,
      ),
    ),
    named(
      'coarse-source',
      'source_workload',
      told('source', [sent, matches('destination_service_name', passthrough)]),
    ),
    named(
      'finer-source',
      'source_workload',
      told('waypoint|destination', [matches('destination_service_name', inboundPassthrough)]),
    ),
    withLabel(told('source', [matches('response_flags', neverSentPattern)]), 'role', 'never-sent'),
  ];
  return branches.map(total).reduce((all, branch) => combine(all, 'or', branch)).promql;
}
