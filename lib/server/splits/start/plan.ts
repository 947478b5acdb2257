/** `POST /api/v1/splits/plan`: a split or a recipe planned, its writes tried with the caller's credentials and its traffic predicted. */
import type { PlanAnswer, PlanEffect, PlanIntent } from '#lib/api/splits/split-plan.ts';
import { isJsonObject, own } from '#lib/document/json.ts';
import type { ClusterObjects } from '#lib/istio/objects.ts';
import { handingText, withHandings } from '#lib/splits/plan/hand-over.ts';
import { ignoreDifferences, leftBySplit, leftByWrites } from '#lib/splits/plan/ignore-differences.ts';
import { mostPods } from '#lib/splits/survey/capacity.ts';
import { serviceHost } from '#lib/splits/survey/entry-services.ts';
import { realName } from '#lib/splits/survey/gateway-routes.ts';
import { pointsOf, samePoint } from '#lib/splits/survey/points.ts';
import type { PointRef } from '#lib/splits/types.ts';
import { readDrafts } from '../../configuration/draft.ts';
import { placesOf } from '../../configuration/draft-places.ts';
import { predictDrafts } from '../../configuration/predict.ts';
import { tryDrafts } from '../../configuration/write.ts';
import { changesOf, type Named } from '../act/write-drafts.ts';
import { fromRef, proxyless, toRef } from '../world/point-refs.ts';
import type { SplitCaller } from '../world/split-caller.ts';
import type { SplitConsole } from '../world/split-console.ts';
import { autoscalersIn } from './autoscalers.ts';
import { concernedFlows } from './concerned-flows.ts';
import { planRecipeIntent } from './recipe-intent.ts';
import { reviewedText } from './reviewed.ts';
import { type Planned, planIntent, type Who } from './split-intent.ts';

export function planOf(intent: PlanIntent, who: Who, objects: ClusterObjects): Planned {
  return intent.kind === 'split' ? planIntent(intent, who, objects) : planRecipeIntent(intent, who, objects);
}

export function refsOf(intent: PlanIntent): PointRef[] {
  return 'points' in intent ? intent.points.map(fromRef) : [];
}

/** All that a plan of this intent may write or read again. */
export function touchedBy(intent: PlanIntent, objects: ClusterObjects): Named[] {
  return [
    ...refsOf(intent).map(({ namespace, virtualService }) => ({
      kind: 'VirtualService' as const,
      namespace,
      name: virtualService,
    })),
    ...objects.destinationRules
      .filter(({ metadata }) => metadata.namespace === intent.namespace)
      .filter(
        ({ spec }) =>
          spec !== undefined && (spec.host === intent.service || spec.host.split('.')[0] === intent.service),
      )
      .map(({ metadata }) => ({
        kind: 'DestinationRule' as const,
        namespace: intent.namespace,
        name: metadata.name,
      })),
  ];
}

export async function describePlan(
  services: Pick<SplitConsole, 'kubernetes' | 'telemetry' | 'scoping' | 'snapshot'>,
  caller: SplitCaller,
  intent: PlanIntent,
  who: Who,
  windowSeconds: number,
): Promise<PlanAnswer> {
  const { objects, credential, rights } = caller;
  const planned = planOf(intent, who, objects);
  const changes = changesOf(planned.writes, objects);
  const drafts = await readDrafts(changes.map(({ change }) => change));
  const tried =
    drafts.length === 0 || planned.mode === 'emit'
      ? []
      : await tryDrafts({ client: services.kubernetes, credential }, drafts);
  const cautions = [
    ...(await withAutoscalers(services, caller, planned)),
    ...(intent.kind !== 'split' || planned.service === null || planned.refusals.length > 0
      ? []
      : await proxyless(services, planned.service, caller)),
  ];
  const metrics = services.scoping.near(rights.visible, placesOf(drafts, objects));
  const reading = drafts.length === 0 ? null : await services.telemetry.live(windowSeconds, metrics.scope);
  const predicted =
    reading === null || reading.metricsAt === null
      ? null
      : await predictDrafts(
          { drafts, windowSeconds },
          {
            snapshot: services.snapshot.objects(),
            reading,
            rights,
            // What is told is the traffic once Git has said its part: before that a delegate moves nothing.
            afterwards: (after) => withHandings(planned.handings, after),
          },
        );
  const { service } = planned;
  const prediction = predicted && {
    ...(service === null ? predicted : concernedFlows(predicted, new Set([service.host, ...service.hosts]))),
    warnings: [...predicted.warnings, ...metrics.warnings],
  };
  return {
    refusals: planned.refusals,
    cautions,
    effects: planned.refusals.length > 0 ? [] : effectsOf(intent, planned, objects),
    drafts: changes.map(({ change, before }) => ({ change, before, mode: planned.mode })),
    dryRun: tried.map(({ verdict }) => verdict),
    prediction,
    release: planned.release,
    reviewed: reviewedText(refsOf(intent), objects),
    gitops: { mode: planned.mode, snippet: snippetOf(planned, objects) },
    manifest: changes.map(({ change }) => change.text).join('---\n'),
  };
}

