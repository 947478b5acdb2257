/**
 * What each permission of the console means in Kubernetes: the access reviews that must all be allowed.
 * Verbs: https://kubernetes.io/docs/reference/access-authn-authz/authorization/#determine-the-request-verb
 */

export interface Question {
  verb: string;
  group: string;
  resource: string;
}

const networking = 'networking.istio.io';
const security = 'security.istio.io';

export const permissions = {
  /** The traffic, health and services of a namespace. */
  seeTraffic: [
    { verb: 'list', group: '', resource: 'pods' },
    { verb: 'list', group: '', resource: 'services' },
  ],
  readWorkloads: [{ verb: 'list', group: 'apps', resource: 'deployments' }],
  readConfiguration: [
    { verb: 'list', group: networking, resource: 'virtualservices' },
    { verb: 'list', group: networking, resource: 'destinationrules' },
    { verb: 'list', group: networking, resource: 'gateways' },
    { verb: 'list', group: networking, resource: 'serviceentries' },
  ],
  readHttpRoutes: [{ verb: 'list', group: 'gateway.networking.k8s.io', resource: 'httproutes' }],
  readPolicies: [
    { verb: 'list', group: security, resource: 'authorizationpolicies' },
    { verb: 'list', group: security, resource: 'peerauthentications' },
    { verb: 'list', group: security, resource: 'requestauthentications' },
  ],
  readProxySettings: [
    { verb: 'list', group: networking, resource: 'sidecars' },
    { verb: 'list', group: networking, resource: 'envoyfilters' },
    { verb: 'list', group: 'telemetry.istio.io', resource: 'telemetries' },
  ],
  editRouting: [
    { verb: 'create', group: networking, resource: 'virtualservices' },
    { verb: 'update', group: networking, resource: 'virtualservices' },
    { verb: 'create', group: networking, resource: 'destinationrules' },
    { verb: 'update', group: networking, resource: 'destinationrules' },
  ],
  /** Asked for the whole mesh only. */
  administer: [
    { verb: 'update', group: networking, resource: 'virtualservices' },
    { verb: 'update', group: networking, resource: 'destinationrules' },
    { verb: 'update', group: networking, resource: 'gateways' },
    { verb: 'update', group: security, resource: 'authorizationpolicies' },
    { verb: 'update', group: security, resource: 'peerauthentications' },
    { verb: 'patch', group: '', resource: 'namespaces' },
  ],
} as const satisfies Record<string, readonly Question[]>;

export type Permission = keyof typeof permissions;

/** Permissions that are asked for each namespace. */
export const namespacePermissions = [
  'seeTraffic',
  'readWorkloads',
  'readConfiguration',
  'readHttpRoutes',
  'readPolicies',
  'readProxySettings',
  'editRouting',
] as const satisfies readonly Permission[];
