/** From what the wizard asks for to a plan on given objects, with refusals beside the fields that they belong to. */
import type { SplitIntent } from '#lib/api/splits/split-plan.ts';
import type { SplitRefusal, SplitWarning } from '#lib/api/splits/split-shapes.ts';
import type { WriteMode } from '#lib/api/splits/split-words.ts';
import { resolveShortName } from '#lib/istio/hosts/host-name.ts';
import type { ClusterObjects, DestinationRule } from '#lib/istio/objects.ts';
import { ownershipOf } from '#lib/istio/ownership.ts';
import type { PlannedHanding } from '#lib/splits/plan/hand-over.ts';
import { isNarrower } from '#lib/splits/plan/narrow.ts';
import { type PlanWarning, planSplit } from '#lib/splits/plan/plan.ts';
import type { Release } from '#lib/splits/record/record.ts';
import { type Shortage, shortageOf } from '#lib/splits/survey/capacity.ts';
import { isDelegate } from '#lib/splits/survey/delegation.ts';
import { realName } from '#lib/splits/survey/gateway-routes.ts';
import { foreignOwnerOf } from '#lib/splits/survey/owners.ts';
import { pointsOf, type SplitPoint, samePoint } from '#lib/splits/survey/points.ts';
import { isHeadless, preflight } from '#lib/splits/survey/preflight.ts';
import { reachWarnings } from '#lib/splits/survey/reach.ts';
import { type SplitService, splitServiceOf } from '#lib/splits/survey/service-versions.ts';
import { standingSplit } from '#lib/splits/survey/survey.ts';
import { sharedVersion } from '#lib/splits/survey/versions.ts';
import type { MatchEntry, PointRef, Refusal, Write } from '#lib/splits/types.ts';
import {
  entryNote,
  fromRef,
  noRootOf,
  otherNames,
  ownedBy,
  rootsOf,
  strictest,
  toReach,
  toRef,
  toRefusal,
  virtualServiceOf,
} from '../world/point-refs.ts';
import { isRunning } from '../world/world.ts';

export interface Planned {
  refusals: SplitRefusal[];
  cautions: SplitWarning[];
  writes: readonly Write[];
  release: Release | null;
  mode: WriteMode;
  service: SplitService | null;
  /** What Git has to say so that requests reach what is made. */
  handings: readonly PlannedHanding[];
}

export interface Who {
  by: string;
  /** RFC 3339. */
  at: string;
  releaseId: string;
  /** Delegates that some root hands requests to, also a root that the asker may not see: `namespace/name`. */
  handed: ReadonlySet<string>;
}

