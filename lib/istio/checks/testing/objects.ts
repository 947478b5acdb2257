/** Short ways to write objects in the cases of the checks; the default namespace is `app`. */
import type { KubernetesObject } from '../../objects.ts';

const apiVersions: Readonly<Record<string, string>> = {
  Deployment: 'apps/v1',
  Telemetry: 'telemetry.istio.io/v1',
  WasmPlugin: 'extensions.istio.io/v1alpha1',
  AuthorizationPolicy: 'security.istio.io/v1',
  RequestAuthentication: 'security.istio.io/v1',
  EnvoyFilter: 'networking.istio.io/v1alpha3',
  HTTPRoute: 'gateway.networking.k8s.io/v1',
  GRPCRoute: 'gateway.networking.k8s.io/v1',
  ReferenceGrant: 'gateway.networking.k8s.io/v1beta1',
  MutatingWebhookConfiguration: 'admissionregistration.k8s.io/v1',
  CustomResourceDefinition: 'apiextensions.k8s.io/v1',
};
const core = new Set(['Namespace', 'Node', 'Pod', 'Service', 'Secret', 'ConfigMap']);
const clusterWide = new Set([
  'Namespace',
  'Node',
  'MutatingWebhookConfiguration',
  'CustomResourceDefinition',
]);

type Labels = Readonly<Record<string, string>>;

interface More {
  labels?: Labels;
  annotations?: Labels;
  creationTimestamp?: string;
  /** Beside metadata and spec. */
  top?: object;
}

/** `id` is name or namespace/name. */
export function make(kind: string, id: string, spec?: object, more: More = {}): KubernetesObject {
  const [name = '', namespace = 'app'] = id.split('/').reverse();
  const { top, ...metadata } = more;
  return {
    apiVersion: core.has(kind) ? 'v1' : (apiVersions[kind] ?? 'networking.istio.io/v1'),
    kind,
    metadata: clusterWide.has(kind) ? { name, ...metadata } : { name, namespace, ...metadata },
    ...(spec === undefined ? {} : { spec }),
    ...top,
  };
}

export const virtualService = (id: string, spec: object, more?: More) =>
  make('VirtualService', id, spec, more);
export const destinationRule = (id: string, spec: object, more?: More) =>
  make('DestinationRule', id, spec, more);

/** Ports as `http:9080`; it selects its own name as `app`. */
export function service(id: string, ports = 'http:9080', more?: More): KubernetesObject {
  const name = id.split('/').at(-1) ?? '';
  const parsed = ports.split(' ').map((text) => {
    const [portName, port] = text.split(':');
    return { name: portName, port: Number(port), protocol: 'TCP', targetPort: Number(port) };
  });
  return make('Service', id, { selector: { app: name }, ports: parsed }, more);
}

export function pod(id: string, labels: Labels, more: More & { spec?: object } = {}): KubernetesObject {
  const { spec, ...rest } = more;
  const containers = [
    { name: 'app', image: 'app:1' },
    { name: 'istio-proxy', image: 'proxy:1' },
  ];
  return make('Pod', id, { containers, ...spec }, { ...rest, labels });
}

export function namespace(name: string, labels: Labels = { 'istio-injection': 'enabled' }): KubernetesObject {
  return make('Namespace', name, undefined, { labels });
}

/** A VirtualService whose only rule sends everything there. */
export function routeTo(id: string, destination: object, more: object = {}): KubernetesObject {
  return virtualService(id, { hosts: ['reviews'], http: [{ route: [{ destination }] }], ...more });
}

export const gateway = (id: string, servers: object[], selector: Labels = { istio: 'ingress' }) =>
  make('Gateway', id, { selector, servers });

export const httpServer = (hosts: string[], number = 80) => ({
  port: { number, name: `http-${number}`, protocol: 'HTTP' },
  hosts,
});

export const httpsServer = (hosts: string[], credentialName: string) => ({
  port: { number: 443, name: 'https', protocol: 'HTTPS' },
  hosts,
  tls: { mode: 'SIMPLE', credentialName },
});

export const ingressPod = pod('gateways/ingress-1', { istio: 'ingress' });
export const ingressService = make('Service', 'gateways/ingress', {
  selector: { istio: 'ingress' },
  ports: [
    { name: 'http', port: 80, protocol: 'TCP', targetPort: 80 },
    { name: 'https', port: 443, protocol: 'TCP', targetPort: 443 },
  ],
});
