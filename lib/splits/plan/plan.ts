/**
 * What a split writes: subsets first, then each VirtualService, so that no request ever meets a route to a subset that is not there;
 * or why it cannot be. Pure: the server reads everything anew, plans again, and writes what comes out.
 */
import { changeValue } from '../../document/change.ts';
import type { Json } from '../../document/json.ts';
import { asJson, type ClusterObjects, type VirtualService } from '../../istio/objects.ts';
import { releaseAnnotation } from '../record/annotation.ts';
import { firstRev, type Guard, type Release, writePointer, writeRelease } from '../record/record.ts';
import { findRule, ruleHash, rulesOf } from '../record/route-key.ts';
import { isEntryHost, serviceHost } from '../survey/entry-services.ts';
import { needsServices } from '../survey/gateway-routes.ts';
import { serviceNamed } from '../survey/lookups.ts';
import { pointsOf, type SplitPoint, samePoint } from '../survey/points.ts';
import type { PointRef, Refusal, SplitTargets, Strategy, Version, Write } from '../types.ts';
import { rescaling } from '../weights/rule-shares.ts';
import { firstRules } from './first-rules.ts';
import { createdIn, droppedRules, handOver, type PlannedHanding } from './hand-over.ts';
import { copiesTo } from './mirror.ts';
import { type Moved, moveTo } from './move.ts';
import { isNarrower, type Narrowed, narrow } from './narrow.ts';
import { baseOf } from './restore.ts';
import { planSubsets, type SubsetPlan, shadowedIn } from './subset-plan.ts';
import { objectKey } from './virtual-service-write.ts';

export interface Intent {
  /** Lower-case letters and digits; new for each release. */
  release: string;
  service: { namespace: string; name: string };
  stable: Version;
  candidate: Version;
  /** The rules that are to be split; none: a VirtualService for the mesh is made. */
  points: readonly PointRef[];
  strategy: Strategy;
  plan: Release['plan'];
  guard: Guard;
  by: string;
  /** RFC 3339. */
  at: string;
  /** The service's DestinationRule belongs to Git: our subsets go into one beside it. */
  companion?: boolean;
  /** Of the points: rules of Git that are to be handed to a VirtualService of our own, which is made. */
  delegated?: readonly PointRef[];
}

export interface SplitPlan {
  /** In the order in which they are written. */
  writes: readonly Write[];
  release: Release | null;
  refusals: readonly Refusal[];
  warnings: readonly PlanWarning[];
  /** What Git has to say so that requests reach what was made. */
  handings: readonly PlannedHanding[];
}

export type PlanWarning =
  /** Weights that did not sum to 100. */
  | { code: 'rescaled'; point: PointRef; before: readonly number[]; after: readonly number[] }
  /** A new DestinationRule would have hidden this one's policy: it takes it over. */
  | { code: 'inherited'; namespace: string; name: string }
  /** Routes to the service that are not ticked go past the split. */
  | { code: 'bypassed'; point: PointRef; hosts: readonly string[]; gateways: readonly string[] }
  /** Until now the candidate got its share of all traffic by its number of pods. */
  | { code: 'already-shared'; percent: number }
  /** Callers by these hosts follow the rule as it is. */
  | { code: 'other-hosts'; point: PointRef; hosts: readonly string[] }
  /** New connections only. */
  | { code: 'connections-only'; point: PointRef };

export function planSplit(intent: Intent, objects: ClusterObjects): SplitPlan {
  const { domain } = objects.meshConfig;
  const { namespace, name } = intent.service;
  const host = serviceHost(intent.service, domain);
  const hosts = [intent.stable.host, intent.candidate.host].filter((one) => one !== undefined);
  const found = pointsOf(new Set(hosts.length === 2 ? hosts : [host]), objects);
  const chosen = intent.points.flatMap((ref): SplitPoint[] => {
    const point = found.find((one) => samePoint(one, ref));
    if (point === undefined) return [];
    return [ref.only === undefined ? point : { ...point, only: ref.only }];
  });
  const refusals: Refusal[] = [
    ...readiness(intent),
    ...chosen.flatMap((point) => point.refusals),
    ...(hosts.length === 2 ? [] : chosen.flatMap((point) => needsServices(point) ?? [])),
  ];
  const subsets =
    hosts.length === 2
      ? noSubsets
      : planSubsets(
          {
            service: { namespace, name, host },
            versions: [intent.stable, intent.candidate],
            companion: intent.companion === true,
          },
          objects,
        );
  refusals.push(...subsets.refusals, ...shadows(host, intent, chosen, subsets, objects));
  const targets = targetsOf(host, intent, subsets);
  const handed = handOver(intent, chosen, targets, objects);
  const narrowed = narrow(
    intent,
    handed.points,
    new Set([targets.stable.host, targets.candidate.host]),
    handed.world,
  );
  const made =
    intent.points.length === 0
      ? newVirtualService(intent, host, targets, objects)
      : moveAll(intent, narrowed.points, targets, narrowed.world);
  const routes = made.writes.map((write) => createdIn(handed, insertedFirst(narrowed, write)));
  refusals.push(...narrowed.refusals, ...made.refusals, ...droppedRules(intent, routes, handed));
  if (refusals.length > 0) return { writes: [], release: null, refusals, warnings: [], handings: [] };
  const warnings = [
    ...warningsOf(intent, handed.points, subsets, handed.world),
    ...found
      .filter((point) => !chosen.some((one) => samePoint(one, point)))
      .map((point) => ({
        code: 'bypassed' as const,
        point: refOf(point),
        hosts: point.hosts,
        gateways: point.gateways,
      })),
    ...chosen.filter(isNarrower).map(({ only = [], hosts, ...point }) => ({
      code: 'other-hosts' as const,
      point: refOf(point),
      hosts: hosts.filter((one) => !only.includes(one)),
    })),
  ];
  const writes = [...(subsets.write === null ? [] : [subsets.write]), ...routes];
  return { writes, release: made.release, refusals, warnings, handings: handed.handings };
}