export function planIntent(intent: SplitIntent, who: Who, objects: ClusterObjects): Planned {
  const name = { namespace: intent.namespace, name: intent.service };
  const found = splitServiceOf(objects, name);
  const refused = (refusals: SplitRefusal[], mode: WriteMode = 'own'): Planned => ({
    refusals,
    cautions: [],
    writes: [],
    release: null,
    mode,
    service: found,
    handings: [],
  });
  if (found === null)
    return refused([toRefusal({ code: 'no-service', about: { ...name, service: name.name } }, '/service')]);
  const foreign = foreignOwnerOf(found.service, found.host, objects);
  const refusals = preflight(found, foreign, objects).map((one) =>
    toRefusal(one, '/service', foreign?.object),
  );
  const active = standingSplit(found.service, objects)?.release;
  if (active != null && isRunning(active.phase)) {
    const { id, by, at, candidate } = active;
    refusals.push(
      toRefusal({ code: 'active', about: { release: id, by, at, candidate: candidate.version } }, '/service'),
    );
  }
  const versions = new Map(found.versions.versions.map((one) => [one.value, one]));
  const stable = versions.get(intent.stable);
  const candidate = versions.get(intent.candidate);
  for (const [field, version, value] of [
    ['/stable', stable, intent.stable],
    ['/candidate', candidate, intent.candidate],
  ] as const) {
    if (version === undefined) refusals.push(toRefusal({ code: 'gone', about: { version: value } }, field));
    else {
      const shared = sharedVersion(version);
      if (shared !== null) refusals.push(toRefusal(shared, field));
    }
  }
  if (intent.stable === intent.candidate)
    refusals.push(toRefusal({ code: 'one-version', about: { version: intent.stable } }, '/candidate'));
  refusals.push(...badPlan(intent), ...badMatches(intent));
  const points = pointsOf(found.hosts, objects);
  const refs = intent.points.map(fromRef);
  for (const [index, ref] of refs.entries()) {
    const point = points.find((one) => samePoint(one, ref));
    if (point === undefined)
      refusals.push(
        toRefusal(
          { code: 'gone', about: { rule: ref.key, namespace: ref.namespace, name: ref.virtualService } },
          `/points/${index}`,
        ),
      );
    else if (isHeadless(found) && point.gateways.includes('mesh'))
      refusals.push(toRefusal({ code: 'headless', about: { service: found.name } }, `/points/${index}`));
  }
  if (
    refs.length === 0 &&
    points.some((one) => one.refusals.length === 0 && !one.conditional && one.gateways.includes('mesh'))
  ) {
    // Another VirtualService for the same host on the mesh would never be heard.
    const [first] = points;
    refusals.push(
      toRefusal(
        {
          code: 'several-owners',
          about: {
            host: found.host,
            namespace: first?.namespace ?? '',
            name: first?.virtualService ?? '',
            since: '',
          },
        },
        '/points',
      ),
    );
  }
  if (refs.length === 0 && isHeadless(found))
    refusals.push(toRefusal({ code: 'headless', about: { service: found.name } }, '/points'));
  const chosen = points.filter((point) => refs.some((ref) => samePoint(point, ref)));
  const owners = chosen.flatMap((point) => {
    const object = virtualServiceOf(point, objects);
    return object === undefined ? [] : [ownedBy(object, rootsOf(point, objects))];
  });
  const natural = strictest(owners.map(({ mode }) => mode));
  const delegated =
    intent.mode === 'delegate' && natural === 'overlay'
      ? chosen.filter((point) => isOfGit(point, objects))
      : [];
  const mode = intent.mode === 'emit' ? 'emit' : delegated.length > 0 ? 'delegate' : natural;
  refusals.push(...handingRefusals(delegated, refs, objects), ...unhanded(chosen, refs, who.handed, objects));
  const badHost = refs.findIndex(({ only, ...ref }) => {
    const hosts = chosen.find((point) => samePoint(point, ref))?.hosts ?? [];
    return only?.some((host) => !hosts.includes(host)) === true;
  });
  if (badHost >= 0)
    refusals.push(
      toRefusal(
        {
          code: 'gone',
          about: {
            rule: refs[badHost]?.only?.join(', ') ?? '',
            namespace: refs[badHost]?.namespace ?? '',
            name: refs[badHost]?.virtualService ?? '',
          },
        },
        `/points/${badHost}/only`,
      ),
    );
  const inserts =
    chosen.some((point) => isNarrower({ ...point, ...refs.find((ref) => samePoint(point, ref)) })) ||
    intent.strategy.kind === 'ab' ||
    intent.strategy.kind === 'mirror' ||
    (intent.strategy.kind === 'canary' && intent.strategy.sticky) ||
    (intent.strategy.kind === 'blue-green' && intent.strategy.header !== null);
  const route = chosen.find(({ virtualService }) => realName(virtualService).kind !== 'VirtualService');
  if (route !== undefined && inserts) {
    const { kind, name: routeName } = realName(route.virtualService);
    const object = { kind, namespace: route.namespace, name: routeName };
    refusals.push(toRefusal({ code: 'route-weights-only', about: object }, '/strategy', object));
  }
  if (intent.guard.mode !== 'auto-abort' && intent.plan.some(({ waitSeconds }) => waitSeconds !== null))
    refusals.push(toRefusal({ code: 'schedule', about: { mode: intent.guard.mode } }, '/guard/mode'));
  if (route !== undefined && intent.guard.mode === 'auto-abort') {
    const about = { obstacle: 'no-role', namespace: route.namespace };
    refusals.push(toRefusal({ code: 'guard', about }, '/guard/mode'));
  }
  const reverting = owners.find(({ owner }) => owner.reverts);
  if (mode === 'overlay' && inserts && reverting !== undefined) {
    refusals.push(
      toRefusal(
        { code: 'git-weights-only', about: { manager: reverting.owner.manager, ...reverting.object } },
        '/strategy',
        reverting.object,
      ),
    );
  }
  if (refusals.length > 0 || stable === undefined || candidate === undefined) return refused(refusals, mode);
  const strategy =
    intent.strategy.kind === 'ab'
      ? { kind: 'ab' as const, matches: intent.strategy.matches as MatchEntry[] }
      : intent.strategy;
  const plan = planSplit(
    {
      release: who.releaseId,
      service: name,
      stable,
      candidate,
      points: refs,
      strategy,
      plan: intent.plan,
      guard: { ...intent.guard, armedBy: intent.guard.mode === 'auto-abort' ? who.by : null },
      by: who.by,
      at: who.at,
      companion: intent.mode === 'emit' ? false : rulesOfGit(found, objects),
      delegated,
    },
    objects,
  );
  if (plan.refusals.length > 0)
    return refused(
      plan.refusals.map((one) => toRefusal(one, fieldOf(one))),
      mode,
    );
  const cautions: SplitWarning[] = [
    ...plan.warnings.map(toCaution),
    ...reachWarnings(chosen, objects).map(toReach),
    ...plan.handings.map(({ root, delegate }) => ({ code: 'awaits-git' as const, root, delegate })),
    ...owners.flatMap(({ object, owner }): SplitWarning[] =>
      // What Git is to say itself it does not put back.
      owner.reverts && mode !== 'delegate' && mode !== 'emit'
        ? [{ code: 'reverted-by-git', object, manager: owner.manager, application: owner.name }]
        : [],
    ),
    ...capacity(shortageOf(stable, candidate, strategy, intent.plan), found.namespace),
    ...otherNames(found, objects),
    ...entryNote(found),
    ...(intent.strategy.kind === 'mirror' ? [{ code: 'mirror-repeats-writes' as const }] : []),
  ];
  const { writes, release, handings } = plan;
  return { refusals: [], cautions, writes, release, mode, service: found, handings };
}

