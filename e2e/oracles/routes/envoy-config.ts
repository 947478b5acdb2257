/** The parts of Envoy's configuration that decide where a request goes, as protojson writes them (envoy.config.listener.v3, .route.v3). */

interface SocketAddress {
  socketAddress?: { address?: string; portValue?: number };
}

export interface FilterChainMatch {
  destinationPort?: number;
  prefixRanges?: { addressPrefix: string; prefixLen?: number }[];
  serverNames?: string[];
  transportProtocol?: string;
  applicationProtocols?: string[];
}

export interface NetworkFilter {
  name?: string;
  typedConfig?: {
    '@type'?: string;
    /** HttpConnectionManager: one of the two. */
    routeConfig?: RouteConfiguration;
    rds?: { routeConfigName: string };
    /** TcpProxy: one of the two. */
    cluster?: string;
    weightedClusters?: WeightedClusters;
  };
}

export interface FilterChain {
  filterChainMatch?: FilterChainMatch;
  filters: NetworkFilter[];
  /** Present where the proxy itself ends TLS. */
  transportSocket?: object;
}

export interface Listener {
  name: string;
  address?: SocketAddress;
  additionalAddresses?: { address?: SocketAddress }[];
  filterChains?: FilterChain[];
  defaultFilterChain?: FilterChain;
}

export interface WeightedCluster {
  name: string;
  weight?: number;
  hostRewriteLiteral?: string;
}

interface WeightedClusters {
  clusters?: WeightedCluster[];
}

export interface StringMatcher {
  exact?: string;
  prefix?: string;
  safeRegex?: { regex: string };
}

interface HeaderMatcher {
  name: string;
  stringMatch?: StringMatcher;
  presentMatch?: boolean;
  invertMatch?: boolean;
  treatMissingHeaderAsEmpty?: boolean;
}

export interface RouteMatch {
  path?: string;
  prefix?: string;
  pathSeparatedPrefix?: string;
  safeRegex?: { regex: string };
  /** Absent means true. */
  caseSensitive?: boolean;
  headers?: HeaderMatcher[];
  queryParameters?: { name: string; stringMatch?: StringMatcher; presentMatch?: boolean }[];
  dynamicMetadata?: { invert?: boolean }[];
}

/** The numerator counts hundredths unless the denominator says otherwise. */
export interface FractionalPercent {
  numerator?: number;
  denominator?: 'HUNDRED' | 'TEN_THOUSAND' | 'MILLION';
}

export interface RedirectAction {
  hostRedirect?: string;
  pathRedirect?: string;
  prefixRewrite?: string;
  portRedirect?: number;
  schemeRedirect?: string;
  responseCode?: string;
}

export interface RouteAction {
  cluster?: string;
  weightedClusters?: WeightedClusters;
  timeout?: string;
  retryPolicy?: { numRetries?: number; retryOn?: string; retriableStatusCodes?: number[] };
  clusterNotFoundResponseCode?: string;
  prefixRewrite?: string;
  regexRewrite?: { pattern: { regex: string }; substitution?: string };
  hostRewriteLiteral?: string;
  requestMirrorPolicies?: { cluster: string; runtimeFraction?: { defaultValue?: FractionalPercent } }[];
}

export interface FaultFilter {
  abort?: { httpStatus?: number; percentage?: FractionalPercent };
  delay?: { fixedDelay?: string; percentage?: FractionalPercent };
}

export interface Route {
  name?: string;
  match?: RouteMatch;
  route?: RouteAction;
  redirect?: RedirectAction;
  directResponse?: { status: number };
  /** Istio writes the path of the VirtualService here. */
  metadata?: { filterMetadata?: { istio?: { config?: string } } };
  typedPerFilterConfig?: { 'envoy.filters.http.fault'?: FaultFilter };
}

export interface VirtualHost {
  name: string;
  domains: string[];
  routes?: Route[];
  requireTls?: 'ALL' | 'EXTERNAL_ONLY';
}

export interface RouteConfiguration {
  name?: string;
  virtualHosts?: VirtualHost[];
}

/** Everything that one proxy was sent. */
export interface ProxyConfig {
  listeners: Listener[];
  routes: RouteConfiguration[];
  /** By name, e.g. outbound|9080|v1|reviews.app.svc.cluster.local. */
  clusters: string[];
}
