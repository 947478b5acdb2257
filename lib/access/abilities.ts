/**
 * What people do with the console, in its own words, and what each takes in Kubernetes: the table behind the page of rights and the
 * persona roles. Each question here is one that some feature makes, asks by access review or needs for its write.
 */
import type { Kind } from '../istio/kinds/kind.ts';
import { kinds } from '../istio/kinds/registry.ts';
import type { Question } from './permissions.ts';

/** From the least to the most; each may all that those before it may. */
export const rolePersonas = ['viewer', 'developer', 'admin', 'mesh-admin'] as const;
export type RolePersona = (typeof rolePersonas)[number];

export const abilityIds = [
  'seeTraffic',
  'readLogs',
  'readWorkloads',
  'readConfiguration',
  'followSplits',
  'editRouting',
  'runSplits',
  'tellOfSplits',
  'editGatewayRoutes',
  'steerReleases',
  'approveSplits',
  'editGateways',
  'editEntries',
  'editPolicies',
  'editProxies',
  'seeGrants',
  'grantPersonas',
  'labelNamespaces',
  'seeClusterGrants',
] as const;
export type AbilityId = (typeof abilityIds)[number];

export interface Ability {
  id: AbilityId;
  /** The least persona whose role has it. */
  persona: RolePersona;
  /** `mesh`: only for all namespaces at once. */
  place: 'namespace' | 'mesh';
  questions: readonly Question[];
}

const core = '';
const apps = 'apps';
const rbac = 'rbac.authorization.k8s.io';

function each(verbs: readonly string[], group: string, resources: readonly string[]): Question[] {
  return resources.flatMap((resource) => verbs.map((verb) => ({ verb, group, resource })));
}

function ofKinds(verbs: readonly string[], ...some: readonly Kind[]): Question[] {
  return some.flatMap(({ group, plural }) => each(verbs, group, [plural]));
}

/** The console itself never patches; the commands that it exports do (`kubectl apply`, components/change-export). */
const write = ['create', 'update', 'patch', 'delete'];
const routing = [kinds.virtualServices, kinds.destinationRules];

const byId: Readonly<Record<AbilityId, Omit<Ability, 'id'>>> = {
  seeTraffic: {
    persona: 'viewer',
    place: 'namespace',
    questions: each(['list'], core, ['pods', 'services']),
  },
  readLogs: { persona: 'viewer', place: 'namespace', questions: each(['get'], core, ['pods/log']) },
  readWorkloads: {
    persona: 'viewer',
    place: 'namespace',
    questions: [
      ...each(['list'], apps, ['deployments', 'statefulsets', 'daemonsets']),
      ...each(['list'], 'discovery.k8s.io', ['endpointslices']),
    ],
  },
  // Lists and counts ask for `list`, the page of an object and its history for `get`.
  readConfiguration: {
    persona: 'viewer',
    place: 'namespace',
    questions: ofKinds(['get', 'list'], ...Object.values(kinds)),
  },
  // Records of splits are ConfigMaps beside the service (docs/objects.md).
  followSplits: { persona: 'viewer', place: 'namespace', questions: each(['list'], core, ['configmaps']) },
  editRouting: { persona: 'developer', place: 'namespace', questions: ofKinds(write, ...routing) },
  runSplits: {
    persona: 'developer',
    place: 'namespace',
    questions: [
      ...ofKinds(['create', 'update'], ...routing),
      // The oldest records of a service go when there are too many.
      ...each(['create', 'delete'], core, ['configmaps']),
    ],
  },
  // Without it a split runs all the same: its Events are missing.
  tellOfSplits: { persona: 'developer', place: 'namespace', questions: each(['create'], core, ['events']) },
  editGatewayRoutes: {
    persona: 'developer',
    place: 'namespace',
    questions: ofKinds(write, kinds.httpRoutes, kinds.grpcRoutes),
  },
  // Splits that another controller has are steered through its object (lib/splits/survey/foreign-state.ts).
  steerReleases: {
    persona: 'developer',
    place: 'namespace',
    questions: [
      ...each(['get', 'patch'], 'argoproj.io', ['rollouts']),
      ...each(['patch'], 'argoproj.io', ['rollouts/status']),
      ...each(['get', 'patch'], 'flagger.app', ['canaries']),
      ...each(['get', 'patch'], 'servicemesh.kubesphere.io', ['strategies']),
    ],
  },
  // A verb of the console's own, which Kubernetes judges like any other (lib/server/splits/start/proposals.ts).
  approveSplits: {
    persona: 'admin',
    place: 'namespace',
    questions: each(['approve'], 'sluice.dev', ['trafficsplits']),
  },
  editGateways: {
    persona: 'admin',
    place: 'namespace',
    questions: ofKinds(write, kinds.gateways, kinds.kubernetesGateways, kinds.referenceGrants),
  },
  editEntries: {
    persona: 'admin',
    place: 'namespace',
    questions: ofKinds(write, kinds.serviceEntries, kinds.workloadEntries, kinds.workloadGroups),
  },
  editPolicies: {
    persona: 'admin',
    place: 'namespace',
    questions: ofKinds(
      write,
      kinds.peerAuthentications,
      kinds.requestAuthentications,
      kinds.authorizationPolicies,
    ),
  },
  editProxies: {
    persona: 'admin',
    place: 'namespace',
    questions: ofKinds(
      write,
      kinds.sidecars,
      kinds.envoyFilters,
      kinds.proxyConfigs,
      kinds.wasmPlugins,
      kinds.telemetries,
    ),
  },
  seeGrants: {
    persona: 'admin',
    place: 'namespace',
    questions: each(['list'], rbac, ['roles', 'rolebindings']),
  },
  grantPersonas: {
    persona: 'admin',
    place: 'namespace',
    questions: each(['get', 'create', 'delete'], rbac, ['rolebindings']),
  },
  // In a RoleBinding `patch namespaces` would open every label of that namespace to who holds it, those of pod security among them.
  labelNamespaces: { persona: 'mesh-admin', place: 'mesh', questions: each(['patch'], core, ['namespaces']) },
  seeClusterGrants: {
    persona: 'mesh-admin',
    place: 'mesh',
    questions: each(['list'], rbac, ['roles', 'rolebindings', 'clusterroles', 'clusterrolebindings']),
  },
};

export const abilities: readonly Ability[] = abilityIds.map((id) => ({ id, ...byId[id] }));

export function ability(id: AbilityId): Ability {
  return { id, ...byId[id] };
}

const traffic: readonly Kind[] = [
  ...routing,
  kinds.gateways,
  kinds.serviceEntries,
  kinds.sidecars,
  kinds.workloadEntries,
  kinds.workloadGroups,
  kinds.envoyFilters,
  kinds.kubernetesGateways,
  kinds.httpRoutes,
  kinds.grpcRoutes,
];

/** Any of these changes where requests go: more verbs than the console itself uses, for there is kubectl as well. */
export const trafficChanges: readonly Question[] = ofKinds(
  ['create', 'update', 'patch', 'delete', 'deletecollection'],
  ...traffic,
);

/** Unique for a question. */
export function questionKey({ verb, group, resource }: Question): string {
  return `${verb} ${group}/${resource}`;
}

export function uniqueQuestions(questions: readonly Question[]): Question[] {
  return [...new Map(questions.map((question) => [questionKey(question), question])).values()];
}
