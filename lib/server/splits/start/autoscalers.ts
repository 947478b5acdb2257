/** HorizontalPodAutoscalers of a namespace, read for whoever plans, with their credentials; nobody watches them. */
import type { Json } from '#lib/document/json.ts';
import { isRecord } from '#lib/record.ts';
import { isAppError } from '../../app-error.ts';
import type { Credential } from '../../kubernetes/credential.ts';
import { collectionPath } from '../../kubernetes/paths.ts';
import { autoscalers } from '../../kubernetes/resources.ts';
import type { SplitConsole } from '../world/split-console.ts';

const timeoutMs = 3000;

export interface Autoscalers {
  state: 'ok' | 'forbidden' | 'unreachable';
  items: Json[];
}

/** Where they are not served there are none. */
export async function autoscalersIn(
  { kubernetes }: Pick<SplitConsole, 'kubernetes'>,
  credential: Credential,
  namespace: string,
): Promise<Autoscalers> {
  try {
    const path = collectionPath(autoscalers, namespace);
    const answer = await kubernetes.call({ method: 'GET', path, timeoutMs }, credential);
    const items = isRecord(answer) && Array.isArray(answer.items) ? (answer.items as Json[]) : [];
    return { state: 'ok', items };
  } catch (error) {
    if (!isAppError(error)) throw error;
    if (error.code === 'not-found') return { state: 'ok', items: [] };
    const forbidden = error.code === 'forbidden' || error.code === 'unauthenticated';
    return { state: forbidden ? 'forbidden' : 'unreachable', items: [] };
  }
}
