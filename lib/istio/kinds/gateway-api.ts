/** Kinds of the Kubernetes Gateway API that Istio obeys: https://gateway-api.sigs.k8s.io/reference/spec/ */
import { byContent, byFields, firstOf, type Kind } from './kind.ts';

const reference = 'https://gateway-api.sigs.k8s.io/api-types';
const shared = { group: 'gateway.networking.k8s.io', namespaced: true } as const;

const routeKeys = {
  'spec.parentRefs': byFields('name', 'namespace', 'kind', 'group', 'sectionName', 'port'),
  'spec.rules': firstOf(byFields('name'), byContent('matches')),
  'spec.rules.backendRefs': byFields('name', 'namespace', 'kind', 'group', 'port'),
};

export const kubernetesGateway: Kind = {
  ...shared,
  versions: ['v1', 'v1beta1'],
  kind: 'Gateway',
  plural: 'gateways',
  shortNames: ['gtw'],
  documentation: `${reference}/gateway/`,
  hosts: ['spec.listeners.*.hostname'],
  itemKeys: { 'spec.listeners': byFields('name'), 'spec.addresses': byFields('value', 'type') },
};

export const httpRoute: Kind = {
  ...shared,
  versions: ['v1', 'v1beta1'],
  kind: 'HTTPRoute',
  plural: 'httproutes',
  shortNames: [],
  documentation: `${reference}/httproute/`,
  hosts: ['spec.hostnames.*'],
  itemKeys: routeKeys,
};

export const grpcRoute: Kind = {
  ...shared,
  versions: ['v1'],
  kind: 'GRPCRoute',
  plural: 'grpcroutes',
  shortNames: [],
  documentation: `${reference}/grpcroute/`,
  hosts: ['spec.hostnames.*'],
  itemKeys: routeKeys,
};

export const referenceGrant: Kind = {
  ...shared,
  versions: ['v1', 'v1beta1'],
  kind: 'ReferenceGrant',
  plural: 'referencegrants',
  shortNames: ['refgrant'],
  documentation: `${reference}/referencegrant/`,
  hosts: [],
  itemKeys: {
    'spec.from': byFields('kind', 'group', 'namespace'),
    'spec.to': byFields('kind', 'group', 'name'),
  },
};
