/** What lib/splits plans, as changes of the configuration API: the one way in which the console writes Istio's objects. */
import type { Change } from '#lib/api/configuration/configuration.ts';
import type { Change as ValueChange } from '#lib/document/change.ts';
import { changeValue } from '#lib/document/change.ts';
import type { Json, JsonObject } from '#lib/document/json.ts';
import { objectText } from '#lib/document/object-text.ts';
import { kindAt, kindId } from '#lib/istio/kinds/registry.ts';
import { asJson, type ClusterObjects, type KubernetesObject } from '#lib/istio/objects.ts';
import type { Release } from '#lib/splits/record/record.ts';
import {
  changeOfRoute,
  realName,
  routeAsVirtualService,
  sourceOf,
} from '#lib/splits/survey/gateway-routes.ts';
import type { Write } from '#lib/splits/types.ts';
import { isAppError } from '../../app-error.ts';
import { readObjectAs } from '../../configuration/read-object.ts';
import { targetOf } from '../../configuration/target.ts';
import type { Credential } from '../../kubernetes/credential.ts';
import type { KubernetesClient } from '../../kubernetes/rest.ts';
import { plurals } from '../world/point-refs.ts';

export interface PlannedChange {
  change: Exclude<Change, { op: 'delete' }>;
  before: string | null;
}

const destinationRules = 'destinationrules.networking.istio.io';

/** What a write is of: the route behind a VirtualService's shape. */
export function idOf({ kind, name }: Pick<Write, 'kind' | 'name'>): { plural: string; name: string } {
  if (kind === 'DestinationRule') return { plural: destinationRules, name };
  const real = realName(name);
  return { plural: plurals[real.kind], name: real.name };
}

/** @throws Error for a change that makes no sense on the object: the plan was made of another. */
export function changesOf(writes: readonly Write[], objects: ClusterObjects): PlannedChange[] {
  return writes.map((write) => {
    const { plural, name } = idOf(write);
    const kind = kindAt(plural);
    if (kind === undefined) throw new Error(`no kind ${plural}`);
    const target = { kind: kindId(kind), namespace: write.namespace, name };
    if (write.changes === undefined) {
      return {
        change: { op: 'create', ...target, text: objectText(write.create as JsonObject) },
        before: null,
      };
    }
    const list: readonly KubernetesObject[] =
      write.kind === 'VirtualService' ? objects.virtualServices : objects.destinationRules;
    const live = list.find(
      ({ metadata }) => metadata.namespace === write.namespace && metadata.name === write.name,
    );
    if (live === undefined) throw new Error(`${write.kind} ${write.namespace}/${write.name} is not there`);
    const isRoute = kind.kind === 'HTTPRoute' || kind.kind === 'GRPCRoute';
    const real = isRoute ? sourceOf(live) : asJson(live);
    if (real === undefined) throw new Error(`${write.name} was not read anew`);
    const changes = isRoute ? write.changes.map((one) => changeOfRoute(one, write.namespace)) : write.changes;
    const before = objectText(real as JsonObject);
    const after = written(real, changes);
    const base = { op: 'update' as const, ...target, text: objectText(after as JsonObject), base: before };
    const { resourceVersion } = live.metadata;
    return {
      change: resourceVersion === undefined ? base : { ...base, resourceVersion },
      before,
    };
  });
}

function written(object: Json, changes: readonly ValueChange[]): Json {
  return changes.reduce((value, change) => {
    const next = changeValue(value, change);
    if (next === undefined) throw new Error(`a change of ours makes no sense: ${JSON.stringify(change)}`);
    return next;
  }, object);
}

export interface Named {
  kind: 'VirtualService' | 'DestinationRule';
  namespace: string;
  name: string;
}

/**
 * The objects with these read anew with somebody's own credentials: what the watch has not told yet does not count as it was.
 * Rejects with "forbidden" where one may not be read.
 */
export async function readAnew(
  client: Pick<KubernetesClient, 'call'>,
  credential: Credential,
  objects: ClusterObjects,
  wanted: readonly Named[],
): Promise<ClusterObjects> {
  const unique = [
    ...new Map(wanted.map((one) => [`${one.kind}/${one.namespace}/${one.name}`, one])).values(),
  ];
  const read = await Promise.all(
    unique.map(async (one) => ({ ...one, object: await liveObject(client, credential, one) })),
  );
  const replaced = <T extends KubernetesObject>(kind: Named['kind'], list: readonly T[]): T[] => {
    const fresh = read.filter((one) => one.kind === kind);
    const kept = list.filter(
      ({ metadata }) =>
        !fresh.some(({ namespace, name }) => namespace === metadata.namespace && name === metadata.name),
    );
    // The schema of its kind is the API server's to keep.
    return [...kept, ...fresh.flatMap((one) => (one.object === null ? [] : [shaped(one, one.object) as T]))];
  };
  function shaped({ name }: Named, object: JsonObject): KubernetesObject {
    if (realName(name).kind === 'VirtualService') return object as unknown as KubernetesObject;
    return routeAsVirtualService(object as unknown as KubernetesObject, objects.meshConfig.domain);
  }
  return {
    ...objects,
    virtualServices: replaced('VirtualService', objects.virtualServices),
    destinationRules: replaced('DestinationRule', objects.destinationRules),
  };
}

/** Null when it is gone. */
async function liveObject(
  client: Pick<KubernetesClient, 'call'>,
  credential: Credential,
  { kind, namespace, name }: Named,
): Promise<JsonObject | null> {
  try {
    const { plural, name: real } = idOf({ kind, name });
    return await readObjectAs(client, credential, targetOf({ kind: plural, namespace, name: real }));
  } catch (error) {
    if (isAppError(error) && error.code === 'not-found') return null;
    throw error;
  }
}

/** Of a running split. */
export function objectsOf({ points }: Pick<Release, 'points'>): Named[] {
  return points.map(({ namespace, virtualService }) => ({
    kind: 'VirtualService' as const,
    namespace,
    name: virtualService,
  }));
}
