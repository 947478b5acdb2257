/** Kinds that say who may call whom, what is told of calls, and what else proxies run: security, telemetry and extensions of Istio. */
import { byFields, type Kind } from './kind.ts';

const reference = 'https://istio.io/latest/docs/reference/config';
const security = {
  group: 'security.istio.io',
  versions: ['v1', 'v1beta1'],
  namespaced: true,
  hosts: [],
} as const;
const targetRefs = { 'spec.targetRefs': byFields('name', 'kind', 'group') };

export const peerAuthentication: Kind = {
  ...security,
  kind: 'PeerAuthentication',
  plural: 'peerauthentications',
  shortNames: ['pa'],
  documentation: `${reference}/security/peer_authentication/`,
  itemKeys: {},
};

export const requestAuthentication: Kind = {
  ...security,
  kind: 'RequestAuthentication',
  plural: 'requestauthentications',
  shortNames: ['ra'],
  documentation: `${reference}/security/request_authentication/`,
  itemKeys: {
    ...targetRefs,
    'spec.jwtRules': byFields('issuer'),
    'spec.jwtRules.fromHeaders': byFields('name'),
    'spec.jwtRules.outputClaimToHeaders': byFields('header'),
  },
};

export const authorizationPolicy: Kind = {
  ...security,
  kind: 'AuthorizationPolicy',
  plural: 'authorizationpolicies',
  shortNames: ['ap'],
  documentation: `${reference}/security/authorization-policy/`,
  itemKeys: { ...targetRefs, 'spec.rules.when': byFields('key') },
};

const byProvider = byFields('name');

export const telemetry: Kind = {
  group: 'telemetry.istio.io',
  versions: ['v1', 'v1alpha1'],
  namespaced: true,
  kind: 'Telemetry',
  plural: 'telemetries',
  shortNames: ['telemetry'],
  documentation: `${reference}/telemetry/`,
  hosts: [],
  itemKeys: {
    ...targetRefs,
    'spec.tracing.providers': byProvider,
    'spec.metrics.providers': byProvider,
    'spec.accessLogging.providers': byProvider,
  },
};

export const wasmPlugin: Kind = {
  group: 'extensions.istio.io',
  versions: ['v1alpha1'],
  namespaced: true,
  kind: 'WasmPlugin',
  plural: 'wasmplugins',
  shortNames: [],
  documentation: `${reference}/proxy_extensions/wasm-plugin/`,
  hosts: [],
  itemKeys: { ...targetRefs, 'spec.vmConfig.env': byFields('name') },
};
