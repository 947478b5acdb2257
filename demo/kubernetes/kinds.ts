/**
 * The kinds that the API serves, as rows of a table: Kubernetes' own by hand, Istio's and the Gateway API's from their CRDs.
 * Names, short names and categories are those of `kubectl api-resources`.
 */
import type { Crd } from '#lib/istio/schema/crds.ts';
import { describedCrds } from '#lib/istio/schema/described.ts';
import { guestCrds } from './guest-crds.ts';

export type Verb = 'create' | 'delete' | 'deletecollection' | 'get' | 'list' | 'patch' | 'update' | 'watch';
export type Subresource = 'status' | 'scale' | 'log' | 'token';

export const scale = { group: 'autoscaling', version: 'v1', kind: 'Scale' } as const;
export const tokenRequest = {
  group: 'authentication.k8s.io',
  version: 'v1',
  kind: 'TokenRequest',
} as const;
/** Subresources of a kind of their own. */
export const subresourceKinds: Readonly<
  Partial<Record<Subresource, { group: string; version: string; kind: string }>>
> = { scale, token: tokenRequest };

/** Undefined where the kind is that of the resource itself. */
export function kindOfSubresource(
  subresource: string,
): { group: string; version: string; kind: string } | undefined {
  return Object.entries(subresourceKinds).find(([name]) => name === subresource)?.[1];
}

export interface Kind {
  group: string;
  /** Served versions, the preferred one first; objects are stored in the preferred one. */
  versions: readonly string[];
  kind: string;
  plural: string;
  singular: string;
  namespaced: boolean;
  shortNames: readonly string[];
  categories: readonly string[];
  verbs: readonly Verb[];
  subresources: readonly Subresource[];
  /** Of a custom resource; absent on Kubernetes' own kinds. */
  crd?: Crd;
}

const allVerbs: readonly Verb[] = [
  'create',
  'delete',
  'deletecollection',
  'get',
  'list',
  'patch',
  'update',
  'watch',
];

type Row = Pick<Kind, 'kind' | 'plural'> & Partial<Kind>;

function rows(group: string, version: string, table: readonly Row[]): Kind[] {
  return table.map((row) => ({
    group,
    versions: [version],
    singular: row.kind.toLowerCase(),
    namespaced: true,
    shortNames: [],
    categories: [],
    verbs: allVerbs,
    subresources: [],
    ...row,
  }));
}

const cluster = { namespaced: false } as const;
/** A review is asked by creating it; nothing is stored. */
const review = { verbs: ['create'] } as const;
const workload = { categories: ['all'], subresources: ['status', 'scale'] } as const;

const builtin: readonly Kind[] = [
  ...rows('', 'v1', [
    { kind: 'ConfigMap', plural: 'configmaps', shortNames: ['cm'] },
    { kind: 'Endpoints', plural: 'endpoints', singular: 'endpoints', shortNames: ['ep'] },
    { kind: 'Event', plural: 'events', shortNames: ['ev'] },
    {
      kind: 'Namespace',
      plural: 'namespaces',
      shortNames: ['ns'],
      // Namespaces go one by one.
      verbs: allVerbs.filter((verb) => verb !== 'deletecollection'),
      subresources: ['status'],
      ...cluster,
    },
    { kind: 'Node', plural: 'nodes', shortNames: ['no'], subresources: ['status'], ...cluster },
    {
      kind: 'Pod',
      plural: 'pods',
      shortNames: ['po'],
      categories: ['all'],
      subresources: ['status', 'log'],
    },
    { kind: 'Secret', plural: 'secrets' },
    { kind: 'ServiceAccount', plural: 'serviceaccounts', shortNames: ['sa'], subresources: ['token'] },
    {
      kind: 'Service',
      plural: 'services',
      shortNames: ['svc'],
      categories: ['all'],
      subresources: ['status'],
    },
  ]),
  ...rows('apps', 'v1', [
    {
      kind: 'DaemonSet',
      plural: 'daemonsets',
      shortNames: ['ds'],
      categories: ['all'],
      subresources: ['status'],
    },
    { kind: 'Deployment', plural: 'deployments', shortNames: ['deploy'], ...workload },
    { kind: 'ReplicaSet', plural: 'replicasets', shortNames: ['rs'], ...workload },
    { kind: 'StatefulSet', plural: 'statefulsets', shortNames: ['sts'], ...workload },
  ]),
  ...rows('admissionregistration.k8s.io', 'v1', [
    {
      kind: 'MutatingWebhookConfiguration',
      plural: 'mutatingwebhookconfigurations',
      ...cluster,
      categories: ['api-extensions'],
    },
    {
      kind: 'ValidatingWebhookConfiguration',
      plural: 'validatingwebhookconfigurations',
      ...cluster,
      categories: ['api-extensions'],
    },
  ]),
  ...rows('apiextensions.k8s.io', 'v1', [
    {
      kind: 'CustomResourceDefinition',
      plural: 'customresourcedefinitions',
      shortNames: ['crd', 'crds'],
      categories: ['api-extensions'],
      verbs: ['get', 'list', 'watch'],
      ...cluster,
    },
  ]),
  ...rows('authentication.k8s.io', 'v1', [
    { kind: 'SelfSubjectReview', plural: 'selfsubjectreviews', ...cluster, ...review },
    { kind: 'TokenReview', plural: 'tokenreviews', ...cluster, ...review },
  ]),
  ...rows('authorization.k8s.io', 'v1', [
    { kind: 'LocalSubjectAccessReview', plural: 'localsubjectaccessreviews', ...review },
    { kind: 'SelfSubjectAccessReview', plural: 'selfsubjectaccessreviews', ...cluster, ...review },
    { kind: 'SelfSubjectRulesReview', plural: 'selfsubjectrulesreviews', ...cluster, ...review },
    { kind: 'SubjectAccessReview', plural: 'subjectaccessreviews', ...cluster, ...review },
  ]),
  ...rows('coordination.k8s.io', 'v1', [{ kind: 'Lease', plural: 'leases' }]),
  ...rows('discovery.k8s.io', 'v1', [{ kind: 'EndpointSlice', plural: 'endpointslices' }]),
  ...rows('rbac.authorization.k8s.io', 'v1', [
    { kind: 'ClusterRole', plural: 'clusterroles', ...cluster },
    { kind: 'ClusterRoleBinding', plural: 'clusterrolebindings', ...cluster },
    { kind: 'Role', plural: 'roles' },
    { kind: 'RoleBinding', plural: 'rolebindings' },
  ]),
];

