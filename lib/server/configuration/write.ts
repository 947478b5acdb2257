/**
 * Changes tried, and changes written: everything is tried with dryRun=All before anything is written, then written one by one in a
 * safe order, each at the version that its author saw; what has to come both before and after another is written in two parts.
 * The first failure ends it. No write is ever sent twice.
 */
import { createHash } from 'node:crypto';
import type { ApplyAnswer, TryVerdict, WriteOutcome } from '#lib/api/configuration/configuration.ts';
import { isJsonObject, type JsonObject } from '#lib/document/json.ts';
import { type ApplyStep, applySteps } from '#lib/istio/apply-order.ts';
import { AppError } from '../app-error.ts';
import type { Draft } from './draft.ts';
import { type Live, liveOf, type Prepared, type PreparedWrite, prepareWrite } from './prepare-write.ts';
import type { LiveObject } from './read-object.ts';
import { verdictOf, verdictOfError } from './verdict.ts';
import { type Credentials, liveAfterConflict, outcomeOf, writeOne } from './write-one.ts';

export interface Writer extends Credentials {
  /** Of the mesh, for the names of hosts. */
  domain: string;
  /** Told of each change that was written, as it was written. */
  onWritten(write: {
    draft: Draft;
    before: JsonObject | null;
    after: JsonObject | null;
    resourceVersion: string | null;
  }): void;
  /** Between two writes; false leaves the rest unwritten. */
  between?(written: Draft, next: Draft): Promise<boolean>;
}

interface Tried {
  prepared: Prepared;
  verdict: TryVerdict;
  live: Live;
}

const atOnce = 4;

/** In the order of the drafts. */
export async function tryDrafts(writer: Credentials, drafts: readonly Draft[]): Promise<Tried[]> {
  const tried: Tried[] = [];
  for (let from = 0; from < drafts.length; from += atOnce) {
    const some = drafts.slice(from, from + atOnce);
    tried.push(...(await Promise.all(some.map((draft) => tryDraft(writer, draft)))));
  }
  return tried;
}

async function tryDraft({ client, credential }: Credentials, draft: Draft): Promise<Tried> {
  const prepared = await prepareWrite(client, credential, draft);
  if (!prepared.ok) return { prepared, verdict: prepared.verdict, live: prepared.live };
  const verdict = await tryWrite({ client, credential }, prepared.write);
  const live = verdict.refusal === 'conflict' ? await liveAfterConflict({ client, credential }, draft) : null;
  return { prepared, verdict, live };
}

async function tryWrite(
  { client, credential }: Credentials,
  { draft, call }: PreparedWrite,
): Promise<TryVerdict> {
  try {
    const verdict = verdictOf(draft, await client.write({ ...call, dryRun: true }, credential));
    // Nothing is written yet: who has to sign in again is told so as by any other answer, and sends the same once more.
    if (verdict.refusal === 'signed-out') throw new AppError('unauthenticated');
    return verdict;
  } catch (error) {
    return verdictOfError(draft, error);
  }
}

/** What will be written, and in which steps; `blocked` when something was refused, and nothing will be. */
export interface ApplyPlan {
  steps: readonly ApplyStep[];
  blocked: boolean;
  outcomes: readonly WriteOutcome[];
  tried: readonly Tried[];
}

export async function planApply(writer: Writer, drafts: readonly Draft[]): Promise<ApplyPlan> {
  const tried = await tryDrafts(writer, drafts);
  const outcomes = tried.map(({ prepared, verdict, live }): WriteOutcome => {
    const outcome = outcomeOf(verdict, live);
    if (prepared.ok) return { ...outcome, change: digestOf(prepared.write) };
    return prepared.there === null
      ? outcome
      : { ...outcome, state: 'written', resourceVersion: prepared.there };
  });
  const steps = applySteps(
    tried.map(({ prepared }) =>
      prepared.ok
        ? { before: prepared.write.before, after: prepared.write.after }
        : { before: null, after: null },
    ),
    writer.domain,
  );
  for (const { index, after, unfinished } of steps) {
    const { prepared, verdict } = tried[index] ?? {};
    // What is in between is tried as well: nobody wrote it.
    if (!unfinished || !prepared?.ok || !verdict?.accepted) continue;
    const between = await tryWrite(writer, { ...prepared.write, ...bodyOf(prepared.write, after) });
    if (!between.accepted)
      outcomes[index] = { ...outcomeOf(between, null), change: digestOf(prepared.write) };
  }
  return {
    steps,
    blocked: outcomes.some(({ state }) => state !== 'pending' && state !== 'written'),
    outcomes,
    tried,
  };
}

