/**
 * Finds the tools among the cluster's Services by the names, labels and ports that their charts and Istio's own samples give them.
 * Whoever may create a Service may call it "grafana": namespaces where a platform lives come first, and what is chosen is always
 * shown with its namespace. A Service that is only a name for something outside (ExternalName) is never taken.
 */
import { compareText } from '#lib/compare-text.ts';
import type { KubernetesObject, ServicePort, ServiceSpec } from '../istio/objects.ts';
import { type FoundTool, type Product, products, type ToolId, type ToolService, toolOf } from './tool.ts';

export type ServiceObject = KubernetesObject<ServiceSpec>;

interface Rule {
  /** Values of `app.kubernetes.io/name`, `app.kubernetes.io/component` or `app`. */
  labels: readonly string[];
  names: RegExp;
  /** Numbers and names of the port with the tool's pages, best first. */
  ports: readonly (number | string)[];
  webRoot(service: ServiceObject): string;
}

const none = () => '';

const rules: Readonly<Record<Product, Rule>> = {
  grafana: {
    labels: ['grafana'],
    names: /^(.+-)?grafana$/,
    ports: [3000, 'service', 'http-web', 'http', 80],
    webRoot: none,
  },
  prometheus: {
    labels: ['prometheus', 'prometheus-server'],
    names: /^((.+-)?prometheus(-server|-operated|-k8s)?)$/,
    ports: [9090, 'http-web', 'web', 'http', 80],
    webRoot: none,
  },
  jaeger: {
    labels: ['jaeger', 'jaeger-query'],
    names: /^(tracing|jaeger|(.+-)?jaeger-query|(.+-)?jaeger-all-in-one)$/,
    ports: [16686, 'http-query', 'query-http', 'query', 'http', 80],
    // Istio's sample serves the pages of its all-in-one under this path (samples/addons/jaeger.yaml).
    webRoot: ({ metadata }) => (metadata.name === 'tracing' ? '/jaeger' : ''),
  },
  tempo: {
    labels: ['tempo', 'query-frontend'],
    names: /^(.+-)?tempo(-query-frontend)?$/,
    ports: [3200, 3100, 'tempo-prom-metrics', 'http-metrics', 'http'],
    webRoot: none,
  },
  kiali: {
    labels: ['kiali'],
    names: /^(.+-)?kiali$/,
    ports: [20001, 'http', 'tcp', 80],
    webRoot: () => '/kiali',
  },
  alertmanager: {
    labels: ['alertmanager'],
    names: /^(.+-)?alertmanager(-operated|-main)?$/,
    ports: [9093, 'http-web', 'web', 'http', 80],
    webRoot: none,
  },
};

/** Parts of the same charts that have no pages of their own. */
const besideThem =
  /(-headless|-collector|-agent|-operator|-adapter|-gossip-ring|-distributor|-ingester|-compactor|-querier|node-exporter|kube-state-metrics|pushgateway|-image-renderer|-webhook)$/;

const platform = [
  /^istio-system$/,
  /^(monitoring|observability|tracing|prometheus|grafana|kiali|kiali-operator|jaeger|tempo|telemetry|logging)$/,
  /^(cattle|openshift|kube)-|-(monitoring|observability|system)$/,
];

/** Where a platform's own tools are usually kept: their names are no secret of a tenant. */
export function isPlatformNamespace(namespace: string, rootNamespace: string): boolean {
  return namespace === rootNamespace || platform.some((pattern) => pattern.test(namespace));
}

function speaksHttps({ name = '', appProtocol = '', port }: ServicePort): boolean {
  return appProtocol === 'https' || /^https(-|$)/.test(name) || port === 443;
}

function portOf(wanted: Rule['ports'], spec: ServiceSpec | undefined): ServicePort | undefined {
  const offered = (spec?.ports ?? []).filter(({ protocol = 'TCP' }) => protocol === 'TCP');
  for (const one of wanted) {
    const found = offered.find(({ port, name }) => (typeof one === 'number' ? port === one : name === one));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** How sure: 2 by label and name, 1 by one of both; null when it is not this product. */
function surenessOf(product: Product, { metadata, spec }: ServiceObject): number | null {
  const { labels, names } = rules[product];
  const given = metadata.labels ?? {};
  if (spec?.type === 'ExternalName' || besideThem.test(metadata.name)) return null;
  const values = ['app.kubernetes.io/name', 'app.kubernetes.io/component', 'app'].map((key) => given[key]);
  // "query-frontend" is a part of many things: only of Tempo's does it count.
  const labelled = values.some((value) => value !== undefined && labels.includes(value));
  const partOfOther = values.includes('query-frontend') && !values.includes('tempo') && product === 'tempo';
  const named = names.test(metadata.name);
  if (!labelled && !named) return null;
  if (partOfOther && !named) return null;
  return Number(labelled) + Number(named);
}

interface Candidate extends FoundTool {
  sureness: number;
}

function candidatesOf(product: Product, services: readonly ServiceObject[]): Candidate[] {
  return services.flatMap((service) => {
    const sureness = surenessOf(product, service);
    const port = portOf(rules[product].ports, service.spec);
    const { namespace } = service.metadata;
    if (sureness === null || port === undefined || namespace === undefined) return [];
    return [
      {
        product,
        sureness,
        service: {
          namespace,
          name: service.metadata.name,
          port: port.port,
          scheme: speaksHttps(port) ? ('https' as const) : ('http' as const),
        },
        webRoot: rules[product].webRoot(service),
      },
    ];
  });
}

/** All that may be one of the tools, the likeliest first; equal input in any order gives equal output. */
export function discoverTools(
  services: readonly ServiceObject[],
  rootNamespace: string,
): ReadonlyMap<ToolId, readonly FoundTool[]> {
  const place = ({ namespace }: ToolService) =>
    namespace === rootNamespace ? 0 : isPlatformNamespace(namespace, rootNamespace) ? 1 : 2;
  const ordered = products
    .flatMap((product) => candidatesOf(product, services))
    .sort(
      (a, b) =>
        place(a.service) - place(b.service) ||
        b.sureness - a.sureness ||
        products.indexOf(a.product) - products.indexOf(b.product) ||
        compareText(a.service.namespace, b.service.namespace) ||
        a.service.name.length - b.service.name.length ||
        compareText(a.service.name, b.service.name),
    );
  const found = new Map<ToolId, FoundTool[]>();
  for (const { product, service, webRoot } of ordered) {
    const tool = toolOf[product];
    found.set(tool, [...(found.get(tool) ?? []), { product, service, webRoot }]);
  }
  return found;
}

/** The tool of a Service that somebody named: by what it looks like, or else as the tool's first product. */
export function describeService(
  tool: ToolId,
  { namespace, name, port, scheme }: ToolService,
  services: readonly ServiceObject[],
): FoundTool {
  const object = services.find((one) => one.metadata.namespace === namespace && one.metadata.name === name);
  const fitting = products.filter((product) => toolOf[product] === tool);
  const known =
    object === undefined ? undefined : fitting.find((product) => surenessOf(product, object) !== null);
  const [first = 'jaeger'] = fitting;
  const product = known ?? (/tempo/.test(name) && tool === 'tracing' ? 'tempo' : first);
  const service = { namespace, name, port, scheme };
  return { product, service, webRoot: object === undefined ? '' : rules[product].webRoot(object) };
}
