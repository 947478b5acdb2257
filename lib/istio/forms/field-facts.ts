/** What schemas do not say of fields: Istio's defaults, narrower bounds, where suggestions come from, what a new one holds. */
import type { Json } from '#lib/document/json.ts';
import { grpcStatusNames } from '../grpc-status.ts';
import { byWords, type Words } from './words.ts';

export type Suggestion =
  | 'hosts'
  | 'subsets'
  | 'ports'
  | 'gateways'
  | 'namespaces'
  | 'labels'
  | 'serviceAccounts'
  | 'secrets'
  | 'exportTo'
  | 'methods'
  | 'authorizationKeys'
  | 'localities'
  | 'virtualServices';

export interface FieldFacts {
  /** What Istio takes when nothing is written, as it would be written. */
  default?: string;
  unit?: 'percent' | 'seconds' | 'milliseconds' | 'bytes';
  min?: number;
  max?: number;
  suggest?: Suggestion;
  /** A duration although the schema has no rule for it; 0s has a meaning there. */
  duration?: 'zero';
  /** The values that exist, where the schema allows any. */
  options?: readonly string[];
  /** There is something newer: `deprecations.ts` knows what. */
  deprecated?: true;
  /** Istio's own tools refuse or ignore it. */
  unused?: true;
  /** What stands there when the field is put in by hand. */
  first?: Json;
  /** The same for a new item of a list. */
  item?: Json;
  multiline?: true;
}

const nothing: FieldFacts = {};

export function factsOf(words: Words): FieldFacts {
  return byWords(facts, words) ?? nothing;
}

const percent = { unit: 'percent', min: 0, max: 100 } as const;
const count = { min: 0 } as const;
const port = { min: 1, max: 65_535, suggest: 'ports' } as const;
const protocols = ['HTTP', 'HTTPS', 'GRPC', 'GRPC-WEB', 'HTTP2', 'MONGO', 'REDIS', 'MYSQL', 'TCP', 'TLS'];
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE'];

