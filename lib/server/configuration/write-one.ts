/** One write sent, once: what became of it, also where the connection broke before anybody said so. */
import type { TryVerdict, WriteOutcome } from '#lib/api/configuration/configuration.ts';
import { isJsonObject, type JsonObject, own } from '#lib/document/json.ts';
import { isKept } from '#lib/document/kept-content.ts';
import { isAppError } from '../app-error.ts';
import type { Credential } from '../kubernetes/credential.ts';
import type { KubernetesClient } from '../kubernetes/rest.ts';
import type { Draft } from './draft.ts';
import { type Live, liveOf, type PreparedWrite, readLive, saysIt } from './prepare-write.ts';
import type { LiveObject } from './read-object.ts';
import { acceptedVerdict, refusedVerdict, verdictOf, verdictOfError } from './verdict.ts';

export interface Credentials {
  client: Pick<KubernetesClient, 'call' | 'write'>;
  credential: Credential;
}

export async function liveAfterConflict({ client, credential }: Credentials, draft: Draft): Promise<Live> {
  const live = await readLive(client, credential, draft);
  return live === null || live === 'unreadable' ? null : liveOf(live);
}

/** What was accepted is pending until it is written. */
export function outcomeOf({ accepted, ...verdict }: TryVerdict, live: Live): WriteOutcome {
  const isConflict =
    verdict.refusal === 'conflict' || (verdict.refusal === 'missing' && verdict.op !== 'create');
  const state = accepted ? 'pending' : isConflict ? 'conflict' : 'failed';
  return { ...verdict, state, resourceVersion: null, live };
}

export async function writeOne(writer: Credentials, write: PreparedWrite): Promise<WriteOutcome> {
  const { client, credential } = writer;
  const { draft, call } = write;
  try {
    const answer = await client.write({ ...call, dryRun: false }, credential);
    const verdict = verdictOf(draft, answer);
    if (verdict.accepted) return writtenOutcome(verdict, versionOf(answer.body));
    if (verdict.refusal === 'away') return settle(writer, write, verdict);
    if (verdict.refusal !== 'conflict') return outcomeOf(verdict, null);
    const live = await readLive(client, credential, draft);
    if (live === null || live === 'unreadable') return outcomeOf(verdict, null);
    return saysIt(draft, live)
      ? writtenOutcome(acceptedVerdict(draft, verdict.warnings), live.metadata.resourceVersion ?? null)
      : outcomeOf(verdict, liveOf(live));
  } catch (error) {
    if (isAppError(error) && error.code === 'unauthenticated')
      return outcomeOf(refusedVerdict(draft, 'signed-out'), null);
    return settle(writer, write, verdictOfError(draft, error));
  }
}

/** Nobody said whether it was written: the object itself tells. */
async function settle(
  { client, credential }: Credentials,
  { draft, before, after }: PreparedWrite,
  verdict: TryVerdict,
): Promise<WriteOutcome> {
  const live = await readLive(client, credential, draft);
  if (live === 'unreadable') return outcomeOf({ ...verdict, refusal: 'unknown' }, null);
  const notWritten = outcomeOf(verdict.message === null ? { ...verdict, refusal: 'cut' } : verdict, null);
  const written = writtenOutcome(
    acceptedVerdict(draft, verdict.warnings),
    live?.metadata.resourceVersion ?? null,
  );
  if (after === null) {
    if (live === null || live.metadata.uid !== before?.metadata.uid) return written;
    return unchanged(before, live)
      ? notWritten
      : outcomeOf({ ...verdict, refusal: 'conflict' }, liveOf(live));
  }
  if (live === null)
    return before === null ? notWritten : outcomeOf({ ...verdict, refusal: 'missing' }, null);
  if (unchanged(before, live)) return notWritten;
  if (isKept(after, live, before)) return written;
  return outcomeOf({ ...verdict, refusal: 'conflict' }, liveOf(live));
}

function unchanged(before: LiveObject | null, live: LiveObject): boolean {
  return before !== null && before.metadata.resourceVersion === live.metadata.resourceVersion;
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
