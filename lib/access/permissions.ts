/**
 * What each permission of the console means in Kubernetes: the access reviews that must all be allowed.
 * Verbs: https://kubernetes.io/docs/reference/access-authn-authz/authorization/#determine-the-request-verb
 */

import type { Kind } from '../istio/kinds/kind.ts';
import { kindId, kinds } from '../istio/kinds/registry.ts';

export interface Question {
  verb: string;
  group: string;
  resource: string;
  /** e.g. `status`. */
  subresource?: string;
  /** Of one object alone; left out: of any. */
  name?: string;
}

const networking = 'networking.istio.io';
const security = 'security.istio.io';

const named = {
  /** The traffic, health and services of a namespace. */
  seeTraffic: [
    { verb: 'list', group: '', resource: 'pods' },
    { verb: 'list', group: '', resource: 'services' },
  ],
  readWorkloads: [{ verb: 'list', group: 'apps', resource: 'deployments' }],
  /** What routing is made of. */
  readConfiguration: [
    { verb: 'list', group: networking, resource: 'virtualservices' },
    { verb: 'list', group: networking, resource: 'destinationrules' },
    { verb: 'list', group: networking, resource: 'gateways' },
    { verb: 'list', group: networking, resource: 'serviceentries' },
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

/** `list virtualservices.networking.istio.io`: one for each kind of the registry. */
export type KindPermission = `list ${string}`;
export type Permission = keyof typeof named | KindPermission;

export function listPermission(kind: Kind): KindPermission {
  return `list ${kindId(kind)}`;
}

const listing = Object.values(kinds).map((kind) => ({
  permission: listPermission(kind),
  questions: [{ verb: 'list', group: kind.group, resource: kind.plural }],
}));

export const permissions: Readonly<Record<Permission, readonly Question[]>> = {
  ...named,
  ...Object.fromEntries(listing.map(({ permission, questions }) => [permission, questions])),
};

/** @throws TypeError for a permission that does not exist: without a question it would be everybody's. */
export function questionsOf(permission: Permission): readonly Question[] {
  const questions = Object.hasOwn(permissions, permission) ? permissions[permission] : undefined;
  if (questions === undefined) throw new TypeError(`no permission ${permission}`);
  return questions;
}

/** Permissions that are asked for each namespace. */
export const namespacePermissions: readonly Permission[] = [
  'seeTraffic',
  'readWorkloads',
  'readConfiguration',
  'editRouting',
  ...listing.map(({ permission }) => permission),
];
