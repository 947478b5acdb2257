/**
 * Splits that Argo Rollouts, Flagger or KubeSphere steers: their own object, read and acted on with the credentials of whoever looks.
 * Nothing of Istio's is written here: their controllers do that.
 */
import type { SplitLive } from '#lib/api/splits/split-live.ts';
import type { RunAnswer } from '#lib/api/splits/split-plan.ts';
import type { Json } from '#lib/document/json.ts';
import { isRecord } from '#lib/record.ts';
import {
  canaryState,
  type ForeignAction,
  type ForeignPatch,
  type ForeignState,
  foreignActions,
  rolloutState,
  strategyOf,
  strategyState,
} from '#lib/splits/survey/foreign-state.ts';
import type { ForeignOwner } from '#lib/splits/survey/owners.ts';
import { isAppError } from '../../app-error.ts';
import type { Credential } from '../../kubernetes/credential.ts';
import { collectionPath, objectPath, statusPath } from '../../kubernetes/paths.ts';
import { foreignResources } from '../../kubernetes/resources.ts';
import { toRefusal } from '../world/point-refs.ts';
import type { SplitCaller } from '../world/split-caller.ts';
import type { SplitConsole } from '../world/split-console.ts';
import { type Actor, mostAttempts, nothing, refusedRun, type SplitTools } from './run.ts';

export interface ForeignReading {
  state: NonNullable<SplitLive['foreign']>['read'];
  /** Null where the object could not be read. */
  told: ForeignState | null;
  /** The object that speaks: KubeSphere's is found by what it routes. */
  name: string;
  resourceVersion: string | null;
}

const timeoutMs = 5000;

/** Never rejects. */
export async function readForeign(
  { kubernetes }: Pick<SplitConsole, 'kubernetes'>,
  credential: Credential,
  { owner, object }: ForeignOwner,
): Promise<ForeignReading> {
  const resource = foreignResources[owner];
  const { namespace, name } = object;
  const unread = (state: ForeignReading['state']): ForeignReading => ({
    state,
    told: null,
    name,
    resourceVersion: null,
  });
  try {
    if (owner === 'kubesphere') {
      const path = collectionPath(resource, namespace);
      const answer = await kubernetes.call({ method: 'GET', path, timeoutMs }, credential);
      const items = isRecord(answer) && Array.isArray(answer.items) ? (answer.items as Json[]) : [];
      const found = strategyOf(items, name);
      return found === null ? unread('missing') : readingOf(found, strategyState(found), name);
    }
    const path = objectPath(resource, namespace, name);
    const answer = (await kubernetes.call({ method: 'GET', path, timeoutMs }, credential)) as Json;
    return readingOf(answer, owner === 'flagger' ? canaryState(answer) : rolloutState(answer), name);
  } catch (error) {
    if (!isAppError(error)) throw error;
    if (error.code === 'not-found') return unread('missing');
    return unread(
      error.code === 'forbidden' || error.code === 'unauthenticated' ? 'forbidden' : 'unreachable',
    );
  }
}

function readingOf(object: Json, told: ForeignState, fallback: string): ForeignReading {
  const metadata = isRecord(object) && isRecord(object.metadata) ? object.metadata : {};
  const { name, resourceVersion } = metadata;
  return {
    state: 'ok',
    told,
    name: typeof name === 'string' ? name : fallback,
    resourceVersion: typeof resourceVersion === 'string' ? resourceVersion : null,
  };
}

export function foreignShown(
  { owner, object }: ForeignOwner,
  { state, told, name }: ForeignReading,
): NonNullable<SplitLive['foreign']> {
  return {
    owner,
    object: { ...object, name },
    read: state,
    phase: told?.phase ?? null,
    message: told?.message ?? null,
    step: told?.step ?? null,
    steps: told?.steps ?? null,
    percent: told?.percent ?? null,
    gates: [...(told?.gates ?? [])],
  };
}

/** What the owner's object can be asked for, and by whom. */
export async function foreignActionsOf(
  { access }: Pick<SplitConsole, 'access'>,
  { credential }: Pick<SplitCaller, 'credential'>,
  { owner, object }: ForeignOwner,
  { told }: ForeignReading,
): Promise<SplitLive['actions']> {
  if (told === null) return [];
  const offered = foreignActions.flatMap((kind) => {
    const patches = told.actions.get(kind);
    return patches === undefined ? [] : [{ kind, patches }];
  });
  return Promise.all(
    offered.map(async ({ kind, patches }) => {
      const shown = (refusal: Parameters<typeof toRefusal>[0] | null) => ({
        kind,
        allowed: refusal === null,
        refusal: refusal === null ? null : toRefusal(refusal),
        percent: null,
      });
      if (patches.length === 0)
        return shown({ code: 'phase', about: { phase: told.phase ?? '', action: kind } });
      const missing = await firstMissing(patches);
      return shown(missing === null ? null : { code: 'rights', about: missing });
    }),
  );

  async function firstMissing(patches: readonly ForeignPatch[]) {
    const { group, plural: resource } = foreignResources[owner];
    const { namespace } = object;
    for (const { part } of patches) {
      const question = {
        verb: 'patch',
        group,
        resource: part === 'status' ? `${resource}/status` : resource,
      };
      if (!(await access.allows(credential, question, namespace))) return { ...question, namespace };
    }
    return null;
  }
}

