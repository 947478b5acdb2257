/** Random meshes: Services, ServiceEntries, VirtualServices with delegates, DestinationRules, Gateways and Sidecars that get in each other's way. */
import type {
  DestinationRuleSpec,
  GatewaySpec,
  ServiceEntrySpec,
  SidecarSpec,
  VirtualServiceSpec,
  WorkloadEntrySpec,
} from '#lib/istio/generated/types.ts';
import type { KubernetesObject, MeshConfig, ServiceSpec } from '#lib/istio/objects.ts';
import type { GatewayServer } from '#lib/istio/routing/rules.ts';
import type { Random } from './random.ts';
import { gatewayApiObjects } from './random-gateway-api.ts';
import { httpRule, tcpRule, tlsHost, tlsRule } from './random-rules.ts';
import {
  claimedHost,
  covers,
  exportTo,
  externalHosts,
  fullName,
  namespaces,
  services,
} from './vocabulary.ts';

export interface RandomMesh {
  objects: KubernetesObject[];
  outboundTrafficPolicy: MeshConfig['outboundTrafficPolicy'];
}

/** Few creation times, so that names decide often; always one, or Istio would take the time of day. */
function metadata(random: Random, name: string, namespace: string): KubernetesObject['metadata'] {
  const day = new Date(Date.UTC(2026, 0, 1 + random.int(4)));
  return { name, namespace, creationTimestamp: day.toISOString().replace('.000', '') };
}

function istio<Spec>(random: Random, kind: string, name: string, namespace: string, spec: Spec) {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind,
    metadata: metadata(random, name, namespace),
    spec,
  };
}

function randomServices(random: Random): KubernetesObject[] {
  return services
    .filter(() => random.maybe(0.9))
    .flatMap((service) => {
      const { name, namespace, mayHide } = service;
      const object = {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: {
          ...metadata(random, name, namespace),
          annotations: mayHide && random.maybe(0.5) ? { 'networking.istio.io/exportTo': '.' } : undefined,
        },
        spec: serviceSpec(service),
      };
      return service.headless ? [object, endpointSlice(service)] : [object];
    });
}

const namespaceObject = (name: string): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: {
    name,
    labels: { 'kubernetes.io/metadata.name': name, ...(name === 'shop' ? { open: 'yes' } : {}) },
  },
});

type KnownService = (typeof services)[number];

function serviceSpec({ name, address, ports, headless, aliasOf, selector }: KnownService): ServiceSpec {
  if (aliasOf !== undefined) return { type: 'ExternalName', externalName: aliasOf, ports: [...ports] };
  const clusterIP = headless ? 'None' : address;
  return { clusterIP, clusterIPs: [clusterIP], ports: [...ports], selector: selector ?? { app: name } };
}

/** A headless service's connections are told apart by the addresses of its pods. */
function endpointSlice({ name, namespace, address, ports }: KnownService): KubernetesObject {
  return Object.assign(
    {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { name: `${name}-1`, namespace, labels: { 'kubernetes.io/service-name': name } },
    },
    {
      addressType: 'IPv4',
      endpoints: [{ addresses: [address], conditions: { ready: true } }],
      ports: ports.map(({ name: portName, port }) => ({ name: portName, port, protocol: 'TCP' })),
    },
  );
}

function serviceEntry(random: Random): ServiceEntrySpec {
  const resolution = random.one(['NONE', 'NONE', 'STATIC'] as const);
  const selects = resolution === 'STATIC' && random.maybe(0.4);
  return {
    hosts: random.some(externalHosts),
    resolution,
    location: 'MESH_EXTERNAL',
    ports: random.some([
      { number: 80, name: 'h', protocol: 'HTTP' },
      { number: 443, name: 't', protocol: 'TLS' },
      { number: 9080, name: 'h9', protocol: 'HTTP' },
    ]),
    endpoints: resolution === 'STATIC' && !selects ? [{ address: '198.51.100.9' }] : undefined,
    workloadSelector: selects ? { labels: { app: random.one(machines) } } : undefined,
    exportTo: exportTo(random),
  };
}

