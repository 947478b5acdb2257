/** Bookinfo, Istio's own example (https://istio.io/latest/docs/examples/bookinfo/), as people run it: kubectl, three versions of reviews. */
import type { Content } from './application.ts';
import { namespaceContent } from './application.ts';
import { type IstioRow, istioObjects, routeTo, versions } from './istio-objects.ts';
import type { NamespaceTable } from './rows.ts';
import type { Stamp } from './stamp.ts';

const image = (name: string) => `docker.io/istio/examples-bookinfo-${name}:1.20.3`;
const http = (name: string) => ({ name, ports: [{ name: 'http', port: 9080 }] });
const ratingsCall = {
  host: 'ratings',
  port: 9080,
  protocol: 'http',
  path: '/ratings/0',
  perRequest: 1,
  critical: 0.02,
} as const;

const table: NamespaceTable = {
  name: 'bookinfo',
  labels: { 'istio-injection': 'enabled', team: 'books' },
  services: [
    http('productpage'),
    http('details'),
    http('reviews'),
    http('ratings'),
    { name: 'mongodb', ports: [{ name: 'mongo', port: 27017 }] },
  ],
  workloads: [
    {
      name: 'productpage-v1',
      app: 'productpage',
      version: 'v1',
      image: image('productpage-v1'),
      port: 9080,
      replicas: 2,
      behaviour: {
        latencyMs: 9,
        failures: [{ status: 500, share: 0.001 }],
        calls: [
          {
            host: 'details',
            port: 9080,
            protocol: 'http',
            path: '/details/0',
            perRequest: 1,
            critical: 0.05,
          },
          {
            host: 'reviews',
            port: 9080,
            protocol: 'http',
            path: '/reviews/0',
            perRequest: 1,
            critical: 0.05,
          },
        ],
      },
    },
    {
      name: 'details-v1',
      app: 'details',
      version: 'v1',
      image: image('details-v1'),
      port: 9080,
      behaviour: { latencyMs: 3 },
    },
    {
      name: 'reviews-v1',
      app: 'reviews',
      version: 'v1',
      image: image('reviews-v1'),
      port: 9080,
      behaviour: { latencyMs: 7 },
    },
    {
      name: 'reviews-v2',
      app: 'reviews',
      version: 'v2',
      image: image('reviews-v2'),
      port: 9080,
      replicas: 2,
      behaviour: { latencyMs: 8, calls: [ratingsCall] },
    },
    {
      name: 'reviews-v3',
      app: 'reviews',
      version: 'v3',
      image: image('reviews-v3'),
      port: 9080,
      createdDaysAgo: 2.4,
      behaviour: { latencyMs: 12, failures: [{ status: 500, share: 0.001 }], calls: [ratingsCall] },
    },
    {
      name: 'ratings-v1',
      app: 'ratings',
      version: 'v1',
      image: image('ratings-v2'),
      port: 9080,
      behaviour: {
        latencyMs: 4,
        calls: [
          {
            host: 'mongodb',
            port: 27017,
            protocol: 'tcp',
            perRequest: 1,
            requestBytes: 210,
            responseBytes: 940,
          },
        ],
      },
    },
    {
      name: 'mongodb-v1',
      app: 'mongodb',
      version: 'v1',
      image: 'docker.io/library/mongo:7.0',
      port: 27017,
      behaviour: { latencyMs: 1 },
    },
  ],
};

const istio: readonly IstioRow[] = [
  {
    kind: 'Gateway',
    name: 'bookinfo-gateway',
    spec: {
      selector: { istio: 'public-gw' },
      servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['bookinfo.example'] }],
    },
  },
  {
    kind: 'VirtualService',
    name: 'bookinfo',
    spec: {
      hosts: ['bookinfo.example'],
      gateways: ['bookinfo-gateway'],
      http: [
        {
          name: 'pages',
          match: [
            { uri: { exact: '/productpage' } },
            { uri: { prefix: '/static' } },
            { uri: { exact: '/login' } },
            { uri: { exact: '/logout' } },
            { uri: { prefix: '/api/v1/products' } },
          ],
          route: [{ destination: { host: 'productpage', port: { number: 9080 } } }],
        },
      ],
    },
  },
  {
    kind: 'VirtualService',
    name: 'reviews',
    changedHoursAgo: 3.2,
    spec: {
      hosts: ['reviews'],
      http: [
        {
          name: 'testers',
          match: [{ headers: { 'end-user': { exact: 'jason' } } }],
          route: routeTo('reviews', ['v2', 100]),
        },
        { name: 'everyone', timeout: '3s', route: routeTo('reviews', ['v1', 60], ['v2', 30], ['v3', 10]) },
      ],
    },
  },
  {
    kind: 'DestinationRule',
    name: 'reviews',
    spec: { host: 'reviews', subsets: versions('v1', 'v2', 'v3') },
  },
  {
    kind: 'VirtualService',
    name: 'ratings',
    changedHoursAgo: 27,
    spec: {
      hosts: ['ratings'],
      http: [
        {
          fault: { delay: { percentage: { value: 2 }, fixedDelay: '1.5s' } },
          route: routeTo('ratings', ['v1', 100]),
        },
      ],
    },
  },
  { kind: 'DestinationRule', name: 'ratings', spec: { host: 'ratings', subsets: versions('v1') } },
  // Mistake: no DestinationRule has the subset v2-next, so its share is answered 503.
  {
    kind: 'VirtualService',
    name: 'details',
    changedHoursAgo: 1.4,
    spec: { hosts: ['details'], http: [{ route: routeTo('details', ['v1', 98], ['v2-next', 2]) }] },
  },
  // Mistake: no pod carries version v2.
  { kind: 'DestinationRule', name: 'details', spec: { host: 'details', subsets: versions('v1', 'v2') } },
  {
    kind: 'DestinationRule',
    name: 'productpage',
    spec: {
      host: 'productpage',
      trafficPolicy: {
        connectionPool: { tcp: { maxConnections: 200 }, http: { http1MaxPendingRequests: 100 } },
        outlierDetection: {
          consecutive5xxErrors: 7,
          interval: '30s',
          baseEjectionTime: '60s',
          maxEjectionPercent: 50,
        },
      },
    },
  },
  // Mistake: the gateway was deleted long ago.
  {
    kind: 'VirtualService',
    name: 'bookinfo-old-site',
    createdDaysAgo: 61,
    spec: {
      hosts: ['old.bookinfo.example'],
      gateways: ['legacy-gateway'],
      http: [{ route: [{ destination: { host: 'productpage', port: { number: 9080 } } }] }],
    },
  },
  { kind: 'Sidecar', name: 'default', spec: { egress: [{ hosts: ['./*', 'istio-system/*'] }] } },
  {
    kind: 'AuthorizationPolicy',
    name: 'productpage-viewer',
    spec: {
      selector: { matchLabels: { app: 'productpage' } },
      action: 'ALLOW',
      rules: [
        {
          from: [{ source: { namespaces: ['istio-ingress'] } }],
          to: [{ operation: { methods: ['GET', 'POST'] } }],
        },
      ],
    },
  },
];

export function bookinfo(stamp: Stamp): Content {
  const content = namespaceContent(stamp, table);
  return { ...content, objects: [...content.objects, ...istioObjects(stamp, table.name, istio)] };
}
