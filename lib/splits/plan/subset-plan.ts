/**
 * The subsets that a split needs, and what must be written so that every caller knows them before a route names them.
 * Which DestinationRule a caller obeys: its own namespace's, the service's, the root's, most specific host first, never two put together
 * (`destinationRule` of istio pilot/pkg/model; lib/istio/routing/destination/destination-rules.ts).
 */
import { isJsonObject, type Json, type JsonObject } from '../../document/json.ts';
import { resolveShortName } from '../../istio/hosts/host-name.ts';
import { sameLabels } from '../../istio/hosts/labels.ts';
import { oldestFirst } from '../../istio/hosts/object-order.ts';
import { asJson, type ClusterObjects, type DestinationRule, type Labels } from '../../istio/objects.ts';
import { selectDestinationRule } from '../../istio/routing/destination/destination-rules.ts';
import { indexRouting } from '../../istio/routing/routing-index.ts';
import type { Refusal, Version, Write } from '../types.ts';
import { subsetName } from './subset-name.ts';

export interface SubsetPlan {
  /** The subset of each version, by the version's value. */
  names: ReadonlyMap<string, string>;
  /** Null when all subsets are there. */
  write: Write | null;
  /** What the new rule takes over from the one that callers obey today. */
  inherited: { namespace: string; name: string } | null;
  refusals: readonly Refusal[];
}

export interface SubsetQuestion {
  service: { namespace: string; name: string; host: string };
  /** The stable one first. */
  versions: readonly Version[];
  /** Somebody else writes the service's DestinationRule (Git): ours stands beside it, with subsets alone. */
  companion: boolean;
}

export function planSubsets(
  { service, versions, companion }: SubsetQuestion,
  objects: ClusterObjects,
): SubsetPlan {
  const { domain } = objects.meshConfig;
  const own = oldestFirst(objects.destinationRules).filter(({ metadata, spec }) => {
    const namespace = metadata.namespace ?? '';
    if (namespace !== service.namespace || spec === undefined || spec.workloadSelector) return false;
    return resolveShortName(spec.host, namespace, domain).toLowerCase() === service.host;
  });
  const subsets = own.flatMap(({ spec }) => spec?.subsets ?? []);
  const names = new Map<string, string>();
  const missing: { name: string; version: Version }[] = [];
  const taken = new Set(subsets.map(({ name }) => name));
  for (const version of versions) {
    const present = subsets.find(({ labels }) => sameLabels(labels ?? {}, version.labels));
    const name = present?.name ?? subsetName(version.value, taken, companion ? '-sluice' : '');
    taken.add(name);
    names.set(version.value, name);
    if (present === undefined) missing.push({ name, version });
  }
  if (missing.length === 0) return { names, write: null, inherited: null, refusals: [] };
  const [stable] = versions;
  const policy = subsets.find(({ name }) => name === names.get(stable?.value ?? ''))?.trafficPolicy;
  const added = missing.map(({ name, version }): JsonObject => {
    const subset: JsonObject = { name, labels: { ...version.labels } };
    // The candidate is to be held by the same breaker and pool as what it is measured against.
    if (policy !== undefined && version !== stable) subset.trafficPolicy = asJson(policy);
    return subset;
  });
  const [first] = own;
  if (first !== undefined && !companion) {
    return { names, write: append(first, added), inherited: null, refusals: [] };
  }
  return { names, refusals: [], ...created(service, added, first, objects) };
}

function append({ metadata, spec }: DestinationRule, added: readonly Json[]): Write {
  const present = spec?.subsets;
  return {
    group: 'networking.istio.io',
    kind: 'DestinationRule',
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    changes: Array.isArray(present)
      ? added.map((value, nth) => ({
          op: 'insert',
          path: ['spec', 'subsets'],
          index: present.length + nth,
          value,
        }))
      : [{ op: 'set', path: ['spec', 'subsets'], value: [...added] }],
  };
}

