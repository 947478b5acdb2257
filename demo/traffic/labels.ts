/**
 * The labels of Istio's standard metrics, with the quirks of each reporter
 * (https://istio.io/latest/docs/reference/config/metrics/; istio/proxy istio_stats filter).
 */
import type { Labels } from '#lib/istio/objects.ts';
import type { WorkloadNode } from './topology.ts';

const unknown = 'unknown';

type Reporter = 'source' | 'destination';

/** The service a request was for, as the reporting proxy knows it. */
export interface ServiceName {
  /** Full host name; the Host header where no cluster was found. */
  host: string;
  name: string;
}

export interface RequestFacts {
  reporter: Reporter;
  /** Null where the reporter cannot know its peer. */
  source: WorkloadNode | null;
  destination: WorkloadNode | null;
  service: ServiceName | null;
  protocol: 'http' | 'grpc' | 'tcp';
  /** Envoy's short flags, "-" for none. */
  flags: string;
  /** HTTP status; absent for tcp. */
  status?: number;
  /** Only of gRPC requests. */
  grpcStatus?: number;
  mutualTls: boolean;
}

export function telemetryLabels(facts: RequestFacts): Labels {
  const { reporter, source, destination, service, mutualTls } = facts;
  const isSource = reporter === 'source';
  const security = mutualTls ? 'mutual_tls' : 'none';
  return {
    reporter,
    ...peerLabels('source', source, mutualTls),
    ...peerLabels('destination', destination, mutualTls),
    destination_service: service?.host ?? unknown,
    destination_service_name: service?.name ?? unknown,
    // A source reports its peer's namespace here, so it knows none when it reached no endpoint.
    destination_service_namespace: destination?.namespace ?? unknown,
    request_protocol: facts.protocol,
    response_flags: facts.flags,
    connection_security_policy: isSource ? unknown : security,
    ...(facts.status === undefined
      ? {}
      : {
          response_code: String(facts.status),
          grpc_response_status: facts.grpcStatus === undefined ? '' : String(facts.grpcStatus),
        }),
  };
}

function peerLabels(side: Reporter, node: WorkloadNode | null, mutualTls: boolean): Labels {
  const labels = node?.labels ?? {};
  const revision =
    labels['service.istio.io/canonical-revision'] ?? labels['app.kubernetes.io/version'] ?? labels.version;
  const principal =
    node && mutualTls ? `spiffe://cluster.local/ns/${node.namespace}/sa/${node.serviceAccount}` : unknown;
  return {
    [`${side}_workload`]: node?.name ?? unknown,
    [`${side}_workload_namespace`]: node?.namespace ?? unknown,
    [`${side}_canonical_service`]: node ? canonicalName(node) : unknown,
    [`${side}_canonical_revision`]: node ? (revision ?? 'latest') : unknown,
    [`${side}_principal`]: principal,
    [`${side}_app`]: labels.app ?? unknown,
    [`${side}_version`]: labels.version ?? unknown,
    [`${side}_cluster`]: node?.cluster ?? unknown,
  };
}

export function canonicalName({ labels, name }: Pick<WorkloadNode, 'labels' | 'name'>): string {
  return labels['service.istio.io/canonical-name'] ?? labels['app.kubernetes.io/name'] ?? labels.app ?? name;
}
