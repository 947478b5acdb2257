/** The two questions that a user's own credential answers: who am I, and may I. */
import type { Question } from '#lib/access/permissions.ts';
import { AppError } from '../app-error.ts';
import type { Credential, UserCredential } from '../kubernetes/credential.ts';
import { fixedPaths } from '../kubernetes/paths.ts';
import { isJsonObject } from '../kubernetes/prune.ts';
import type { KubernetesClient } from '../kubernetes/rest.ts';

export interface Identity {
  name: string;
  groups: readonly string[];
}

const timeoutMs = 4000;

export async function selfReview(client: KubernetesClient, credential: UserCredential): Promise<Identity> {
  if (credential.kind === 'anonymous')
    return { name: 'system:anonymous', groups: ['system:unauthenticated'] };
  const answer = await client.call(
    {
      method: 'POST',
      path: fixedPaths.selfReview,
      body: { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' },
      timeoutMs,
    },
    credential,
  );
  const status = isJsonObject(answer) && isJsonObject(answer.status) ? answer.status : {};
  const user = isJsonObject(status.userInfo) ? status.userInfo : {};
  if (typeof user.username !== 'string') {
    throw new AppError('unavailable', { detail: 'Kubernetes did not say who this is.' });
  }
  const groups = Array.isArray(user.groups) ? user.groups.filter((one) => typeof one === 'string') : [];
  // An API server that lets anybody in answers for system:anonymous when it does not know the token.
  if (user.username === 'system:anonymous') throw new AppError('unauthenticated');
  return { name: user.username, groups };
}

/** `pods/log` is the subresource log of pods. */
function attributesOf({
  verb,
  group,
  resource: whole,
  subresource: given,
  name,
}: Question): Record<string, string> {
  const [resource = '', within] = whole.split('/');
  const subresource = given ?? within;
  return {
    verb,
    group,
    resource,
    ...(subresource === undefined ? {} : { subresource }),
    ...(name === undefined ? {} : { name }),
  };
}

/** One SelfSubjectAccessReview; a null namespace asks for all. Anything but a clear yes is no. Rejects with AppError. */
export async function accessReview(
  client: Pick<KubernetesClient, 'call'>,
  credential: Credential,
  question: Question,
  namespace: string | null,
): Promise<boolean> {
  const answer = await client.call(
    {
      method: 'POST',
      path: fixedPaths.accessReview,
      body: {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SelfSubjectAccessReview',
        spec: {
          resourceAttributes: { ...attributesOf(question), ...(namespace === null ? {} : { namespace }) },
        },
      },
      timeoutMs,
    },
    credential,
  );
  const status = isJsonObject(answer) ? answer.status : undefined;
  if (!isJsonObject(status))
    throw new AppError('unavailable', { detail: 'Kubernetes did not say what is allowed.' });
  return status.allowed === true && status.denied !== true && status.evaluationError === undefined;
}
