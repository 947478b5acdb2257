/**
 * Which DestinationRule a client obeys for a service: tables per namespace, merging of rules for one host, and the
 * search client namespace -> service namespace -> root namespace.
 * Mirrors `setDestinationRules`, `mergeDestinationRule` and `destinationRule` of istio pilot/pkg/model.
 */

import { resolveShortName } from '../../hosts/host-name.ts';
import { HostTable } from '../../hosts/host-table.ts';
import { sameLabels, selectsLabels } from '../../hosts/labels.ts';
import { oldestFirst } from '../../hosts/object-order.ts';
import type { RegistryService } from '../../hosts/registry.ts';
import type { ClusterObjects, DestinationRule, Labels, ProxyRef } from '../../objects.ts';
import type { Subset, TrafficPolicy } from '../rules.ts';
import type { ObjectRef } from '../types.ts';

/** One or several DestinationRules of one namespace for one host, put together. */
export interface MergedDestinationRule {
  namespace: string;
  host: string;
  subsets: readonly Subset[];
  trafficPolicy: TrafficPolicy | undefined;
  /** The objects it was made of, the first one first. */
  sources: readonly ObjectRef[];
  workloadSelector: Labels | null;
  /** As written; empty means the mesh default, which is everyone. */
  exportTo: ReadonlySet<string>;
}

type Table = HostTable<readonly MergedDestinationRule[]>;

export interface DestinationRuleIndex {
  rootNamespace: string;
  /** What clients of a namespace see of their own namespace's rules. */
  local: ReadonlyMap<string, Table>;
  /** What others may see of a namespace's rules. */
  exported: ReadonlyMap<string, Table>;
  /** The root namespace's rules that nobody else sees. */
  rootPrivate: Table;
  /** Candidates by client namespace and service, filled as asked. */
  found: Map<string, Map<RegistryService, readonly MergedDestinationRule[]>>;
}

export function indexDestinationRules(objects: ClusterObjects): DestinationRuleIndex {
  const { rootNamespace, domain } = objects.meshConfig;
  const local = new Map<string, Table>();
  const exported = new Map<string, Table>();
  const rootPrivate: Table = new HostTable();
  const byAge = oldestFirst(objects.destinationRules);
  const selectorFirst = [
    ...byAge.filter((object) => object.spec?.workloadSelector),
    ...byAge.filter((object) => !object.spec?.workloadSelector),
  ];
  for (const object of selectorFirst) {
    // A draft that is being typed may have no host yet.
    if (!object.spec?.host) continue;
    const rule = readRule(object, domain);
    const { namespace, exportTo } = rule;
    const own = exportTo.has('.') || exportTo.has(namespace);
    if (exportTo.size === 0 || exportTo.has('*') || own) merge(tableOf(local, namespace), rule);
    if (!(exportTo.size === 1 && own)) merge(tableOf(exported, namespace), rule);
    else if (namespace === rootNamespace) merge(rootPrivate, rule);
  }
  return { rootNamespace, local, exported, rootPrivate, found: new Map() };
}

/** The rule that this proxy's clusters for the service are made with; null when Istio's defaults apply. */
export function selectDestinationRule(
  index: DestinationRuleIndex,
  proxy: ProxyRef,
  service: RegistryService,
): MergedDestinationRule | null {
  let fallback: MergedDestinationRule | null = null;
  for (const rule of candidates(index, proxy.namespace, service)) {
    if (!rule.workloadSelector) fallback = rule;
    else if (rule.namespace === proxy.namespace && selectsLabels(rule.workloadSelector, proxy.labels)) {
      return rule;
    }
  }
  return fallback;
}

function candidates(
  index: DestinationRuleIndex,
  clientNamespace: string,
  service: RegistryService,
): readonly MergedDestinationRule[] {
  let byService = index.found.get(clientNamespace);
  if (!byService) {
    byService = new Map();
    index.found.set(clientNamespace, byService);
  }
  const known = byService.get(service);
  if (known) return known;
  const { host, namespace } = service;
  const own = clientNamespace === index.rootNamespace ? index.rootPrivate : index.local.get(clientNamespace);
  const exportedBy = (owner: string) =>
    (index.exported.get(owner)?.mostSpecific(host) ?? []).filter(
      ({ exportTo }) => exportTo.size === 0 || exportTo.has('*') || exportTo.has(clientNamespace),
    );
  let result = own?.mostSpecific(host) ?? [];
  if (result.length === 0) result = exportedBy(namespace);
  if (result.length === 0) result = exportedBy(index.rootNamespace);
  byService.set(service, result);
  return result;
}

