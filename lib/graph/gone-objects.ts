/**
 * Configuration that is gone and spoke of a chart's subject: where a rule was deleted, the traffic changed as much as where one was
 * written. What else it needs to be understood (a delegate its root, a Gateway what was bound to it) is taken as it is now.
 */
import { kindOf, kinds } from '../istio/kinds/registry.ts';
import { type ClusterObjects, type KubernetesObject, noObjects } from '../istio/objects.ts';
import { namespaceOf } from './cluster-index.ts';
import { touchingObjects } from './detail/configuration.ts';
import { configured, type SeriesParty } from './series-subject.ts';

type ListName = keyof typeof kinds & keyof ClusterObjects;

const listNames = Object.keys(kinds).filter((name): name is ListName => name in noObjects);

/** `gone`: as they last were. */
export function goneTouching(
  parties: readonly SeriesParty[],
  objects: ClusterObjects,
  gone: readonly KubernetesObject[],
): KubernetesObject[] {
  if (gone.length === 0) return [];
  const worlds = worldsOf(objects, gone);
  const wanted = new Set(gone);
  const found = parties.flatMap((party) =>
    party.kind === 'namespace'
      ? gone.filter((object) => namespaceOf(object) === party.namespace)
      : worlds.flatMap((world) =>
          touchingObjects(world, configured(party, objects)).map(({ object }) => object),
        ),
  );
  return [...new Set(found)].filter((object) => wanted.has(object));
}

/** Of these one alone holds for a workload: beside another of them it would not be found. */
const alone: ReadonlySet<ListName> = new Set(['peerAuthentications', 'sidecars']);

function worldsOf(objects: ClusterObjects, gone: readonly KubernetesObject[]): ClusterObjects[] {
  const empty: ClusterObjects = { ...noObjects, meshConfig: objects.meshConfig };
  const lists = Map.groupBy(gone, listOf);
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
