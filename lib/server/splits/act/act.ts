/** `POST /api/v1/splits/{namespace}/{service}/act`: what is done with a running split. */
import type { ActBody, RunAnswer } from '#lib/api/splits/split-plan.ts';
import type { ClusterObjects } from '#lib/istio/objects.ts';
import type { Result } from '#lib/result.ts';
import { type Acted, type Action, actOn } from '#lib/splits/plan/act.ts';
import { adopt, reapply, recordedPercent, withGuard } from '#lib/splits/plan/amend.ts';
import type { Release } from '#lib/splits/record/record.ts';
import { handedTo } from '#lib/splits/survey/delegation.ts';
import { realName } from '#lib/splits/survey/gateway-routes.ts';
import { foreignOwnerOf } from '#lib/splits/survey/owners.ts';
import type { SplitService } from '#lib/splits/survey/service-versions.ts';
import { recordsIn } from '#lib/splits/survey/survey.ts';
import type { Refusal } from '#lib/splits/types.ts';
import { unhandedPoints } from '../guard/handing.ts';
import type { SplitMetrics } from '../live/split-metrics.ts';
import { verdictNow } from '../live/verdict-now.ts';
import { conflictAt, recordedWeights, weightsOf } from '../start/reviewed.ts';
import { noRootOf, toRefusal } from '../world/point-refs.ts';
import type { SplitCaller } from '../world/split-caller.ts';
import { abortSplit } from './abort.ts';
import { cleanLeft, cleanUp } from './cleanup.ts';
import { endFaultOf } from './end-fault.ts';
import { handToOwner, isForeignAction } from './foreign.ts';
import { type Past, pastOf, readyOf, restored } from './restoring.ts';
import {
  type Actor,
  applyWrites,
  conflictRun,
  counted,
  entryOf,
  inOrder,
  isConflict,
  keepTold,
  mostAttempts,
  nothing,
  refusedRun,
  type SplitTools,
  triedRun,
} from './run.ts';
import { trackSplit } from './track.ts';
import { objectsOf, readAnew } from './write-drafts.ts';

export async function actOnSplit(
  tools: SplitTools & { metrics: SplitMetrics },
  caller: SplitCaller,
  actor: Actor,
  service: SplitService,
  body: ActBody,
): Promise<RunAnswer> {
  const { action } = body;
  const name = { namespace: service.namespace, name: service.name };
  const standing = recordsIn(caller.objects.virtualServices).byService.get(`${name.namespace}/${name.name}`);
  if (action.kind === 'end-fault') return endFaultOf(tools, caller, actor, service, action);
  if (action.kind === 'cleanup') {
    return action.left === undefined
      ? cleanUp(tools, caller, actor, service, body.release)
      : cleanLeft(tools, caller, actor, service, action.left);
  }
  if (action.kind === 'adopt' && body.release === null && standing === undefined) {
    return trackSplit(tools, caller, actor, service, action);
  }
  if (standing === undefined && body.release === null && isForeignAction(action.kind)) {
    const foreign = foreignOwnerOf(service.service, service.host, caller.objects);
    if (foreign !== null) return handToOwner(tools, actor, foreign, action.kind);
  }
  if (standing === undefined || standing.release.id !== body.release) {
    return refusedRun(
      [toRefusal({ code: 'gone', about: { release: body.release ?? '' } })],
      standing?.release ?? null,
    );
  }
  if (action.kind === 'abort') {
    const found = service.versions.versions.find(({ value }) => value === standing.release.stable.version);
    if (!action.force && found !== undefined && found.ready === 0) {
      return refusedRun(
        [toRefusal({ code: 'no-ready-pods', about: { version: found.value } })],
        standing.release,
      );
    }
    const { release } = standing;
    const judged = verdictNow(
      { metrics: tools.metrics, clock: tools.services.clock },
      release,
      caller.objects,
    );
    return abortSplit(tools, actor, caller.objects, release, { kind: 'abort', verdict: judged });
  }
  if (action.kind === 'note') {
    const at = new Date(tools.services.clock.now()).toISOString();
    const recorded = await tools.records.keep(
      actor.credential,
      entryOf('note', actor, at, standing.release, { text: action.text }),
    );
    const refusal = {
      code: 'rights',
      about: { verb: 'create', group: '', resource: 'configmaps', namespace: name.namespace },
    } as const;
    return {
      ...nothing,
      outcome: recorded ? 'done' : 'failed',
      refusals: recorded ? [] : [toRefusal(refusal)],
      release: standing.release,
      recorded,
    };
  }
  if (action.kind === 'guard' && action.guard.mode === 'auto-abort') {
    // The guard's Role speaks of VirtualServices alone.
    const routes = standing.release.points.some(
      ({ virtualService }) => realName(virtualService).kind !== 'VirtualService',
    );
    const { obstacle } = routes
      ? { obstacle: 'no-role' as const }
      : await tools.guardRights.in(name.namespace);
    if (obstacle !== null) {
      return refusedRun(
        [toRefusal({ code: 'guard', about: { obstacle, namespace: name.namespace } }, '/action/guard/mode')],
        standing.release,
      );
    }
  }
  const past =
    action.kind === 'restore' ? await pastOf(tools, actor.credential, standing.release, action.rev) : null;
  return change(tools, caller, actor, standing.release, body, past);
}

