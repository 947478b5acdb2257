/** Events of what a split did, on the objects that carry it, with the credentials of whoever did it. No action ever waits for one or fails with it. */
import { kindIdNamed } from '#lib/istio/kinds/registry.ts';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import type { Entry } from '#lib/splits/record/entry.ts';
import { splitEvent } from '#lib/splits/record/kubernetes-event.ts';
import { isAppError } from '../../app-error.ts';
import { readObjectAs } from '../../configuration/read-object.ts';
import { targetOf } from '../../configuration/target.ts';
import type { Credential } from '../../kubernetes/credential.ts';
import { collectionPath } from '../../kubernetes/paths.ts';
import { events } from '../../kubernetes/resources.ts';
import type { SplitConsole } from '../world/split-console.ts';

const timeoutMs = 4000;

/** `written`: as they are now. Never rejects. */
export async function tellEvents(
  { kubernetes, log }: Pick<SplitConsole, 'kubernetes' | 'log'>,
  credential: Credential,
  entry: Entry,
  written: readonly KubernetesObject[],
): Promise<void> {
  await Promise.all(
    written.map(async (subject) => {
      try {
        const body = splitEvent(entry, await identified(kubernetes, credential, subject));
        if (body === null) return;
        const path = collectionPath(events, subject.metadata.namespace ?? '');
        await kubernetes.call({ method: 'POST', path, body, timeoutMs }, credential);
      } catch (error) {
        const why = isAppError(error) ? error.code : 'unexpected';
        log.debug({ release: entry.release.id, kind: entry.kind, why }, 'no event of a split');
      }
    }),
  );
}

/** Events are found by the uid of their object; of what was just made it has to be asked for. */
async function identified(
  kubernetes: Pick<SplitConsole['kubernetes'], 'call'>,
  credential: Credential,
  subject: KubernetesObject,
): Promise<KubernetesObject> {
  const { uid, name, namespace = '' } = subject.metadata;
  if (uid !== undefined) return subject;
  const kind = kindIdNamed(subject.kind);
  if (kind === null) return subject;
  const live = await readObjectAs(kubernetes, credential, targetOf({ kind, namespace, name }));
  return live as unknown as KubernetesObject;
}
