/** What istiod and the proxies say of themselves, and whether Prometheus reaches them (`up`). */

import type { Counter, Gauge, MetricsStore } from '#demo/prometheus/store.ts';
import type { Pod } from '#lib/istio/objects.ts';
import { injectedBy } from '#lib/istio/revisions.ts';
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

export interface ControlPlaneOptions {
  /** How many clusters istiod watches besides its own. */
  remoteClusters: number;
  /** A real istiod tells of itself. */
  realIstiod: boolean;
}

export function createControlPlaneMetrics(
  store: MetricsStore,
  { remoteClusters, realIstiod }: ControlPlaneOptions,
): ControlPlaneMetrics {
  const gauges = new Map<string, Gauge>();
  let present: { key: string; gauge: Gauge; value: number }[] = [];
  let pushes: { counter: Counter; proxies: number }[] = [];

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
        .filter(({ labels }) => labels.app === 'istiod' && !realIstiod)
        .flatMap((workload) => workload.pods);
      const byRevision = Map.groupBy(istiods, revisionOf);
      const next = [
        ...pods.flatMap((pod) => [
          gauge('up', target('kubernetes-pods', pod, 15020), 1),
          gauge(
            'istio_build',
            { component: 'proxy', tag: tagOf(pod), ...target('kubernetes-pods', pod, 15020) },
            1,
          ),
        ]),
        ...[...byRevision].flatMap(([revision, replicas]) =>
          replicas.flatMap((pod, index) => {
            const labels = target('istiod', pod, 15014);
            const version = tagOf(pod);
            // Each replica serves its own part of its revision's proxies.
            const served = pods.filter(
              (one, at) => revisionOf(one) === revision && at % replicas.length === index,
            );
            return [
              gauge('up', labels, 1),
              gauge('istio_build', { component: 'pilot', tag: version, ...labels }, 1),
              gauge('pilot_info', { version: `${version}-demo-Clean`, ...labels }, 1),
              ...[...Map.groupBy(served, tagOf)].map(([proxies, own]) =>
                gauge('pilot_xds', { version: proxies, ...labels }, own.length),
              ),
              gauge('citadel_server_root_cert_expiry_timestamp', labels, rootExpirySeconds),
              gauge('istiod_managed_clusters', { cluster_type: 'local', ...labels }, 1),
              gauge('istiod_managed_clusters', { cluster_type: 'remote', ...labels }, remoteClusters),
            ];
          }),
        ),
      ];
      const kept = new Set(next.map(({ key }) => key));
      for (const { key, gauge } of present) if (!kept.has(key)) gauge.set(0);
      present = next;
      for (const { counter, proxies } of pushes) counter.add(proxies);
      pushes = [];
      for (const [revision, [leader]] of byRevision) {
        if (!leader) continue;
        const proxies = pods.filter((pod) => revisionOf(pod) === revision).length;
        const labels = target('istiod', leader, 15014);
        for (const type of pushTypes)
          pushes.push({ counter: store.counter('pilot_xds_pushes', { type, ...labels }), proxies });
        store
          .histogram('pilot_proxy_convergence_time', labels, convergenceBounds)
          .observe([proxies], Math.round(proxies * 0.04));
      }
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

/** Of the control plane that a pod is, or that its proxy belongs to. */
function revisionOf(pod: Pod): string {
  return injectedBy(pod) ?? pod.metadata.labels?.['istio.io/rev'] ?? 'default';
}

/** The image tag of the pod's proxy, or of its only container. */
function tagOf({ spec }: Pod): string {
  const containers = [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])];
  const image = (containers.find(({ name }) => name === 'istio-proxy') ?? containers[0])?.image ?? '';
  return image.slice(image.lastIndexOf(':') + 1);
}
