/** For tests of routes on edges: a shop behind a gateway, its traffic and rules, and what its edges tell. */
import { type GraphEdge, graphSchema } from '../../../api/traffic/graph.ts';
import type { ClusterObjects, Gateway, VirtualService } from '../../../istio/objects.ts';
import { buildGraph, type GraphInput } from '../../build/build.ts';
import {
  deployment,
  destinationRule,
  graphInput,
  namespace,
  requests,
  service,
  virtualService,
} from '../../testing/fixture.ts';

export const page = 'shop/page/v1';
export const cart = (version: string) => `shop/cart/${version}`;
export const edge = 'istio-system/edge/v1';

export const subsets = destinationRule('shop/cart', {
  host: 'cart',
  subsets: ['v1', 'v2', 'v3'].map((name) => ({ name, labels: { version: name } })),
});

export const shop: Partial<ClusterObjects> = {
  namespaces: [namespace('shop'), namespace('istio-system', {})],
  services: [service('shop/page'), service('shop/cart')],
  workloads: [
    deployment(page),
    ...['v1', 'v2', 'v3'].map((version) => deployment(cart(version))),
    deployment(edge, { labels: { istio: 'ingressgateway' } }),
  ],
  destinationRules: [subsets],
  gateways: [gateway('istio-system/public', ['*'])],
};

export function gateway(path: string, hosts: string[]): Gateway {
  const [namespace = '', name = ''] = path.split('/');
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'Gateway',
    metadata: { namespace, name },
    spec: {
      selector: { istio: 'ingressgateway' },
      servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts }],
    },
  };
}

export type Http = NonNullable<NonNullable<VirtualService['spec']>['http']>;
export const to = (weights: Record<string, number>) => ({
  route: Object.entries(weights).map(([subset, weight]) => ({
    destination: { host: 'cart', subset },
    weight,
  })),
});
export const steered = (...http: Http) => virtualService('shop/cart', { hosts: ['cart'], http });
export const jason = [{ headers: { 'end-user': { exact: 'jason' } } }];

export type Traffic = Parameters<typeof graphInput>[0];

export function routesOf(
  virtualServices: VirtualService[],
  traffic: Traffic,
  input: Partial<GraphInput> = {},
  objects: Partial<ClusterObjects> = {},
) {
  const graph = buildGraph({ ...graphInput(traffic, { ...shop, virtualServices, ...objects }), ...input });
  graphSchema.parse(graph);
  const short = (id: string) => id.replace(/^[^/]+\/(Kubernetes\/)?/, '').replace('istio-system/', '');
  return graph.edges.map((one) => `${short(one.source)} > ${short(one.target)}: ${told(one)}`).sort();
}

function told({ route, configuredShare, observedShare, protocol }: GraphEdge): string {
  const kind = `${protocol === 'http' ? '' : `${protocol} `}${route ?? 'free'}`;
  return configuredShare === undefined ? kind : `${kind} ${configuredShare} ${observedShare}`;
}

export const mostlyOld = {
  requests: [requests({ from: page, to: cart('v1') }, 9), requests({ from: page, to: cart('v2') }, 1)],
};
export const allOld = { requests: [requests({ from: page, to: cart('v1') }, 10)] };