/** What ServiceEntries select, and so do Services in its namespace by their labels. */
const machines = ['vm', 'web'] as const;

const workloadEntry = (random: Random): WorkloadEntrySpec => ({
  address: `198.51.100.${random.int(200) + 10}`,
  labels: { app: random.one(machines), version: random.one(['v1', 'v2']) },
  ports: random.sometimes(0.3, () => ({ h: 8080 })),
});

/** One VirtualService may not claim a name twice. */
const withoutOverlap = (hosts: readonly string[]): string[] =>
  hosts.filter(
    (host, at) =>
      !hosts.some((other, otherAt) => otherAt < at && (covers(other, host) || covers(host, other))),
  );

function virtualService(random: Random): VirtualServiceSpec {
  const gateways = random.one([
    undefined,
    ['mesh'],
    ['istio-system/gw'],
    ['istio-system/gw', 'mesh'],
    ['app/gw2', 'mesh'],
    ['istio-system/gw', 'app/gw2'],
  ]);
  const atGateways = gateways !== undefined && !gateways.includes('mesh');
  const http = random.sometimes(0.85, () => random.many(1, 3, () => httpRule(random, true, atGateways)));
  const hasTcp = random.maybe(0.25) || !http;
  const hasTls = random.maybe(0.25);
  const everyHost = atGateways && random.maybe(0.4);
  const hosts = everyHost
    ? ['*']
    : withoutOverlap([...(hasTls ? [tlsHost(random)] : []), ...random.many(1, 2, () => claimedHost(random))]);
  return {
    hosts,
    gateways,
    exportTo: exportTo(random),
    http,
    tcp: hasTcp ? random.many(1, 2, () => tcpRule(random)) : undefined,
    tls: hasTls ? random.many(1, 2, () => tlsRule(random, hosts)) : undefined,
  };
}

const delegate = (random: Random): VirtualServiceSpec => ({
  http: random.many(1, 2, () => httpRule(random, false, false)),
  exportTo: exportTo(random),
});

/** A rule for some workloads only may not be exported: the webhook refuses it. */
function destinationRule(random: Random): DestinationRuleSpec {
  const service = random.one(services);
  const full = fullName(service);
  const workloads = random.sometimes(0.15, () => ({ matchLabels: { app: random.one(['x', 'y']) } }));
  return {
    host: random.one([service.name, full, full, full, '*.svc.cluster.local', random.one(externalHosts)]),
    subsets: random.some(['v1', 'v2']).map((name) => ({ name, labels: { version: name } })),
    exportTo: workloads ? undefined : exportTo(random),
    workloadSelector: workloads,
  };
}

function gateway(random: Random): GatewaySpec {
  const hosts = (): string[] =>
    random.some([
      '*',
      'ext.com',
      '*.wild.org',
      'only.vs.com',
      'app/*',
      './ext.com',
      '*/a.wild.org',
      'shop/only.vs.com',
    ]);
  const terminated = { mode: 'SIMPLE', credentialName: 'c' } as const;
  const servers: [probability: number, make: () => GatewayServer][] = [
    [
      0.8,
      () => ({
        port: { number: 80, name: 'h', protocol: 'HTTP' },
        hosts: hosts(),
        tls: random.sometimes(0.15, () => ({ httpsRedirect: true })),
      }),
    ],
    [0.3, () => ({ port: { number: 80, name: 'h2', protocol: 'HTTP' }, hosts: hosts() })],
    [0.5, () => ({ port: { number: 443, name: 's', protocol: 'HTTPS' }, hosts: hosts(), tls: terminated })],
    [
      0.3,
      () => ({
        port: { number: 443, name: 's2', protocol: 'TLS' },
        hosts: hosts(),
        tls: { mode: 'PASSTHROUGH' },
      }),
    ],
    [0.3, () => ({ port: { number: 5432, name: 't', protocol: 'TCP' }, hosts: ['*'] })],
    [
      0.3,
      () => ({
        port: { number: 15443, name: 'tls', protocol: 'TLS' },
        hosts: random.some(['*', '*.local', '*.app.svc.cluster.local', 'app/*', './*.wild.org']),
        tls: { mode: 'AUTO_PASSTHROUGH' },
      }),
    ],
    [0.2, () => ({ port: { number: 9080, name: 'tt', protocol: 'TLS' }, hosts: hosts(), tls: terminated })],
  ];
  return {
    selector: { istio: 'gw' },
    servers: servers.flatMap(([probability, make]) => (random.maybe(probability) ? [make()] : [])),
  };
}

