/** Cases about routes of the Gateway API. */
import type { KubernetesObject } from '../../objects.ts';
import { type CheckCase, checkCase } from './case.ts';
import { make, service } from './objects.ts';

const web: KubernetesObject = {
  ...make('Gateway', 'edge/web', {
    gatewayClassName: 'istio',
    listeners: [
      { name: 'http', port: 80, protocol: 'HTTP' },
      { name: 'https', port: 8443, protocol: 'HTTP' },
    ],
  }),
  apiVersion: 'gateway.networking.k8s.io/v1',
};
const reviews = service('reviews');
const entry = make('ServiceEntry', 'payments', {
  hosts: ['pay.example.com'],
  ports: [{ number: 443, name: 'tls', protocol: 'TLS' }],
  resolution: 'DNS',
});
const route = (parent: object, kind = 'HTTPRoute') =>
  make(kind, 'r', { parentRefs: [parent], rules: [{ backendRefs: [{ name: 'reviews', port: 9080 }] }] });
const atWeb = { namespace: 'edge', name: 'web' };
const ofService = { group: '', kind: 'Service', name: 'reviews' };
const ofEntry = { group: 'networking.istio.io', kind: 'ServiceEntry', name: 'payments' };

export const routeCases: readonly CheckCase[] = [
  checkCase(
    'SLU0017',
    'a Gateway of another namespace without its name',
    [web, reviews, route({ name: 'web' })],
    [web, reviews, route(atWeb)],
  ),
  checkCase(
    'SLU0017',
    "Istio's Gateway is none of the Gateway API",
    [make('Gateway', 'edge/web', { servers: [] }), reviews, route(atWeb, 'GRPCRoute')],
    [web, reviews, route(atWeb, 'GRPCRoute')],
  ),
  checkCase(
    'SLU0017',
    'a listener that the Gateway has not',
    [web, reviews, route({ ...atWeb, sectionName: 'htps' })],
    [web, reviews, route({ ...atWeb, sectionName: 'https' })],
  ),
  checkCase(
    'SLU0017',
    'a port of another listener',
    [web, reviews, route({ ...atWeb, sectionName: 'http', port: 8443 })],
    [web, reviews, route({ ...atWeb, sectionName: 'https', port: 8443 })],
  ),
  checkCase(
    'SLU0017',
    'a Service that is not there',
    [reviews, route({ ...ofService, name: 'review' })],
    [reviews, route(ofService)],
  ),
  checkCase(
    'SLU0017',
    'a port that the Service has not',
    [reviews, route({ ...ofService, port: 80 }, 'GRPCRoute')],
    [reviews, route({ ...ofService, port: 9080 }, 'GRPCRoute')],
  ),
  checkCase(
    'SLU0017',
    'a ServiceEntry that is not there',
    [entry, reviews, route({ ...ofEntry, name: 'payment' })],
    [entry, reviews, route({ ...ofEntry, port: 443 })],
  ),
  checkCase(
    'SLU0017',
    'a kind that is not known here is not judged',
    [reviews, route({ name: 'gone' })],
    [reviews, route({ group: 'example.com', kind: 'Door', name: 'gone' })],
  ),
];
