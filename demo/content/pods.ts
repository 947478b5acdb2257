/** Pods before and after the sidecar injector: containers, labels, annotations and status. */
import type { Container, Labels, PodSpec } from '#lib/istio/objects.ts';

export const istioVersion = '1.31.1';

export interface PodTemplate {
  metadata: { labels: Record<string, string>; annotations: Record<string, string> };
  spec: PodSpec;
}

/** The control plane that an upgrade tries beside the default one, and the tag by which namespaces ask for it. */
export const nextControlPlane = { revision: '1-32-0', version: '1.32.0', tag: 'canary' } as const;

const defaultRevision = 'default';

export interface Injection {
  /** The proxy runs as a restartable init container. */
  native: boolean;
  proxyVersion: string;
  revision: string;
}

/** The revision whose webhooks match, null when none does (reference: the chart's mutatingwebhook.yaml). */
export function injectingRevision(namespaceLabels: Labels, podLabels: Labels): string | null {
  const wish = podLabels['sidecar.istio.io/inject'];
  const namespace = namespaceLabels['istio-injection'];
  if (namespace !== undefined) return namespace === 'enabled' && wish !== 'false' ? defaultRevision : null;
  const { revision, tag } = nextControlPlane;
  const asked = namespaceLabels['istio.io/rev'];
  if (asked === revision || asked === tag) return wish === 'false' ? null : revision;
  return wish === 'true' ? defaultRevision : null;
}

export function versionOfRevision(revision: string): string {
  return revision === nextControlPlane.revision ? nextControlPlane.version : istioVersion;
}

const volumes = [
  'workload-socket',
  'credential-socket',
  'workload-certs',
  'istio-envoy',
  'istio-data',
  'istio-podinfo',
  'istio-token',
  'istiod-ca-cert',
];

/** What the injector makes of a template that its workload's owner wrote. */
export function injectSidecar(
  written: PodTemplate,
  { native, proxyVersion, revision }: Injection,
): PodTemplate {
  const [app] = written.spec.containers;
  const { labels } = written.metadata;
  const image = `docker.io/istio/proxyv2:${proxyVersion}`;
  const init: Container = { name: 'istio-init', image };
  const proxy: Container = {
    name: 'istio-proxy',
    image,
    ports: [{ name: 'http-envoy-prom', containerPort: 15090, protocol: 'TCP' }],
    ...(native ? { restartPolicy: 'Always' } : {}),
  };
  const status = {
    initContainers: native ? ['istio-init', 'istio-proxy'] : ['istio-init'],
    containers: native ? null : ['istio-proxy'],
    volumes,
    imagePullSecrets: null,
    revision,
  };
  return {
    metadata: {
      labels: {
        ...labels,
        'security.istio.io/tlsMode': 'istio',
        'service.istio.io/canonical-name': labels['app.kubernetes.io/name'] ?? labels.app ?? app?.name ?? '',
        'service.istio.io/canonical-revision':
          labels['app.kubernetes.io/version'] ?? labels.version ?? 'latest',
      },
      annotations: {
        ...written.metadata.annotations,
        'istio.io/rev': revision,
        'kubectl.kubernetes.io/default-container': app?.name ?? '',
        'kubectl.kubernetes.io/default-logs-container': app?.name ?? '',
        'prometheus.io/path': '/stats/prometheus',
        'prometheus.io/port': '15020',
        'prometheus.io/scrape': 'true',
        'sidecar.istio.io/status': JSON.stringify(status),
      },
    },
    spec: {
      ...written.spec,
      initContainers: [...(written.spec.initContainers ?? []), init, ...(native ? [proxy] : [])],
      containers: native ? written.spec.containers : [...written.spec.containers, proxy],
    },
  };
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
    // No container asks for resources.
    qosClass: 'BestEffort',
    conditions: ['PodScheduled', 'Initialized', 'ContainersReady', 'Ready'].map(condition),
    initContainerStatuses: (spec.initContainers ?? []).map((container) =>
      container.restartPolicy === 'Always' ? running(container) : finished(container),
    ),
    containerStatuses: spec.containers.map(running),
  };
}
