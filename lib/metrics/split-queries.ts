/**
 * What is asked about one split: each version by what its own pods report (mirrored requests appear nowhere else), callers by both
 * ends, and from the callers what never arrived: of a subset that is missing the destination knows nothing.
 */
import {
  combine,
  is,
  isBetween,
  isOneOf,
  matches,
  metric,
  rate,
  sumBy,
  type Vector,
  withLabel,
} from './promql.ts';
import { unreachablePattern } from './response-flags.ts';

export type SplitQueryId = 'requests' | 'buckets' | 'unreachable' | 'callers' | 'tcp';

export interface SplitQuestion {
  /** Full names: of the service, or of those that stand for its versions. */
  hosts: readonly string[];
  windowSeconds: number;
  /** A waypoint tells in place of the pods that it serves, which have no proxy that could. */
  reporter: 'destination' | 'waypoint';
}

/** Labels by which a version is found again: its workload. */
const workload = ['destination_workload_namespace', 'destination_workload'];
const caller = ['source_workload_namespace', 'source_workload'];
const counter = 'counter';
const anyPort = '(:[0-9]+)?';

/** Of a Service; hosts of ServiceEntries have no short names. */
function isOfCluster(host: string): boolean {
  return host.split('.')[2] === 'svc';
}

export function splitQueries({ hosts, windowSeconds, reporter }: SplitQuestion): {
  id: SplitQueryId;
  promql: string;
}[] {
  // Callers may have used any of its names.
  const names = hosts.flatMap((host) => {
    const parts = host.split('.');
    // Short names are a matter of the cluster's own hosts.
    if (!isOfCluster(host)) return [host];
    return [host, parts.slice(0, 3).join('.'), parts.slice(0, 2).join('.')];
  });
  const called = isBetween('destination_service', '', names, anyPort);
  // Who found no cluster has the client's Host header alone to tell: a name without a namespace is of the client's own.
  const near = [...Map.groupBy(hosts.filter(isOfCluster), (host) => host.split('.')[1] ?? '')];
  const arrived = is('reporter', reporter);
  const told = (name: string, keep: readonly string[], ...more: ReturnType<typeof is>[]): Vector =>
    sumBy(keep, rate(metric(name, [called, ...more]), windowSeconds));
  const outcome = ['request_protocol', 'response_code', 'grpc_response_status'];
  // Pods of other clusters of the mesh share in a version.
  const cluster = 'destination_cluster';
  const tcp = [
    ['opened', 'istio_tcp_connections_opened_total'],
    ['sent', 'istio_tcp_sent_bytes_total'],
    ['received', 'istio_tcp_received_bytes_total'],
  ] as const;
  return [
    { id: 'requests', expression: told('istio_requests_total', [...workload, ...outcome, cluster], arrived) },
    {
      id: 'buckets',
      expression: told('istio_request_duration_milliseconds_bucket', [...workload, 'le'], arrived),
    },
    {
      id: 'unreachable',
      expression: sumBy(
        [...caller, 'response_flags'],
        [
          [called],
          ...near.map(([namespace, own]) => [
            isBetween(
              'destination_service',
              '',
              own.map((host) => host.split('.')[0] ?? ''),
              anyPort,
            ),
            is('source_workload_namespace', namespace),
          ]),
        ]
          .map((matchers): Vector => {
            const lost = [
              is('reporter', reporter === 'waypoint' ? 'waypoint' : 'source'),
              isOneOf('destination_workload', ['unknown', '']),
              matches('response_flags', unreachablePattern),
            ];
            return rate(metric('istio_requests_total', [...matchers, ...lost]), windowSeconds);
          })
          .reduce((left, right) => combine(left, 'or', right)),
      ),
    },
    {
      id: 'callers',
      expression: told('istio_requests_total', [...caller, ...workload, ...outcome], arrived),
    },
    {
      id: 'tcp',
      expression: tcp
        .map(([label, name]) => withLabel(told(name, workload, arrived), counter, label))
        .reduce((left, right) => combine(left, 'or', right)),
    },
  ].map(({ id, expression }) => ({ id: id as SplitQueryId, promql: expression.promql }));
}