function isOfGit(point: SplitPoint, objects: ClusterObjects): boolean {
  const object = virtualServiceOf(point, objects);
  return object !== undefined && ownershipOf(object).reverts;
}

/** What cannot be handed to a delegate of ours: Istio hands on http alone, once, and the Gateway API not at all. */
function handingRefusals(
  delegated: readonly SplitPoint[],
  refs: readonly PointRef[],
  objects: ClusterObjects,
): SplitRefusal[] {
  return delegated.flatMap((point): SplitRefusal[] => {
    const field = `/points/${refs.findIndex((ref) => samePoint(point, ref))}`;
    const { kind, name } = realName(point.virtualService);
    const about = { kind, namespace: point.namespace, name };
    if (kind !== 'VirtualService') return [toRefusal({ code: 'route-weights-only', about }, field)];
    if (point.layer !== 'http')
      return [toRefusal({ code: 'delegate-layer', about: { layer: point.layer } }, field)];
    const object = virtualServiceOf(point, objects);
    return object !== undefined && isDelegate(object)
      ? [toRefusal({ code: 'nested-delegate', about }, field)]
      : [];
  });
}

/** A delegate that no root hands requests to is never asked. */
function unhanded(
  chosen: readonly SplitPoint[],
  refs: readonly PointRef[],
  handed: ReadonlySet<string>,
  objects: ClusterObjects,
): SplitRefusal[] {
  return chosen.flatMap((point): SplitRefusal[] => {
    const refusal = noRootOf(point, handed, objects);
    return refusal === null
      ? []
      : [toRefusal(refusal, `/points/${refs.findIndex((ref) => samePoint(point, ref))}`)];
  });
}

