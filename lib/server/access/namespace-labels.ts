/**
 * Istio's labels of a namespace, written with the caller's own credential: tried with dryRun=All first, then sent once, at the version that
 * the caller saw. A merge patch of the labels alone: nothing else of the namespace can be touched (SEC-58), and `patch` is all it takes.
 */
import type { LabelAnswer, LabelBody } from '#lib/api/mesh/mesh.ts';
import type { LabelRefusal } from '#lib/api/mesh/mesh-words.ts';
import { namespaceLabelKeys, namespaceLabelProblem } from '#lib/istio/namespace-labels.ts';
import { isRecord } from '#lib/record.ts';
import { AppError, isAppError } from '../app-error.ts';
import type { UserCredential } from '../kubernetes/credential.ts';
import { objectPath } from '../kubernetes/paths.ts';
import { quotedWords } from '../kubernetes/quoted-words.ts';
import { resources } from '../kubernetes/resources.ts';
import type { KubernetesClient, WriteAnswer } from '../kubernetes/rest.ts';

export interface LabelWriter {
  client: Pick<KubernetesClient, 'write'>;
  credential: UserCredential;
}

const { namespaces } = resources;

/** Throws "invalid" with the label's place in the body, before anybody is asked. */
export function checkLabels(labels: LabelBody['labels']): void {
  const errors = Object.entries(labels).flatMap(([key, value]) => {
    const message = namespaceLabelProblem(key, value);
    const pointer = key.slice(0, 80).replaceAll('~', '~0').replaceAll('/', '~1');
    return message === null ? [] : [{ field: `/labels/${pointer}`, message }];
  });
  if (errors.length > 0)
    throw new AppError('invalid', { detail: "Only Istio's labels of a namespace can be changed.", errors });
}

type Outcome = Omit<LabelAnswer, 'namespace'>;

const nothing = {
  refusal: null,
  message: null,
  warnings: [],
  missing: null,
  resourceVersion: null,
  labels: null,
};

function refused(refusal: LabelRefusal, more: Partial<Outcome> = {}): Outcome {
  return { ...nothing, state: 'refused', refusal, ...more };
}

export async function writeLabels(
  { client, credential }: LabelWriter,
  namespace: string,
  { labels, resourceVersion, dryRun }: Omit<LabelBody, 'reason'>,
): Promise<LabelAnswer> {
  const path = objectPath(namespaces, null, namespace);
  const body = { metadata: { resourceVersion, labels } };
  const send = async (isTrial: boolean): Promise<Outcome> => {
    try {
      const answer = await client.write({ method: 'PATCH', path, body, dryRun: isTrial }, credential);
      return answer.status < 300 ? accepted(answer, isTrial) : refusalOf(namespace, answer);
    } catch (error) {
      if (!isAppError(error) || error.code === 'unauthenticated') throw error;
      // Nobody said whether it was written: the page shows what stands there, and it is asked again from that.
      return refused(!isTrial && error.details.unreached === true ? 'unknown' : 'away');
    }
  };
  const tried = await send(true);
  return { namespace, ...(tried.state !== 'accepted' || dryRun ? tried : await send(false)) };
}

function accepted({ body, warnings }: WriteAnswer, isTrial: boolean): Outcome {
  const metadata = isRecord(body.metadata) ? body.metadata : {};
  const all = isRecord(metadata.labels) ? metadata.labels : {};
  const version = metadata.resourceVersion;
  return {
    ...nothing,
    state: isTrial ? 'accepted' : 'written',
    warnings,
    resourceVersion: !isTrial && typeof version === 'string' ? version : null,
    labels: Object.fromEntries(
      namespaceLabelKeys.flatMap((key) => {
        const value = all[key];
        return typeof value === 'string' ? [[key, value]] : [];
      }),
    ),
  };
}

function refusalOf(namespace: string, { status, body, warnings }: WriteAnswer): Outcome {
  const message = quotedWords(body.message);
  const more = { message, warnings };
  if (message !== null && /^admission webhook /.test(message)) return refused('webhook', more);
  if (status === 401 || status === 403) {
    const { group, plural } = namespaces;
    return refused('rights', { ...more, missing: { verb: 'patch', group, resource: plural, namespace } });
  }
  if (status === 404) return refused('missing', more);
  if (status === 409) return refused('changed', more);
  return refused(status === 429 || status >= 500 ? 'away' : 'invalid', more);
}
