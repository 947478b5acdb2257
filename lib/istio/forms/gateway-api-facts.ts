/** What the Gateway API's schemas do not say of their fields. Defaults and bounds stand in the schemas themselves. */
import type { FieldFacts } from './fact.ts';

const header = { name: '', value: '' };
const port = { min: 1, max: 65_535 } as const;
const plain: FieldFacts = {};

export const gatewayApiFacts: Readonly<Record<string, FieldFacts>> = {
  'namespaces.selector.matchLabels': { suggest: 'namespaceLabels' },

  'KubernetesGateway.gatewayClassName': { suggest: 'gatewayClasses' },
  'KubernetesGateway.listeners': {
    item: { name: 'http', port: 80, protocol: 'HTTP', allowedRoutes: { namespaces: { from: 'Same' } } },
  },
  'listeners.port': port,
  'listeners.protocol': { options: ['HTTP', 'HTTPS', 'TLS', 'TCP', 'UDP', 'HBONE'] },
  'listeners.tls': { first: { mode: 'Terminate', certificateRefs: [{ name: '' }] } },
  'listeners.tls.mode': plain,
  'tls.certificateRefs': { item: { name: '' } },
  'certificateRefs.name': { suggest: 'certificates' },
  'certificateRefs.namespace': { suggest: 'namespaces' },
  'clientCertificateRef.name': { suggest: 'certificates' },
  'clientCertificateRef.namespace': { suggest: 'namespaces' },
  'validation.caCertificateRefs': { item: { group: '', kind: 'ConfigMap', name: '' } },
  'caCertificateRefs.namespace': { suggest: 'namespaces' },
  'allowedRoutes.namespaces': { first: { from: 'All' } },
  'allowedRoutes.kinds': { item: { kind: 'HTTPRoute' } },
  'allowedListeners.namespaces': { first: { from: 'Same' } },
  'KubernetesGateway.addresses': { item: { type: 'IPAddress', value: '' } },
  'addresses.type': { options: ['IPAddress', 'Hostname'] },
  'matchExpressions.operator': { options: ['In', 'NotIn', 'Exists', 'DoesNotExist'] },
  'selector.matchExpressions': { item: { key: '', operator: 'Exists' } },
  'frontend.default': plain,
  'frontend.perPort': {
    item: {
      port: 443,
      tls: { validation: { caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: '' }] } },
    },
  },
  'tls.frontend': {
    first: { default: { validation: { caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: '' }] } } },
  },
  'backend.clientCertificateRef': { first: { name: '' } },
  'infrastructure.parametersRef': { first: { group: '', kind: 'ConfigMap', name: '' } },

  'HTTPRoute.parentRefs': { item: { name: '' } },
  'GRPCRoute.parentRefs': { item: { name: '' } },
  'parentRefs.name': { suggest: 'parents' },
  'parentRefs.namespace': { suggest: 'namespaces' },
  'parentRefs.sectionName': { suggest: 'sections' },
  'parentRefs.port': port,
  'HTTPRoute.rules': {
    item: { matches: [{ path: { type: 'PathPrefix', value: '/' } }], backendRefs: [{ name: '' }] },
  },
  'GRPCRoute.rules': { item: { backendRefs: [{ name: '' }] } },
  'HTTPRoute.rules.matches': { item: { path: { type: 'PathPrefix', value: '/' } } },
  'GRPCRoute.rules.matches': { item: { method: { service: '' } } },
  'matches.headers': { item: header },
  'matches.queryParams': { item: header },
  'rules.backendRefs': { item: { name: '' } },
  'backendRefs.name': { suggest: 'backends' },
  'backendRefs.namespace': { suggest: 'namespaces' },
  'backendRefs.port': { ...port, suggest: 'backendPorts' },
  'backendRef.name': { suggest: 'backends' },
  'backendRef.namespace': { suggest: 'namespaces' },
  'backendRef.port': { ...port, suggest: 'backendPorts' },
  'HTTPRoute.rules.filters': {
    item: { type: 'RequestHeaderModifier', requestHeaderModifier: { set: [header] } },
  },
  'GRPCRoute.rules.filters': {
    item: { type: 'RequestHeaderModifier', requestHeaderModifier: { set: [header] } },
  },
  'backendRefs.filters': {
    item: { type: 'RequestHeaderModifier', requestHeaderModifier: { set: [header] } },
  },
  'filters.requestHeaderModifier': { first: { set: [header] } },
  'filters.responseHeaderModifier': { first: { set: [header] } },
  'filters.requestMirror': { first: { backendRef: { name: '' } } },
  'filters.requestRedirect': { first: { scheme: 'https', statusCode: 301 } },
  'filters.urlRewrite': { first: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/' } } },
  'filters.cors': { first: { allowOrigins: ['https://example.com'] } },
  'filters.extensionRef': { first: { group: '', kind: '', name: '' } },
  'requestHeaderModifier.set': { item: header },
  'requestHeaderModifier.add': { item: header },
  'responseHeaderModifier.set': { item: header },
  'responseHeaderModifier.add': { item: header },
  'requestMirror.percent': { unit: 'percent', default: '100', first: 10 },
  'requestMirror.fraction': { first: { numerator: 1, denominator: 100 } },
  'requestRedirect.path': { first: { type: 'ReplaceFullPath', replaceFullPath: '/' } },
  'urlRewrite.path': { first: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/' } },
  'path.replaceFullPath': { first: '/' },
  'path.replacePrefixMatch': { first: '/' },
  'requestRedirect.port': port,
  'requestRedirect.statusCode': { options: ['301', '302', '303', '307', '308'] },
  'cors.maxAge': { unit: 'seconds' },
  'timeouts.request': { duration: 'zero' },
  'timeouts.backendRequest': { duration: 'zero' },

  'ReferenceGrant.from': {
    item: { group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: '' },
  },
  'from.namespace': { suggest: 'namespaces' },
  'ReferenceGrant.to': { item: { group: '', kind: 'Service' } },
  'to.name': { suggest: 'backends' },
};
