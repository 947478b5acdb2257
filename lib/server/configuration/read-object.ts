/** One of Istio's objects, read from the API server with the caller's own credentials. */
import type { JsonObject } from '#lib/document/json.ts';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { isRecord } from '#lib/record.ts';
import { AppError, isAppError } from '../app-error.ts';
import type { Credential } from '../kubernetes/credential.ts';
import { objectPath } from '../kubernetes/paths.ts';
import { type Resource, resources } from '../kubernetes/resources.ts';
import type { KubernetesClient } from '../kubernetes/rest.ts';
import type { Target } from './target.ts';

export type LiveObject = JsonObject & KubernetesObject;

/** Rejects with "forbidden" naming the right that is missing, or "not-found". */
export async function readObjectAs(
  client: Pick<KubernetesClient, 'call'>,
  credential: Credential,
  { key, kind, namespace, name }: Target,
  resource: Resource = resources[key],
): Promise<LiveObject> {
  const path = objectPath(resource, namespace, name);
  try {
    const answer = await client.call({ method: 'GET', path }, credential);
    if (isLiveObject(answer, kind.kind)) return answer;
  } catch (error) {
    if (!isAppError(error) || error.code !== 'forbidden') throw error;
    throw new AppError('forbidden', {
      detail: 'You may not read this object.',
      missing: { verb: 'get', group: kind.group, resource: kind.plural, namespace },
    });
  }
  throw new AppError('unavailable', { detail: 'What answers in place of Kubernetes is not Kubernetes.' });
}

function isLiveObject(value: unknown, kind: string): value is LiveObject {
  return (
    isRecord(value) &&
    value.kind === kind &&
    typeof value.apiVersion === 'string' &&
    isRecord(value.metadata) &&
    typeof value.metadata.name === 'string'
  );
}
