/** Kinds of networking.istio.io: https://istio.io/latest/docs/reference/config/networking/ */
import { byContent, byFields, firstOf, type Kind } from './kind.ts';

const reference = 'https://istio.io/latest/docs/reference/config/networking';
const stable = {
  group: 'networking.istio.io',
  versions: ['v1', 'v1beta1', 'v1alpha3'],
  namespaced: true,
} as const;

const byDestination = byFields('destination.host', 'destination.subset', 'destination.port.number');
/** The port first, for listeners share numbers where their hosts differ. */
const byPort = byFields('port.number', 'port.name', 'bind');

export const virtualService: Kind = {
  ...stable,
  kind: 'VirtualService',
  plural: 'virtualservices',
  shortNames: ['vs'],
  documentation: `${reference}/virtual-service/`,
  hosts: ['spec.hosts.*'],
  itemKeys: {
    'spec.http': firstOf(byFields('name'), byContent('match')),
    'spec.tls': byContent('match'),
    'spec.tcp': byContent('match'),
    'spec.http.match': byFields('name'),
    'spec.http.route': byDestination,
    'spec.tls.route': byDestination,
    'spec.tcp.route': byDestination,
    'spec.http.mirrors': byDestination,
  },
};

const byPortNumber = byFields('port.number');

export const destinationRule: Kind = {
  ...stable,
  kind: 'DestinationRule',
  plural: 'destinationrules',
  shortNames: ['dr'],
  documentation: `${reference}/destination-rule/`,
  hosts: ['spec.host'],
  itemKeys: {
    'spec.subsets': byFields('name'),
    'spec.trafficPolicy.portLevelSettings': byPortNumber,
    'spec.subsets.trafficPolicy.portLevelSettings': byPortNumber,
  },
};

export const gateway: Kind = {
  ...stable,
  kind: 'Gateway',
  plural: 'gateways',
  shortNames: ['gw'],
  documentation: `${reference}/gateway/`,
  hosts: ['spec.servers.*.hosts.*'],
  itemKeys: { 'spec.servers': byPort },
};

export const serviceEntry: Kind = {
  ...stable,
  kind: 'ServiceEntry',
  plural: 'serviceentries',
  shortNames: ['se'],
  documentation: `${reference}/service-entry/`,
  hosts: ['spec.hosts.*'],
  itemKeys: { 'spec.ports': byFields('number'), 'spec.endpoints': byFields('address', 'network') },
};

export const sidecar: Kind = {
  ...stable,
  kind: 'Sidecar',
  plural: 'sidecars',
  shortNames: [],
  documentation: `${reference}/sidecar/`,
  hosts: ['spec.egress.*.hosts.*'],
  itemKeys: {
    'spec.ingress': byPort,
    // The one listener without a port takes all that no other does.
    'spec.egress': firstOf(byPort, byFields('bind'), () => 'every port'),
  },
};

export const workloadEntry: Kind = {
  ...stable,
  kind: 'WorkloadEntry',
  plural: 'workloadentries',
  shortNames: ['we'],
  documentation: `${reference}/workload-entry/`,
  hosts: ['spec.address'],
  itemKeys: {},
};

export const workloadGroup: Kind = {
  ...stable,
  kind: 'WorkloadGroup',
  plural: 'workloadgroups',
  shortNames: ['wg'],
  documentation: `${reference}/workload-group/`,
  hosts: [],
  itemKeys: {},
};

export const envoyFilter: Kind = {
  ...stable,
  versions: ['v1alpha3'],
  kind: 'EnvoyFilter',
  plural: 'envoyfilters',
  shortNames: [],
  documentation: `${reference}/envoy-filter/`,
  hosts: [],
  itemKeys: { 'spec.targetRefs': byFields('name', 'kind', 'group') },
};

export const proxyConfig: Kind = {
  ...stable,
  versions: ['v1beta1'],
  kind: 'ProxyConfig',
  plural: 'proxyconfigs',
  shortNames: [],
  documentation: `${reference}/proxy-config/`,
  hosts: [],
  itemKeys: {},
};
