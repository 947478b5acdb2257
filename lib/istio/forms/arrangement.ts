/** In which order groups show their fields, which of them always, and what Istio knows to exclude one another. */
import { type Arrangement, arranged } from './arranged.ts';
import type { Alternatives } from './field.ts';
import { gatewayApiArrangements, gatewayApiRows } from './gateway-api-arrangement.ts';
import { byWords, type Words } from './words.ts';

export function arrangementOf(words: Words): Arrangement | undefined {
  return byWords(arrangements, words);
}

/** Beside what the CRDs say. */
export function alternativesBeside(words: Words): readonly Alternatives[] {
  return byWords(exclusions, words) ?? [];
}

/** How the items of a list belong together: all of them, any of them; absent where each stands for itself. */
export function joinOf(words: Words): 'and' | 'or' | undefined {
  return byWords(joins, words);
}

/** Fields of a list's items that stand in one line, an item a line; absent for lists of cards. */
export function rowOf(words: Words): readonly string[] | undefined {
  return byWords(rows, words);
}

const joins: Readonly<Record<string, 'and' | 'or'>> = {
  'tls.match': 'or',
  'tcp.match': 'or',
  'rules.from': 'or',
  'rules.to': 'or',
  'rules.when': 'and',
};

const rows: Readonly<Record<string, readonly string[]>> = {
  ...gatewayApiRows,
  'httpCookie.attributes': ['name', 'value'],
  'localityLbSetting.failover': ['from', 'to'],
  'jwtRules.fromHeaders': ['name', 'prefix'],
  'jwtRules.outputClaimToHeaders': ['claim', 'header'],
  'httpGet.httpHeaders': ['name', 'value'],
  'vmConfig.env': ['name', 'valueFrom', 'value'],
  'match.ports': ['number'],
  providers: ['name'],
};

const port = arranged('number protocol name');
const tlsOfClient = arranged(
  'mode',
  'credentialName clientCertificate privateKey caCertificates sni subjectAltNames insecureSkipVerify caCrl',
);
const tlsOfServer = arranged(
  'mode',
  'credentialName credentialNames httpsRedirect minProtocolVersion maxProtocolVersion cipherSuites serverCertificate privateKey caCertificates',
);
const portPolicy = arranged('', 'loadBalancer connectionPool outlierDetection tls');