const facts: Readonly<Record<string, FieldFacts>> = {
  exportTo: { default: '*', suggest: 'exportTo' },

  'VirtualService.hosts': { suggest: 'hosts' },
  'VirtualService.gateways': { default: 'mesh', suggest: 'gateways' },
  'VirtualService.http': { item: { route: [{ destination: { host: '' } }] } },
  'VirtualService.tls': {
    item: { match: [{ port: 443, sniHosts: [''] }], route: [{ destination: { host: '' } }] },
  },
  'VirtualService.tcp': { item: { route: [{ destination: { host: '' } }] } },
  'tls.match': { item: { sniHosts: [''] } },
  route: { item: { destination: { host: '' } } },
  'match.gateways': { suggest: 'gateways' },
  'match.port': port,
  'match.sourceNamespace': { suggest: 'namespaces' },
  'match.sourceLabels': { suggest: 'labels' },
  'match.sniHosts': { suggest: 'hosts' },
  'match.sourceSubnet': { unused: true, deprecated: true },
  'destination.host': { suggest: 'hosts' },
  'destination.subset': { suggest: 'subsets' },
  'port.number': port,
  'route.weight': { min: 0 },
  'mirror.host': { suggest: 'hosts' },
  'mirror.subset': { suggest: 'subsets' },
  'http.mirror': { deprecated: true },
  'http.mirrors': { item: { destination: { host: '' }, percentage: { value: 100 } } },
  'http.mirrorPercentage.value': { ...percent, default: '100', deprecated: true },
  'http.mirrorPercent': { ...percent, deprecated: true },
  'http.mirror_percent': { ...percent, deprecated: true },
  'mirrors.percentage.value': { ...percent, default: '100' },
  'delegate.name': { suggest: 'virtualServices' },
  'delegate.namespace': { suggest: 'namespaces' },
  'redirect.redirectCode': { default: '301', options: ['301', '302', '303', '307', '308'] },
  'redirect.scheme': { options: ['http', 'https'] },
  'redirect.port': { min: 1, max: 65_535 },
  'directResponse.status': { min: 200, max: 599 },
  directResponse: { first: { status: 503 } },
  'http.redirect': { first: { uri: '/' } },
  'http.rewrite': { first: { uri: '/' } },
  'http.fault': {},
  'fault.delay': { first: { fixedDelay: '5s', percentage: { value: 10 } } },
  'fault.abort': { first: { httpStatus: 503, percentage: { value: 10 } } },
  'delay.percentage.value': { ...percent, default: '0' },
  'abort.percentage.value': { ...percent, default: '0' },
  'delay.percent': { ...percent, deprecated: true },
  'delay.exponentialDelay': { unused: true },
  'abort.http2Error': { unused: true },
  'abort.httpStatus': { min: 200, max: 599 },
  'abort.grpcStatus': { options: grpcStatusNames },
  'retries.attempts': { ...count, default: '2' },
  'retries.backoff': { default: '25ms' },
  'retries.retryOn': { default: 'connect-failure,refused-stream,unavailable,cancelled' },
  'retries.retryIgnorePreviousHosts': { default: 'true' },
  'corsPolicy.allowMethods': { suggest: 'methods' },
  'corsPolicy.allowOrigin': { deprecated: true },
  'corsPolicy.allowOrigins': { item: { exact: '' } },
  'corsPolicy.unmatchedPreflights': { default: 'FORWARD' },
  'body.string': { multiline: true },

  'DestinationRule.host': { suggest: 'hosts' },
  'DestinationRule.subsets': { item: { name: '', labels: { version: '' } } },
  'subsets.labels': { suggest: 'labels' },
  matchLabels: { suggest: 'labels' },
  'workloadSelector.labels': { suggest: 'labels' },
  'Gateway.selector': { suggest: 'labels' },
  'trafficPolicy.portLevelSettings': { item: { port: { number: 80 } } },
  'loadBalancer.simple': { default: 'LEAST_REQUEST' },
  'consistentHash.httpCookie': { first: { name: 'session', ttl: '0s' } },
  'consistentHash.useSourceIp': { first: true },
  'consistentHash.minimumRingSize': { ...count, deprecated: true },
  'httpCookie.ttl': { duration: 'zero' },
  'httpCookie.attributes': { item: { name: '', value: '' } },
  'ringHash.minimumRingSize': { ...count, default: '1024', first: 1024 },
  'maglev.tableSize': { min: 2, max: 5_000_011, default: '65537', first: 65_537 },
  'loadBalancer.warmupDurationSecs': { deprecated: true },
  'loadBalancer.warmup': { first: { duration: '60s' } },
  'warmup.minimumPercent': { ...percent, default: '10' },
  'warmup.aggression': { min: 0, default: '1' },
  'localityLbSetting.enabled': { default: 'true' },
  'localityLbSetting.distribute': { item: { from: '', to: { '*': 100 } } },
  'distribute.from': { suggest: 'localities' },
  'distribute.to': { ...percent, suggest: 'localities' },
  'failover.from': { suggest: 'localities' },
  'failover.to': { suggest: 'localities' },
  'zoneAwareLbSetting.enabled': { default: 'true' },
  'zoneAwareLbSetting.minClusterSize': { ...count, default: '6' },
  'tcp.maxConnections': { ...count, default: '4294967295' },
  'tcp.connectTimeout': { default: '10s' },
  'tcp.idleTimeout': { duration: 'zero', default: '1h' },
  'tcpKeepalive.probes': { ...count, default: '9' },
  'tcpKeepalive.time': { default: '7200s' },
  'tcpKeepalive.interval': { default: '75s' },
  'http.http1MaxPendingRequests': { ...count, default: '4294967295' },
  'http.http2MaxRequests': { ...count, default: '4294967295' },
  'http.maxRequestsPerConnection': { ...count, default: '0' },
  'http.maxRetries': { ...count, default: '4294967295' },
  'http.maxConcurrentStreams': { ...count, default: '2147483647' },
  'http.idleTimeout': { default: '1h' },
  'http.h2UpgradePolicy': { default: 'DEFAULT' },
  http2KeepAlive: { first: { interval: '30s', timeout: '5s' } },
  connectionPool: {},
  'trafficPolicy.outlierDetection': { first: { consecutive5xxErrors: 5 } },
  'outlierDetection.consecutiveErrors': { ...count, deprecated: true },
  'outlierDetection.consecutive5xxErrors': { ...count, default: '5' },
  'outlierDetection.consecutiveGatewayErrors': { ...count, default: '0' },
  'outlierDetection.consecutiveLocalOriginFailures': { ...count, default: '5' },
  'outlierDetection.interval': { default: '10s' },
  'outlierDetection.baseEjectionTime': { default: '30s' },
  'outlierDetection.maxEjectionPercent': { ...percent, default: '10' },
  'outlierDetection.minHealthPercent': { ...percent, default: '0' },
  'outlierDetection.outlierDetectionHttpErrorCodes': { min: 100, max: 599 },
  'trafficPolicy.tls': { first: { mode: 'ISTIO_MUTUAL' } },
  'portLevelSettings.tls': { first: { mode: 'ISTIO_MUTUAL' } },
  'portLevelSettings.outlierDetection': { first: { consecutive5xxErrors: 5 } },
  'tls.credentialName': { suggest: 'secrets' },
  'tls.credentialNames': { suggest: 'secrets' },
  'tls.caCertCredentialName': { suggest: 'secrets' },
  'tls.minProtocolVersion': { default: 'TLSV1_2' },
  'tls.maxProtocolVersion': { default: 'TLSV1_3' },
  'tls.mode': { default: 'DISABLE' },
  tunnel: { first: { protocol: 'CONNECT', targetHost: '', targetPort: 443 } },
  'tunnel.protocol': { default: 'CONNECT', options: ['CONNECT', 'POST'] },
  'tunnel.targetPort': { min: 1, max: 65_535 },
  'proxyProtocol.version': { first: 'V1', default: 'V1' },
  'retryBudget.percent': { ...percent, default: '20' },
  'retryBudget.minRetryConcurrency': { ...count, default: '3' },
  'retryBudget.budgetInterval': { duration: 'zero', default: '0s' },

  'Gateway.servers': {
    item: { port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*.example.com'] },
  },
  'servers.hosts': { suggest: 'hosts' },
  'servers.defaultEndpoint': { unused: true, deprecated: true },
  'port.targetPort': { unused: true, deprecated: true },
  'port.protocol': { options: protocols },
  'servers.tls': { first: { mode: 'SIMPLE', credentialName: '' } },
  'servers.tls.mode': { default: 'PASSTHROUGH' },
  'ingress.tls': { first: { mode: 'SIMPLE' } },
  'ingress.tls.mode': { default: 'PASSTHROUGH' },
  'tls.tlsCertificates': { item: { serverCertificate: '', privateKey: '' } },

  'ServiceEntry.ports': { item: { number: 443, name: 'tls', protocol: 'TLS' } },
  'ports.number': { min: 1, max: 65_535 },
  'ports.targetPort': { min: 1, max: 65_535 },
  'ports.protocol': { options: [...protocols, 'UDP'] },
  'ServiceEntry.endpoints': { item: { address: '' } },
  'ServiceEntry.location': { default: 'MESH_EXTERNAL' },
  'ServiceEntry.resolution': { default: 'NONE' },
  'endpoints.ports': port,
  'WorkloadEntry.ports': port,
  'template.ports': port,
  'endpoints.weight': { min: 0 },
  locality: { suggest: 'localities' },
  serviceAccount: { suggest: 'serviceAccounts' },
  'Sidecar.egress': { item: { hosts: ['./*'] } },
  'Sidecar.ingress': {
    item: { port: { number: 8080, protocol: 'HTTP', name: 'http' }, defaultEndpoint: '127.0.0.1:8080' },
  },
  'egress.hosts': { suggest: 'hosts' },
  captureMode: { default: 'DEFAULT' },
  'outboundTrafficPolicy.mode': { default: 'REGISTRY_ONLY' },
  'Sidecar.outboundTrafficPolicy': { first: { mode: 'ALLOW_ANY' } },
  'egressProxy.host': { suggest: 'hosts' },
  'egressProxy.subset': { suggest: 'subsets' },

  'PeerAuthentication.mtls.mode': { default: 'UNSET' },
  'PeerAuthentication.portLevelMtls.mode': { default: 'UNSET' },

  'RequestAuthentication.jwtRules': { item: { issuer: '' } },
  'jwtRules.jwks_uri': { deprecated: true },
  'jwtRules.jwks': { multiline: true },
  'jwtRules.timeout': { default: '5s' },
  targetRef: { deprecated: true },
  targetRefs: { item: { kind: 'Service', group: '', name: '' } },
  'targetRefs.kind': { options: ['Service', 'ServiceEntry', 'Gateway', 'GatewayClass'] },
  'targetRefs.group': { options: ['', 'gateway.networking.k8s.io', 'networking.istio.io'] },
  'targetRefs.namespace': { suggest: 'namespaces' },

  'AuthorizationPolicy.action': { default: 'ALLOW' },
  'AuthorizationPolicy.rules': { item: {} },
  'rules.from': { item: { source: {} } },
  'rules.to': { item: { operation: {} } },
  'rules.when': { item: { key: 'request.headers[x-token]', values: [''] } },
  'when.key': { suggest: 'authorizationKeys' },
  'source.namespaces': { suggest: 'namespaces' },
  'source.notNamespaces': { suggest: 'namespaces' },
  'source.serviceAccounts': { suggest: 'serviceAccounts' },
  'source.notServiceAccounts': { suggest: 'serviceAccounts' },
  'operation.methods': { suggest: 'methods' },
  'operation.notMethods': { suggest: 'methods' },
  'operation.hosts': { suggest: 'hosts' },
  'operation.notHosts': { suggest: 'hosts' },

  'Telemetry.tracing': { item: {} },
  'Telemetry.metrics': { item: {} },
  'Telemetry.accessLogging': { item: {} },
  'tracing.randomSamplingPercentage': percent,
  'metrics.reportingInterval': { default: '5s' },
  'ProxyConfig.concurrency': { ...count, default: '2' },
  'lua.inlineCode': { multiline: true },
  'probe.periodSeconds': { ...count, unit: 'seconds', default: '10' },
  'probe.timeoutSeconds': { ...count, unit: 'seconds', default: '1' },
  'probe.initialDelaySeconds': { ...count, unit: 'seconds', default: '0' },
  'probe.successThreshold': { ...count, default: '1' },
  'probe.failureThreshold': { ...count, default: '3' },
  'EnvoyFilter.configPatches': { item: { applyTo: 'HTTP_FILTER', patch: { operation: 'MERGE' } } },
};

export const httpMethods: readonly string[] = methods;

/** For tests: that each speaks of a field that exists. */
export const factKeys: readonly string[] = Object.keys(facts);
