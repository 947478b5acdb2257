/**
 * Who owns an object, as far as its metadata tell: labels and annotations of the tools that keep objects as Git or a release has
 * them, then whoever wrote it last.
 * https://argo-cd.readthedocs.io/en/stable/user-guide/resource_tracking/ · https://fluxcd.io/flux/components/kustomize/kustomizations/
 */
import type { ManagedBy } from '../api/configuration/configuration.ts';
import type { ManagerName } from '../api/configuration/configuration-words.ts';
import type { KubernetesObject, ObjectMeta } from './objects.ts';

type Owner = (facts: Facts) => string | null | undefined;

interface Facts {
  labels: ReadonlyMap<string, string>;
  annotations: ReadonlyMap<string, string>;
  /** Field managers of all but subresources, the last to write first. */
  managers: readonly string[];
  owners: readonly { apiVersion: string; kind: string; name: string }[];
}

/** The first that answers is it: Flux's Helm releases carry Helm's annotations too. Undefined is no, null has no name. */
const tools: readonly { manager: ManagerName; reverts: boolean; owner: Owner }[] = [
  { manager: 'argocd', reverts: true, owner: argoApplication },
  {
    manager: 'flux',
    reverts: true,
    owner: ({ labels }) =>
      named(labels, 'kustomize.toolkit.fluxcd.io') ?? named(labels, 'helm.toolkit.fluxcd.io'),
  },
  {
    manager: 'fleet',
    reverts: true,
    owner: ({ annotations, labels }) =>
      labels.get('fleet.cattle.io/bundle-name') ?? annotations.get('objectset.rio.cattle.io/id'),
  },
  { manager: 'flagger', reverts: true, owner: ({ owners, managers }) => flaggerCanary(owners, managers) },
  {
    manager: 'argo-rollouts',
    reverts: true,
    owner: ({ managers }) => (managers.includes('rollouts-controller') ? null : undefined),
  },
  {
    manager: 'helm',
    reverts: false,
    owner: ({ annotations, labels }) =>
      annotations.get('meta.helm.sh/release-name') ??
      (labels.get('app.kubernetes.io/managed-by') === 'Helm'
        ? (labels.get('app.kubernetes.io/instance') ?? null)
        : undefined),
  },
];

/**
 * Whether what is written here is put back by who keeps the object: by a controller at its next look (`soon`), by Helm with the next
 * upgrade of the release (`later`: what the chart says differently is written again), by nobody (`never`).
 */
export function takesBack({
  manager,
  reverts,
}: Pick<ManagedBy, 'manager' | 'reverts'>): 'soon' | 'later' | 'never' {
  if (reverts) return 'soon';
  return manager === 'helm' ? 'later' : 'never';
}

/** Whoever wrote the object last: of one that Git owns it may have been kubectl all the same. Null where nothing tells. */
export function lastWriterOf({ metadata }: Pick<KubernetesObject, 'metadata'>): ManagedBy | null {
  const [manager] = factsOf(metadata).managers;
  return manager === undefined ? null : ownershipOf({ metadata: { name: '', managedFields: [{ manager }] } });
}

export function ownershipOf(object: Pick<KubernetesObject, 'metadata'>): ManagedBy {
  const facts = factsOf(object.metadata);
  for (const { manager, reverts, owner } of tools) {
    const name = owner(facts);
    if (name !== undefined) return { manager, name, reverts };
  }
  const [last] = facts.managers;
  if (last === undefined) return { manager: 'other', name: null, reverts: false };
  if (last === 'sluice') return { manager: 'sluice', name: null, reverts: false };
  if (last === 'kubectl' || last.startsWith('kubectl-')) {
    return { manager: 'kubectl', name: null, reverts: false };
  }
  return { manager: 'other', name: last, reverts: false };
}

/** `app:group/kind:namespace/name`, the application behind `namespace_` where it is of another namespace than Argo CD. */
function argoApplication({ annotations, labels, managers }: Facts): string | undefined {
  const tracked = annotations.get('argocd.argoproj.io/tracking-id')?.split(':')[0];
  if (tracked !== undefined && tracked !== '') return tracked.replace('_', '/');
  const label = labels.get('argocd.argoproj.io/instance');
  if (label !== undefined) return label;
  const isArgo = managers.some((manager) => /^argocd-(application-)?controller$/.test(manager));
  return isArgo ? labels.get('app.kubernetes.io/instance') : undefined;
}

function named(labels: ReadonlyMap<string, string>, prefix: string): string | undefined {
  const name = labels.get(`${prefix}/name`);
  const namespace = labels.get(`${prefix}/namespace`);
  return name === undefined || namespace === undefined ? name : `${namespace}/${name}`;
}

function flaggerCanary(owners: Facts['owners'], managers: readonly string[]): string | null | undefined {
  const canary = owners.find(
    ({ apiVersion, kind }) => kind === 'Canary' && apiVersion.startsWith('flagger.app/'),
  );
  return canary?.name ?? (managers.includes('flagger') ? null : undefined);
}

function factsOf({ labels, annotations, managedFields = [], ownerReferences = [] }: ObjectMeta): Facts {
  const writers = managedFields
    .filter(({ subresource }) => subresource === undefined || subresource === '')
    .map(({ manager = '', time = '' }, index) => ({ manager, time, index }))
    .sort((a, b) => (a.time === b.time ? b.index - a.index : a.time < b.time ? 1 : -1));
  return {
    labels: texts(labels),
    annotations: texts(annotations),
    managers: writers.map(({ manager }) => manager).filter((manager) => manager !== ''),
    owners: ownerReferences,
  };
}

function texts(values: Readonly<Record<string, string>> | undefined): ReadonlyMap<string, string> {
  return new Map(Object.entries(values ?? {}).filter(([, value]) => typeof value === 'string'));
}
