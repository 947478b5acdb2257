/**
 * RoleBindings that give a persona, written and taken back with the caller's own credential: tried with dryRun=All first, then sent once.
 * Kubernetes refuses to grant more than the granter holds (kubernetes pkg/registry/rbac/rolebinding/policybased).
 */
import { type Grant, grantName, roleBindingOf } from '#lib/access/grant.ts';
import type { GrantAnswer, GrantBody, RevokeBody } from '#lib/api/access/access.ts';
import type { GrantRefusal } from '#lib/api/access/access-words.ts';
import { isRecord } from '#lib/record.ts';
import { AppError, isAppError } from '../app-error.ts';
import type { UserCredential } from '../kubernetes/credential.ts';
import { collectionPath, isNamespaceName, isObjectName, objectPath } from '../kubernetes/paths.ts';
import { quotedWords } from '../kubernetes/quoted-words.ts';
import { resources } from '../kubernetes/resources.ts';
import type { KubernetesClient, WriteAnswer } from '../kubernetes/rest.ts';
import { type AskedConsole, installedRoles } from './own-access.ts';
import { isRevocable } from './who.ts';

export interface GrantWriter {
  client: Pick<KubernetesClient, 'call' | 'write'>;
  credential: UserCredential;
  snapshot: AskedConsole['snapshot'];
}

const { roleBindings } = resources;
const escalation = /attempting to grant RBAC permissions not currently held/;
/** Of a User or Group: whatever an authenticator may say, but nothing that a screen or a log would not show. */
const readableName = /^[^\p{Cc}\p{Cs}\u2028\u2029]{1,253}$/u;

/** Throws "invalid" with the place in the body. */
export function checkedGrant({ namespace, persona, subject }: GrantBody): Grant {
  const isAccount = subject.kind === 'ServiceAccount';
  const errors = [
    ...(isNamespaceName(namespace) ? [] : [{ field: '/namespace', message: 'not a DNS-1123 name' }]),
    ...((
      isAccount
        ? isObjectName(subject.name)
        : readableName.test(subject.name) && subject.name.trim() !== ''
    )
      ? []
      : [{ field: '/subject/name', message: isAccount ? 'not a DNS-1123 name' : 'not a name' }]),
    ...((isAccount ? isNamespaceName(subject.namespace ?? '') : subject.namespace === null)
      ? []
      : [{ field: '/subject/namespace', message: 'the namespace of a ServiceAccount, null for others' }]),
  ];
  if (errors.length > 0) throw new AppError('invalid', { detail: 'The grant is not valid.', errors });
  return { namespace, persona, subject };
}

type Outcome = Pick<GrantAnswer, 'state' | 'refusal' | 'message' | 'missing' | 'uid'>;

function refused(refusal: GrantRefusal, more: Partial<Outcome> = {}): Outcome {
  return { state: 'refused', refusal, message: null, missing: null, uid: null, ...more };
}

/** Of an answer other than 2xx. */
function refusalOf(verb: 'create' | 'delete', namespace: string, { status, body }: WriteAnswer): Outcome {
  const message = quotedWords(body.message);
  const details = isRecord(body.details) ? body.details : {};
  if (status === 403 && message !== null && escalation.test(message))
    return refused('escalation', { message });
  if (status === 401 || status === 403) {
    const missing = { verb, group: roleBindings.group, resource: roleBindings.plural, namespace };
    return refused('rights', { message, missing });
  }
  if (status === 404 && details.kind === 'namespaces') return refused('no-namespace', { message });
  if (status === 404 && details.kind === 'clusterroles') return refused('no-role', { message });
  if (status === 404 || status === 409) return refused('changed', { message });
  return refused(status === 429 || status >= 500 ? 'away' : 'invalid', { message });
}

function uidOf(object: unknown): string | null {
  const metadata = isRecord(object) && isRecord(object.metadata) ? object.metadata : {};
  return typeof metadata.uid === 'string' ? metadata.uid : null;
}

interface LiveBinding {
  uid: string | null;
  clusterRole: string;
  subjects: readonly unknown[];
}

/** Null when there is none; rejects with AppError. */
async function readBinding(
  { client, credential }: GrantWriter,
  namespace: string,
  name: string,
): Promise<LiveBinding | null> {
  try {
    const path = objectPath(roleBindings, namespace, name);
    const found = await client.call({ method: 'GET', path }, credential);
    const object = isRecord(found) ? found : {};
    const ref = isRecord(object.roleRef) ? object.roleRef : {};
    return {
      uid: uidOf(object),
      clusterRole: ref.kind === 'ClusterRole' && typeof ref.name === 'string' ? ref.name : '',
      subjects: Array.isArray(object.subjects) ? object.subjects : [],
    };
  } catch (error) {
    if (isAppError(error) && error.code === 'not-found') return null;
    throw error;
  }
}

