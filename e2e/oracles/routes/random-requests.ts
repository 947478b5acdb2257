/** Random requests of the proxies of a mesh, and the address that the client's DNS gives it for the name it asks. */
import type { KubernetesObject } from '#lib/istio/objects.ts';
import type { RouteRequest } from '#lib/istio/routing/types.ts';
import type { Random } from './random.ts';
import { externalAddress, fullName, podHost, ports, proxies, services } from './vocabulary.ts';

export type MeshRequest = RouteRequest &
  Required<Pick<RouteRequest, 'protocol' | 'method' | 'path' | 'headers'>> & {
    /** Index into `proxies`. */
    proxy: number;
  };

function hostFor(random: Random, atGateway: boolean): string {
  const service = random.one(services);
  const full = fullName(service);
  const toProxies = (): string => {
    const port = random.maybe(0.8) ? random.one(service.ports).port : random.one(ports);
    return `outbound_.${port}_.${random.one(['', '', 'v1', 'v9'])}_.${full}`;
  };
  if (atGateway && random.maybe(0.15)) return toProxies();
  if (atGateway) return random.one(['ext.com', 'a.wild.org', 'b.wild.org', 'only.vs.com', full, 'no.such']);
  return random.one([
    service.name,
    full,
    full,
    full,
    `${service.name}.${service.namespace}`,
    `${service.name}.${service.namespace}.svc`,
    service.headless ? full : service.address,
    podHost,
    'ext.com',
    'a.wild.org',
    'b.wild.org',
    'foreign.net',
    'only.vs.com',
    'no.such',
  ]);
}

type Protocol = NonNullable<RouteRequest['protocol']>;

const protocols: readonly Protocol[] = ['http', 'http', 'http', 'http', 'http', 'tcp', 'tls'];
/** Where the proxies of other clusters come in. */
const autoPassthroughPort = 15443;
const usualGatewayPort = { http: 80, https: 443, tls: 443, tcp: 5432 } satisfies Record<Protocol, number>;

/** Mostly a port where something may answer. */
function portFor(random: Random, host: string, protocol: Protocol, atGateway: boolean): number {
  if (host.startsWith('outbound_.')) return autoPassthroughPort;
  if (atGateway) return random.maybe(0.7) ? usualGatewayPort[protocol] : random.one([80, 443, 5432, 9080]);
  const service = services.find((known) => fullName(known) === host);
  return service && random.maybe(0.8) ? random.one(service.ports).port : random.one(ports);
}

function randomRequest(random: Random): MeshRequest {
  const proxy = random.int(proxies.length);
  const from = random.one(proxies.slice(proxy, proxy + 1));
  const atGateway = from.type === 'gateway';
  const host = hostFor(random, atGateway);
  const isToProxies = host.startsWith('outbound_.');
  const protocol = isToProxies
    ? 'tls'
    : random.one(atGateway ? ([...protocols, 'https', 'https'] as const) : protocols);
  return {
    proxy,
    from,
    host,
    port: portFor(random, host, protocol, atGateway),
    protocol,
    path: random.one([
      '/',
      '/a',
      '/a/b',
      '/A/b',
      '/x?q=1',
      '/a?q=/a',
      '/?q',
      '/ab',
      '/a/',
      '/shop.Web/Get',
      '/shop.Web',
    ]),
    method: random.one(['GET', 'POST']),
    headers: random.one<Record<string, string>>([
      {},
      { x: 'x' },
      { 'end-user': 'jason' },
      { X: '/a', 'End-User': 'jan' },
    ]),
  };
}

export const randomRequests = (random: Random, count: number): MeshRequest[] =>
  random.many(count, count, () => randomRequest(random));

/** Names as a pod's resolver completes them; what the cluster does not know is somewhere outside. */
export function addressOf(objects: readonly KubernetesObject[], host: string, namespace: string): string {
  if (/^\d+\./.test(host)) return host;
  if (host === podHost) return addressOf(objects, host.slice(host.indexOf('.') + 1), namespace);
  const [name, inNamespace = namespace, ...rest] = host.split('.');
  if (!['', 'svc', 'svc.cluster.local'].includes(rest.join('.'))) return externalAddress;
  const exists = objects.some(
    ({ kind, metadata }) =>
      kind === 'Service' && metadata.name === name && metadata.namespace === inNamespace,
  );
  const known = services.find((service) => service.name === name && service.namespace === inNamespace);
  return exists && known ? known.address : externalAddress;
}
