/**
 * The few names that random meshes and requests are made of. Few, so that they meet: hosts shared by Services, ServiceEntries,
 * wildcards and short names; ports on which HTTP, TCP, TLS and undeclared protocols sit side by side.
 */
import type { Labels, ProxyRef, ServicePort } from '#lib/istio/objects.ts';
import type { Random } from './random.ts';

interface KnownService {
  name: string;
  namespace: string;
  /** The cluster IP; of a headless service that of its one pod, which DNS gives; of an alias what DNS gives for the name it points to. */
  address: string;
  ports: readonly ServicePort[];
  headless?: boolean;
  /** An ExternalName service. */
  aliasOf?: string;
  /** Sometimes hidden from other namespaces. */
  mayHide?: boolean;
  /** Instead of its name in the label `app`. */
  selector?: Labels;
}

/** The address of every name that DNS knows outside the cluster. */
export const externalAddress = '203.0.113.7';

export const namespaces = ['app', 'shop', 'istio-system'] as const;

export const services: readonly KnownService[] = [
  { name: 'web', namespace: 'app', address: '10.0.0.1', ports: [{ name: 'http', port: 9080 }] },
  {
    name: 'api',
    namespace: 'app',
    address: '10.0.0.2',
    ports: [
      { name: 'http', port: 9080 },
      { name: 'grpc', port: 7070 },
      { name: 'http-80', port: 80 },
    ],
  },
  { name: 'web', namespace: 'shop', address: '10.0.0.3', ports: [{ name: 'http-w', port: 80 }] },
  {
    name: 'cart',
    namespace: 'shop',
    address: '10.0.0.4',
    ports: [
      { name: 'http-w', port: 9080 },
      { name: 'tcp', port: 5432 },
    ],
    mayHide: true,
  },
  { name: 'db', namespace: 'app', address: '10.0.0.5', ports: [{ name: 'tcp', port: 5432 }] },
  {
    name: 'vault',
    namespace: 'shop',
    address: '10.0.0.6',
    ports: [
      { name: 'tls', port: 8443 },
      { name: 'https', port: 443 },
    ],
  },
  {
    name: 'sniffed',
    namespace: 'app',
    address: '10.0.0.7',
    ports: [
      { name: 'x', port: 9090 },
      { name: 'y', port: 9080 },
    ],
  },
  { name: 'gw', namespace: 'istio-system', address: '10.0.0.8', ports: [{ name: 'tcp', port: 15021 }] },
  {
    name: 'kg-istio',
    namespace: 'istio-system',
    address: '10.0.0.9',
    selector: { istio: 'gw' },
    // What an API server fills in.
    ports: [
      { name: 'http', port: 80, targetPort: 80 },
      { name: 'https', port: 443, targetPort: 443 },
    ],
  },
  {
    name: 'sets',
    namespace: 'shop',
    address: '10.244.1.1',
    headless: true,
    ports: [
      { name: 'http', port: 9080 },
      { name: 'tcp', port: 5432 },
    ],
  },
  {
    name: 'away',
    namespace: 'app',
    address: externalAddress,
    aliasOf: 'ext.com',
    ports: [
      { name: 'http', port: 80 },
      { name: 'tls', port: 443 },
    ],
  },
  {
    name: 'alias',
    namespace: 'shop',
    address: '10.0.0.2',
    aliasOf: 'api.app.svc.cluster.local',
    ports: [{ name: 'http', port: 9080 }],
  },
];

/** A pod of the headless service, by its own name. */
export const podHost = 'sets-0.sets.shop.svc.cluster.local';

/** A claim of a verified token, which no request here has. */
export const claimHeader = '@request.auth.claims.group';

export const ports = [80, 9080, 7070, 5432, 8443, 443, 9090] as const;
export const externalHosts = ['ext.com', '*.wild.org', 'a.wild.org', 'foreign.net'] as const;
export const paths = ['/', '/a', '/a/b', 'x', 'jason'] as const;
export const vault = 'vault.shop.svc.cluster.local';
export const proxies: readonly ProxyRef[] = [
  { type: 'sidecar', namespace: 'app', labels: { app: 'x' } },
  { type: 'sidecar', namespace: 'shop', labels: { app: 'y' } },
  { type: 'sidecar', namespace: 'istio-system', labels: {} },
  { type: 'gateway', namespace: 'istio-system', labels: { istio: 'gw' } },
];

export const fullName = (service: { name: string; namespace: string }): string =>
  `${service.name}.${service.namespace}.svc.cluster.local`;

/** A host, wildcard or not, has the name within it. */
export const covers = (host: string, name: string): boolean =>
  host === name || (host.startsWith('*') && name.endsWith(host.slice(1)));

/** A destination's host as authors write it: short, complete, in between, or external. */
export function destinationHost(random: Random): string {
  const service = random.one(services);
  const full = fullName(service);
  const external = random.one(externalHosts).replace('*', 'b');
  return random.one([service.name, full, full, `${service.name}.${service.namespace}`, external]);
}

/** A host that a VirtualService claims, wildcards included. */
export function claimedHost(random: Random): string {
  const service = random.one(services);
  const full = fullName(service);
  return random.one([
    service.name,
    full,
    full,
    full,
    `${service.name}.${service.namespace}`,
    `*.${service.namespace}.svc.cluster.local`,
    '*.cluster.local',
    random.one(externalHosts),
    random.one(externalHosts),
    'only.vs.com',
  ]);
}

export const exportTo = (random: Random): string[] | undefined =>
  random.one([
    undefined,
    undefined,
    undefined,
    ['*'],
    ['.'],
    ['app'],
    ['app', 'shop'],
    ['istio-system', 'app'],
  ]);