async function withAutoscalers(
  services: Pick<SplitConsole, 'kubernetes'>,
  { credential }: SplitCaller,
  { cautions, service }: Planned,
): Promise<Planned['cautions']> {
  if (service === null || !cautions.some(({ code }) => code === 'capacity')) return cautions;
  const found = await autoscalersIn(services, credential, service.namespace);
  return cautions.map((one) => {
    if (one.code !== 'capacity') return one;
    const version = service.versions.versions.find(({ value }) => value === one.version);
    const most = version === undefined ? null : mostPods(version.workloads, one.ready, found.items);
    return { ...one, most, autoscalers: found.state };
  });
}

/** What whoever keeps the objects in Git has to say; null where that is nothing. */
function snippetOf({ mode, writes, release, handings }: Planned, objects: ClusterObjects): string | null {
  if (mode === 'delegate' && handings.length > 0) return handings.map(handingText).join('---\n');
  if (mode !== 'overlay') return null;
  return ignoreDifferences(
    release === null ? leftByWrites(writes, objects) : leftBySplit(release, objects.meshConfig.domain),
  );
}

function effectsOf(
  intent: PlanIntent,
  { writes, release, handings }: Planned,
  objects: ClusterObjects,
): PlanEffect[] {
  const effects: PlanEffect[] = [];
  for (const { kind, namespace, name, create, changes } of writes) {
    // Routes of the Gateway API are kept among the VirtualServices, under a name of ours.
    const object = kind === 'DestinationRule' ? { kind, namespace, name } : { ...realName(name), namespace };
    if (kind === 'DestinationRule') {
      if (intent.kind === 'circuit-breaker') {
        effects.push({ code: 'circuit-breaker', object, point: null, about: breakerAbout(intent, changes) });
        continue;
      }
      const names =
        create === undefined ? added(changes) : namesIn(isJsonObject(create) ? own(create, 'spec') : null);
      effects.push({
        code: create === undefined ? 'appends-subsets' : 'creates-subsets',
        object,
        point: null,
        about: { subsets: names.join(', '), count: names.length },
      });
      continue;
    }
    const handing = handings.find(
      ({ delegate }) => delegate.namespace === namespace && delegate.name === name,
    );
    if (create !== undefined) {
      const code = handing === undefined ? 'creates-virtual-service' : 'creates-delegate';
      effects.push({ code, object, point: null, about: {} });
    }
    // Who is meant is said by the root that hands over.
    const { root = { namespace, name } } = handing ?? {};
    const refs = refsOf(intent).filter(
      (one) => one.namespace === root.namespace && one.virtualService === root.name,
    );
    const found = pointsOf(
      new Set(
        release === null
          ? [serviceHost({ namespace: intent.namespace, name: intent.service }, objects.meshConfig.domain)]
          : // Services may stand for the versions, and be what the rule names.
            [release.service.host, release.stable.host, release.candidate.host],
      ),
      objects,
    );
    const told = refs.flatMap((ref) => {
      const point = found.find((one) => samePoint(one, ref));
      return point === undefined ? [] : [{ ...point, hosts: ref.only ?? point.hosts }];
    });
    const points =
      told.length > 0
        ? told.map((one) => ({ ref: toRef(one), hosts: [...one.hosts], gateways: [...one.gateways] }))
        : [null];
    for (const point of points) {
      for (const { code, about } of statements(intent, release)) effects.push({ code, object, point, about });
    }
  }
  if (writes.length > 0) {
    const [first] = writes;
    if (first !== undefined) {
      const { kind, namespace, name } = first;
      effects.push({
        code: 'nothing-else',
        object: kind === 'DestinationRule' ? { kind, namespace, name } : { ...realName(name), namespace },
        point: null,
        about: { objects: writes.length },
      });
    }
  }
  return effects;
}

