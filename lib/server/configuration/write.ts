/**
 * Changes tried, and changes written: everything is tried with dryRun=All before anything is written, then written one by one in a
 * safe order, each at the version that its author saw. The first failure ends it. No write is ever sent twice.
 */
import type { ApplyAnswer, TryVerdict, WriteOutcome } from '#lib/api/configuration.ts';
import { equalJson, isJsonObject, type JsonObject, own } from '#lib/document/json.ts';
import { editableObject } from '#lib/document/object-text.ts';
import { applyOrder } from '#lib/istio/apply-order.ts';
import { isAppError } from '../app-error.ts';
import type { Credential } from '../kubernetes/credential.ts';
import type { KubernetesClient } from '../kubernetes/rest.ts';
import type { Draft } from './draft.ts';
import {
  type Live,
  liveOf,
  type Prepared,
  type PreparedWrite,
  prepareWrite,
  readLive,
} from './prepare-write.ts';
import type { LiveObject } from './read-object.ts';
import { acceptedVerdict, refusedVerdict, verdictOf, verdictOfError } from './verdict.ts';

export interface Writer {
  client: Pick<KubernetesClient, 'call' | 'write'>;
  credential: Credential;
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
export async function tryDrafts(
  writer: Pick<Writer, 'client' | 'credential'>,
  drafts: readonly Draft[],
): Promise<Tried[]> {
  const tried: Tried[] = [];
  for (let from = 0; from < drafts.length; from += atOnce) {
    const some = drafts.slice(from, from + atOnce);
    tried.push(...(await Promise.all(some.map((draft) => tryDraft(writer, draft)))));
  }
  return tried;
}

async function tryDraft(
  { client, credential }: Pick<Writer, 'client' | 'credential'>,
  draft: Draft,
): Promise<Tried> {
  const prepared = await prepareWrite(client, credential, draft);
  if (!prepared.ok) return { prepared, verdict: prepared.verdict, live: prepared.live };
  try {
    const answer = await client.write({ ...prepared.write.call, dryRun: true }, credential);
    const verdict = verdictOf(draft, answer);
    const live =
      verdict.refusal === 'conflict' ? await liveAfterConflict({ client, credential }, draft) : null;
    return { prepared, verdict, live };
  } catch (error) {
    return { prepared, verdict: verdictOfError(draft, error), live: null };
  }
}

async function liveAfterConflict(
  { client, credential }: Pick<Writer, 'client' | 'credential'>,
  draft: Draft,
): Promise<Live> {
  const live = await readLive(client, credential, draft);
  return live === null || live === 'unreadable' ? null : liveOf(live);
}

export async function applyDrafts(writer: Writer, drafts: readonly Draft[]): Promise<ApplyAnswer> {
  const tried = await tryDrafts(writer, drafts);
  const order = applyOrder(
    tried.map(({ prepared }) =>
      prepared.ok
        ? { before: prepared.write.before, after: prepared.write.after }
        : { before: null, after: null },
    ),
    writer.domain,
  );
  const outcomes = tried.map(({ verdict, live }) => outcomeOf(verdict, live));
  const isGood = tried.every(({ verdict }) => verdict.accepted);
  let last: Draft | null = null;
  for (const index of isGood ? order : []) {
    const one = tried[index];
    const draft = drafts[index];
    if (one === undefined || draft === undefined || !one.prepared.ok) break;
    if (last !== null && (await writer.between?.(last, draft)) === false) break;
    last = draft;
    const outcome = await writeOne(writer, one.prepared.write);
    outcomes[index] = { ...outcome, warnings: [...new Set([...one.verdict.warnings, ...outcome.warnings])] };
    if (outcome.state !== 'written') break;
    const { resourceVersion } = outcome;
    const { before, after } = one.prepared.write;
    writer.onWritten({ draft, before, after, resourceVersion });
  }
  return { changes: outcomes, order, done: outcomes.every(({ state }) => state === 'written') };
}

/** What was accepted is pending until it is written. */
function outcomeOf({ accepted, ...verdict }: TryVerdict, live: Live): WriteOutcome {
  const isConflict =
    verdict.refusal === 'conflict' || (verdict.refusal === 'missing' && verdict.op !== 'create');
  const state = accepted ? 'pending' : isConflict ? 'conflict' : 'failed';
  return { ...verdict, state, resourceVersion: null, live };
}

async function writeOne(writer: Writer, write: PreparedWrite): Promise<WriteOutcome> {
  const { client, credential } = writer;
  const { draft, call } = write;
  try {
    const answer = await client.write({ ...call, dryRun: false }, credential);
    const verdict = verdictOf(draft, answer);
    if (verdict.accepted) return writtenOutcome(verdict, versionOf(answer.body));
    if (verdict.refusal === 'away') return settle(writer, write, verdict);
    const live = verdict.refusal === 'conflict' ? await liveAfterConflict(writer, draft) : null;
    return outcomeOf(verdict, live);
  } catch (error) {
    if (isAppError(error) && error.code === 'unauthenticated')
      return outcomeOf(refusedVerdict(draft, 'rights'), null);
    return settle(writer, write, verdictOfError(draft, error));
  }
}

/** Nobody said whether it was written: the object itself tells. */
async function settle(
  { client, credential }: Pick<Writer, 'client' | 'credential'>,
  { draft, before, after }: PreparedWrite,
  verdict: TryVerdict,
): Promise<WriteOutcome> {
  const live = await readLive(client, credential, draft);
  if (live === 'unreadable') return outcomeOf({ ...verdict, refusal: 'unknown' }, null);
  const written = writtenOutcome(
    acceptedVerdict(draft, verdict.warnings),
    live?.metadata.resourceVersion ?? null,
  );
  if (after === null) {
    if (live === null || live.metadata.uid !== before?.metadata.uid) return written;
    return unchanged(before, live)
      ? outcomeOf(verdict, null)
      : outcomeOf({ ...verdict, refusal: 'conflict' }, liveOf(live));
  }
  if (live === null) return outcomeOf(before === null ? verdict : { ...verdict, refusal: 'missing' }, null);
  if (unchanged(before, live)) return outcomeOf(verdict, null);
  if (saysTheSame(after, live)) return written;
  return outcomeOf({ ...verdict, refusal: 'conflict' }, liveOf(live));
}

function unchanged(before: LiveObject | null, live: LiveObject): boolean {
  return before !== null && before.metadata.resourceVersion === live.metadata.resourceVersion;
}

function saysTheSame(written: JsonObject, live: JsonObject): boolean {
  const content = (object: JsonObject) => {
    const { metadata, ...rest } = editableObject(object);
    const { labels = null, annotations = null } = isJsonObject(metadata) ? metadata : {};
    return { ...rest, labels, annotations };
  };
  return equalJson(content(written), content(live));
}

function writtenOutcome(
  { accepted: _, ...verdict }: TryVerdict,
  resourceVersion: string | null,
): WriteOutcome {
  return { ...verdict, state: 'written', resourceVersion, live: null };
}

function versionOf(body: Readonly<Record<string, unknown>>): string | null {
  const { metadata } = body as JsonObject;
  const version = isJsonObject(metadata) ? own(metadata, 'resourceVersion') : undefined;
  return typeof version === 'string' ? version : null;
}