/** v1 before v1beta1 before v1alpha3 before v1alpha1 (apimachinery pkg/version CompareKubeAwareVersionStrings). */
function versionRank(version: string): number {
  const [, major = '0', stage = '', step = '0'] = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version) ?? [];
  const stages: Readonly<Record<string, number>> = { alpha: 1, beta: 2 };
  return (stages[stage] ?? 3) * 1e6 + Number(major) * 1e3 + Number(step);
}

/** The custom resources that are installed. */
export const servedCrds: readonly Crd[] = [...describedCrds, ...guestCrds];

/** In the order in which discovery tells them of custom resources. */
const customVerbs: readonly Verb[] = [
  'delete',
  'deletecollection',
  'get',
  'list',
  'patch',
  'create',
  'update',
  'watch',
];

const custom: readonly Kind[] = servedCrds.map((crd) => ({
  group: crd.group,
  versions: crd.versions
    .filter((version) => version.served)
    .map((version) => version.name)
    .sort((a, b) => versionRank(b) - versionRank(a)),
  kind: crd.names.kind,
  plural: crd.names.plural,
  singular: crd.names.singular,
  namespaced: crd.scope === 'Namespaced',
  shortNames: crd.names.shortNames ?? [],
  categories: crd.names.categories ?? [],
  verbs: customVerbs,
  subresources: crd.versions.some(({ status }) => status) ? ['status'] : [],
  crd,
}));

export const kinds: readonly Kind[] = [...builtin, ...custom];

const byPlural = new Map(kinds.map((kind) => [`${kind.group}/${kind.plural}`, kind]));
const byKind = new Map(kinds.map((kind) => [`${kind.group}/${kind.kind}`, kind]));

/** The kind of a resource name; group is "" for the core group. */
export function kindOfPlural(group: string, plural: string): Kind | undefined {
  return byPlural.get(`${group}/${plural}`);
}

export function splitApiVersion(apiVersion: string): { group: string; version: string } {
  const slash = apiVersion.indexOf('/');
  return slash < 0
    ? { group: '', version: apiVersion }
    : { group: apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1) };
}

export function kindOfObject(object: { apiVersion: string; kind: string }): Kind | undefined {
  return byKind.get(`${splitApiVersion(object.apiVersion).group}/${object.kind}`);
}

export function apiVersionOf(kind: Kind, version: string | undefined = kind.versions[0]): string {
  return kind.group === '' ? `${version}` : `${kind.group}/${version}`;
}

/** True for kinds whose objects are kept (reviews are not). */
export function isStored(kind: Kind): boolean {
  return kind.verbs.includes('list');
}
