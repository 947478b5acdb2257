/** In which order groups of the Gateway API show their fields, and which lists have an item a line. */
import { type Arrangement, arranged } from './arranged.ts';

const headers = arranged('', 'set add remove');
const selector = arranged('', 'matchLabels matchExpressions');
const secret = arranged('name', 'namespace kind group');

export const gatewayApiArrangements: Readonly<Record<string, Arrangement>> = {
  KubernetesGateway: arranged('gatewayClassName listeners', 'addresses infrastructure allowedListeners tls'),
  listeners: arranged('name protocol port hostname', 'tls allowedRoutes'),
  'listeners.tls': arranged('mode certificateRefs', 'options'),
  certificateRefs: secret,
  clientCertificateRef: secret,
  caCertificateRefs: arranged('kind name', 'namespace group'),
  allowedRoutes: arranged('namespaces', 'kinds'),
  'allowedRoutes.namespaces': arranged('from', 'selector'),
  'allowedRoutes.kinds': arranged('kind', 'group'),
  allowedListeners: arranged('namespaces'),
  'allowedListeners.namespaces': arranged('from', 'selector'),
  'namespaces.selector': selector,
  matchExpressions: arranged('key operator', 'values'),
  addresses: arranged('type value'),
  infrastructure: arranged('', 'labels annotations parametersRef'),
  parametersRef: arranged('kind name group'),
  'KubernetesGateway.tls': arranged('', 'frontend backend'),
  'tls.frontend': arranged('default', 'perPort'),
  'frontend.default': arranged('', 'validation'),
  'frontend.perPort': arranged('port tls'),
  'perPort.tls': arranged('', 'validation'),
  validation: arranged('caCertificateRefs', 'mode'),
  'tls.backend': arranged('clientCertificateRef'),

  HTTPRoute: arranged('parentRefs hostnames rules'),
  GRPCRoute: arranged('parentRefs hostnames rules'),
  parentRefs: arranged('kind name sectionName', 'namespace port group'),
  'HTTPRoute.rules': arranged('name matches backendRefs', 'filters timeouts'),
  'GRPCRoute.rules': arranged('name matches backendRefs', 'filters'),
  'HTTPRoute.rules.matches': arranged('path', 'method headers queryParams'),
  'GRPCRoute.rules.matches': arranged('method', 'headers'),
  'matches.path': arranged('type value'),
  'GRPCRoute.rules.matches.method': arranged('service method', 'type'),
  'matches.headers': arranged('name type value'),
  'matches.queryParams': arranged('name type value'),
  backendRefs: arranged('name port weight', 'namespace kind group filters'),
  backendRef: arranged('name port', 'namespace kind group'),
  filters: arranged('type'),
  requestHeaderModifier: headers,
  responseHeaderModifier: headers,
  requestMirror: arranged('backendRef', 'percent fraction'),
  fraction: arranged('numerator denominator'),
  requestRedirect: arranged('statusCode', 'scheme hostname port path'),
  urlRewrite: arranged('', 'path hostname'),
  cors: arranged('allowOrigins allowMethods', 'allowHeaders exposeHeaders allowCredentials maxAge'),
  extensionRef: arranged('group kind name'),
  timeouts: arranged('request backendRequest'),

  ReferenceGrant: arranged('from to'),
  'ReferenceGrant.from': arranged('kind namespace', 'group'),
  'ReferenceGrant.to': arranged('kind name', 'group'),
};

export const gatewayApiRows: Readonly<Record<string, readonly string[]>> = {
  'requestHeaderModifier.set': ['name', 'value'],
  'requestHeaderModifier.add': ['name', 'value'],
  'responseHeaderModifier.set': ['name', 'value'],
  'responseHeaderModifier.add': ['name', 'value'],
  'listeners.tls.certificateRefs': ['name', 'namespace'],
  'validation.caCertificateRefs': ['kind', 'name', 'namespace'],
  'allowedRoutes.kinds': ['kind'],
  'KubernetesGateway.addresses': ['type', 'value'],
  'ReferenceGrant.from': ['kind', 'namespace'],
  'ReferenceGrant.to': ['kind', 'name'],
};
