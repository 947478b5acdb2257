/**
 * Where a proxy sends a request by the configuration it was sent: listener, filter chain, then route or TCP filter
 * (https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/listener/v3/listener_components.proto#config-listener-v3-filterchainmatch).
 */
import type { AnswerFacts } from './answer-facts.ts';
import { answerOfRoute, forwardTo, redirectToTls } from './envoy-actions.ts';
import type { FilterChain, FilterChainMatch, Listener, NetworkFilter, ProxyConfig } from './envoy-config.ts';
import { chooseRoute, chooseVirtualHost, type EnvoyRequest, envoyRequest } from './envoy-http.ts';

export interface Connection {
  atGateway: boolean;
  /** Where a sidecar's client connects to; a gateway is connected to itself. */
  address: string;
  port: number;
  protocol: 'http' | 'https' | 'tls' | 'tcp';
  host: string;
  path: string;
  method: string;
  headers: Readonly<Record<string, string>>;
}

const closed: AnswerFacts = { outcome: 'closed', destinations: [] };

function listensOn({ name, address, additionalAddresses = [] }: Listener, ip: string, port: number): boolean {
  if (name === 'virtualOutbound' || name === 'virtualInbound') return false;
  const sockets = [address, ...additionalAddresses.map((other) => other.address)];
  return (
    address?.socketAddress?.portValue === port &&
    sockets.some((socket) => socket?.socketAddress?.address === ip)
  );
}

/** For redirected connections Envoy asks the address itself, then every address, then what catches the rest. */
function chooseListener({ listeners }: ProxyConfig, connection: Connection): Listener | undefined {
  const { atGateway, address, port } = connection;
  const onAny = (): Listener | undefined =>
    listeners.find((listener) => listensOn(listener, '0.0.0.0', port));
  if (atGateway) return onAny();
  return (
    listeners.find((listener) => listensOn(listener, address, port)) ??
    onAny() ??
    listeners.find(({ name }) => name === 'virtualOutbound')
  );
}

const toNumber = (ip: string): number => ip.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);

function isInRange(ip: string, prefix: string, bits: number): boolean {
  const size = 2 ** (32 - bits);
  return Math.floor(toNumber(ip) / size) === Math.floor(toNumber(prefix) / size);
}

const isTls = ({ protocol }: Connection): boolean => protocol === 'tls' || protocol === 'https';

function serverNameRank(names: readonly string[], serverName: string): number {
  const ranks = names.map((name) => {
    if (name === serverName) return Number.POSITIVE_INFINITY;
    return name.startsWith('*.') && serverName.endsWith(name.slice(1)) ? 1 + name.length : 0;
  });
  return Math.max(...ranks);
}

/** One criterion after the other, in Envoy's order: 0 excludes the chain, 1 says that it does not care, more is more specific. */
const criteria: readonly ((match: FilterChainMatch, connection: Connection) => number)[] = [
  ({ destinationPort }, { port }) => {
    if (destinationPort === undefined) return 1;
    return destinationPort === port ? 2 : 0;
  },
  ({ prefixRanges = [] }, { address }) => {
    if (prefixRanges.length === 0) return 1;
    const ranks = prefixRanges.map(({ addressPrefix, prefixLen = 0 }) =>
      address && isInRange(address, addressPrefix, prefixLen) ? 2 + prefixLen : 0,
    );
    return Math.max(...ranks);
  },
  ({ serverNames = [] }, connection) =>
    serverNames.length === 0
      ? 1
      : serverNameRank(serverNames, isTls(connection) ? connection.host.toLowerCase() : ''),
  ({ transportProtocol }, connection) => {
    if (!transportProtocol) return 1;
    return transportProtocol === (isTls(connection) ? 'tls' : 'raw_buffer') ? 2 : 0;
  },
  ({ applicationProtocols = [] }, { protocol, host }) => {
    if (applicationProtocols.length === 0) return 1;
    return applicationProtocols.includes(alpnOf(protocol, host)) ? 2 : 0;
  },
];

/** Who names a cluster to connect to is a proxy of Istio's, and says so. */
function alpnOf(protocol: Connection['protocol'], host: string): string {
  if (host.startsWith('outbound_.')) return 'istio';
  return protocol === 'http' ? 'http/1.1' : '';
}

/** Each criterion keeps the best; Envoy never goes back to what an earlier one left out, and refuses a listener with a tie. */
function chooseFilterChain(
  listener: Listener,
  connection: Connection,
): { chain?: FilterChain; tie: boolean } {
  let candidates = listener.filterChains ?? [];
  for (const rankOf of criteria) {
    const ranked = candidates.map((chain) => ({
      chain,
      rank: rankOf(chain.filterChainMatch ?? {}, connection),
    }));
    const best = Math.max(...ranked.map(({ rank }) => rank));
    candidates = ranked.filter(({ rank }) => rank > 0 && rank === best).map(({ chain }) => chain);
  }
  return { chain: candidates[0] ?? listener.defaultFilterChain, tie: candidates.length > 1 };
}

function routeHttp(
  config: ProxyConfig,
  filter: NonNullable<NetworkFilter['typedConfig']>,
  request: EnvoyRequest,
): AnswerFacts {
  const routes = filter.routeConfig ?? config.routes.find(({ name }) => name === filter.rds?.routeConfigName);
  if (!routes) throw new Error(`no routes by the name ${filter.rds?.routeConfigName}`);
  const virtualHost = chooseVirtualHost(routes, request.host);
  if (!virtualHost) return { outcome: 'not-found', destinations: [], status: 404, virtualService: null };
  if (virtualHost.requireTls === 'ALL' && request.scheme === 'http') return redirectToTls(request);
  const route = chooseRoute(virtualHost, request);
  if (!route) return { outcome: 'not-found', destinations: [], status: 404, virtualService: null };
  const answer = answerOfRoute(config, route, request);
  return virtualHost.name === 'block_all' ? { ...closed, status: answer.status } : answer;
}

/** The facts that the configuration leads to; throws when the configuration is not one that Istio writes. */
export function answerOfProxy(config: ProxyConfig, connection: Connection): AnswerFacts {
  const listener = chooseListener(config, connection);
  if (!listener) return closed;
  const { chain, tie } = chooseFilterChain(listener, connection);
  if (!chain) return closed;
  return { ...answerOfChain(config, listener, chain, connection), tie };
}

function answerOfChain(
  config: ProxyConfig,
  listener: Listener,
  chain: FilterChain,
  connection: Connection,
): AnswerFacts {
  const terminatesTls = connection.atGateway && chain.transportSocket !== undefined;
  if (terminatesTls && !isTls(connection)) return closed;
  for (const { typedConfig = {} } of chain.filters) {
    const type = typedConfig['@type'] ?? '';
    if (type.endsWith('.TcpProxy')) return forwardTo(config, typedConfig);
    if (type.endsWith('.HttpConnectionManager')) {
      const isCiphertext = connection.atGateway && isTls(connection) && !terminatesTls;
      if (connection.protocol === 'tcp' || isCiphertext) return closed;
      return routeHttp(config, typedConfig, envoyRequest(connection, isTls(connection) ? 'https' : 'http'));
    }
  }
  throw new Error(`no terminal filter in listener ${listener.name}`);
}