/** Git's DestinationRule for exactly this host: ours stands beside it. */
function rulesOfGit(
  { host, namespace }: SplitService,
  { destinationRules, meshConfig }: ClusterObjects,
): boolean {
  return destinationRules.some(
    (rule: DestinationRule) =>
      rule.metadata.namespace === namespace &&
      rule.spec !== undefined &&
      resolveShortName(rule.spec.host, namespace, meshConfig.domain).toLowerCase() === host &&
      ownershipOf(rule).reverts,
  );
}

/** What an autoscaler may add is asked with the caller's rights (plan.ts). */
function capacity(shortage: Shortage | null, namespace: string): SplitWarning[] {
  return shortage === null
    ? []
    : [{ code: 'capacity', ...shortage, most: null, autoscalers: 'unreachable', namespace }];
}

function badPlan({ plan, strategy }: SplitIntent): SplitRefusal[] {
  if (strategy.kind !== 'canary' && plan.length > 0) {
    return [toRefusal({ code: 'phase', about: { action: 'advance', strategy: strategy.kind } }, '/plan')];
  }
  return plan.flatMap(({ percent }, index) => {
    const before = plan[index - 1]?.percent ?? 0;
    return percent > before
      ? []
      : [toRefusal({ code: 'percent', about: { percent } }, `/plan/${index}/percent`)];
  });
}

/** Conditions that istiod would refuse are refused here, each beside its entry. RE2 has neither lookaround nor back references. */
function badMatches({ strategy }: SplitIntent): SplitRefusal[] {
  if (strategy.kind !== 'ab') return [];
  return strategy.matches.flatMap((match, index) => {
    const field = `/strategy/matches/${index}`;
    if (Object.keys(match).length === 0)
      return [toRefusal({ code: 'match-conflict', about: { field: '{}' } }, field)];
    return regexesIn(match).flatMap((regex) =>
      isRe2(regex) ? [] : [toRefusal({ code: 'regex', about: { regex } }, field)],
    );
  });
}

function regexesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(regexesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) =>
    key === 'regex' && typeof one === 'string' ? [one] : regexesIn(one),
  );
}

function isRe2(regex: string): boolean {
  if (/\(\?(?:[=!]|<[=!])|\\[1-9]/.test(regex)) return false;
  try {
    new RegExp(regex.replace(/\(\?P</g, '(?<').replace(/^\(\?[ims]+\)/, ''), 'u');
    return true;
  } catch {
    return false;
  }
}

function fieldOf({ code }: Refusal): string | null {
  switch (code) {
    case 'no-ready-pods':
      return '/candidate';
    case 'percent':
      return '/strategy/percent';
    case 'match-conflict':
    case 'mirror-in-use':
    case 'fault-in-use':
    case 'http-only':
      return '/strategy';
    case 'delegate-hidden':
      return '/mode';
    default:
      return '/points';
  }
}

function toCaution(warning: PlanWarning): SplitWarning {
  if (!('point' in warning)) return { ...warning };
  const point = toRef(warning.point);
  if (warning.code === 'bypassed')
    return { ...warning, point, hosts: [...warning.hosts], gateways: [...warning.gateways] };
  if (warning.code === 'other-hosts') return { ...warning, point, hosts: [...warning.hosts] };
  return warning.code === 'rescaled'
    ? { ...warning, point, before: [...warning.before], after: [...warning.after] }
    : { ...warning, point };
}
