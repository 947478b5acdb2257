/** The shop's Istio objects: two running releases, a mirror, an external API, and a conflict to find. */
import { releaseAnnotation } from '#lib/splits/record/annotation.ts';
import { writeRelease } from '#lib/splits/record/record.ts';
import { ruleHash } from '#lib/splits/record/route-key.ts';
import type { Content } from './application.ts';
import { namespaceContent } from './application.ts';
import { type IstioRow, istioObjects, routeTo, versions } from './istio-objects.ts';
import { shopTable } from './shop.ts';
import type { Stamp } from './stamp.ts';

/** The canary of recommendations began 20 minutes before the start. */
const canaryHoursAgo = 20 / 60;

const istio: readonly IstioRow[] = [
  {
    kind: 'VirtualService',
    name: 'shop',
    manager: 'helm',
    spec: {
      hosts: ['shop.example'],
      gateways: ['istio-ingress/public-gateway'],
      http: [
        {
          name: 'robots',
          match: [{ uri: { exact: '/robots.txt' } }],
          directResponse: { status: 200, body: { string: 'User-agent: *\nDisallow: /cart\n' } },
        },
        {
          name: 'old-links',
          match: [{ uri: { prefix: '/old-shop' } }],
          redirect: { uri: '/', redirectCode: 301 },
        },
        {
          name: 'site',
          timeout: '10s',
          route: [{ destination: { host: 'frontend', port: { number: 8080 } } }],
        },
      ],
    },
  },
  {
    kind: 'VirtualService',
    name: 'partners',
    manager: 'helm',
    spec: {
      hosts: ['api.partners.example'],
      gateways: ['istio-ingress/b2b-gateway'],
      http: [
        {
          match: [{ uri: { prefix: '/v1/' } }],
          rewrite: { uri: '/api/b2b/' },
          route: [{ destination: { host: 'frontend', port: { number: 8080 } } }],
        },
      ],
    },
  },
  {
    kind: 'VirtualService',
    name: 'cart',
    manager: 'argocd',
    changedHoursAgo: 0.8,
    spec: {
      hosts: ['cart'],
      http: [
        {
          name: 'beta',
          match: [{ headers: { 'x-beta': { exact: 'true' } } }],
          route: routeTo('cart', ['v2', 100]),
        },
        { name: 'stable', timeout: '2s', route: routeTo('cart', ['v1', 80], ['v2', 20]) },
      ],
    },
  },
  {
    kind: 'DestinationRule',
    name: 'cart',
    manager: 'argocd',
    spec: { host: 'cart', subsets: versions('v1', 'v2') },
  },
  {
    kind: 'DestinationRule',
    name: 'recommendations',
    manager: 'argocd',
    spec: {
      host: 'recommendations',
      trafficPolicy: {
        connectionPool: { http: { http1MaxPendingRequests: 64, maxRequestsPerConnection: 50 } },
      },
      subsets: versions('v1', 'v2'),
    },
  },
  {
    kind: 'VirtualService',
    name: 'currency',
    changedHoursAgo: 22,
    spec: {
      hosts: ['currency'],
      http: [
        {
          route: routeTo('currency', ['v1', 100]),
          mirrors: [{ destination: { host: 'currency', subset: 'v2' }, percentage: { value: 20 } }],
        },
      ],
    },
  },
  { kind: 'DestinationRule', name: 'currency', spec: { host: 'currency', subsets: versions('v1', 'v2') } },
  {
    kind: 'VirtualService',
    name: 'inventory',
    manager: 'helm',
    changedHoursAgo: 5.5,
    spec: {
      hosts: ['inventory'],
      http: [{ timeout: '8s', route: [{ destination: { host: 'inventory' } }] }],
    },
  },
  {
    kind: 'VirtualService',
    name: 'checkout',
    manager: 'helm',
    spec: {
      hosts: ['checkout.shop.svc.cluster.local'],
      http: [
        {
          timeout: '12s',
          retries: {
            attempts: 2,
            perTryTimeout: '3s',
            retryOn: 'connect-failure,refused-stream,unavailable',
          },
          route: [{ destination: { host: 'checkout.shop.svc.cluster.local' } }],
        },
      ],
    },
  },
  {
    kind: 'VirtualService',
    name: 'catalog',
    manager: 'helm',
    createdDaysAgo: 44,
    spec: {
      hosts: ['catalog'],
      http: [
        // Prepared for a release that has not come: nobody calls this yet.
        {
          name: 'gift-cards',
          match: [{ uri: { prefix: '/shop.GiftCards/' } }],
          route: [{ destination: { host: 'gift-cards', port: { number: 8080 } } }],
        },
        { name: 'products', timeout: '4s', route: [{ destination: { host: 'catalog' } }] },
      ],
    },
  },
  // Mistake: a second VirtualService for the same mesh host; the older one wins and this one does nothing.
  {
    kind: 'VirtualService',
    name: 'catalog-experiment',
    createdDaysAgo: 6,
    spec: {
      hosts: ['catalog.shop.svc.cluster.local'],
      http: [
        {
          timeout: '1s',
          retries: { attempts: 3, perTryTimeout: '300ms' },
          route: [{ destination: { host: 'catalog' } }],
        },
      ],
    },
  },
  {
    kind: 'ServiceEntry',
    name: 'paycard',
    manager: 'helm',
    spec: {
      hosts: ['paycard.example'],
      location: 'MESH_EXTERNAL',
      resolution: 'DNS',
      ports: [
        { number: 80, name: 'http', protocol: 'HTTP', targetPort: 443 },
        { number: 443, name: 'tls', protocol: 'TLS' },
      ],
    },
  },
  // A payment must never be made twice, so nothing is retried here.
  {
    kind: 'VirtualService',
    name: 'paycard',
    manager: 'helm',
    spec: {
      hosts: ['paycard.example'],
      http: [
        {
          timeout: '10s',
          retries: { attempts: 0 },
          route: [{ destination: { host: 'paycard.example', port: { number: 80 } } }],
        },
      ],
    },
  },
  {
    kind: 'DestinationRule',
    name: 'paycard',
    manager: 'helm',
    spec: {
      host: 'paycard.example',
      trafficPolicy: {
        portLevelSettings: [
          { port: { number: 80 }, tls: { mode: 'SIMPLE', sni: 'paycard.example', caCertificates: 'system' } },
        ],
      },
    },
  },
  {
    kind: 'AuthorizationPolicy',
    name: 'cart-callers',
    manager: 'helm',
    spec: {
      selector: { matchLabels: { app: 'cart' } },
      action: 'ALLOW',
      rules: [
        {
          from: [
            {
              source: {
                principals: [
                  'cluster.local/ns/shop/sa/shop-frontend',
                  'cluster.local/ns/shop/sa/shop-checkout',
                ],
              },
            },
          ],
        },
      ],
    },
  },
];

