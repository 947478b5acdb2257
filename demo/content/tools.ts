/** The tools that Istio's samples put beside the control plane, and an Alertmanager: Services and the pods behind them. */
import type { NamespaceTable } from './rows.ts';

interface ToolRow {
  name: string;
  /** Where the Service is called otherwise. */
  service?: string;
  ports: { name: string; port: number; targetPort?: number }[];
  image: string;
  version: string;
}

const rows: readonly ToolRow[] = [
  {
    name: 'grafana',
    ports: [{ name: 'http', port: 3000 }],
    image: 'docker.io/grafana/grafana',
    version: '12.3.0',
  },
  {
    name: 'jaeger',
    service: 'tracing',
    ports: [{ name: 'http-query', port: 80, targetPort: 16686 }],
    image: 'docker.io/jaegertracing/jaeger',
    version: '2.13.0',
  },
  { name: 'kiali', ports: [{ name: 'http', port: 20001 }], image: 'quay.io/kiali/kiali', version: 'v2.31.0' },
  {
    name: 'prometheus',
    ports: [{ name: 'http', port: 9090 }],
    image: 'docker.io/prom/prometheus',
    version: 'v3.15.0',
  },
  {
    name: 'alertmanager',
    ports: [{ name: 'http-web', port: 9093 }],
    image: 'docker.io/prom/alertmanager',
    version: 'v0.29.0',
  },
];

export const toolServices: NamespaceTable['services'] = rows.map(({ name, service = name, ports }) => ({
  name: service,
  selector: { app: name },
  labels: { app: name, 'app.kubernetes.io/name': name },
  ports,
  createdDaysAgo: 60,
}));

export const toolWorkloads: NamespaceTable['workloads'] = rows.map(({ name, ports, image, version }) => ({
  name,
  app: name,
  version,
  image: `${image}:${version}`,
  port: ports[0]?.targetPort ?? ports[0]?.port ?? 80,
  sidecar: false,
  labels: { 'app.kubernetes.io/name': name },
  createdDaysAgo: 60,
  behaviour: { latencyMs: 1 },
}));