export function isForeignAction(kind: string): kind is ForeignAction {
  return (foreignActions as readonly string[]).includes(kind);
}

/** The owner is asked in its own way. What it then does to the routes is its own. */
export async function handToOwner(
  { services }: Pick<SplitTools, 'services'>,
  actor: Actor,
  foreign: ForeignOwner,
  action: ForeignAction,
): Promise<RunAnswer> {
  const resource = foreignResources[foreign.owner];
  const { namespace } = foreign.object;
  for (let attempts = 1; ; attempts++) {
    const { state, told, name, resourceVersion } = await readForeign(services, actor.credential, foreign);
    if (told === null) {
      const { group, plural } = resource;
      return refusedRun([
        state === 'forbidden'
          ? toRefusal({ code: 'rights', about: { verb: 'get', group, resource: plural, namespace } })
          : toRefusal({ code: 'gone', about: { kind: resource.kind, namespace, name } }),
      ]);
    }
    const patches = told.actions.get(action) ?? [];
    if (patches.length === 0)
      return refusedRun([toRefusal({ code: 'phase', about: { phase: told.phase ?? '', action } })]);
    try {
      // An abort counts whatever its controller has written meanwhile; a step only on what was seen.
      await patchAll(
        services,
        actor.credential,
        { owner: foreign.owner, namespace, name },
        patches,
        action === 'abort' ? null : resourceVersion,
      );
      return { ...answered(foreign, name, null), outcome: 'done', written: 1, attempts, recorded: true };
    } catch (error) {
      if (!isAppError(error)) throw error;
      if (error.code === 'conflict' && attempts < mostAttempts) continue;
      return { ...answered(foreign, name, error.code), outcome: outcomeOf(error.code), attempts };
    }
  }
}

async function patchAll(
  { kubernetes }: Pick<SplitConsole, 'kubernetes'>,
  credential: Credential,
  { owner, namespace, name }: { owner: ForeignOwner['owner']; namespace: string; name: string },
  patches: readonly ForeignPatch[],
  resourceVersion: string | null,
): Promise<void> {
  const resource = foreignResources[owner];
  let seen = resourceVersion;
  for (const { part, body } of patches) {
    const sent = seen === null ? body : { ...body, metadata: { resourceVersion: seen } };
    const patch = (path: ReturnType<typeof objectPath>) =>
      kubernetes.call({ method: 'PATCH', path, body: sent, timeoutMs }, credential);
    const whole = objectPath(resource, namespace, name);
    let answer: unknown;
    try {
      answer = await patch(part === 'status' ? statusPath(resource, namespace, name) : whole);
    } catch (error) {
      // Older definitions of the kind have no status of their own.
      if (part !== 'status' || !isAppError(error) || error.code !== 'not-found') throw error;
      answer = await patch(whole);
    }
    const metadata = isRecord(answer) && isRecord(answer.metadata) ? answer.metadata : {};
    seen = seen !== null && typeof metadata.resourceVersion === 'string' ? metadata.resourceVersion : null;
  }
}

function outcomeOf(code: string): RunAnswer['outcome'] {
  return code === 'conflict' ? 'conflict' : 'failed';
}

function answered({ owner, object }: ForeignOwner, name: string, code: string | null): RunAnswer {
  const { group, plural } = foreignResources[owner];
  const { namespace } = object;
  const missing = code === 'forbidden' ? { verb: 'patch', group, resource: plural, namespace } : null;
  const refusal =
    code === null ? null : missing !== null ? 'rights' : code === 'conflict' ? 'conflict' : 'unknown';
  return {
    ...nothing,
    total: 1,
    refusals: missing === null ? [] : [toRefusal({ code: 'rights', about: missing })],
    objects: [
      {
        kind: `${plural}.${group}`,
        namespace,
        name,
        op: 'update',
        refusal,
        message: null,
        webhook: null,
        webhookService: null,
        causes: [],
        warnings: [],
        missing,
        state: refusal === null ? 'written' : refusal === 'conflict' ? 'conflict' : 'failed',
        resourceVersion: null,
        live: null,
      },
    ],
  };
}