function saysTheSame(live: LiveBinding, grant: Grant): boolean {
  const { roleRef, subjects } = roleBindingOf(grant);
  const [wanted] = subjects;
  const [subject] = live.subjects;
  return (
    live.clusterRole === roleRef.name &&
    live.subjects.length === 1 &&
    isRecord(subject) &&
    subject.kind === wanted?.kind &&
    subject.name === wanted?.name &&
    (subject.namespace ?? undefined) === wanted?.namespace
  );
}

/** What is there already is no failure; what is there and says something else is not touched. */
async function standing(writer: GrantWriter, grant: Grant, otherwise: Outcome): Promise<Outcome> {
  const live = await readBinding(writer, grant.namespace, grantName(grant)).catch(() => null);
  if (live === null || !saysTheSame(live, grant)) return otherwise;
  return { state: 'unchanged', refusal: null, message: null, missing: null, uid: live.uid };
}

export async function writeGrant(writer: GrantWriter, grant: Grant, dryRun: boolean): Promise<GrantAnswer> {
  const name = grantName(grant);
  const told = (outcome: Outcome): GrantAnswer => ({ namespace: grant.namespace, name, ...outcome });
  const { client, credential } = writer;
  const path = collectionPath(roleBindings, grant.namespace);
  const body = roleBindingOf(grant);
  const send = async (isTrial: boolean): Promise<Outcome> => {
    try {
      const answer = await client.write({ method: 'POST', path, body, dryRun: isTrial }, credential);
      if (answer.status >= 300) {
        const outcome = refusalOf('create', grant.namespace, answer);
        return outcome.refusal === 'changed' ? await standing(writer, grant, outcome) : outcome;
      }
      const written = { refusal: null, message: null, missing: null };
      return isTrial
        ? { state: 'accepted', uid: null, ...written }
        : { state: 'written', uid: uidOf(answer.body), ...written };
    } catch (error) {
      if (!isAppError(error) || error.code === 'unauthenticated') throw error;
      // Nobody said whether it was written: the object itself tells.
      const isOpen = !isTrial && error.details.unreached === true;
      return isOpen ? standing(writer, grant, refused('unknown')) : refused('away');
    }
  };
  const tried = await send(true);
  if (tried.state !== 'accepted') return told(tried);
  // Who may bind any role is let bind one that is not there, and would have granted nothing.
  const installed = installedRoles(writer);
  if (installed !== null && !installed.includes(grant.persona)) return told(refused('no-role'));
  return told(dryRun ? tried : await send(false));
}

export async function writeRevocation(
  writer: GrantWriter,
  { namespace, name, uid, dryRun }: Omit<RevokeBody, 'reason'>,
): Promise<GrantAnswer> {
  const told = (outcome: Outcome): GrantAnswer => ({ namespace, name, ...outcome });
  const { client, credential } = writer;
  const path = objectPath(roleBindings, namespace, name);
  let live: LiveBinding | null;
  try {
    live = await readBinding(writer, namespace, name);
  } catch (error) {
    if (!isAppError(error) || error.code === 'unauthenticated') throw error;
    const missing = { verb: 'get', group: roleBindings.group, resource: roleBindings.plural, namespace };
    return told(error.code === 'forbidden' ? refused('rights', { missing }) : refused('away'));
  }
  if (live === null || live.uid !== uid) return told(refused('changed'));
  if (!isRevocable(live.clusterRole, live.subjects.length)) return told(refused('not-ours'));
  const send = async (isTrial: boolean): Promise<Outcome> => {
    try {
      const body = { preconditions: { uid } };
      const answer = await client.write({ method: 'DELETE', path, body, dryRun: isTrial }, credential);
      if (answer.status >= 300) return refusalOf('delete', namespace, answer);
      const state = isTrial ? 'accepted' : 'written';
      return { state, refusal: null, message: null, missing: null, uid: isTrial ? uid : null };
    } catch (error) {
      if (!isAppError(error) || error.code === 'unauthenticated') throw error;
      if (isTrial || error.details.unreached !== true) return refused('away');
      const left = await readBinding(writer, namespace, name).catch(() => undefined);
      const isGone = left === null || (left !== undefined && left.uid !== uid);
      return isGone
        ? { state: 'written', refusal: null, message: null, missing: null, uid: null }
        : refused('unknown');
    }
  };
  const tried = await send(true);
  return told(tried.state !== 'accepted' || dryRun ? tried : await send(false));
}
