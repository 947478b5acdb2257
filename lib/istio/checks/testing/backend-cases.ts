/** Cases about where routes of the Gateway API send requests. */
import type { KubernetesObject } from '../../objects.ts';
import { type CheckCase, checkCase } from './case.ts';
import { make, service } from './objects.ts';

const web: KubernetesObject = {
  ...make('Gateway', 'web', {
    gatewayClassName: 'istio',
    listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }],
  }),
  apiVersion: 'gateway.networking.k8s.io/v1',
};
const reviews = service('reviews');
const admin = service('admin', 'http:8080 grpc:9090');
const stock = service('shop/stock', 'http:8080');
const entry = make('ServiceEntry', 'payments', {
  hosts: ['pay.example.com'],
  ports: [{ number: 443, name: 'tls', protocol: 'TLS' }],
  resolution: 'DNS',
});
const ofService = { group: '', kind: 'Service', name: 'reviews' };

const sent = (backend: object, kind = 'HTTPRoute', parent: object = { name: 'web' }) =>
  make(kind, 'r', { parentRefs: [parent], rules: [{ backendRefs: [backend] }] });
const copied = (backendRef: object, kind = 'HTTPRoute') =>
  make(kind, 'r', {
    parentRefs: [{ name: 'web' }],
    rules: [
      {
        backendRefs: [{ name: 'reviews', port: 9080 }],
        filters: [{ type: 'RequestMirror', requestMirror: { backendRef } }],
      },
    ],
  });
const hostname = (name: string) => ({ group: 'networking.istio.io', kind: 'Hostname', name, port: 443 });
const toStock = { namespace: 'shop', name: 'stock', port: 8080 };
const grant = (from: object, to: object = { group: '', kind: 'Service' }, id = 'shop/may') =>
  make('ReferenceGrant', id, {
    from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'app', ...from }],
    to: [to],
  });

export const backendCases: readonly CheckCase[] = [
  checkCase(
    'SLU0018',
    'a Service that is not there',
    [web, reviews, sent({ name: 'review', port: 9080 })],
    [web, reviews, sent({ name: 'reviews', port: 9080 })],
  ),
  checkCase(
    'SLU0018',
    'a Service of another namespace without its name',
    [web, stock, grant({}), sent({ name: 'stock', port: 8080 })],
    [web, stock, grant({}), sent(toStock)],
  ),
  checkCase(
    'SLU0018',
    'a port that the Service has not',
    [web, admin, sent({ name: 'admin', port: 80 }, 'GRPCRoute')],
    [web, admin, sent({ name: 'admin', port: 9090 }, 'GRPCRoute')],
  ),
  checkCase(
    'SLU0018',
    'a Service without ports',
    [
      web,
      make('Service', 'reviews', { selector: { app: 'reviews' } }),
      sent({ name: 'reviews', port: 9080 }),
    ],
    [web, reviews, sent({ name: 'reviews', port: 9080 })],
  ),
  checkCase(
    'SLU0018',
    'copies to a Service that is not there',
    [web, reviews, copied({ name: 'shadow', port: 9080 })],
    [web, reviews, copied({ name: 'reviews', port: 9080 })],
  ),
  checkCase(
    'SLU0018',
    'a host that no service has',
    [web, entry, sent(hostname('pays.example.com'))],
    [web, entry, sent(hostname('pay.example.com'))],
  ),
  checkCase(
    'SLU0018',
    'a backend that is sent nothing yet',
    [web, sent({ name: 'gone', port: 9080 })],
    [web, sent({ name: 'gone', port: 9080, weight: 0 })],
  ),
  checkCase(
    'SLU0018',
    'kinds that are not known here are not judged',
    [web, sent({ name: 'gone', port: 9080 })],
    [web, sent({ group: 'inference.networking.k8s.io', kind: 'InferencePool', name: 'gone', port: 9080 })],
  ),
  checkCase(
    'SLU0019',
    'another namespace without a grant',
    [web, stock, sent(toStock)],
    [web, stock, grant({}), sent(toStock)],
  ),
  checkCase(
    'SLU0019',
    'a grant for another kind of route',
    [web, stock, grant({}), sent(toStock, 'GRPCRoute')],
    [web, stock, grant({ kind: 'GRPCRoute' }), sent(toStock, 'GRPCRoute')],
  ),
  checkCase(
    'SLU0019',
    'a grant for another namespace',
    [web, stock, grant({ namespace: 'office' }), sent(toStock)],
    [web, stock, grant({ namespace: 'app' }), sent(toStock)],
  ),
  checkCase(
    'SLU0019',
    'a grant to another Service',
    [web, stock, grant({}, { group: '', kind: 'Service', name: 'prices' }), sent(toStock)],
    [web, stock, grant({}, { group: '', kind: 'Service', name: 'stock' }), sent(toStock)],
  ),
  checkCase(
    'SLU0019',
    'a grant that lies in the namespace of the route',
    [web, stock, grant({}, undefined, 'app/may'), sent(toStock)],
    [web, stock, grant({}, undefined, 'shop/may'), sent(toStock)],
  ),
  checkCase(
    'SLU0019',
    'copies need it as well',
    [web, reviews, stock, copied(toStock)],
    [web, reviews, stock, grant({}), copied(toStock)],
  ),
  checkCase(
    'SLU0019',
    'a route of the mesh needs none',
    [reviews, web, stock, sent(toStock)],
    [reviews, web, stock, sent(toStock, 'HTTPRoute', ofService)],
  ),
];
