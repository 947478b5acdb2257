/** Cases about routes that no listener of their Gateway lets in. */
import type { KubernetesObject } from '../../objects.ts';
import { type CheckCase, checkCase } from './case.ts';
import { make, service } from './objects.ts';

const reviews = service('reviews');
const namespace = (name: string, labels: Record<string, string> = {}) =>
  make('Namespace', name, undefined, { labels });

function gateway(allowedRoutes?: object, { id = 'edge/web', protocol = 'HTTP' } = {}): KubernetesObject {
  return {
    ...make('Gateway', id, {
      gatewayClassName: 'istio',
      listeners: [{ name: 'http', port: 80, protocol, ...(allowedRoutes && { allowedRoutes }) }],
    }),
    apiVersion: 'gateway.networking.k8s.io/v1',
  };
}

/** One that lets in nobody from elsewhere, and one that lets in everybody. */
const twoDoors: KubernetesObject = {
  ...make('Gateway', 'edge/web', {
    gatewayClassName: 'istio',
    listeners: [
      { name: 'inside', port: 80, protocol: 'HTTP' },
      { name: 'outside', port: 8080, protocol: 'HTTP', allowedRoutes: { namespaces: { from: 'All' } } },
    ],
  }),
  apiVersion: 'gateway.networking.k8s.io/v1',
};

const route = (parent: object = {}, kind = 'HTTPRoute') =>
  make(kind, 'r', {
    parentRefs: [{ namespace: 'edge', name: 'web', ...parent }],
    rules: [{ backendRefs: [{ name: 'reviews', port: 9080 }] }],
  });

const all = { namespaces: { from: 'All' } };
const trusted = { namespaces: { from: 'Selector', selector: { matchLabels: { trusted: 'yes' } } } };

export const listenerCases: readonly CheckCase[] = [
  checkCase(
    'SLU0022',
    'nothing said is its own namespace alone',
    [gateway(), reviews, route()],
    [gateway(all), reviews, route()],
  ),
  checkCase(
    'SLU0022',
    'its own namespace alone',
    [gateway({ namespaces: { from: 'Same' } }), reviews, route()],
    [gateway({ namespaces: { from: 'Same' } }, { id: 'app/web' }), reviews, route({ namespace: 'app' })],
  ),
  checkCase(
    'SLU0022',
    'labels that the namespace has not',
    [gateway(trusted), namespace('app', { trusted: 'no' }), reviews, route()],
    [gateway(trusted), namespace('app', { trusted: 'yes' }), reviews, route()],
  ),
  checkCase(
    'SLU0022',
    'every namespace has its name as a label',
    [
      gateway({
        namespaces: {
          from: 'Selector',
          selector: {
            matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: ['shop'] }],
          },
        },
      }),
      namespace('app'),
      reviews,
      route(),
    ],
    [
      gateway({
        namespaces: {
          from: 'Selector',
          selector: {
            matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: ['app'] }],
          },
        },
      }),
      namespace('app'),
      reviews,
      route(),
    ],
  ),
  checkCase(
    'SLU0022',
    'the labels of a namespace that nobody has read are not judged',
    [gateway(trusted), namespace('app'), reviews, route()],
    [gateway(trusted), reviews, route()],
  ),
  checkCase(
    'SLU0022',
    'routes of another kind alone',
    [gateway({ ...all, kinds: [{ kind: 'HTTPRoute' }] }), reviews, route({}, 'GRPCRoute')],
    [
      gateway({ ...all, kinds: [{ kind: 'HTTPRoute' }, { kind: 'GRPCRoute' }] }),
      reviews,
      route({}, 'GRPCRoute'),
    ],
  ),
  checkCase(
    'SLU0022',
    'a listener of connections takes no requests',
    [gateway(all, { protocol: 'TCP' }), reviews, route()],
    [gateway(all, { protocol: 'HTTP' }), reviews, route()],
  ),
  checkCase(
    'SLU0022',
    'of several listeners one is enough, unless the route names the other',
    [twoDoors, reviews, route({ sectionName: 'inside' })],
    [twoDoors, reviews, route()],
  ),
  checkCase(
    'SLU0022',
    'a port chooses among the listeners, too',
    [twoDoors, reviews, route({ port: 80 })],
    [twoDoors, reviews, route({ port: 8080 })],
  ),
  checkCase(
    'SLU0022',
    'a Gateway that is not there is told by another check',
    [gateway(), reviews, route()],
    [reviews, route()],
  ),
];
