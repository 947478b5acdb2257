/** A split that begins in delegates of its own: each chosen rule of Git becomes a VirtualService that the root's rule is to hand to. */
import { changeValue } from '../../document/change.ts';
import type { Json, JsonObject } from '../../document/json.ts';
import { kubectlStyle, printBlock } from '../../document/yaml/print.ts';
import { asJson, asVirtualService, type ClusterObjects, type VirtualService } from '../../istio/objects.ts';
import type { HttpRule } from '../../istio/routing/rules.ts';
import { rulesOf } from '../record/route-key.ts';
import {
  delegateOf,
  droppedUnderRoots,
  type Handing,
  handingRule,
  handingsByDelegate,
  isDelegate,
} from '../survey/delegation.ts';
import { pointsOf, type SplitPoint, samePoint } from '../survey/points.ts';
import type { PointRef, Refusal, SplitTargets, Write } from '../types.ts';

/** What it asks of an intent. */
interface Wish {
  release: string;
  service: { namespace: string; name: string };
  delegated?: readonly PointRef[];
}

export interface PlannedHanding {
  root: { namespace: string; name: string };
  /** In the root's http rules. */
  index: number;
  /** As it has to be in Git. */
  rule: JsonObject;
  delegate: { namespace: string; name: string };
}

/** The change of the root as Git is to have it. */
export function handingText({ root, index, rule }: PlannedHanding): string {
  const lines = printBlock([rule], 0, kubectlStyle);
  return [`# ${root.namespace}/${root.name}, spec.http[${index}]`, ...lines, ''].join('\n');
}

/** The objects once Git has said its part. */
export function withHandings(handings: readonly PlannedHanding[], objects: ClusterObjects): ClusterObjects {
  if (handings.length === 0) return objects;
  const virtualServices = objects.virtualServices.map((object) =>
    handings
      .filter(
        ({ root }) => root.namespace === object.metadata.namespace && root.name === object.metadata.name,
      )
      .reduce<VirtualService>(
        (value, { index, rule }) =>
          asVirtualService(
            changeValue(asJson(value), { op: 'set', path: ['spec', 'http', index], value: rule }) ??
              asJson(value),
          ),
        object,
      ),
  );
  return { ...objects, virtualServices };
}

export interface HandedOver {
  /** With what is to be made. */
  world: ClusterObjects;
  /** The chosen rules, each where it is going to be. */
  points: readonly SplitPoint[];
  /** By `namespace/name`. */
  made: ReadonlyMap<string, { delegate: VirtualService; handing: Handing }>;
  handings: readonly PlannedHanding[];
}

export function handOver(
  { service, delegated = [] }: Wish,
  chosen: readonly SplitPoint[],
  targets: SplitTargets,
  objects: ClusterObjects,
): HandedOver {
  const { namespace, name } = service;
  const { domain } = objects.meshConfig;
  const taken = new Set(
    objects.virtualServices
      .filter(({ metadata }) => metadata.namespace === namespace)
      .map(({ metadata }) => metadata.name),
  );
  const made = new Map<string, { delegate: VirtualService; handing: Handing }>();
  const handings: PlannedHanding[] = [];
  const points = chosen.flatMap((point): readonly SplitPoint[] => {
    const root = objects.virtualServices.find(
      ({ metadata }) => metadata.namespace === point.namespace && metadata.name === point.virtualService,
    );
    if (root === undefined || !delegated.some((ref) => samePoint(point, ref))) return [point];
    const own = freeName(`${name}-split`, taken);
    taken.add(own);
    const rule = rulesOf(asJson(root), 'http')[point.index] ?? null;
    const delegate = delegateOf(
      rule,
      { namespace, name: own, service: name },
      { namespace: point.namespace, domain },
    );
    const handing = handingRule(rule, { namespace, name: own });
    made.set(`${namespace}/${own}`, {
      delegate,
      handing: { root, rule: handing as unknown as HttpRule },
    });
    handings.push({
      root: { namespace: point.namespace, name: point.virtualService },
      index: point.index,
      rule: handing,
      delegate: { namespace, name: own },
    });
    const hosts = new Set([targets.stable.host, targets.candidate.host]);
    return pointsOf(hosts, { ...objects, virtualServices: [delegate] });
  });
  const fresh = [...made.values()].map(({ delegate }) => delegate);
  const world =
    fresh.length === 0 ? objects : { ...objects, virtualServices: [...objects.virtualServices, ...fresh] };
  return { world, points, made, handings };
}

/** Changes of what is not there yet are its creation. */
export function createdIn({ made }: HandedOver, write: Write): Write {
  const found = made.get(`${write.namespace}/${write.name}`);
  if (found === undefined || write.changes === undefined) return write;
  const { group, kind, namespace, name } = write;
  return { group, kind, namespace, name, create: changed(asJson(found.delegate), write) };
}

/** Rules of the split that would not count under the roots that there are, or are to be. */
export function droppedRules(
  { service, release }: Wish,
  routes: readonly Write[],
  { world, made }: HandedOver,
): Refusal[] {
  const known = handingsByDelegate(world.virtualServices);
  return routes.flatMap((write) => {
    const key = `${write.namespace}/${write.name}`;
    const object = world.virtualServices.find(
      ({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name}` === key,
    );
    if (object === undefined || !isDelegate(object)) return [];
    const after = asVirtualService(write.create ?? changed(asJson(object), write));
    const planned = made.get(key)?.handing;
    const handings = [...(known.get(key) ?? []), ...(planned === undefined ? [] : [planned])];
    return droppedUnderRoots(after, handings, { service: service.name, release });
  });
}

function changed(object: Json, { changes = [] }: Write): Json {
  return (changes ?? []).reduce<Json>((value, change) => changeValue(value, change) ?? value, object);
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  for (let nth = 2; ; nth++) if (!taken.has(`${name}-${nth}`)) return `${name}-${nth}`;
}