/** The copies of rules stand there before anything of them is moved. */
function insertedFirst({ inserted }: Narrowed, write: Write): Write {
  const changes = inserted.get(`${write.namespace}/${write.name}`);
  return changes === undefined || write.changes === undefined
    ? write
    : { ...write, changes: [...changes, ...write.changes] };
}

/** Each version has a Service of its own. */
const noSubsets: SubsetPlan = { names: new Map(), write: null, inherited: null, refusals: [] };

function readiness({ candidate, stable, strategy }: Intent): Refusal[] {
  const refusals: Refusal[] = [];
  for (const version of [stable, candidate]) {
    if (version.ready === 0) refusals.push({ code: 'no-ready-pods', about: { version: version.value } });
  }
  const percent = 'percent' in strategy ? strategy.percent : 0;
  if (!(percent >= 0 && percent <= 100)) refusals.push({ code: 'percent', about: { percent } });
  return refusals;
}

function targetsOf(host: string, { stable, candidate }: Intent, { names }: SubsetPlan): SplitTargets {
  return {
    stable: { host: stable.host ?? host, subset: names.get(stable.value) ?? null },
    candidate: { host: candidate.host ?? host, subset: names.get(candidate.value) ?? null },
  };
}

/** Callers who obey a DestinationRule of their own do not know our subsets. */
function shadows(
  host: string,
  { stable, candidate }: Intent,
  chosen: readonly SplitPoint[],
  { names }: SubsetPlan,
  objects: ClusterObjects,
): Refusal[] {
  const callers = new Set<string>();
  for (const { gateways } of chosen) {
    for (const gateway of gateways) {
      if (gateway === 'mesh') for (const { metadata } of objects.namespaces) callers.add(metadata.name);
      else callers.add(gateway.split('/')[0] ?? '');
    }
  }
  const needed = new Map(
    [stable, candidate].flatMap(({ value, labels }) => {
      const name = names.get(value);
      return name === undefined ? [] : [[name, labels] as const];
    }),
  );
  return shadowedIn(host, [...callers], needed, objects).map(({ namespace, rule, subset }) => ({
    code: 'shadowed-subset',
    about: { caller: namespace, namespace: rule.namespace, name: rule.name, subset },
  }));
}

interface Made {
  writes: readonly Write[];
  release: Release | null;
  refusals: readonly Refusal[];
}

