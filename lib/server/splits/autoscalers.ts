/** HorizontalPodAutoscalers of a namespace, read for whoever plans, with their credentials; nobody watches them. */
import type { Json } from '#lib/document/json.ts';
import { isAppError } from '../app-error.ts';
import type { Credential } from '../kubernetes/credential.ts';
import { collectionPath } from '../kubernetes/paths.ts';
import { isJsonObject } from '../kubernetes/prune.ts';
import { autoscalers } from '../kubernetes/resources.ts';
import type { SplitConsole } from './split-console.ts';

const timeoutMs = 3000;

/** None where they may not be read, or are not served: what they would say only adds to what is known. */
export async function autoscalersIn(
  { kubernetes }: Pick<SplitConsole, 'kubernetes'>,
  credential: Credential,
  namespace: string,
): Promise<Json[]> {
  try {
    const path = collectionPath(autoscalers, namespace);
    const answer = await kubernetes.call({ method: 'GET', path, timeoutMs }, credential);
    return isJsonObject(answer) && Array.isArray(answer.items) ? (answer.items as Json[]) : [];
  } catch (error) {
    if (!isAppError(error)) throw error;
    return [];
  }
}
