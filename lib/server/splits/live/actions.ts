/** What can be done with a split now, in the order in which it is offered; what cannot says why. */
import type { SplitLive } from '#lib/api/splits/split-live.ts';
import type { SplitRefusal } from '#lib/api/splits/split-shapes.ts';
import type { SplitActionKind, SplitState } from '#lib/api/splits/split-words.ts';
import { dueStep } from '#lib/splits/plan/act.ts';
import { recordedPercent } from '#lib/splits/plan/amend.ts';
import type { Release } from '#lib/splits/record/record.ts';
import { realName } from '#lib/splits/survey/gateway-routes.ts';
import type { PointRef, Refusal } from '#lib/splits/types.ts';
import { toRefusal } from '../world/point-refs.ts';
import type { KeptEntry } from '../world/records.ts';
import { routingKinds } from '../world/world.ts';
import type { StandingPoint } from './judge.ts';

export interface ActionsInput {
  state: SplitState;
  /** Of what runs. */
  release: Release | null;
  points: readonly StandingPoint[];
  candidateReady: number;
  /** Rules in delegates that nobody hands requests to. */
  unhanded: readonly PointRef[];
  may: SplitLive['may'];
  /** Records of this split. */
  kept: readonly KeptEntry[];
}

export function actionsOf(input: ActionsInput): SplitLive['actions'] {
  const { state, release, may, kept } = input;
  if (state === 'untracked') return [told('adopt', rights(may))];
  if (state === 'past') {
    const isMade = kept.some(({ entry }) => entry.subsets.length > 0);
    return isMade ? [told('cleanup', rights(may))] : [];
  }
  if (release === null) return [];
  const right = rights(may);
  const phase = (action: SplitActionKind): Refusal => ({
    code: 'phase',
    about: { phase: release.phase, action },
  });
  const isOver = release.phase === 'Aborted' || release.phase === 'Promoted';
  const drifted = input.points.some((one) => one.state !== 'as-written');
  const [idle] = input.unhanded;
  const down: Refusal | null =
    input.candidateReady === 0
      ? { code: 'no-ready-pods', about: { version: release.candidate.version } }
      : null;
  const more: Refusal | null =
    idle === undefined
      ? (down ?? right)
      : { code: 'no-root', about: { namespace: idle.namespace, name: idle.virtualService } };
  const at = dueStep(release);
  const due = at === null ? undefined : release.plan[at];
  const { strategy } = release;
  const settable = strategy.kind !== 'ab';
  const now = recordedPercent(release);
  return [
    told('advance', isOver || due === undefined ? phase('advance') : more, due?.percent ?? null),
    told('set', isOver || !settable ? phase('set') : right),
    release.phase === 'Paused' ? told('resume', right) : told('pause', isOver ? phase('pause') : right),
    told('promote', isOver ? phase('promote') : more, 100),
    told(
      'abort',
      release.phase === 'Aborted' && now === 0 && !drifted ? phase('abort') : abortRight(input),
      0,
    ),
    told('finish', isOver ? finishRight(input) : phase('finish')),
    told('restore', hasBases(release, kept) ? right : phase('restore')),
    ...(drifted ? [told('adopt', right), told('reapply', down ?? right, now)] : []),
    told(
      'note',
      may.records
        ? null
        : {
            code: 'rights',
            about: {
              verb: 'create',
              group: '',
              resource: 'configmaps',
              namespace: release.service.namespace,
            },
          },
    ),
    told('guard', isOver ? phase('guard') : right),
  ];
}

/** Where they did not fit into the annotation the record of the start has them. */
function hasBases({ points }: Release, kept: readonly KeptEntry[]): boolean {
  const start = kept.find(({ entry }) => entry.kind === 'start')?.entry.release.points ?? [];
  return points.every(
    (point) =>
      point.base !== null ||
      start.some(
        (one) => one.key === point.key && one.virtualService === point.virtualService && one.base !== null,
      ),
  );
}

function told(
  kind: SplitActionKind,
  refusal: Refusal | null,
  percent: number | null = null,
): SplitLive['actions'][number] {
  const shown: SplitRefusal | null = refusal === null ? null : toRefusal(refusal);
  return { kind, allowed: refusal === null, refusal: shown, percent };
}

/** What can be taken back is, also by somebody who may not write to all of it. */
function abortRight({ points, may }: ActionsInput): Refusal | null {
  return points.every((point) => missingFor(point, may) !== undefined) ? rights(may) : null;
}

/** Taking the record off writes to what carries it: an object that the split never came to is left alone. */
function finishRight({ points, may }: ActionsInput): Refusal | null {
  const needed = points.filter(({ marked }) => marked).flatMap((point) => missingFor(point, may) ?? [])[0];
  return needed === undefined ? null : { code: 'rights', about: { ...needed } };
}

function missingFor({ ref }: StandingPoint, { missing }: SplitLive['may']) {
  return missing.find(
    ({ resource, namespace }) =>
      namespace === ref.namespace && resource === routingKinds[realName(ref.virtualService).kind].plural,
  );
}

/** Of a running split nothing but its VirtualServices is written. */
function rights({ missing }: SplitLive['may']): Refusal | null {
  const needed = missing.find(({ resource }) => resource !== 'destinationrules');
  return needed === undefined ? null : { code: 'rights', about: { ...needed } };
}
