/**
 * An upgrade of Istio that has begun: a second revision of the control plane behind the tag `canary`, and the first namespace that
 * asks for it. There two mistakes wait: strict mutual TLS beside a rule that sends plain text and a program without a proxy. Nobody calls
 * here yet, and only the administrator sees it.
 */
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { type Content, namespaceContent } from './application.ts';
import { type IstioRow, istioObjects } from './istio-objects.ts';
import { nextControlPlane } from './pods.ts';
import type { NamespaceTable } from './rows.ts';
import { serviceObjects } from './services.ts';
import type { Stamp } from './stamp.ts';
import { workloadObjects } from './workloads.ts';

const { revision, version, tag } = nextControlPlane;
const system = 'istio-system';
const labels = { 'istio.io/rev': revision };
const ports = [
  { name: 'grpc-xds', port: 15010 },
  { name: 'https-dns', port: 15012 },
  { name: 'https-webhook', port: 443, targetPort: 15017 },
  { name: 'http-monitoring', port: 15014 },
];

const controlPlane: NamespaceTable = {
  name: system,
  labels: {},
  manager: 'helm',
  services: [
    { name: `istiod-${revision}`, labels, selector: { app: 'istiod', ...labels }, ports, createdDaysAgo: 2 },
    {
      name: `istiod-revision-tag-${tag}`,
      labels: { ...labels, 'istio.io/tag': tag },
      selector: { app: 'istiod', ...labels },
      ports,
      createdDaysAgo: 2,
    },
  ],
  workloads: [
    {
      name: `istiod-${revision}`,
      app: 'istiod',
      version,
      image: `docker.io/istio/pilot:${version}`,
      port: 15012,
      sidecar: false,
      labels: { ...labels, 'operator.istio.io/component': 'Pilot' },
      serviceAccount: 'istiod',
      createdDaysAgo: 2,
      behaviour: { latencyMs: 1 },
    },
  ],
};

const image = (name: string, number: string) => `registry.shop.example/backoffice/${name}:${number}`;

const backoffice: NamespaceTable = {
  name: 'backoffice',
  labels: { 'istio.io/rev': tag, team: 'finance' },
  nativeSidecar: true,
  services: [{ name: 'reports', ports: [{ name: 'http', port: 8080 }] }],
  workloads: [
    {
      name: 'reports-v1',
      app: 'reports',
      version: 'v1',
      image: image('reports', '1.8.2'),
      port: 8080,
      behaviour: { latencyMs: 30 },
    },
    {
      // Mistake: it reads from reports, which takes nothing but mutual TLS.
      name: 'month-end-v1',
      app: 'month-end',
      version: 'v1',
      image: image('month-end', '0.4.0'),
      port: 8080,
      sidecar: false,
      behaviour: { latencyMs: 15 },
    },
  ],
};

const istio: readonly IstioRow[] = [
  { kind: 'PeerAuthentication', name: 'default', spec: { mtls: { mode: 'STRICT' } } },
  {
    // Mistake: of the time before.
    kind: 'DestinationRule',
    name: 'reports',
    spec: { host: 'reports', trafficPolicy: { tls: { mode: 'DISABLE' } } },
  },
];

export function upgrade(stamp: Stamp): Content {
  const content = namespaceContent(stamp, backoffice);
  const istiod = controlPlane.workloads.flatMap((row) => workloadObjects(stamp, controlPlane, row));
  const services = controlPlane.services.flatMap((row) => serviceObjects(stamp, controlPlane, row, istiod));
  const configuration: KubernetesObject = stamp.object({
    kind: 'ConfigMap',
    name: `istio-${revision}`,
    namespace: system,
    labels: { ...labels, release: 'istio' },
    manager: 'helm',
    createdDaysAgo: 2,
    content: {
      data: {
        mesh: 'rootNamespace: istio-system\ntrustDomain: cluster.local\n',
        meshNetworks: 'networks: {}\n',
      },
    },
  });
  return {
    behaviours: new Map([
      ...content.behaviours,
      ...controlPlane.workloads.map(({ name, behaviour }) => [`${system}/${name}`, behaviour] as const),
    ]),
    objects: [
      ...content.objects,
      ...istiod,
      ...services,
      configuration,
      ...istioObjects(stamp, backoffice.name, istio),
    ],
  };
}
