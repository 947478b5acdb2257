/**
 * Configuration that spoke of a chart's subject and does so no more, because it was deleted or names somebody else now: the traffic
 * changed then as much as where a rule was written. What else it needs to be understood (a delegate its root, a Gateway what was bound
 * to it) is taken as it is now.
 */
import { objectKeyOf } from '../../history/retention.ts';
import type { RevisionHead } from '../../history/revision.ts';
import { kindAt, kindOf, kinds } from '../../istio/kinds/registry.ts';
import { type ClusterObjects, type KubernetesObject, noObjects } from '../../istio/objects.ts';
import { namespaceOf } from '../build/cluster-index.ts';
import { touchingKinds, touchingObjects } from '../detail/configuration.ts';
import { configured, type SeriesParty } from './series-subject.ts';

type ListName = keyof typeof kinds & keyof ClusterObjects;

const listNames = Object.keys(kinds).filter((name): name is ListName => name in noObjects);

/** A change of an object, with the object before and after; null where there was none, or it is not known. */
export interface PastChange {
  head: RevisionHead;
  before: KubernetesObject | null;
  after: KubernetesObject | null;
}

/** Whether an object of this kind and place can have spoken of a party: "perhaps" is for its text to tell. */
export function speaks(
  parties: readonly SeriesParty[],
  { kind: id, namespace }: Pick<RevisionHead, 'kind' | 'namespace'>,
  { rootNamespace }: ClusterObjects['meshConfig'],
): 'yes' | 'perhaps' | 'no' {
  if (parties.some((party) => party.kind === 'namespace' && party.namespace === namespace)) return 'yes';
  const kind = kindAt(id)?.kind ?? '';
  const others = parties.filter((party) => party.kind !== 'namespace');
  if (others.length === 0 || !touchingKinds.includes(kind)) return 'no';
  const reaches = anywhere.has(kind) || namespace === rootNamespace;
  return reaches || others.some((party) => party.namespace === namespace) ? 'perhaps' : 'no';
}

/** Kinds that speak of hosts, whatever namespace they are in; the others hold for workloads of their own, or of the whole mesh. */
const anywhere: ReadonlySet<string> = new Set([
  'VirtualService',
  'DestinationRule',
  'Gateway',
  'ServiceEntry',
  'HTTPRoute',
  'GRPCRoute',
]);

/** Changes before or after which their object spoke of a party. `changes` oldest first, of any objects. */
export function touchingThen(
  parties: readonly SeriesParty[],
  objects: ClusterObjects,
  changes: readonly PastChange[],
): RevisionHead[] {
  const chain = linked(changes);
  const states = chain.flatMap(({ before, after }) => [before ?? [], after ?? []].flat());
  const spoke = spokeOf(parties, objects, states);
  return chain.flatMap(({ head, before, after }) =>
    (before !== null && spoke.has(before)) || (after !== null && spoke.has(after)) ? [head] : [],
  );
}

/** Changes of one object follow each other: what one left is what the next found, and is looked at once. */
function linked(changes: readonly PastChange[]): PastChange[] {
  const last = new Map<string, KubernetesObject | null>();
  return changes.map((change) => {
    const key = objectKeyOf(change.head);
    const left = last.get(key);
    last.set(key, change.after);
    return left == null || change.before === null ? change : { ...change, before: left };
  });
}

/** Those of the states that speak of a party; several may be of one object. */
function spokeOf(
  parties: readonly SeriesParty[],
  objects: ClusterObjects,
  states: readonly KubernetesObject[],
): ReadonlySet<KubernetesObject> {
  const wanted = new Set(states);
  const subjects = parties.map((party) => configured(party, objects));
  const found = roundsOf([...wanted])
    .flatMap((round) => worldsOf(objects, round))
    .flatMap((world) => subjects.flatMap((subject) => touchingObjects(world, subject)));
  return new Set(found.flatMap(({ object }) => (wanted.has(object) ? [object] : [])));
}

/** Each with one state of an object at most. */
function roundsOf(states: readonly KubernetesObject[]): KubernetesObject[][] {
  const rounds: KubernetesObject[][] = [];
  const seen = new Map<string, number>();
  for (const state of states) {
    const key = keyOf(state);
    const round = seen.get(key) ?? 0;
    seen.set(key, round + 1);
    rounds[round] = [...(rounds[round] ?? []), state];
  }
  return rounds;
}

/** Versions of a group's API tell of the same objects. */
function keyOf(object: KubernetesObject): string {
  const [group] = object.apiVersion.split('/');
  return `${group}/${object.kind} ${namespaceOf(object)}/${object.metadata.name}`;
}

/** Of these one alone holds for a workload: beside another of them it would not be found. */
const alone: ReadonlySet<ListName> = new Set(['peerAuthentications', 'sidecars']);

function worldsOf(objects: ClusterObjects, states: readonly KubernetesObject[]): ClusterObjects[] {
  const empty: ClusterObjects = { ...noObjects, meshConfig: objects.meshConfig };
  const lists = Map.groupBy(states, listOf);
  let together: ClusterObjects = {
    ...empty,
    virtualServices: objects.virtualServices,
    gateways: objects.gateways,
  };
  const single: ClusterObjects[] = [];
  for (const [name, list] of lists) {
    if (name === null) continue;
    if (alone.has(name)) for (const one of list) single.push({ ...empty, [name]: [one] });
    else together = { ...together, [name]: [...together[name], ...list] };
  }
  return [together, ...single];
}

function listOf({ apiVersion, kind }: KubernetesObject): ListName | null {
  const known = kindOf(apiVersion, kind);
  return listNames.find((name) => kinds[name] === known) ?? null;
}