/** A rule for exactly this host replaces a less specific one: what that said must be said again. */
function created(
  { namespace, name, host }: SubsetQuestion['service'],
  subsets: readonly Json[],
  beside: DestinationRule | undefined,
  objects: ClusterObjects,
): Pick<SubsetPlan, 'write' | 'inherited'> {
  const spec: JsonObject = { host, subsets: [...subsets] };
  let inherited: SubsetPlan['inherited'] = null;
  if (beside === undefined) {
    const rule = obeyed(namespace, host, objects);
    const [source] = rule?.sources ?? [];
    if (rule?.trafficPolicy !== undefined && source !== undefined) {
      spec.trafficPolicy = asJson(rule.trafficPolicy);
      inherited = { namespace: source.namespace, name: source.name };
    }
  } else if (beside.spec?.exportTo !== undefined) {
    // Rules of one host are joined only where they go to the same namespaces.
    spec.exportTo = [...beside.spec.exportTo];
  }
  const taken = new Set(
    objects.destinationRules
      .filter(({ metadata }) => metadata.namespace === namespace)
      .map(({ metadata }) => metadata.name),
  );
  const own = [name, `${name}-sluice`].find((candidate) => !taken.has(candidate)) ?? freeName(name, taken);
  const object = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    metadata: { name: own, namespace, labels: { 'app.kubernetes.io/managed-by': 'sluice' } },
    spec,
  };
  return {
    inherited,
    write: { group: 'networking.istio.io', kind: 'DestinationRule', namespace, name: own, create: object },
  };
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  for (let nth = 2; ; nth++) if (!taken.has(`${name}-sluice-${nth}`)) return `${name}-sluice-${nth}`;
}

function obeyed(clientNamespace: string, host: string, objects: ClusterObjects) {
  const index = indexRouting(objects);
  const [service] = index.registry.byHost.get(host) ?? [];
  if (service === undefined) return null;
  const proxy = { type: 'sidecar', namespace: clientNamespace, labels: {} } as const;
  return selectDestinationRule(index.destinationRules, proxy, service);
}

/**
 * Namespaces whose callers obey a DestinationRule of their own for this host, in which these subsets are missing: a route that
 * names one answers them 503 (NC).
 */
export function shadowedIn(
  host: string,
  namespaces: readonly string[],
  needed: ReadonlyMap<string, Labels>,
  objects: ClusterObjects,
): { namespace: string; rule: { namespace: string; name: string }; subset: string }[] {
  const index = indexRouting(objects);
  const [service] = index.registry.byHost.get(host) ?? [];
  if (service === undefined) return [];
  return namespaces.flatMap((namespace) => {
    if (namespace === service.namespace) return [];
    const proxy = { type: 'sidecar', namespace, labels: {} } as const;
    const rule = selectDestinationRule(index.destinationRules, proxy, service);
    const [source] = rule?.sources ?? [];
    if (rule === null || source === undefined || source.namespace !== namespace) return [];
    const missing = [...needed].find(
      ([name, labels]) =>
        !rule.subsets.some((subset) => subset.name === name && sameLabels(subset.labels ?? {}, labels)),
    );
    if (missing === undefined) return [];
    return [{ namespace, rule: { namespace: source.namespace, name: source.name }, subset: missing[0] }];
  });
}

/** Every VirtualService destination and mirror that names a subset of the host: what a subset must outlive. */
export function usesSubset(
  object: Json,
  host: string,
  subset: string,
  namespace: string,
  domain: string,
): boolean {
  if (Array.isArray(object)) return object.some((item) => usesSubset(item, host, subset, namespace, domain));
  if (!isJsonObject(object)) return false;
  if (object.subset === subset && typeof object.host === 'string') {
    return resolveShortName(object.host, namespace, domain).toLowerCase() === host;
  }
  return Object.values(object).some((item) => usesSubset(item, host, subset, namespace, domain));
}