function added(changes: Planned['writes'][number]['changes'] = []): string[] {
  return (changes ?? []).flatMap((change) => {
    if (change.op === 'insert') return namesIn({ subsets: [change.value] });
    return change.op === 'set' && change.path.at(-1) === 'subsets' ? namesIn({ subsets: change.value }) : [];
  });
}

function namesIn(spec: unknown): string[] {
  if (typeof spec !== 'object' || spec === null || !('subsets' in spec) || !Array.isArray(spec.subsets))
    return [];
  return spec.subsets.flatMap((one: unknown) =>
    typeof one === 'object' && one !== null && 'name' in one && typeof one.name === 'string'
      ? [one.name]
      : [],
  );
}

/** What is set, in its numbers; of what is switched off only what the object had and loses. */
function breakerAbout(
  { outlier, pool }: Extract<PlanIntent, { kind: 'circuit-breaker' }>,
  changes: Planned['writes'][number]['changes'] = [],
): PlanEffect['about'] {
  const removed = (field: string) =>
    (changes ?? []).some(({ op, path }) => op === 'remove' && path.at(-1) === field) ? 1 : 0;
  return {
    errors: outlier?.consecutive5xxErrors ?? 0,
    interval: outlier?.interval ?? '',
    ejection: outlier?.baseEjectionTime ?? '',
    mostPercent: outlier?.maxEjectionPercent ?? 0,
    connections: pool?.maxConnections ?? 0,
    pending: pool?.http1MaxPendingRequests ?? 0,
    requests: pool?.http2MaxRequests ?? 0,
    outlierRemoved: removed('outlierDetection'),
    poolRemoved: removed('connectionPool'),
  };
}

function statements(intent: PlanIntent, release: Planned['release']): Pick<PlanEffect, 'code' | 'about'>[] {
  switch (intent.kind) {
    case 'timeout-retries':
      return [
        { code: 'timeout', about: { timeout: intent.timeout ?? '' } },
        {
          code: 'retries',
          about: {
            // Without any of their own Istio's apply.
            set: intent.retries === null ? 0 : 1,
            attempts: intent.retries?.attempts ?? 0,
            perTry: intent.retries?.perTryTimeout ?? '',
            on: intent.retries?.retryOn ?? '',
          },
        },
      ];
    case 'fault':
      return [
        {
          code: 'fault',
          about: {
            delay: intent.delay?.fixedDelay ?? '',
            delayPercent: intent.delay?.percent ?? 0,
            status: intent.abort?.httpStatus ?? 0,
            abortPercent: intent.abort?.percent ?? 0,
            seconds: intent.endsInSeconds,
          },
        },
      ];
    case 'mirror-test':
      return [
        {
          code: 'mirror',
          about: { percent: intent.percent, target: `${intent.target.service}.${intent.target.namespace}` },
        },
      ];
    case 'circuit-breaker':
      return [];
    case 'split': {
      const { strategy, stable, candidate } = intent;
      const pins: Pick<PlanEffect, 'code' | 'about'>[] =
        release?.stable.subset == null
          ? []
          : [{ code: 'pins-subset', about: { version: stable, subset: release.stable.subset } }];
      switch (strategy.kind) {
        case 'canary':
          return [
            {
              code: 'weights',
              about: { candidate, stable, percent: strategy.percent, rest: 100 - strategy.percent },
            },
            ...(strategy.sticky ? [{ code: 'sticky' as const, about: { candidate } }] : []),
            ...pins,
          ];
        case 'blue-green':
          return [
            {
              code: 'weights',
              about: { candidate, stable, percent: strategy.percent, rest: 100 - strategy.percent },
            },
            ...(strategy.header === null
              ? []
              : [
                  {
                    code: 'preview' as const,
                    about: { candidate, header: strategy.header.name, value: strategy.header.value },
                  },
                ]),
            ...pins,
          ];
        case 'ab':
          return [{ code: 'ab', about: { candidate, stable, conditions: strategy.matches.length } }, ...pins];
        case 'mirror':
          return [{ code: 'mirror', about: { percent: strategy.percent, target: candidate } }, ...pins];
      }
    }
  }
}
