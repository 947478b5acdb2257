/** Weights that somebody wrote by hand become a split with a record: what was only shown can then be acted on. */
import { randomBytes } from 'node:crypto';
import type { ActBody, RunAnswer } from '#lib/api/splits/split-plan.ts';
import { recordedPercent, track } from '#lib/splits/plan/amend.ts';
import type { SplitService } from '#lib/splits/survey/service-versions.ts';
import { standingSplit } from '#lib/splits/survey/survey.ts';
import { toRefusal, versionsBySubset } from '../world/point-refs.ts';
import type { SplitCaller } from '../world/split-caller.ts';
import { guardDefaults } from '../world/world.ts';
import {
  type Actor,
  applyWrites,
  counted,
  entryOf,
  inOrder,
  refusedRun,
  type SplitTools,
  triedRun,
} from './run.ts';
import { readAnew } from './write-drafts.ts';

/** Lower-case letters and digits, as a record's id has to be. */
export function newReleaseId(): string {
  return randomBytes(5).toString('hex');
}

export async function trackSplit(
  tools: SplitTools,
  caller: SplitCaller,
  actor: Actor,
  service: SplitService,
  { stable, candidate }: Extract<ActBody['action'], { kind: 'adopt' }>,
): Promise<RunAnswer> {
  const { services, records } = tools;
  const { host, namespace, name } = service;
  const standing = standingSplit(service.service, caller.objects);
  const wanted = (standing?.points ?? []).map((point) => ({
    kind: 'VirtualService' as const,
    namespace: point.namespace,
    name: point.virtualService,
  }));
  const objects = await readAnew(services.kubernetes, actor.credential, caller.objects, wanted);
  const bySubset = versionsBySubset(host, service.versions.versions, objects);
  const shares = (standing?.points ?? []).find(({ conditional }) => !conditional)?.shares ?? [];
  const shared = [...shares]
    .filter(({ target }) => service.hosts.has(target.host))
    .sort((a, b) => (b.percent ?? 0) - (a.percent ?? 0))
    .flatMap(({ target }) => bySubset.get(`${target.host}/${target.subset ?? ''}`) ?? []);
  const sideOf = (value: string | undefined) => {
    const version = service.versions.versions.find((one) => one.value === value);
    if (version?.host !== undefined) return { ...version, host: version.host, subset: null };
    const subset = [...bySubset].find(([, one]) => one === value)?.[0].split('/')[1];
    return version === undefined || subset === undefined ? null : { ...version, host, subset };
  };
  const a = sideOf(stable ?? shared[0]);
  const b = sideOf(candidate ?? shared.find((one) => one !== (stable ?? shared[0])));
  if (a === null || b === null)
    return refusedRun([toRefusal({ code: 'no-stable-share', about: {} }, '/action')]);
  const at = new Date(services.clock.now()).toISOString();
  const tracked = track(
    {
      id: newReleaseId(),
      service: { namespace, name, host },
      stable: a,
      candidate: b,
      guard: { mode: 'off', ...guardDefaults, armedBy: null },
    },
    { by: actor.name, at },
    objects,
  );
  if (!tracked.ok) return refusedRun([toRefusal(tracked.error, '/action')]);
  const { release, writes } = tracked.value;
  const { answer } = await applyWrites(tools, actor, writes, objects);
  const outcomes = inOrder(answer);
  const { written, total } = counted(outcomes);
  const recorded =
    written > 0 && release !== null
      ? await records.keep(
          actor.credential,
          entryOf('adopt', actor, at, release, { to: recordedPercent(release), written, total }),
        )
      : false;
  return {
    ...triedRun(outcomes),
    release: written > 0 ? release : null,
    attempts: 1,
    recorded,
  };
}
