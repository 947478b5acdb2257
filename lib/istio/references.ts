/**
 * What an object offers to others, and what it uses of them, as comparable words: subsets and hosts by full name, gateways and
 * delegates by place. Objects may be drafts of any shape: what cannot be read is not there.
 */
import { isJsonObject, type Json, type JsonObject, own } from '../document/json.ts';
import { resolveShortName } from './hosts/host-name.ts';
import { valuesAt } from './kinds/kind.ts';
import { resolveGatewayName } from './routing/virtual-service-index.ts';

export interface References {
  offers: ReadonlySet<string>;
  uses: ReadonlySet<string>;
}

export const noReferences: References = { offers: new Set(), uses: new Set() };

const texts = (value: Json | undefined, path: string) =>
  valuesAt(value, path).filter((found) => typeof found === 'string');

const destinationPaths = [
  'spec.http.*.route.*.destination',
  'spec.http.*.mirror',
  'spec.http.*.mirrors.*.destination',
  'spec.tls.*.route.*.destination',
  'spec.tcp.*.route.*.destination',
];
const gatewayPaths = [
  'spec.gateways.*',
  'spec.http.*.match.*.gateways.*',
  'spec.tls.*.match.*.gateways.*',
  'spec.tcp.*.match.*.gateways.*',
];

/** `object` with its namespace in metadata; null is an object that is not there. */
export function referencesOf(object: JsonObject | null, domain: string): References {
  const metadata = object === null ? undefined : own(object, 'metadata');
  if (object === null || !isJsonObject(metadata)) return noReferences;
  const [namespace = ''] = texts(metadata, 'namespace');
  const [name = ''] = texts(metadata, 'name');
  const [apiVersion = ''] = texts(object, 'apiVersion');
  const [kind = ''] = texts(object, 'kind');
  const full = (host: string) => resolveShortName(host, namespace, domain).toLowerCase();
  const place = `${namespace}/${name}`;
  switch (`${apiVersion.split('/')[0]}/${kind}`) {
    case 'networking.istio.io/VirtualService':
      return { offers: new Set([`rules ${place}`]), uses: usedByRoutes(object, namespace, full) };
    case 'networking.istio.io/DestinationRule': {
      const hosts = texts(object, 'spec.host').map(full);
      const subsets = texts(object, 'spec.subsets.*.name');
      return {
        offers: new Set(hosts.flatMap((host) => subsets.map((subset) => `subset ${host} ${subset}`))),
        uses: new Set(hosts.map((host) => `host ${host}`)),
      };
    }
    case 'networking.istio.io/ServiceEntry': {
      const hosts = texts(object, 'spec.hosts.*');
      return { offers: new Set(hosts.map((host) => `host ${host.toLowerCase()}`)), uses: new Set() };
    }
    case 'networking.istio.io/Gateway':
      return { offers: new Set([`gateway ${place}`]), uses: new Set() };
    case 'gateway.networking.k8s.io/Gateway':
      return { offers: new Set([`listener ${place}`]), uses: new Set() };
    case 'gateway.networking.k8s.io/HTTPRoute':
    case 'gateway.networking.k8s.io/GRPCRoute':
      return { offers: new Set(), uses: usedByGatewayRoute(object, namespace) };
    case 'gateway.networking.k8s.io/ReferenceGrant':
      return {
        offers: new Set(texts(object, 'spec.from.*.namespace').map((from) => `grant ${from} ${namespace}`)),
        uses: new Set(),
      };
    default:
      return noReferences;
  }
}

function usedByRoutes(object: JsonObject, namespace: string, full: (host: string) => string): Set<string> {
  const destinations = destinationPaths.flatMap((path) => valuesAt(object, path));
  const delegates = valuesAt(object, 'spec.http.*.delegate');
  return new Set([
    ...gatewayPaths
      .flatMap((path) => texts(object, path))
      .filter((gateway) => gateway !== 'mesh')
      .map((gateway) => `gateway ${resolveGatewayName(gateway, namespace)}`),
    ...destinations.flatMap((destination) => {
      const [host] = texts(destination, 'host').map(full);
      if (host === undefined) return [];
      return [`host ${host}`, ...texts(destination, 'subset').map((subset) => `subset ${host} ${subset}`)];
    }),
    ...delegates.flatMap((delegate) => {
      const [owner = namespace] = texts(delegate, 'namespace');
      return texts(delegate, 'name').map((name) => `rules ${owner || namespace}/${name}`);
    }),
  ]);
}

function usedByGatewayRoute(object: JsonObject, namespace: string): Set<string> {
  const owner = (reference: Json) => texts(reference, 'namespace')[0] ?? namespace;
  const parents = valuesAt(object, 'spec.parentRefs.*').filter(
    (one) => (texts(one, 'kind')[0] ?? 'Gateway') === 'Gateway',
  );
  const backends = valuesAt(object, 'spec.rules.*.backendRefs.*').map(owner);
  return new Set([
    ...parents.flatMap((one) => texts(one, 'name').map((name) => `listener ${owner(one)}/${name}`)),
    ...backends.filter((one) => one !== namespace).map((one) => `grant ${namespace} ${one}`),
  ]);
}
