/**
 * The tools that a mesh usually has beside the console, and where one of them is: a Service of the cluster, an address that browsers
 * reach, or both.
 */

/** `tracing` is Jaeger or Tempo: whichever of them is there. */
export const toolIds = ['grafana', 'prometheus', 'tracing', 'kiali', 'alertmanager'] as const;
export type ToolId = (typeof toolIds)[number];

export const products = ['grafana', 'prometheus', 'jaeger', 'tempo', 'kiali', 'alertmanager'] as const;
export type Product = (typeof products)[number];

export const toolOf: Readonly<Record<Product, ToolId>> = {
  grafana: 'grafana',
  prometheus: 'prometheus',
  jaeger: 'tracing',
  tempo: 'tracing',
  kiali: 'kiali',
  alertmanager: 'alertmanager',
};

/** As they call themselves, in every language. */
export const productNames: Readonly<Record<Product, string>> = {
  grafana: 'Grafana',
  prometheus: 'Prometheus',
  jaeger: 'Jaeger',
  tempo: 'Tempo',
  kiali: 'Kiali',
  alertmanager: 'Alertmanager',
};

/** One port of a Service that speaks HTTP. */
export interface ToolService {
  namespace: string;
  name: string;
  port: number;
  scheme: 'http' | 'https';
}

export interface FoundTool {
  product: Product;
  service: ToolService;
  /** Where the tool's own pages begin: "" or e.g. "/kiali". */
  webRoot: string;
}

/**
 * The name by which the API server's proxy knows it, and under which RBAC may allow it (`resourceNames`): `http:grafana:3000`
 * (k8s.io/apimachinery/pkg/util/net/port_split.go SplitSchemeNamePort).
 */
export function proxyName({ scheme, name, port }: Pick<ToolService, 'scheme' | 'name' | 'port'>): string {
  return `${scheme}:${name}:${port}`;
}
