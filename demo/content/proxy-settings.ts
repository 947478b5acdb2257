/** What platform teams set beside routing, one of each kind, and none that changes traffic: proxies, plugins, identities, machines. */
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { type IstioRow, istioObjects } from './istio-objects.ts';
import type { Stamp } from './stamp.ts';

const shop: readonly IstioRow[] = [
  {
    kind: 'RequestAuthentication',
    name: 'shop-customers',
    manager: 'argocd',
    spec: {
      selector: { matchLabels: { app: 'frontend' } },
      jwtRules: [{ issuer: 'https://login.shop.example', jwksUri: 'https://login.shop.example/keys' }],
    },
  },
  {
    kind: 'EnvoyFilter',
    name: 'checkout-keepalive',
    spec: {
      workloadSelector: { labels: { app: 'checkout' } },
      configPatches: [
        {
          applyTo: 'CLUSTER',
          match: { context: 'SIDECAR_OUTBOUND' },
          patch: {
            operation: 'MERGE',
            value: { upstream_connection_options: { tcp_keepalive: { keepalive_time: 300 } } },
          },
        },
      ],
    },
  },
  {
    kind: 'WasmPlugin',
    name: 'cart-audit',
    manager: 'argocd',
    spec: {
      selector: { matchLabels: { app: 'cart' } },
      url: 'oci://registry.shop.example/plugins/audit:1.4.0',
      phase: 'STATS',
      failStrategy: 'FAIL_OPEN',
      pluginConfig: { fields: ['method', 'path'] },
    },
  },
  {
    kind: 'WorkloadGroup',
    name: 'warehouse-scanners',
    spec: {
      metadata: { labels: { app: 'warehouse-scanner' } },
      template: { serviceAccount: 'warehouse-scanner', network: 'warehouse' },
      probe: { httpGet: { path: '/healthz', port: 8080 }, periodSeconds: 10 },
    },
  },
  {
    kind: 'WorkloadEntry',
    name: 'warehouse-scanner-7',
    spec: {
      address: '192.0.2.47',
      labels: { app: 'warehouse-scanner' },
      serviceAccount: 'warehouse-scanner',
      network: 'warehouse',
    },
  },
];

const bookinfo: readonly IstioRow[] = [
  {
    kind: 'ProxyConfig',
    name: 'reviews-proxies',
    spec: { selector: { matchLabels: { app: 'reviews' } }, concurrency: 2 },
  },
];

export function proxySettings(stamp: Stamp): KubernetesObject[] {
  return [...istioObjects(stamp, 'shop', shop), ...istioObjects(stamp, 'bookinfo', bookinfo)];
}