function moveAll(
  intent: Intent,
  chosen: readonly SplitPoint[],
  targets: SplitTargets,
  objects: ClusterObjects,
): Made {
  const refusals: Refusal[] = [];
  const moved: { object: VirtualService; points: readonly SplitPoint[]; result: Moved }[] = [];
  for (const [key, points] of Map.groupBy(
    chosen,
    ({ namespace, virtualService }) => `${namespace}/${virtualService}`,
  )) {
    const object = objects.virtualServices.find(
      ({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name}` === key,
    );
    if (object === undefined) continue;
    const scope = { namespace: object.metadata.namespace ?? '', domain: objects.meshConfig.domain };
    // Their copies would be counted as the candidate's requests, and are nobody's but theirs to take off.
    const copied = points.filter(({ layer, index }) =>
      copiesTo(rulesOf(asJson(object), layer)[index] ?? null, targets.candidate, scope),
    );
    if (copied.length > 0) {
      const { host, subset } = targets.candidate;
      const about = { host: subset === null ? host : `${host} (${subset})` };
      refusals.push(...copied.map((): Refusal => ({ code: 'mirror-in-use', about })));
      continue;
    }
    const result = moveTo(
      asJson(object),
      {
        state: intent.strategy,
        points,
        targets,
        service: intent.service.name,
        release: intent.release,
        copies: intent.strategy.kind === 'mirror',
      },
      scope,
    );
    if (result.ok) moved.push({ object, points, result: result.value });
    else refusals.push(result.error);
  }
  if (refusals.length > 0 || moved.length === 0) return { writes: [], release: null, refusals };
  const release = releaseOf(
    intent,
    targets,
    moved.flatMap(({ object, points, result }) =>
      points.map((point) => recorded(point, asJson(object), result.value)),
    ),
  );
  const anchor = moved[0];
  const anchorName = anchor === undefined ? '' : objectKey(anchor.object);
  const writes = moved.map(({ object, result }): Write => {
    const text = object === anchor?.object ? writeRelease(release) : writePointer(release, anchorName);
    return {
      group: 'networking.istio.io',
      kind: 'VirtualService',
      namespace: object.metadata.namespace ?? '',
      name: object.metadata.name,
      changes: [
        ...result.changes,
        { op: 'set', path: ['metadata', 'annotations', releaseAnnotation], value: text },
        { op: 'set', path: ['metadata', 'labels', releaseAnnotation], value: release.id },
      ],
    };
  });
  return { writes, release, refusals };
}

function recorded(point: SplitPoint, before: Json, after: Json): Release['points'][number] {
  const { namespace, virtualService, layer, key } = point;
  const index = findRule(after, point) ?? 0;
  const base = rulesOf(before, layer)[point.index] ?? null;
  return {
    namespace,
    virtualService,
    layer,
    key,
    base: baseOf(base),
    hash: ruleHash(rulesOf(after, layer)[index] ?? null),
    rev: firstRev,
    ...(point.only === undefined || !isNarrower(point) ? {} : { made: true }),
  };
}

function releaseOf(intent: Intent, targets: SplitTargets, points: Release['points']): Release {
  const { release, service, stable, candidate, strategy, plan, guard, by, at } = intent;
  return {
    v: 1,
    id: release,
    service: {
      ...service,
      host: isEntryHost(service.name) ? service.name : targets.stable.host.replace(/^[^.]+/, service.name),
    },
    stable: { version: stable.value, ...targets.stable },
    candidate: { version: candidate.value, ...targets.candidate },
    strategy: asStored(strategy),
    points,
    plan: [...plan],
    step: 'percent' in strategy ? plan.findLastIndex(({ percent }) => percent <= strategy.percent) : -1,
    stableReady: stable.ready,
    phase: 'Progressing',
    guard,
    by,
    at,
    rev: firstRev,
  };
}

export function asStored(strategy: Strategy): Release['strategy'] {
  return strategy.kind === 'ab'
    ? { kind: 'ab', matches: strategy.matches.map((match) => ({ ...match })) }
    : strategy;
}

/** For sidecars everywhere: one rule for each port that the split can hold, with conditions where there are several. */
function newVirtualService(
  intent: Intent,
  host: string,
  targets: SplitTargets,
  objects: ClusterObjects,
): Made {
  const { namespace, name } = intent.service;
  const service = serviceNamed(intent.service, objects);
  const spec = firstRules(service, name, host, targets.stable.subset);
  const taken = new Set(
    objects.virtualServices
      .filter(({ metadata }) => metadata.namespace === namespace)
      .map(({ metadata }) => metadata.name),
  );
  const own =
    [name, `${name}-split`, `${name}-split-${intent.release}`].find((one) => !taken.has(one)) ?? name;
  const object: VirtualService = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: own, namespace, labels: { 'app.kubernetes.io/managed-by': 'sluice' } },
    spec: { hosts: [host], ...spec },
  };
  const world = { ...objects, virtualServices: [object] };
  const chosen = pointsOf(new Set([host]), world);
  const made = moveAll(intent, chosen, targets, world);
  const [write] = made.writes;
  if (write?.changes === undefined) return made;
  const create = write.changes.reduce<Json>(
    (value, change) => changeValue(value, change) ?? value,
    asJson(object),
  );
  return { ...made, writes: [{ group: write.group, kind: write.kind, namespace, name: own, create }] };
}

function warningsOf(
  intent: Intent,
  chosen: readonly SplitPoint[],
  subsets: SubsetPlan,
  objects: ClusterObjects,
): PlanWarning[] {
  const warnings: PlanWarning[] = [];
  const { stable, candidate } = intent;
  if (intent.points.length === 0 && candidate.ready > 0) {
    const percent = Math.round((candidate.ready / (candidate.ready + stable.ready)) * 100);
    warnings.push({ code: 'already-shared', percent });
  }
  for (const point of chosen) {
    const object = objects.virtualServices.find(
      ({ metadata }) => metadata.name === point.virtualService && metadata.namespace === point.namespace,
    );
    const rule = object === undefined ? null : (rulesOf(asJson(object), point.layer)[point.index] ?? null);
    const scope = { namespace: point.namespace, domain: objects.meshConfig.domain };
    const scaled = rescaling(rule, scope);
    if (scaled !== null) warnings.push({ code: 'rescaled', point: refOf(point), ...scaled });
    if (point.layer !== 'http') warnings.push({ code: 'connections-only', point: refOf(point) });
  }
  if (subsets.inherited !== null) warnings.push({ code: 'inherited', ...subsets.inherited });
  return warnings;
}

export function refOf({ namespace, virtualService, layer, key }: PointRef): PointRef {
  return { namespace, virtualService, layer, key };
}
