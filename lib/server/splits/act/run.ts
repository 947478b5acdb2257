/**
 * Writes of splits. Everything is read anew and planned again with the credentials of whoever acts; what others wrote into other
 * rules survives, what they wrote into the same rules is told. An abort asks nobody: it writes all objects at once, and reads again
 * when somebody was faster.
 */
import type { ApplyAnswer, Change, WriteOutcome } from '#lib/api/configuration/configuration.ts';
import type { RunAnswer, SplitConflict } from '#lib/api/splits/split-plan.ts';
import type { SplitRefusal } from '#lib/api/splits/split-shapes.ts';
import type { JsonObject } from '#lib/document/json.ts';
import { kindId } from '#lib/istio/kinds/registry.ts';
import type { ClusterObjects, KubernetesObject } from '#lib/istio/objects.ts';
import type { Entry } from '#lib/splits/record/entry.ts';
import type { Release } from '#lib/splits/record/record.ts';
import { splitServiceOf } from '#lib/splits/survey/service-versions.ts';
import type { Write } from '#lib/splits/types.ts';
import { readDrafts } from '../../configuration/draft.ts';
import { applyDrafts } from '../../configuration/write.ts';
import type { Credential } from '../../kubernetes/credential.ts';
import type { GuardRights } from '../guard/guard-rights.ts';
import type { Records } from '../world/records.ts';
import type { SplitConsole } from '../world/split-console.ts';
import { tellEvents } from './events.ts';
import { changesOf } from './write-drafts.ts';

export interface SplitTools {
  services: SplitConsole;
  records: Records;
  guardRights: GuardRights;
  /** How long istiod may take until every proxy knows a new subset. */
  settleMs: number;
}

export interface Actor {
  credential: Credential;
  /** As Kubernetes names them. */
  name: string;
  reason: string;
  requestId: string;
}

export interface Written {
  answer: ApplyAnswer;
  /** What the written VirtualServices say now. */
  texts: string[];
  /** What routes, as it was written. */
  routes: KubernetesObject[];
}

/** How often a write is made on top of what somebody else wrote meanwhile, before its conflict is told. */
export const mostAttempts = 3;

export async function applyWrites(
  tools: SplitTools,
  actor: Actor,
  writes: readonly Write[],
  objects: ClusterObjects,
  awaits: Awaits | null = null,
): Promise<Written> {
  const changes = changesOf(writes, objects).map(({ change }) => change);
  return applyChanges(tools, actor, changes, objects, awaits);
}

/** What has to hold still once subsets are known, before the first route is written. */
export interface Awaits {
  namespace: string;
  name: string;
  /** Its pods are there. */
  version: string;
  /** Nobody has written the rules that are about to be. */
  areOurs(): Promise<boolean>;
}

/** The one way of a split's writes: the configuration API's own. */
export async function applyChanges(
  { services, settleMs }: SplitTools,
  actor: Actor,
  changes: readonly Change[],
  objects: ClusterObjects,
  awaits: Awaits | null = null,
): Promise<Written> {
  const { clock, snapshot, changes: feed } = services;
  const drafts = await readDrafts(changes);
  const routes: KubernetesObject[] = [];
  const answer = await applyDrafts(
    {
      client: services.kubernetes,
      credential: actor.credential,
      domain: objects.meshConfig.domain,
      onWritten: ({ draft: { target }, before, after, resourceVersion }) => {
        if (after !== null && target.key !== 'destinationRules')
          routes.push(asWritten(after, resourceVersion));
        feed.tell({
          atMs: clock.now(),
          user: actor.name,
          reason: actor.reason,
          requestId: actor.requestId,
          kind: kindId(target.kind),
          namespace: target.namespace,
          name: target.name,
          resourceVersion,
          before,
          after,
        });
      },
      between: async (last, next) => {
        if (
          awaits === null ||
          last.target.key !== 'destinationRules' ||
          next.target.key !== 'virtualServices'
        )
          return true;
        // A route must not be heard of before its subset is.
        await clock.delay(settleMs);
        const found = splitServiceOf(snapshot.objects(), awaits);
        const version = found?.versions.versions.find(({ value }) => value === awaits.version);
        return (version?.ready ?? 0) > 0 && (await awaits.areOurs());
      },
    },
    drafts,
  );
  const texts = changes.flatMap((change, index) =>
    answer.changes[index]?.state === 'written' && change.op !== 'delete' ? [change.text] : [],
  );
  return { answer, texts, routes };
}

