/** For tests of gateways: a gateway `web` of the ingress, what is bound to it, and a service of two subsets behind. */
import type { KubernetesObject } from '../../objects.ts';
import type { GatewayServer, HttpRule } from '../rules.ts';
import type { RouteRequest } from '../types.ts';
import {
  ask,
  brief,
  cluster,
  destinationRule,
  gateway,
  ingress,
  service,
  virtualService,
} from './objects.ts';

export const reviews = service('reviews', 'http:9080');
export const subsets = destinationRule('reviews', {
  host: 'reviews',
  subsets: [{ name: 'v1' }, { name: 'v2' }],
});
export const host = 'reviews.app.svc.cluster.local';
export const to = (subset?: string, number?: number): HttpRule => ({
  route: [{ destination: { host, subset, port: number ? { number } : undefined } }],
});
export const selector = { istio: 'ingressgateway' };
export const server = (
  hosts: string[],
  more: Partial<GatewayServer> = {},
  number = 80,
  protocol = 'HTTP',
): GatewayServer => ({
  hosts,
  port: { number, name: `p${number}`, protocol },
  ...more,
});
export const web = (hosts = ['*'], id = 'istio-system/web', age = 0) =>
  gateway(id, { selector, servers: [server(hosts)] }, age);
export const bound = (id: string, hosts: string[], http: HttpRule[], age = 0, more = {}) =>
  virtualService(id, { hosts, gateways: ['istio-system/web'], http, ...more }, age);

export function answer(objects: KubernetesObject[], request: Partial<RouteRequest> = {}) {
  return ask(cluster([reviews, subsets, ...objects]), { from: ingress, host: 'a.com', port: 80, ...request });
}

export function go(objects: KubernetesObject[], request: Partial<RouteRequest> = {}): string {
  return brief(answer(objects, request));
}
