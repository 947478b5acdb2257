/** Pods before and after the sidecar injector: containers, labels, annotations and status. */
import type { Container, Labels, PodSpec } from '#lib/istio/objects.ts';
import type { NamespaceTable, WorkloadRow } from './application.ts';

export const istioVersion = '1.31.1';

interface PodTemplate {
  metadata: { labels: Record<string, string>; annotations: Record<string, string> };
  spec: PodSpec;
}

/** `written`: what the workload's owner wrote; `running`: what the injector made of it. */
export function podTemplate(
  table: NamespaceTable,
  row: WorkloadRow,
  serviceAccountName: string,
): { written: PodTemplate; running: PodTemplate } {
  const app: Container = {
    name: row.app,
    image: row.image,
    ports: [{ containerPort: row.port, protocol: 'TCP' }],
  };
  const optOut: Labels = row.sidecar === false ? { 'sidecar.istio.io/inject': 'false' } : {};
  const written: PodTemplate = {
    metadata: { labels: { app: row.app, version: row.version, ...row.labels, ...optOut }, annotations: {} },
    spec: { serviceAccountName, containers: [app] },
  };
  if (!isInjected(table, row)) return { written, running: written };

  const native = table.nativeSidecar === true;
  const proxy: Container & { restartPolicy?: string } = {
    name: 'istio-proxy',
    image: `docker.io/istio/proxyv2:${row.proxyVersion ?? istioVersion}`,
    ports: [{ name: 'http-envoy-prom', containerPort: 15090, protocol: 'TCP' }],
    ...(native ? { restartPolicy: 'Always' } : {}),
  };
  const init: Container = { name: 'istio-init', image: proxy.image };
  const status = {
    initContainers: native ? ['istio-init', 'istio-proxy'] : ['istio-init'],
    containers: native ? null : ['istio-proxy'],
    volumes: [
      'workload-socket',
      'credential-socket',
      'workload-certs',
      'istio-envoy',
      'istio-data',
      'istio-podinfo',
      'istio-token',
      'istiod-ca-cert',
    ],
    imagePullSecrets: null,
    revision: 'default',
  };
  return {
    written,
    running: {
      metadata: {
        labels: {
          ...written.metadata.labels,
          'security.istio.io/tlsMode': 'istio',
          'service.istio.io/canonical-name': row.app,
          'service.istio.io/canonical-revision': row.version,
        },
        annotations: {
          'istio.io/rev': 'default',
          'kubectl.kubernetes.io/default-container': row.app,
          'kubectl.kubernetes.io/default-logs-container': row.app,
          'prometheus.io/path': '/stats/prometheus',
          'prometheus.io/port': '15020',
          'prometheus.io/scrape': 'true',
          'sidecar.istio.io/status': JSON.stringify(status),
        },
      },
      spec: {
        serviceAccountName,
        initContainers: native ? [init, proxy] : [init],
        containers: native ? [app] : [app, proxy],
      },
    },
  };
}

function isInjected(table: NamespaceTable, row: WorkloadRow): boolean {
  return table.labels['istio-injection'] === 'enabled' && row.sidecar !== false;
}

/** The status of a pod whose containers all run since `startTime` (RFC 3339). */
export function podStatus(
  spec: PodSpec,
  podIP: string,
  node: string,
  startTime: string,
): Record<string, unknown> {
  const running = (container: Container) => ({
    name: container.name,
    image: container.image,
    ready: true,
    started: true,
    restartCount: 0,
    state: { running: { startedAt: startTime } },
    lastState: {},
  });
  const finished = (container: Container) => ({
    ...running(container),
    state: { terminated: { exitCode: 0, reason: 'Completed', startedAt: startTime, finishedAt: startTime } },
  });
  const condition = (type: string) => ({ type, status: 'True', lastTransitionTime: startTime });
  return {
    phase: 'Running',
    podIP,
    podIPs: [{ ip: podIP }],
    hostIP: `192.168.10.${11 + node.charCodeAt(node.length - 1) - 97}`,
    startTime,
    qosClass: 'Burstable',
    conditions: ['PodScheduled', 'Initialized', 'ContainersReady', 'Ready'].map(condition),
    initContainerStatuses: (spec.initContainers ?? []).map((container) =>
      container.restartPolicy === 'Always' ? running(container) : finished(container),
    ),
    containerStatuses: spec.containers.map(running),
  };
}