function tableOf(tables: Map<string, Table>, namespace: string): Table {
  const present = tables.get(namespace);
  if (present) return present;
  const created: Table = new HostTable();
  tables.set(namespace, created);
  return created;
}

const readBefore = new WeakMap<DestinationRule, { domain: string; rule: MergedDestinationRule }>();

/** The same thing for the same object: what clients obey stays what it is while other rules change. */
function readRule(object: DestinationRule, domain: string): MergedDestinationRule {
  const known = readBefore.get(object);
  if (known?.domain === domain) return known.rule;
  const rule = ruleOf(object, domain);
  readBefore.set(object, { domain, rule });
  return rule;
}

function ruleOf(object: DestinationRule, domain: string): MergedDestinationRule {
  const { name, namespace = '' } = object.metadata;
  const spec = object.spec ?? { host: '' };
  return {
    namespace,
    host: resolveShortName(spec.host, namespace, domain),
    subsets: spec.subsets ?? [],
    trafficPolicy: spec.trafficPolicy,
    sources: [{ kind: 'DestinationRule', namespace, name }],
    workloadSelector: spec.workloadSelector ? (spec.workloadSelector.matchLabels ?? {}) : null,
    // Rules for chosen workloads never leave their namespace.
    exportTo: new Set(spec.workloadSelector ? ['.'] : spec.exportTo),
  };
}

/**
 * Joins the rule with those of the same host that it may be joined with, and keeps it separately when none took it in.
 * A rule whose exportTo is wider than an older one's is joined with that and kept as well, unless both have no selector.
 */
function merge(table: Table, rule: MergedDestinationRule): void {
  const present = table.get(rule.host);
  if (!present) {
    table.set(rule.host, [rule]);
    return;
  }
  let keepSeparately = true;
  const joined = present.map((older) => {
    if (sameSet(rule.exportTo, older.exportTo)) keepSeparately = false;
    else {
      keepSeparately = true;
      if (older.exportTo.size === 0 || !isSubset(older.exportTo, rule.exportTo)) return older;
    }
    const both = rule.workloadSelector !== null && older.workloadSelector !== null;
    const neither = rule.workloadSelector === null && older.workloadSelector === null;
    const same = both && sameLabels(rule.workloadSelector ?? {}, older.workloadSelector ?? {});
    if (both && !same) {
      keepSeparately = true;
      return older;
    }
    if (neither || same) keepSeparately = false;
    return join(older, rule);
  });
  table.set(rule.host, keepSeparately ? [...joined, rule] : joined);
}

const joinedBefore = new WeakMap<
  MergedDestinationRule,
  WeakMap<MergedDestinationRule, MergedDestinationRule>
>();

function join(older: MergedDestinationRule, rule: MergedDestinationRule): MergedDestinationRule {
  const known = joinedBefore.get(older)?.get(rule);
  if (known !== undefined) return known;
  const joined = joinAnew(older, rule);
  const others = joinedBefore.get(older) ?? new WeakMap();
  joinedBefore.set(older, others.set(rule, joined));
  return joined;
}

/** First wins: subsets by name, and the traffic policy. */
function joinAnew(older: MergedDestinationRule, rule: MergedDestinationRule): MergedDestinationRule {
  const names = new Set(older.subsets.map((subset) => subset.name));
  return {
    ...older,
    subsets: [...older.subsets, ...rule.subsets.filter((subset) => !names.has(subset.name))],
    trafficPolicy: older.trafficPolicy ?? rule.trafficPolicy,
    sources: [...older.sources, ...rule.sources],
  };
}

function sameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && isSubset(a, b);
}

function isSubset(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return [...a].every((entry) => b.has(entry));
}
