/**
 * The Gateway API beside Istio's own: the docs of the shop go through a Gateway that shares the pods of the partners' gateway
 * (an address names their Service, so that nothing is deployed for it), and nobody calls them yet.
 */
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { ingressNamespace } from './ingress.ts';
import type { Stamp } from './stamp.ts';

const ready = (type: string) => ({ type, status: 'True', reason: type, message: '', observedGeneration: 1 });

export function gatewayApi(stamp: Stamp): KubernetesObject[] {
  const parentRefs = [{ name: 'docs' }];
  const since = { lastTransitionTime: stamp.timestamp(20 * 24 * 3_600_000) };
  const conditions = (...types: string[]) => types.map((type) => ({ ...ready(type), ...since }));
  const routeStatus = {
    parents: [
      {
        parentRef: { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'docs' },
        controllerName: 'istio.io/gateway-controller',
        conditions: conditions('Accepted', 'ResolvedRefs'),
      },
    ],
  };
  return [
    {
      ...stamp.object({
        kind: 'Gateway',
        name: 'docs',
        namespace: 'shop',
        content: {
          spec: {
            gatewayClassName: 'istio',
            addresses: [{ type: 'Hostname', value: `b2b-gw.${ingressNamespace}.svc.cluster.local` }],
            listeners: [
              {
                name: 'http',
                port: 80,
                protocol: 'HTTP',
                hostname: 'docs.shop.example',
                allowedRoutes: { namespaces: { from: 'Same' } },
              },
            ],
          },
          status: { conditions: conditions('Accepted', 'Programmed') },
        },
      }),
      // Istio's Gateway has the same kind.
      apiVersion: 'gateway.networking.k8s.io/v1',
    },
    stamp.object({
      kind: 'HTTPRoute',
      name: 'docs',
      namespace: 'shop',
      content: {
        spec: {
          parentRefs,
          hostnames: ['docs.shop.example'],
          rules: [
            {
              name: 'ratings',
              matches: [{ path: { type: 'PathPrefix', value: '/ratings' } }],
              backendRefs: [{ name: 'ratings', namespace: 'bookinfo', port: 9080, weight: 1 }],
            },
            {
              name: 'all',
              matches: [{ path: { type: 'PathPrefix', value: '/' } }],
              backendRefs: [{ name: 'frontend', port: 8080, weight: 1 }],
            },
          ],
        },
        status: routeStatus,
      },
    }),
    stamp.object({
      kind: 'GRPCRoute',
      name: 'currency',
      namespace: 'shop',
      content: {
        spec: {
          parentRefs,
          hostnames: ['docs.shop.example'],
          rules: [
            {
              matches: [{ method: { type: 'Exact', service: 'shop.Currency', method: 'Convert' } }],
              backendRefs: [{ name: 'currency', port: 7000, weight: 1 }],
            },
          ],
        },
        status: routeStatus,
      },
    }),
    stamp.object({
      kind: 'ReferenceGrant',
      name: 'shop-routes',
      namespace: 'bookinfo',
      content: {
        spec: {
          from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'shop' }],
          to: [{ group: '', kind: 'Service', name: 'ratings' }],
        },
      },
    }),
  ];
}
