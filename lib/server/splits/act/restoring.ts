/**
 * What a restore brings back: the routes as they were before the split, or the split as a former record of it says. Both are recomputed
 * onto the objects as they are now; what others changed since then stays. Looked at before it is done, tried with `dryRun=All`.
 */
import type { PlanAnswer, RestoreIntent } from '#lib/api/splits/split-plan.ts';
import { changeValue } from '#lib/document/change.ts';
import type { Json } from '#lib/document/json.ts';
import { asJson, asVirtualService, type ClusterObjects } from '#lib/istio/objects.ts';
import type { Result } from '#lib/result.ts';
import type { Acted, Actor } from '#lib/splits/plan/act.ts';
import { recordedPercent, restore, restoreTo } from '#lib/splits/plan/amend.ts';
import { objectKey } from '#lib/splits/plan/virtual-service-write.ts';
import type { Release } from '#lib/splits/record/record.ts';
import { splitServiceOf } from '#lib/splits/survey/service-versions.ts';
import { recordsIn } from '#lib/splits/survey/survey.ts';
import type { Refusal, Write } from '#lib/splits/types.ts';
import { readDrafts } from '../../configuration/draft.ts';
import { tryDrafts } from '../../configuration/write.ts';
import type { Credential } from '../../kubernetes/credential.ts';
import { pointKey, weightsOf } from '../start/reviewed.ts';
import { toRef, toRefusal } from '../world/point-refs.ts';
import type { SplitCaller } from '../world/split-caller.ts';
import type { SplitTools } from './run.ts';
import { changesOf, objectsOf, readAnew } from './write-drafts.ts';

/** What the records keep of a split; null where nothing is kept of what is asked for. */
export type Past = { kind: 'base'; started: Release | null } | { kind: 'revision'; release: Release };

export async function pastOf(
  { records }: Pick<SplitTools, 'records'>,
  credential: Credential,
  { id, service: { namespace, name } }: Pick<Release, 'id' | 'service'>,
  rev: number | null,
): Promise<Past | null> {
  const { entries } = await records.list(credential, namespace, name);
  const own = entries.filter(({ entry }) => entry.release.id === id);
  if (rev === null) {
    const start = own.find(({ entry }) => entry.kind === 'start');
    return { kind: 'base', started: start?.entry.release ?? null };
  }
  const found = own.find(({ entry }) => entry.release.rev === rev && entry.kind !== 'note');
  return found === undefined ? null : { kind: 'revision', release: found.entry.release };
}

export function restored(
  release: Release,
  past: Past | null,
  actor: Actor,
  objects: ClusterObjects,
): Result<Acted, Refusal> {
  if (past === null) return { ok: false, error: { code: 'gone', about: {} } };
  if (past.kind === 'revision') return restoreTo(release, past.release, actor, objects);
  return restore(withBases(release, past.started), readyOf(release, objects), objects);
}

/** The annotation leaves out what did not fit (record.ts); the record of the start has it. */
function withBases(release: Release, started: Release | null): Release {
  const kept = new Map(started?.points.map((one) => [pointKey(one), one.base]));
  return {
    ...release,
    points: release.points.map((one) => ({ ...one, base: one.base ?? kept.get(pointKey(one)) ?? null })),
  };
}

export function readyOf({ service, candidate }: Release, objects: ClusterObjects): number {
  const found = splitServiceOf(objects, service);
  return found?.versions.versions.find(({ value }) => value === candidate.version)?.ready ?? 0;
}

export async function describeRestore(
  tools: Pick<SplitTools, 'services' | 'records'>,
  caller: SplitCaller,
  { namespace, service, release: id, rev }: RestoreIntent,
  actor: Actor,
): Promise<PlanAnswer> {
  const { services } = tools;
  const { credential } = caller;
  const refused = (refusal: Refusal): PlanAnswer => ({ ...nothing, refusals: [toRefusal(refusal)] });
  const known = recordsIn(caller.objects.virtualServices).byService.get(`${namespace}/${service}`)?.release;
  if (known === undefined || known.id !== id) return refused({ code: 'gone', about: { release: id } });
  const [past, objects] = await Promise.all([
    pastOf(tools, credential, known, rev),
    readAnew(services.kubernetes, credential, caller.objects, objectsOf(known)),
  ]);
  const acted = restored(known, past, actor, objects);
  if (!acted.ok) return refused(acted.error);
  const { writes, changed, gone, release } = acted.value;
  const raised = release !== null && (recordedPercent(release) ?? 0) > (recordedPercent(known) ?? 0);
  if (raised && readyOf(known, objects) === 0)
    return refused({ code: 'no-ready-pods', about: { version: known.candidate.version } });
  const changes = changesOf(writes, objects);
  const drafts = await readDrafts(changes.map(({ change }) => change));
  const tried =
    drafts.length === 0 ? [] : await tryDrafts({ client: services.kubernetes, credential }, drafts);
  const kept = new Set([...changed, ...gone].map(pointKey));
  const moved = known.points.filter((one) => !kept.has(pointKey(one)));
  const now = weightsOf(known.points, objects);
  const then = weightsOf(known.points, reached(objects, writes));
  return {
    ...nothing,
    drafts: changes.map(({ change, before }) => ({ change, before, mode: 'own' })),
    dryRun: tried.map(({ verdict }) => verdict),
    release,
    restores: {
      rules: moved.map((one) => ({
        point: toRef(one),
        before: now.get(pointKey(one)) ?? null,
        after: then.get(pointKey(one)) ?? null,
      })),
      kept: [...changed, ...gone].map(toRef),
    },
    manifest: changes.map(({ change }) => change.text).join('---\n'),
  };
}

const nothing: PlanAnswer = {
  refusals: [],
  cautions: [],
  effects: [],
  drafts: [],
  dryRun: [],
  prediction: null,
  release: null,
  reviewed: '',
  gitops: { mode: 'own', snippet: null },
  manifest: '',
};

/** As it will be. */
function reached(objects: ClusterObjects, writes: readonly Write[]): ClusterObjects {
  return {
    ...objects,
    virtualServices: objects.virtualServices.map((object) => {
      const write = writes.find(({ namespace, name }) => objectKey(object) === `${namespace}/${name}`);
      const value = (write?.changes ?? []).reduce<Json>(
        (before, change) => changeValue(before, change) ?? before,
        asJson(object),
      );
      return asVirtualService(value);
    }),
  };
}
