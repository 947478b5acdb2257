/** Which listener, chain and filter a patch of an EnvoyFilter is for. */
import { error, type Finding, type Path, warning } from '../admission/finding.ts';
import type { EnvoyFilterSpec } from '../generated/types.ts';

type Match = NonNullable<NonNullable<EnvoyFilterSpec['configPatches']>[number]['match']>;
type Filter = NonNullable<NonNullable<NonNullable<Match['listener']>['filterChain']>['filter']>;

const connectionManager = 'envoy.filters.network.http_connection_manager';

/** Names that Envoy gave up, and what they are now (pkg/config/xds DeprecatedFilterNames). */
const renamed: Readonly<Record<string, string>> = {
  'envoy.buffer': 'envoy.filters.http.buffer',
  'envoy.cors': 'envoy.filters.http.cors',
  'envoy.csrf': 'envoy.filters.http.csrf',
  'envoy.http_dynamo_filter': 'envoy.filters.http.dynamo',
  'envoy.ext_authz': 'envoy.filters.http.ext_authz',
  'envoy.fault': 'envoy.filters.http.fault',
  'envoy.grpc_http1_bridge': 'envoy.filters.http.grpc_http1_bridge',
  'envoy.grpc_json_transcoder': 'envoy.filters.http.grpc_json_transcoder',
  'envoy.grpc_web': 'envoy.filters.http.grpc_web',
  'envoy.gzip': 'envoy.filters.http.gzip',
  'envoy.health_check': 'envoy.filters.http.health_check',
  'envoy.ip_tagging': 'envoy.filters.http.ip_tagging',
  'envoy.lua': 'envoy.filters.http.lua',
  'envoy.rate_limit': 'envoy.filters.http.ratelimit',
  'envoy.router': 'envoy.filters.http.router',
  'envoy.squash': 'envoy.filters.http.squash',
  'envoy.listener.http_inspector': 'envoy.filters.listener.http_inspector',
  'envoy.listener.original_dst': 'envoy.filters.listener.original_dst',
  'envoy.listener.original_src': 'envoy.filters.listener.original_src',
  'envoy.listener.proxy_protocol': 'envoy.filters.listener.proxy_protocol',
  'envoy.listener.tls_inspector': 'envoy.filters.listener.tls_inspector',
  'envoy.client_ssl_auth': 'envoy.filters.network.client_ssl_auth',
  'envoy.http_connection_manager': connectionManager,
  'envoy.mongo_proxy': 'envoy.filters.network.mongo_proxy',
  'envoy.redis_proxy': 'envoy.filters.network.redis_proxy',
  'envoy.tcp_proxy': 'envoy.filters.network.tcp_proxy',
};

function checkName(path: Path, name: string | undefined): Finding[] {
  const now = name !== undefined && Object.hasOwn(renamed, name) ? renamed[name] : undefined;
  return now === undefined
    ? []
    : [warning(path, `using deprecated filter name "${name}"; use "${now}" instead`)];
}

function subFilterProblem({ name, subFilter }: Filter, applyTo: string): string | null {
  if (!subFilter) return null;
  if (applyTo !== 'HTTP_FILTER') return 'subfilter match can be used with applyTo HTTP_FILTER only';
  if (name !== connectionManager && name !== 'envoy.http_connection_manager')
    return `subfilter match requires filter match with ${connectionManager}`;
  return subFilter.name ? null : 'subfilter match has no name to match on';
}

export function checkListenerMatch(
  path: Path,
  listener: NonNullable<Match['listener']>,
  applyTo: string,
): Finding[] {
  const filter = listener.filterChain?.filter;
  if (!filter) return [];
  const here = [...path, 'filterChain', 'filter'];
  const found: Finding[] = [];
  if (applyTo === 'LISTENER' || applyTo === 'FILTER_CHAIN')
    found.push(warning(here, `Envoy filter: filter match has no effect when used with ${applyTo}`));
  const problem = filter.name ? subFilterProblem(filter, applyTo) : 'filter match has no name to match on';
  if (problem !== null) return [...found, error(here, `Envoy filter: ${problem}`)];
  return [...found, ...checkName(here, filter.name), ...checkName(here, filter.subFilter?.name)];
}
