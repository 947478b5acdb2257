/**
 * Who a client says that it is when it asks istiod for its configuration: one identity per workload, so that sourceLabels, exportTo
 * and Sidecar scoping apply to it as to a sidecar (https://istio.io/latest/blog/2021/proxyless-grpc/; pilot/pkg/model `ParseServiceNodeWithMetadata`).
 */
import type { WorkloadNode } from '#demo/traffic/topology.ts';

/** `@grpc/grpc-js-xds` takes a bootstrap of its own for a channel by this option; without it one process has one identity. */
export const bootstrapOption = 'grpc.TEST_ONLY_DO_NOT_USE_IN_PROD.xds_bootstrap_config';

/** The bootstrap (https://github.com/grpc/proposal/blob/master/A27-xds-global-load-balancing.md) as JSON; null while the workload has no address. */
export function bootstrapOf(source: WorkloadNode, xdsAddress: string, clusterId: string): string | null {
  const pod = source.pods.find(({ status }) => status?.podIP);
  if (!pod?.status?.podIP) return null;
  const { namespace } = source;
  return JSON.stringify({
    xds_servers: [
      {
        server_uri: xdsAddress,
        channel_creds: [{ type: 'insecure' }],
        server_features: ['xds_v3'],
      },
    ],
    node: {
      id: `sidecar~${pod.status.podIP}~${pod.metadata.name}.${namespace}~${namespace}.svc.cluster.local`,
      metadata: {
        GENERATOR: 'grpc',
        NAMESPACE: namespace,
        CLUSTER_ID: clusterId,
        LABELS: source.labels,
        SERVICE_ACCOUNT: source.serviceAccount,
        WORKLOAD_NAME: source.name,
      },
      locality: {},
    },
  });
}
