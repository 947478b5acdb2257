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
      const offered = hosts.map((host) => `host ${host.toLowerCase()}`);
      return { offers: new Set([...offered, `entry ${place}`]), uses: new Set() };
    }
    case 'networking.istio.io/Gateway':
      return { offers: new Set([`gateway ${place}`]), uses: new Set() };
    case 'gateway.networking.k8s.io/Gateway':
      return { offers: new Set([`listener ${place}`]), uses: new Set() };
    case 'gateway.networking.k8s.io/HTTPRoute':
    case 'gateway.networking.k8s.io/GRPCRoute':
      return { offers: new Set(), uses: usedByGatewayRoute(object, namespace) };
    case 'gateway.networking.k8s.io/ReferenceGrant':
      return { offers: grantedBy(object, namespace), uses: new Set() };
    case 'security.istio.io/AuthorizationPolicy':
    case 'security.istio.io/RequestAuthentication':
    case 'telemetry.istio.io/Telemetry':
    case 'extensions.istio.io/WasmPlugin':
      return { offers: new Set(), uses: targetedBy(object, namespace) };
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
  const kind = texts(object, 'kind')[0] ?? '';
  const backends = valuesAt(object, 'spec.rules.*.backendRefs.*').filter((one) => owner(one) !== namespace);
  return new Set([
    ...parents.flatMap((one) => texts(one, 'name').map((name) => `listener ${owner(one)}/${name}`)),
    ...backends.flatMap((one) => {
      const granted = `grant ${kind} ${namespace} ${owner(one)} ${texts(one, 'kind')[0] ?? 'Service'}`;
      return [`${granted} ${anyName}`, ...texts(one, 'name').map((name) => `${granted} ${name}`)];
    }),
  ]);
}

/** Objects that a policy is for; it names those of its own namespace. */
function targetedBy(object: JsonObject, namespace: string): Set<string> {
  const words: Readonly<Record<string, string>> = {
    'gateway.networking.k8s.io/Gateway': 'listener',
    'networking.istio.io/ServiceEntry': 'entry',
  };
  const targets = [...valuesAt(object, 'spec.targetRef'), ...valuesAt(object, 'spec.targetRefs.*')];
  return new Set(
    targets.flatMap((target) => {
      const word = words[`${texts(target, 'group')[0] ?? ''}/${texts(target, 'kind')[0] ?? ''}`];
      return word === undefined ? [] : texts(target, 'name').map((name) => `${word} ${namespace}/${name}`);
    }),
  );
}

/** No object is called so. */
const anyName = '*';

function grantedBy(object: JsonObject, namespace: string): Set<string> {
  const granted = valuesAt(object, 'spec.to.*').flatMap((to) =>
    texts(to, 'kind').map((kind) => `${namespace} ${kind} ${texts(to, 'name')[0] ?? anyName}`),
  );
  return new Set(
    valuesAt(object, 'spec.from.*').flatMap((from) => {
      const [kind, there] = [texts(from, 'kind')[0], texts(from, 'namespace')[0]];
      return kind === undefined || there === undefined
        ? []
        : granted.map((what) => `grant ${kind} ${there} ${what}`);
    }),
  );
}