const arrangements: Readonly<Record<string, Arrangement>> = {
  VirtualService: arranged('hosts gateways exportTo', 'http tls tcp'),
  'VirtualService.http': arranged(
    'name match route',
    'timeout retries fault mirrors headers rewrite corsPolicy',
  ),
  'VirtualService.tls': arranged('match route'),
  'VirtualService.tcp': arranged('match route'),
  'tls.match': arranged('sniHosts port', 'gateways sourceNamespace sourceLabels destinationSubnets'),
  'tcp.match': arranged('port', 'gateways sourceNamespace sourceLabels destinationSubnets'),
  'http.route': arranged('destination weight', 'headers'),
  destination: arranged('host subset port'),
  mirror: arranged('host subset port'),
  mirrors: arranged('destination percentage'),
  retries: arranged(
    'attempts perTryTimeout retryOn',
    'backoff retryRemoteLocalities retryIgnorePreviousHosts',
  ),
  fault: arranged('', 'delay abort'),
  'fault.delay': arranged('fixedDelay percentage'),
  'fault.abort': arranged('httpStatus percentage', 'grpcStatus'),
  headers: arranged('', 'request response'),
  'headers.request': arranged('', 'set add remove'),
  'headers.response': arranged('', 'set add remove'),
  rewrite: arranged('', 'uri uriRegexRewrite authority'),
  uriRegexRewrite: arranged('match rewrite'),
  redirect: arranged('redirectCode', 'uri prefixRewrite authority scheme port derivePort'),
  directResponse: arranged('status', 'body'),
  delegate: arranged('name namespace'),
  corsPolicy: arranged(
    'allowOrigins allowMethods',
    'allowHeaders exposeHeaders maxAge allowCredentials unmatchedPreflights',
  ),

  DestinationRule: arranged('host exportTo trafficPolicy subsets', 'workloadSelector'),
  trafficPolicy: arranged(
    '',
    'loadBalancer connectionPool outlierDetection tls portLevelSettings tunnel proxyProtocol retryBudget',
  ),
  portLevelSettings: { ...portPolicy, first: ['port'] },
  subsets: arranged('name labels', 'trafficPolicy'),
  loadBalancer: arranged('', 'simple consistentHash warmup localityLbSetting zoneAwareLbSetting'),
  consistentHash: arranged(
    '',
    'httpHeaderName httpCookie useSourceIp httpQueryParameterName ringHash maglev',
  ),
  httpCookie: arranged('name ttl path', 'attributes'),
  warmup: arranged('duration minimumPercent aggression'),
  localityLbSetting: arranged('enabled', 'distribute failover failoverPriority'),
  zoneAwareLbSetting: arranged('enabled', 'failover failoverPriority minClusterSize'),
  distribute: arranged('from to'),
  failover: arranged('from to'),
  connectionPool: arranged('', 'tcp http'),
  'connectionPool.tcp': arranged(
    'maxConnections connectTimeout',
    'idleTimeout maxConnectionDuration tcpKeepalive',
  ),
  'inboundConnectionPool.tcp': arranged(
    'maxConnections connectTimeout',
    'idleTimeout maxConnectionDuration tcpKeepalive',
  ),
  'connectionPool.http': arranged(
    'http1MaxPendingRequests http2MaxRequests maxRetries',
    'maxRequestsPerConnection idleTimeout maxConcurrentStreams h2UpgradePolicy useClientProtocol http2KeepAlive',
  ),
  'inboundConnectionPool.http': arranged(
    'http1MaxPendingRequests http2MaxRequests maxRetries',
    'maxRequestsPerConnection idleTimeout maxConcurrentStreams h2UpgradePolicy useClientProtocol http2KeepAlive',
  ),
  tcpKeepalive: arranged('time interval probes'),
  http2KeepAlive: arranged('interval timeout'),
  outlierDetection: arranged(
    'consecutive5xxErrors interval baseEjectionTime maxEjectionPercent',
    'consecutiveGatewayErrors minHealthPercent splitExternalLocalOriginErrors consecutiveLocalOriginFailures outlierDetectionHttpErrorCodes',
  ),
  tls: tlsOfClient,
  tunnel: arranged('targetHost targetPort protocol'),
  retryBudget: arranged('percent minRetryConcurrency budgetInterval'),

  Gateway: arranged('selector servers'),
  servers: arranged('hosts port', 'tls name bind'),
  'servers.port': port,
  'servers.tls': tlsOfServer,
  'ingress.tls': tlsOfServer,
  tlsCertificates: arranged('serverCertificate privateKey caCertificates'),

  ServiceEntry: arranged(
    'hosts location resolution ports',
    'addresses endpoints workloadSelector subjectAltNames exportTo',
  ),
  'ServiceEntry.ports': arranged('number protocol name', 'targetPort'),
  endpoints: arranged('address ports', 'labels locality weight network serviceAccount'),
  WorkloadEntry: arranged('address ports labels', 'serviceAccount locality weight network'),
  template: arranged('address ports labels', 'serviceAccount locality weight network'),

  WorkloadGroup: arranged('template metadata', 'probe'),
  'WorkloadGroup.metadata': arranged('labels', 'annotations'),
  probe: arranged(
    '',
    'httpGet tcpSocket exec grpc periodSeconds timeoutSeconds initialDelaySeconds failureThreshold successThreshold',
  ),
  httpGet: arranged('path port', 'scheme host httpHeaders'),

  PeerAuthentication: arranged('selector mtls', 'portLevelMtls'),
  RequestAuthentication: arranged('', 'selector targetRefs jwtRules'),
  jwtRules: arranged(
    'issuer jwksUri',
    'audiences fromHeaders fromParams fromCookies forwardOriginalToken outputPayloadToHeader outputClaimToHeaders timeout spaceDelimitedClaims jwks',
  ),
  fromHeaders: arranged('name prefix'),
  outputClaimToHeaders: arranged('claim header'),
  targetRefs: arranged('kind name', 'group namespace'),
  AuthorizationPolicy: arranged('action', 'selector targetRefs provider rules'),
  'AuthorizationPolicy.rules': arranged('', 'from to when'),
  source: arranged(
    '',
    'principals namespaces serviceAccounts requestPrincipals ipBlocks remoteIpBlocks trustDomains notPrincipals notNamespaces notServiceAccounts notRequestPrincipals notIpBlocks notRemoteIpBlocks notTrustDomains',
  ),
  operation: arranged('', 'hosts ports methods paths notHosts notPorts notMethods notPaths'),
  when: arranged('key values', 'notValues'),

  Sidecar: arranged('', 'workloadSelector egress ingress outboundTrafficPolicy inboundConnectionPool'),
  egress: arranged('hosts', 'port bind captureMode'),
  ingress: arranged('port defaultEndpoint', 'bind captureMode tls connectionPool'),
  'egress.port': port,
  'ingress.port': port,
  outboundTrafficPolicy: arranged('mode', 'egressProxy'),
  egressProxy: arranged('host subset port'),

  Telemetry: arranged('', 'selector targetRefs tracing metrics accessLogging'),
  tracing: arranged('providers randomSamplingPercentage', 'match customTags disableSpanReporting'),
  accessLogging: arranged('providers disabled', 'match filter'),
  WasmPlugin: arranged('url', 'selector targetRefs phase priority pluginConfig'),
  EnvoyFilter: arranged('configPatches', 'workloadSelector targetRefs priority'),
  configPatches: arranged('applyTo match patch'),
  patch: arranged('operation value', 'filterClass'),

  ...gatewayApiArrangements,
};

const exclusions: Readonly<Record<string, readonly Alternatives[]>> = {
  redirect: [['uri', 'prefixRewrite']],
  rewrite: [['uri', 'uriRegexRewrite']],
  consistentHash: [
    ['httpHeaderName', 'httpCookie', 'useSourceIp', 'httpQueryParameterName'],
    ['ringHash', 'maglev'],
  ],
  RequestAuthentication: [['selector', 'targetRefs']],
  AuthorizationPolicy: [['selector', 'targetRefs']],
  Telemetry: [['selector', 'targetRefs']],
  WasmPlugin: [['selector', 'targetRefs']],
  TrafficExtension: [['selector', 'targetRefs']],
  EnvoyFilter: [['workloadSelector', 'targetRefs']],
  jwtRules: [['jwksUri', 'jwks']],
  ServiceEntry: [['endpoints', 'workloadSelector']],
  requestMirror: [['percent', 'fraction']],
};

/** For tests: that each speaks of something that exists. */
export const arrangedGroups: readonly string[] = Object.keys(arrangements);
export const excludingGroups: readonly string[] = Object.keys(exclusions);
export const joinedLists: readonly string[] = Object.keys(joins);
export const rowLists: readonly string[] = Object.keys(rows);
