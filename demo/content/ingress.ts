/** istio-ingress: the public gateway and the partners' one. */
import { type Content, namespaceContent } from './application.ts';
import { istioObjects } from './istio-objects.ts';
import { istioVersion } from './pods.ts';
import type { NamespaceTable, WorkloadRow } from './rows.ts';
import type { Stamp } from './stamp.ts';

export const ingressNamespace = 'istio-ingress';

const gateway = (name: string, replicas: number): WorkloadRow => ({
  name,
  app: name,
  version: istioVersion,
  image: `docker.io/istio/proxyv2:${istioVersion}`,
  port: 15090,
  replicas,
  labels: { istio: name, 'istio.io/rev': 'default', 'sidecar.istio.io/inject': 'true' },
  serviceAccount: name,
  behaviour: { latencyMs: 0.8, spread: 0.3 },
});

const ports = [
  { name: 'status-port', port: 15021 },
  { name: 'http2', port: 80 },
  { name: 'https', port: 443 },
];

const table: NamespaceTable = {
  name: ingressNamespace,
  labels: { 'istio-injection': 'disabled' },
  manager: 'helm',
  services: [
    { name: 'public-gw', ports, type: 'LoadBalancer' },
    { name: 'b2b-gw', ports, type: 'LoadBalancer' },
  ],
  workloads: [gateway('public-gw', 2), gateway('b2b-gw', 1)],
};

export function ingress(stamp: Stamp): Content {
  const content = namespaceContent(stamp, table);
  const tls = (credentialName: string) => ({ mode: 'SIMPLE' as const, credentialName });
  const gateways = istioObjects(stamp, ingressNamespace, [
    {
      kind: 'Gateway',
      name: 'public-gateway',
      manager: 'helm',
      spec: {
        selector: { istio: 'public-gw' },
        servers: [
          { port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*/shop.example'] },
          {
            port: { number: 443, name: 'https', protocol: 'HTTPS' },
            hosts: ['*/shop.example'],
            tls: tls('shop-example-tls'),
          },
        ],
      },
    },
    {
      kind: 'Gateway',
      name: 'b2b-gateway',
      manager: 'helm',
      spec: {
        selector: { istio: 'b2b-gw' },
        servers: [
          {
            port: { number: 443, name: 'https', protocol: 'HTTPS' },
            hosts: ['shop/api.partners.example'],
            tls: tls('partners-example-tls'),
          },
        ],
      },
    },
  ]);
  const certificates = ['shop-example-tls', 'partners-example-tls'].map((name) =>
    stamp.object({
      kind: 'Secret',
      name,
      namespace: ingressNamespace,
      content: {
        // Istio takes it like `kubernetes.io/tls`, of which an API server wants a real pair.
        type: 'Opaque',
        data: { 'tls.crt': btoa('demo'), 'tls.key': btoa('canary-secret-do-not-leak') },
      },
    }),
  );
  return { behaviours: content.behaviours, objects: [...content.objects, ...gateways, ...certificates] };
}