async function change(
  tools: SplitTools & { metrics: SplitMetrics },
  caller: SplitCaller,
  actor: Actor,
  known: Release,
  body: ActBody,
  past: Past | null,
): Promise<RunAnswer> {
  const { services } = tools;
  const { clock, history, kubernetes } = services;
  const looked = weightsOf(known.points, caller.objects);
  for (let attempts = 1; ; attempts++) {
    const objects = await readAnew(kubernetes, actor.credential, caller.objects, objectsOf(known));
    const release = recordsIn(objects.virtualServices).byService.get(
      `${known.service.namespace}/${known.service.name}`,
    )?.release;
    if (release === undefined || release.id !== known.id) {
      return refusedRun([toRefusal({ code: 'gone', about: { release: known.id } })], release ?? null);
    }
    if (body.rev !== null && body.rev !== release.rev) {
      const conflict = conflictAt(
        release.points,
        objects,
        history,
        release.rev === known.rev ? await former(tools, caller, release, body.rev) : looked,
      );
      return conflictRun(
        { ...conflict, by: release.by, at: Math.floor(Date.parse(release.at) / 1000) },
        release,
      );
    }
    const at = new Date(clock.now()).toISOString();
    const acted = perform(release, body.action, { by: actor.name, at }, objects, past);
    if (!acted.ok) return refusedRun([toRefusal(acted.error, '/action')], release);
    const raised = raises(release, acted.value.release)
      ? (candidateDown(release, objects) ?? neverAsked(release, objects, services.snapshot.objects()))
      : null;
    if (raised !== null) return refusedRun([toRefusal(raised, '/action')], release);
    if (steers(body.action) && acted.value.changed.length > 0 && !body.overwrite) {
      const { changed } = acted.value;
      // What the page showed may have been theirs already: the split's own is what its record says.
      const own = recordedWeights(changed, release, recordedPercent(release) ?? 0, objects);
      return conflictRun(conflictAt(changed, objects, history, own), release);
    }
    const judged = verdictNow({ metrics: tools.metrics, clock }, release, caller.objects);
    const { answer, routes } = await applyWrites(tools, actor, acted.value.writes, objects);
    if (isConflict(answer) && attempts < mostAttempts) continue;
    const outcomes = inOrder(answer);
    const { written, total } = counted(outcomes);
    const after = acted.value.release;
    const recorded =
      written > 0 || total === 0
        ? await keepTold(
            tools,
            actor,
            entryOf(body.action.kind, actor, at, after ?? release, {
              from: recordedPercent(release),
              to: after === null ? null : recordedPercent(after),
              // Which revision it goes back to; none for what stood there before the split.
              text:
                body.action.kind === 'restore' && body.action.rev !== null ? String(body.action.rev) : null,
              verdict: await judged,
              written,
              total,
            }),
            routes,
          )
        : false;
    return {
      ...triedRun(outcomes),
      release: written > 0 ? after : release,
      attempts,
      recorded,
    };
  }
}

/** What the rules said at the revision that was looked at, as far as the records tell: the candidate's share. */
async function former(
  { records }: SplitTools,
  { credential }: SplitCaller,
  release: Release,
  rev: number,
): Promise<Map<string, { host: string; subset: string | null; percent: number | null }[]>> {
  const { namespace, name } = release.service;
  const { entries } = await records.list(credential, namespace, name);
  const then = entries.find(({ entry }) => entry.release.id === release.id && entry.release.rev === rev);
  const percent = then?.entry.to ?? null;
  if (percent === null) return new Map();
  const { stable, candidate } = release;
  const weights = [
    { host: stable.host, subset: stable.subset, percent: 100 - percent },
    { host: candidate.host, subset: candidate.subset, percent },
  ];
  return new Map(
    release.points.map(({ namespace: at, virtualService, layer, key }) => [
      `${at}/${virtualService}/${layer}/${key}`,
      weights,
    ]),
  );
}

function perform(
  release: Release,
  action: ActBody['action'],
  by: { by: string; at: string },
  objects: ClusterObjects,
  past: Past | null,
): Result<Acted, Refusal> {
  switch (action.kind) {
    case 'adopt':
      return adopt(release, by, objects);
    case 'reapply':
      return reapply(release, by, objects);
    case 'restore':
      return restored(release, past, by, objects);
    case 'guard': {
      const armedBy = action.guard.mode === 'auto-abort' ? by.by : null;
      return { ok: true, value: withGuard(release, { ...action.guard, armedBy }, by, objects) };
    }
    default:
      return actOn(release, action as Action, by, objects);
  }
}

function steers({ kind }: ActBody['action']): boolean {
  return kind === 'advance' || kind === 'set' || kind === 'promote';
}

function raises(before: Release, after: Release | null): boolean {
  return after !== null && (recordedPercent(after) ?? 0) > (recordedPercent(before) ?? 0);
}

/** Steps of what nobody asks would all come at once, with the first root that hands requests to it. */
function neverAsked(release: Release, objects: ClusterObjects, all: ClusterObjects): Refusal | null {
  const handed = handedTo(all.virtualServices);
  const [first] = unhandedPoints(release, handed, objects);
  return first === undefined ? null : noRootOf(first, handed, objects);
}

/** Never more traffic to a candidate that has nobody to answer. */
function candidateDown(release: Release, objects: ClusterObjects): Refusal | null {
  return readyOf(release, objects) > 0
    ? null
    : { code: 'no-ready-pods', about: { version: release.candidate.version } };
}