/** `told`: of each step when its outcome is known. */
export async function carryOut(
  writer: Writer,
  { steps, blocked, outcomes, tried }: ApplyPlan,
  told: (step: number, outcome: WriteOutcome) => void = () => undefined,
): Promise<ApplyAnswer> {
  const changes = [...outcomes];
  let last: Draft | null = null;
  for (const [at, { index, after, unfinished }] of blocked ? [] : steps.entries()) {
    const { prepared, verdict } = tried[index] ?? {};
    const begun = changes[index];
    if (prepared?.ok === false && prepared.there !== null) continue;
    if (!prepared?.ok || verdict === undefined || begun === undefined) break;
    const { draft } = prepared.write;
    if (last !== null && (await writer.between?.(last, draft)) === false) break;
    last = draft;
    const write = nextWrite(prepared.write, after, begun);
    const outcome = await writeOne(writer, write);
    const warnings = [...new Set([...verdict.warnings, ...outcome.warnings])];
    const isWritten = outcome.state === 'written';
    // Of a change in two parts it is the whole's.
    const known = { ...outcome, warnings, change: begun.change };
    changes[index] = isWritten && unfinished ? begunOutcome(known, write) : notUndone(known, begun);
    if (isWritten) {
      const { before } = write;
      writer.onWritten({ draft, before, after, resourceVersion: outcome.resourceVersion });
    }
    told(at, changes[index]);
    if (!isWritten) break;
  }
  return {
    changes,
    order: [...new Set(steps.map(({ index }) => index))],
    done: changes.every(({ state }) => state === 'written'),
  };
}

export async function applyDrafts(writer: Writer, drafts: readonly Draft[]): Promise<ApplyAnswer> {
  return carryOut(writer, await planApply(writer, drafts));
}

function digestOf({ before, after }: PreparedWrite): string {
  return createHash('sha256')
    .update(JSON.stringify([before, after]))
    .digest('hex');
}

function bodyOf({ call }: PreparedWrite, after: JsonObject | null): Pick<PreparedWrite, 'after' | 'call'> {
  return { after, call: after === null ? call : { ...call, body: after } };
}

/** What is written now: after a first part, on top of that, at its version. */
function nextWrite(
  write: PreparedWrite,
  after: JsonObject | null,
  { state, live }: WriteOutcome,
): PreparedWrite {
  if (state !== 'begun' || after === null || live === null || write.before === null)
    return { ...write, ...bodyOf(write, after) };
  const { resourceVersion } = live;
  const metadata = isJsonObject(after.metadata) ? after.metadata : {};
  const before = atVersion(write.before, resourceVersion);
  return { ...write, before, ...bodyOf(write, { ...after, metadata: { ...metadata, resourceVersion } }) };
}

/** Its first part is written: the object as it stands until the rest follows. */
function begunOutcome(outcome: WriteOutcome, { before, after }: PreparedWrite): WriteOutcome {
  if (before === null || after === null) return outcome;
  const written = Object.assign({}, before, { spec: after.spec });
  return { ...outcome, state: 'begun', live: liveOf(atVersion(written, outcome.resourceVersion ?? '')) };
}

function atVersion(object: LiveObject, resourceVersion: string): LiveObject {
  return Object.assign({}, object, { metadata: { ...object.metadata, resourceVersion } });
}

/** A rest that was not written leaves the first part where it is. */
function notUndone(outcome: WriteOutcome, begun: WriteOutcome): WriteOutcome {
  if (begun.state !== 'begun' || outcome.state === 'written') return outcome;
  return {
    ...outcome,
    state: 'begun',
    resourceVersion: begun.resourceVersion,
    live: outcome.live ?? begun.live,
  };
}
