/**
 * What one object of the registry acts on, and what refers to it or acts on it: objects by the words of references.ts, services by
 * host, workloads by selector. Everybody's rights are the caller's business: only what is passed in is spoken of.
 */
import type { Relation } from '../../api/configuration/configuration.ts';
import type { RelationReason } from '../../api/configuration/configuration-words.ts';
import { isJsonObject, type Json, type JsonObject } from '../../document/json.ts';
import { resolveShortName } from '../hosts/host-name.ts';
import { selectsLabels } from '../hosts/labels.ts';

import { type Kind, valuesAt } from '../kinds/kind.ts';
import { kindId, kinds } from '../kinds/registry.ts';
import { asJson, type KubernetesObject, type Labels } from '../objects.ts';
import type { References } from '../references.ts';
import { reachedWorkloads } from './reached-workloads.ts';
import type { RelatedObject, Surroundings } from './surroundings.ts';

export interface Relations {
  touches: Relation[];
  touchedBy: Relation[];
}

/** Of each list; a policy of a large namespace holds for more than anybody reads. */
const most = 200;

const reasonOfWord: Readonly<Record<string, RelationReason>> = {
  subset: 'subset',
  rules: 'delegate',
  gateway: 'gateway',
  listener: 'target',
  grant: 'target',
  entry: 'target',
  host: 'host',
};
/** The most telling first. */
const reasonOrder: readonly RelationReason[] = ['subset', 'delegate', 'gateway', 'target', 'route', 'host'];

export function relationsOf({ kind, object }: RelatedObject, around: Surroundings): Relations {
  const own = around.references(object);
  const touches: Relation[] = [];
  const touchedBy: Relation[] = [];
  const id = kindId(kind);
  for (const other of around.objects) {
    if (other.object.metadata.name === object.metadata.name && sameNamespace(other.object, object)) {
      if (kindId(other.kind) === id) continue;
    }
    const theirs = around.references(other.object);
    const used = common(own.uses, theirs.offers) ?? ruleOfRoute(own, kind, theirs, other.kind);
    if (used !== null) touches.push(objectRelation(other, used));
    const user = common(theirs.uses, own.offers) ?? ruleOfRoute(theirs, other.kind, own, kind);
    if (user !== null) touchedBy.push(objectRelation(other, user));
  }
  const selected = workloads(kind, object, around);
  const reached = selected.length > 0 ? [] : reachedWorkloads(kind, object, around);
  const known = new Set(touches.map(placeOf));
  const named = targets(object).filter((target) => !known.has(placeOf(target)));
  touches.push(...services(object, own, around), ...named, ...selected, ...reached);
  const { has, of } = endpoints(kind, object, around);
  touches.push(...has);
  touchedBy.push(...of);
  return { touches: touches.slice(0, most), touchedBy: touchedBy.slice(0, most) };
}

const placeOf = ({ kind, namespace, name }: Relation) => `${kind}/${namespace}/${name}`;

function sameNamespace(a: KubernetesObject, b: KubernetesObject): boolean {
  return a.metadata.namespace === b.metadata.namespace;
}

function common(used: ReadonlySet<string>, offered: ReadonlySet<string>): RelationReason | null {
  const [few, many] = used.size < offered.size ? [used, offered] : [offered, used];
  const found = [...few]
    .filter((word) => many.has(word))
    .map((word) => reasonOfWord[word.split(' ')[0] ?? '']);
  return reasonOrder.find((reason) => found.includes(reason)) ?? null;
}

/** A DestinationRule shapes what a VirtualService sends to its host, also without subsets. */
function ruleOfRoute(
  routes: References,
  routesKind: Kind,
  rule: References,
  ruleKind: Kind,
): RelationReason | null {
  if (routesKind !== kinds.virtualServices || ruleKind !== kinds.destinationRules) return null;
  return [...rule.uses].some((word) => routes.uses.has(word)) ? 'host' : null;
}

function objectRelation({ kind, object }: RelatedObject, reason: RelationReason): Relation {
  const { namespace = '', name } = object.metadata;
  return { what: 'object', kind: kindId(kind), namespace, name, reason };
}

function services(
  object: KubernetesObject,
  { uses }: References,
  { meshConfig, services: all }: Surroundings,
): Relation[] {
  const { namespace = '' } = object.metadata;
  const json = asJson(object);
  const named = [...valuesAt(json, 'spec.hosts.*'), ...valuesAt(json, 'spec.host')].flatMap((host) =>
    typeof host === 'string' ? [resolveShortName(host, namespace, meshConfig.domain).toLowerCase()] : [],
  );
  return all.flatMap(({ metadata }): Relation[] => {
    const host = `${metadata.name}.${metadata.namespace}.svc.${meshConfig.domain}`;
    const reason = named.includes(host) ? 'host' : uses.has(`host ${host}`) ? 'route' : null;
    if (reason === null) return [];
    return [
      { what: 'service', kind: 'Service', namespace: metadata.namespace ?? '', name: metadata.name, reason },
    ];
  });
}

