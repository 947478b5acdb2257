import { describe, expect, it } from 'vitest';
import { demoTopology } from './testing/demo-topology.ts';
import { bootstrapOf } from './xds-identity.ts';

const { topology } = demoTopology();
const node = topology.workloads.get('bookinfo/reviews-v2');

describe('the bootstrap of a client', () => {
  it('names the workload as its sidecar would', () => {
    if (!node) throw new Error('no reviews-v2');
    const { xds_servers, node: identity } = JSON.parse(
      bootstrapOf(node, '127.0.0.1:15010', 'Kubernetes') ?? '',
    );
    expect(xds_servers).toEqual([
      { server_uri: '127.0.0.1:15010', channel_creds: [{ type: 'insecure' }], server_features: ['xds_v3'] },
    ]);
    const pod = node.pods[0];
    expect(identity.id).toBe(
      `sidecar~${pod?.status?.podIP}~${pod?.metadata.name}.bookinfo~bookinfo.svc.cluster.local`,
    );
    expect(identity.metadata).toMatchObject({
      GENERATOR: 'grpc',
      NAMESPACE: 'bookinfo',
      CLUSTER_ID: 'Kubernetes',
      SERVICE_ACCOUNT: 'bookinfo-reviews',
      LABELS: { app: 'reviews', version: 'v2' },
    });
  });

  it('is that of a pod with an address', () => {
    if (!node) throw new Error('no reviews-v2');
    const pods = node.pods.map((pod) => ({ ...pod, status: {} }));
    expect(bootstrapOf({ ...node, pods }, '127.0.0.1:15010', 'Kubernetes')).toBeNull();
  });
});
