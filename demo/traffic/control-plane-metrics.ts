/** What istiod and the proxies say of themselves, and whether Prometheus reaches them (`up`). */

import type { Counter, Gauge, MetricsStore } from '#demo/prometheus/store.ts';
import type { Pod } from '#lib/istio/objects.ts';
import type { Topology } from './topology.ts';

export interface ControlPlaneMetrics {
  /** istiod sends the new configuration to all proxies. */
  configurationChanged(topology: Topology): void;
  /** Sets the gauges that follow the pods. */
  update(): void;
}

const pushTypes = ['cds', 'eds', 'lds', 'rds'] as const;
const convergenceBounds = [0.1, 0.5, 1, 3, 5, 10, 20, 30];
/** istiod's own root certificate lives ten years. */
const rootExpirySeconds = 2_080_000_000;

export function createControlPlaneMetrics(store: MetricsStore): ControlPlaneMetrics {
  const gauges = new Map<string, Gauge>();
  let present: { key: string; gauge: Gauge; value: number }[] = [];
  let pushes: Counter[] = [];

  function gauge(name: string, labels: Record<string, string>, value: number) {
    const key = `${name}${JSON.stringify(labels)}`;
    const known = gauges.get(key) ?? store.gauge(name, labels);
    gauges.set(key, known);
    return { key, gauge: known, value };
  }

  return {
    configurationChanged(topology) {
      const pods = [...topology.workloads.values()]
        .filter(({ hasProxy }) => hasProxy)
        .flatMap(({ pods }) => pods);
      const istiods = [...topology.workloads.values()]
        .filter(({ labels }) => labels.app === 'istiod')
        .flatMap((workload) => workload.pods);
      const next = [
        ...pods.flatMap((pod) => [
          gauge('up', target('kubernetes-pods', pod, 15020), 1),
          gauge(
            'istio_build',
            { component: 'proxy', tag: tagOf(pod), ...target('kubernetes-pods', pod, 15020) },
            1,
          ),
        ]),
        ...istiods.flatMap((pod, index) => {
          const labels = target('istiod', pod, 15014);
          const version = tagOf(pod);
          return [
            gauge('up', labels, 1),
            gauge('istio_build', { component: 'pilot', tag: version, ...labels }, 1),
            gauge('pilot_info', { version: `${version}-demo-Clean`, ...labels }, 1),
            // Each replica serves its own part of the proxies.
            gauge('pilot_xds', { version, ...labels }, Math.ceil((pods.length - index) / istiods.length)),
            gauge('citadel_server_root_cert_expiry_timestamp', labels, rootExpirySeconds),
          ];
        }),
      ];
      const kept = new Set(next.map(({ key }) => key));
      for (const { key, gauge } of present) if (!kept.has(key)) gauge.set(0);
      present = next;
      for (const counter of pushes) counter.add(pods.length);
      const [leader] = istiods;
      if (!leader) return;
      const labels = target('istiod', leader, 15014);
      pushes = pushTypes.map((type) => store.counter('pilot_xds_pushes', { type, ...labels }));
      store
        .histogram('pilot_proxy_convergence_time', labels, convergenceBounds)
        .observe([pods.length], Math.round(pods.length * 0.04));
    },
    update() {
      for (const { gauge, value } of present) gauge.set(value);
    },
  };
}

function target(job: string, pod: Pod, port: number): Record<string, string> {
  const { name, namespace = '' } = pod.metadata;
  return { job, namespace, pod: name, instance: `${pod.status?.podIP ?? ''}:${port}` };
}

/** The image tag of the pod's proxy, or of its only container. */
function tagOf({ spec }: Pod): string {
  const containers = [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])];
  const image = (containers.find(({ name }) => name === 'istio-proxy') ?? containers[0])?.image ?? '';
  return image.slice(image.lastIndexOf(':') + 1);
}
