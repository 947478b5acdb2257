/** Payments: strict mTLS, visible to the administrator alone. */
import { type Content, namespaceContent } from './application.ts';
import { type IstioRow, istioObjects } from './istio-objects.ts';
import type { NamespaceTable } from './rows.ts';
import type { Stamp } from './stamp.ts';

const image = (name: string, tag: string) => `registry.payments.example/${name}:${tag}`;

const table: NamespaceTable = {
  name: 'payments',
  labels: { 'istio-injection': 'enabled', team: 'payments', 'data-class': 'restricted' },
  nativeSidecar: true,
  manager: 'argocd',
  services: [
    { name: 'payments', ports: [{ name: 'http', port: 8080 }] },
    { name: 'fraud', ports: [{ name: 'http', port: 8080 }] },
    { name: 'ledger', ports: [{ name: 'grpc', port: 9000 }] },
    { name: 'ledger-db', ports: [{ name: 'tcp-postgres', port: 5432 }] },
  ],
  workloads: [
    {
      name: 'payments-v3',
      app: 'payments',
      version: 'v3',
      image: image('payments', '3.14.1'),
      port: 8080,
      replicas: 2,
      behaviour: {
        latencyMs: 20,
        failures: [{ status: 503, share: 0.002 }],
        calls: [
          {
            host: 'fraud',
            port: 8080,
            protocol: 'http',
            method: 'POST',
            path: '/score',
            perRequest: 1,
            critical: 0.5,
          },
          {
            host: 'paycard.example',
            port: 80,
            protocol: 'http',
            method: 'POST',
            path: '/v1/charges',
            perRequest: 1,
            // Most of what this acquirer refuses is charged through another one.
            critical: 0.15,
          },
          {
            host: 'ledger',
            port: 9000,
            protocol: 'grpc',
            method: 'POST',
            path: '/payments.Ledger/Book',
            perRequest: 1,
          },
        ],
      },
    },
    {
      name: 'fraud-v1',
      app: 'fraud',
      version: 'v1',
      image: image('fraud', '0.31.0'),
      port: 8080,
      behaviour: { latencyMs: 55, spread: 0.7, failures: [{ status: 500, share: 0.003 }] },
    },
    {
      name: 'ledger-v2',
      app: 'ledger',
      version: 'v2',
      image: image('ledger', '2.6.0'),
      port: 9000,
      behaviour: {
        latencyMs: 9,
        calls: [
          {
            host: 'ledger-db',
            port: 5432,
            protocol: 'tcp',
            perRequest: 1,
            requestBytes: 900,
            responseBytes: 260,
          },
        ],
      },
    },
    {
      name: 'ledger-db',
      app: 'ledger-db',
      version: 'v16',
      image: 'docker.io/library/postgres:16.4',
      port: 5432,
      kind: 'StatefulSet',
      behaviour: { latencyMs: 2 },
    },
  ],
};

const istio: readonly IstioRow[] = [
  { kind: 'PeerAuthentication', name: 'default', manager: 'argocd', spec: { mtls: { mode: 'STRICT' } } },
  {
    kind: 'AuthorizationPolicy',
    name: 'payments-callers',
    manager: 'argocd',
    spec: {
      selector: { matchLabels: { app: 'payments' } },
      action: 'ALLOW',
      rules: [
        {
          from: [{ source: { principals: ['cluster.local/ns/shop/sa/shop-checkout'] } }],
          to: [{ operation: { methods: ['POST'], paths: ['/charges'] } }],
        },
      ],
    },
  },
  {
    kind: 'VirtualService',
    name: 'payments',
    manager: 'argocd',
    spec: {
      hosts: ['payments'],
      http: [
        {
          timeout: '5s',
          retries: { attempts: 1, retryOn: 'connect-failure,refused-stream,503' },
          route: [{ destination: { host: 'payments' } }],
        },
      ],
    },
  },
  {
    kind: 'DestinationRule',
    name: 'ledger',
    manager: 'argocd',
    spec: {
      host: 'ledger',
      trafficPolicy: {
        loadBalancer: { simple: 'LEAST_REQUEST' },
        connectionPool: { http: { http2MaxRequests: 400 } },
        outlierDetection: { consecutiveGatewayErrors: 5, interval: '10s', baseEjectionTime: '30s' },
      },
    },
  },
];

export function payments(stamp: Stamp): Content {
  const content = namespaceContent(stamp, table);
  return { ...content, objects: [...content.objects, ...istioObjects(stamp, table.name, istio)] };
}