/** Named by targetRefs or by a ReferenceGrant, and Services that a route of the Gateway API sends to. */
function targets(object: KubernetesObject): Relation[] {
  const { namespace = '' } = object.metadata;
  const json = asJson(object);
  const refs = [...valuesAt(json, 'spec.targetRef'), ...valuesAt(json, 'spec.targetRefs.*')];
  const backends = valuesAt(json, 'spec.rules.*.backendRefs.*');
  const granted = valuesAt(json, 'spec.to.*');
  const found = [
    ...[...refs, ...granted]
      .filter(isJsonObject)
      .map((ref) => ({ ref, reason: 'target' as const, kind: ref.kind })),
    ...backends
      .filter(isJsonObject)
      .map((ref) => ({ ref, reason: 'route' as const, kind: ref.kind ?? 'Service' })),
  ].flatMap(({ ref, reason, kind }): Relation[] => {
    if (typeof ref.name !== 'string') return [];
    const place = { namespace: textOf(ref, 'namespace') ?? namespace, name: ref.name, reason };
    if (kind === 'Service') return [{ what: 'service', kind, ...place }];
    if (kind === 'ServiceEntry') return [{ what: 'object', kind: kindId(kinds.serviceEntries), ...place }];
    if (kind === 'Gateway') return [{ what: 'object', kind: kindId(kinds.kubernetesGateways), ...place }];
    return [];
  });
  return [...new Map(found.map((one) => [placeOf(one), one])).values()];
}

function textOf(object: JsonObject, key: string): string | null {
  const value = object[key];
  return typeof value === 'string' && value !== '' ? value : null;
}

/** A WorkloadEntry is an endpoint of the Services and ServiceEntries of its namespace that select its labels. */
function endpoints(
  kind: Kind,
  object: KubernetesObject,
  { objects, services: all }: Surroundings,
): { has: Relation[]; of: Relation[] } {
  const near = objects.filter((other) => sameNamespace(other.object, object));
  const selects = (selector: Labels, entry: KubernetesObject) =>
    Object.keys(selector).length > 0 && selectsLabels(selector, labelsOfEntry(entry));
  if (kind === kinds.serviceEntries) {
    const selector = labelsAt(asJson(object), 'spec.workloadSelector.labels');
    const entries = near.filter((one) => one.kind === kinds.workloadEntries && selects(selector, one.object));
    return { has: entries.map((one) => objectRelation(one, 'endpoint')), of: [] };
  }
  if (kind !== kinds.workloadEntries) return { has: [], of: [] };
  const entries = near.filter(
    (one) =>
      one.kind === kinds.serviceEntries &&
      selects(labelsAt(asJson(one.object), 'spec.workloadSelector.labels'), object),
  );
  const ofServices = all.flatMap((service): Relation[] => {
    const { namespace = '', name } = service.metadata;
    return sameNamespace(service, object) && selects(service.spec?.selector ?? {}, object)
      ? [{ what: 'service', kind: 'Service', namespace, name, reason: 'endpoint' }]
      : [];
  });
  return { has: [], of: [...ofServices, ...entries.map((one) => objectRelation(one, 'endpoint'))] };
}

function labelsOfEntry(entry: KubernetesObject): Labels {
  return { ...entry.metadata.labels, ...labelsAt(asJson(entry), 'spec.labels') };
}

interface Reach {
  path: string;
  /** Without a selector it holds for the whole namespace. */
  wide: boolean;
  /** Pods of any namespace. */
  anywhere?: true;
}

const reaches: ReadonlyMap<Kind, Reach> = new Map<Kind, Reach>([
  [kinds.gateways, { path: 'spec.selector', wide: false, anywhere: true }],
  [kinds.sidecars, { path: 'spec.workloadSelector.labels', wide: true }],
  [kinds.envoyFilters, { path: 'spec.workloadSelector.labels', wide: true }],
  [kinds.destinationRules, { path: 'spec.workloadSelector.matchLabels', wide: false }],
  [kinds.serviceEntries, { path: 'spec.workloadSelector.labels', wide: false }],
  [kinds.proxyConfigs, { path: 'spec.selector.matchLabels', wide: true }],
  [kinds.wasmPlugins, { path: 'spec.selector.matchLabels', wide: true }],
  [kinds.telemetries, { path: 'spec.selector.matchLabels', wide: true }],
  [kinds.peerAuthentications, { path: 'spec.selector.matchLabels', wide: true }],
  [kinds.requestAuthentications, { path: 'spec.selector.matchLabels', wide: true }],
  [kinds.authorizationPolicies, { path: 'spec.selector.matchLabels', wide: true }],
]);

function workloads(
  kind: Kind,
  object: KubernetesObject,
  { workloads: all, meshConfig }: Surroundings,
): Relation[] {
  const reach = reaches.get(kind);
  if (reach === undefined) return [];
  const json = asJson(object);
  if (valuesAt(json, 'spec.targetRef').length + valuesAt(json, 'spec.targetRefs.*').length > 0) return [];
  const labels = labelsAt(json, reach.path);
  const inRoot = object.metadata.namespace === meshConfig.rootNamespace;
  const isWide = Object.keys(labels).length === 0;
  if (isWide && !reach.wide) return [];
  // Sidecars and peer authentication of the root namespace select only there.
  const everywhere =
    reach.anywhere === true ||
    (inRoot && reach.wide && (isWide || (kind !== kinds.sidecars && kind !== kinds.peerAuthentications)));
  const reason = isWide ? (inRoot ? 'mesh' : 'namespace') : 'selector';
  return all.flatMap(({ kind: workloadKind, metadata, spec }): Relation[] => {
    if (!everywhere && metadata.namespace !== object.metadata.namespace) return [];
    if (!selectsLabels(labels, spec?.template?.metadata?.labels ?? {})) return [];
    const { namespace = '', name } = metadata;
    return [{ what: 'workload', kind: workloadKind, namespace, name, reason }];
  });
}

function labelsAt(object: Json, path: string): Labels {
  const [found] = valuesAt(object, path);
  if (!isJsonObject(found)) return {};
  return Object.fromEntries(
    Object.entries(found).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