/** Also what the API server made of it. */
function asWritten(object: JsonObject, resourceVersion: string | null): KubernetesObject {
  const written = object as unknown as KubernetesObject;
  return resourceVersion === null
    ? written
    : { ...written, metadata: { ...written.metadata, resourceVersion } };
}

/** The record for the timeline, and the Events on what was written; whether the record could be kept. */
export async function keepTold(
  { services, records }: SplitTools,
  { credential }: Pick<Actor, 'credential'>,
  entry: Entry,
  routes: readonly KubernetesObject[],
): Promise<boolean> {
  const [recorded] = await Promise.all([
    records.keep(credential, entry),
    tellEvents(services, credential, entry, routes),
  ]);
  return recorded;
}

export const nothing: RunAnswer = {
  outcome: 'refused',
  written: 0,
  total: 0,
  refusals: [],
  objects: [],
  conflict: null,
  release: null,
  attempts: 0,
  recorded: false,
  leftovers: [],
  gitChange: null,
};

export function refusedRun(refusals: readonly SplitRefusal[], release: Release | null = null): RunAnswer {
  return { ...nothing, refusals: [...refusals], release };
}

export function conflictRun(conflict: SplitConflict, release: Release | null): RunAnswer {
  return { ...nothing, outcome: 'conflict', conflict, release };
}

export function isConflict({ changes }: ApplyAnswer): boolean {
  return (
    changes.some(({ state }) => state === 'conflict') && !changes.some(({ state }) => state === 'written')
  );
}

/** What counts is what steers: of a plan with routes the routes, else everything. */
export function counted(objects: readonly WriteOutcome[]): { written: number; total: number } {
  const routes = objects.filter(({ kind }) => !kind.startsWith('destinationrules.'));
  const told = routes.length > 0 ? routes : objects;
  return { written: told.filter(({ state }) => state === 'written').length, total: told.length };
}

export function outcomeOf(objects: readonly WriteOutcome[]): RunAnswer['outcome'] {
  const { written, total } = counted(objects);
  if (objects.every(({ state }) => state === 'written')) return 'done';
  if (written > 0 && written < total) return 'partial';
  return objects.some(({ state }) => state === 'conflict') ? 'conflict' : 'failed';
}

/** What is said of every run whose writes were tried. */
export function triedRun(objects: WriteOutcome[]): RunAnswer {
  return {
    ...nothing,
    ...counted(objects),
    outcome: outcomeOf(objects),
    objects,
    refusals: rightsRefusals(objects),
  };
}

/** In the order in which they were written. */
export function inOrder({ changes, order }: ApplyAnswer): WriteOutcome[] {
  return order.flatMap((index) => changes[index] ?? []);
}

/** What the answer cannot say by itself: the missing right, as a refusal that the screen knows. */
export function rightsRefusals(objects: readonly WriteOutcome[]): SplitRefusal[] {
  return objects.flatMap(({ missing }): SplitRefusal[] =>
    missing === null
      ? []
      : [
          {
            code: 'rights',
            about: { ...missing, namespace: missing.namespace ?? '' },
            field: null,
            object: null,
          },
        ],
  );
}

export function entryOf(
  kind: string,
  actor: Pick<Actor, 'name' | 'reason'>,
  at: string,
  release: Release,
  more: Partial<Omit<Entry, 'v' | 'kind' | 'by' | 'reason' | 'at' | 'release'>> = {},
): Entry {
  return {
    v: 1,
    at,
    kind,
    by: actor.name,
    reason: actor.reason,
    text: null,
    from: null,
    to: null,
    verdict: null,
    written: 0,
    total: 0,
    subsets: [],
    ...more,
    release,
  };
}