/** The canary that fails, at the weight it has (or had before it began). */
function recommendationsRelease(stamp: Stamp, candidateWeight: number) {
  const split = routeTo('recommendations', ['v1', 100 - candidateWeight], ['v2', candidateWeight]);
  const rule = { name: 'main', timeout: '5s', route: split };
  const id = 'r7canary';
  return istioObjects(stamp, shopTable.name, [
    {
      kind: 'VirtualService',
      name: 'recommendations',
      manager: 'argocd',
      changedHoursAgo: canaryHoursAgo,
      ...(candidateWeight === 0
        ? {}
        : {
            labels: { [releaseAnnotation]: id },
            annotations: { [releaseAnnotation]: recommendationsRecord(stamp, id, rule, candidateWeight) },
          }),
      spec: { hosts: ['recommendations'], http: [rule] },
    },
  ]);
}

/** As the console writes it when a developer starts such a canary. */
function recommendationsRecord(stamp: Stamp, id: string, rule: object, percent: number): string {
  const host = `recommendations.${shopTable.name}.svc.cluster.local`;
  return writeRelease({
    v: 1,
    id,
    service: { namespace: shopTable.name, name: 'recommendations', host },
    stable: { version: 'v1', host, subset: 'v1' },
    candidate: { version: 'v2', host, subset: 'v2' },
    strategy: { kind: 'canary', percent, sticky: false },
    points: [
      {
        namespace: shopTable.name,
        virtualService: 'recommendations',
        layer: 'http',
        key: 'name:main',
        base: { route: [{ destination: { host: 'recommendations', subset: 'v1' } }] },
        hash: ruleHash(JSON.parse(JSON.stringify(rule))),
      },
    ],
    plan: [10, 25, 50, 100].map((step) => ({ percent: step, waitSeconds: null })),
    step: 0,
    phase: 'Progressing',
    guard: {
      mode: 'advise',
      windowSeconds: 60,
      minimumRequests: 50,
      errorDelta: 2,
      latencyRatio: 1.3,
      armedBy: null,
    },
    by: 'developer',
    at: stamp.timestamp(canaryHoursAgo * 3_600_000),
    rev: 1,
  });
}

export interface ShopContent extends Content {
  /** Objects as they were until the canary began, 20 minutes before the start. */
  before: Content['objects'];
}

export function shop(stamp: Stamp): ShopContent {
  const content = namespaceContent(stamp, shopTable);
  // Nobody but the workload may read it: the console must never show nor fetch this text.
  const secret = stamp.object({
    kind: 'Secret',
    name: 'stock-db-password',
    namespace: shopTable.name,
    content: { type: 'Opaque', data: { password: btoa('canary-secret-do-not-leak') } },
  });
  return {
    behaviours: content.behaviours,
    objects: [
      ...content.objects,
      ...istioObjects(stamp, shopTable.name, istio),
      ...recommendationsRelease(stamp, 10),
      secret,
    ],
    before: recommendationsRelease(stamp, 0),
  };
}
