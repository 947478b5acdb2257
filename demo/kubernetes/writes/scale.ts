/** The scale subresource of workloads: autoscaling/v1 Scale, a view of spec.replicas. */
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { isKubernetesObject, number, record, stringMap, withValue } from '../coding/json.ts';

export function scaleOf(workload: KubernetesObject): KubernetesObject {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = workload.metadata;
  const labels = stringMap(workload, 'spec', 'selector', 'matchLabels');
  return {
    apiVersion: 'autoscaling/v1',
    kind: 'Scale',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { replicas: number(workload, 'spec', 'replicas') },
    status: {
      replicas: number(workload, 'status', 'replicas'),
      selector: Object.entries(labels)
        .map(([key, value]) => `${key}=${value}`)
        .join(','),
    },
  };
}

/** The workload with the replicas that a Scale asks for. */
export function withScale(workload: KubernetesObject, scale: KubernetesObject): KubernetesObject {
  const next = withValue(record(workload), ['spec', 'replicas'], number(scale, 'spec', 'replicas'));
  return isKubernetesObject(next) ? next : workload;
}