function sidecar(random: Random): SidecarSpec {
  const [web, api] = services.map(fullName);
  const onePort = random.sometimes(0.3, () => ({
    port: random.one([
      { number: 9080, protocol: 'HTTP', name: 'e' },
      { number: 7070, protocol: 'TCP', name: 'e' },
      { number: 5432, protocol: 'TCP', name: 'e' },
      { number: 443, protocol: 'TLS', name: 'e' },
    ]),
    hosts: random.some(['./*', 'shop/*', '*/*', `app/${web}`]),
  }));
  const others = {
    hosts: random.some([
      './*',
      '*/*',
      'shop/*',
      'app/*',
      `*/${api}`,
      '~/*',
      '*/*.wild.org',
      '*/ext.com',
      '~shop/web.shop.svc.cluster.local',
    ]),
  };
  return {
    workloadSelector: random.sometimes(0.3, () => ({ labels: { app: 'x' } })),
    outboundTrafficPolicy: random.one([
      undefined,
      { mode: 'REGISTRY_ONLY' as const },
      { mode: 'ALLOW_ANY' as const },
    ]),
    egress: onePort ? (random.maybe(0.3) ? [onePort] : [onePort, others]) : [others],
  };
}

export function randomMesh(random: Random): RandomMesh {
  const inSomeNamespace = <Spec>(kind: string, prefix: string, specs: Spec[]): KubernetesObject[] =>
    specs.map((spec, index) => istio(random, kind, `${prefix}${index}`, random.one(namespaces), spec));

  const hasRoutes = random.maybe(0.6);
  // Else VirtualServices have most hosts to themselves.
  const virtualServices = hasRoutes && random.maybe(0.6) ? random.int(3) : 2 + random.int(7);
  const objects = [
    ...namespaces.map(namespaceObject),
    ...randomServices(random),
    ...inSomeNamespace(
      'ServiceEntry',
      'se',
      random.many(0, 3, () => serviceEntry(random)),
    ),
    ...inSomeNamespace(
      'WorkloadEntry',
      'we',
      random.many(0, 2, () => workloadEntry(random)),
    ),
    ...inSomeNamespace(
      'VirtualService',
      'vs',
      random.many(virtualServices, virtualServices, () => virtualService(random)),
    ),
    ...['d1', 'd2', 'd3'].flatMap((name) =>
      ['app', 'shop']
        .filter(() => random.maybe(0.5))
        .map((namespace) => istio(random, 'VirtualService', name, namespace, delegate(random))),
    ),
    ...inSomeNamespace(
      'DestinationRule',
      'dr',
      random.many(0, 5, () => destinationRule(random)),
    ),
    ...[
      { name: 'gw', namespace: 'istio-system' },
      { name: 'gw2', namespace: 'app' },
    ].flatMap(({ name, namespace }) => {
      const spec = gateway(random);
      const exists = random.maybe(0.95) && spec.servers && spec.servers.length > 0;
      return exists ? [istio(random, 'Gateway', name, namespace, spec)] : [];
    }),
    ...namespaces
      .filter(() => random.maybe(0.15))
      .map((namespace) => istio(random, 'Sidecar', `sc${random.int(2)}`, namespace, sidecar(random))),
    ...(hasRoutes ? gatewayApiObjects(random, (name, namespace) => metadata(random, name, namespace)) : []),
  ];
  return {
    // As both sides would read them: fields without a value are not there.
    objects: JSON.parse(JSON.stringify(objects)) as KubernetesObject[],
    outboundTrafficPolicy: random.maybe(0.3) ? 'REGISTRY_ONLY' : 'ALLOW_ANY',
  };
}
