/** Discovery: which groups, versions and kinds there are, plain (meta.k8s.io/v1) and aggregated (apidiscovery.k8s.io/v2). */
import { type Kind, kinds, type Subresource, subresourceKinds, type Verb } from '../kinds.ts';

interface GroupVersion {
  group: string;
  version: string;
}

const groups = [...new Set(kinds.map((kind) => kind.group))].filter((group) => group !== '').sort();

function versionsOf(group: string): readonly string[] {
  const own = kinds.filter((kind) => kind.group === group);
  return [...new Set(own.flatMap((kind) => kind.versions))].sort((a, b) => rankIn(own, a) - rankIn(own, b));
}

/** Where a version stands among the versions of its group's kinds: preferred first. */
function rankIn(own: readonly Kind[], version: string): number {
  return Math.max(...own.map((kind) => kind.versions.indexOf(version)));
}

export function kindsOf({ group, version }: GroupVersion): Kind[] {
  return kinds.filter((kind) => kind.group === group && kind.versions.includes(version));
}

export const subresourceVerbs: Readonly<Record<Subresource, readonly Verb[]>> = {
  status: ['get', 'patch', 'update'],
  scale: ['get', 'patch', 'update'],
  log: ['get'],
  token: ['create'],
};

function resources(kind: Kind): object[] {
  return [
    {
      name: kind.plural,
      singularName: kind.singular,
      namespaced: kind.namespaced,
      kind: kind.kind,
      verbs: kind.verbs,
      ...(kind.shortNames.length > 0 ? { shortNames: kind.shortNames } : {}),
      ...(kind.categories.length > 0 ? { categories: kind.categories } : {}),
    },
    ...kind.subresources.map((subresource) => ({
      name: `${kind.plural}/${subresource}`,
      singularName: '',
      namespaced: kind.namespaced,
      ...(subresourceKinds[subresource] ?? { kind: kind.kind }),
      verbs: subresourceVerbs[subresource],
    })),
  ];
}

function groupOf(group: string): object {
  const versions = versionsOf(group).map((version) => ({ groupVersion: `${group}/${version}`, version }));
  return { name: group, versions, preferredVersion: versions[0] };
}

export function apiVersions(address: string): object {
  return {
    kind: 'APIVersions',
    versions: ['v1'],
    serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: address }],
  };
}

export function apiGroupList(): object {
  return { kind: 'APIGroupList', apiVersion: 'v1', groups: groups.map(groupOf) };
}

/** Undefined for a group that is not served. */
export function apiGroup(group: string): object | undefined {
  return groups.includes(group) ? { kind: 'APIGroup', apiVersion: 'v1', ...groupOf(group) } : undefined;
}

/** Undefined for a version that is not served. */
export function apiResourceList(group: string, version: string): object | undefined {
  const own = kindsOf({ group, version });
  if (own.length === 0) return undefined;
  return {
    kind: 'APIResourceList',
    ...(group === '' ? {} : { apiVersion: 'v1' }),
    groupVersion: group === '' ? version : `${group}/${version}`,
    resources: own.flatMap(resources),
  };
}

function aggregatedResource(kind: Kind, version: string): object {
  const responseKind = { group: kind.group, version, kind: kind.kind };
  return {
    resource: kind.plural,
    responseKind,
    scope: kind.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: kind.singular,
    verbs: kind.verbs,
    shortNames: kind.shortNames,
    categories: kind.categories,
    subresources: kind.subresources.map((subresource) => ({
      subresource,
      responseKind: subresourceKinds[subresource] ?? responseKind,
      verbs: subresourceVerbs[subresource],
    })),
  };
}

/** All of discovery in one answer; `core` for /api, else /apis. */
export function aggregatedDiscovery(core: boolean): object {
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: 'apidiscovery.k8s.io/v2',
    metadata: {},
    items: (core ? [''] : groups).map((group) => ({
      metadata: { name: group, creationTimestamp: null },
      versions: versionsOf(group).map((version) => ({
        version,
        resources: kindsOf({ group, version }).map((kind) => aggregatedResource(kind, version)),
        freshness: 'Current',
      })),
    })),
  };
}

/** Every group and version served. */
export function groupVersions(): GroupVersion[] {
  return ['', ...groups].flatMap((group) => versionsOf(group).map((version) => ({ group, version })));
}

export function pathOf({ group, version }: GroupVersion): string {
  return group === '' ? `api/${version}` : `apis/${group}/${version}`;
}
