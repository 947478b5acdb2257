/** Who asks about a split, with what they may read; and one service of the cluster as far as that goes. */
import type { ClusterObjects } from '#lib/istio/objects.ts';
import { type SplitService, splitServiceOf } from '#lib/splits/service-versions.ts';
import { askKindRights, type KindRights } from '../access/kind-rights.ts';
import { AppError } from '../app-error.ts';
import { visibleObjects } from '../configuration/visible-objects.ts';
import type { UserCredential } from '../kubernetes/credential.ts';
import type { Services } from '../services.ts';

export interface SplitCaller {
  credential: UserCredential;
  /** As Kubernetes names them. */
  name: string;
  rights: KindRights;
  /** What they may read. */
  objects: ClusterObjects;
}

export async function splitCaller(
  { access, snapshot }: Pick<Services, 'access' | 'snapshot'>,
  caller: { session: { credential: UserCredential }; identity: { name: string } },
): Promise<SplitCaller> {
  const { credential } = caller.session;
  const rights = await askKindRights(access, credential);
  const objects = visibleObjects(snapshot.objects(), rights);
  return { credential, name: caller.identity.name, rights, objects };
}

/** Rejects with "not-found", the same for what is hidden and what does not exist. */
export function visibleService(
  { rights, objects }: Pick<SplitCaller, 'rights' | 'objects'>,
  name: { namespace: string; name: string },
): SplitService {
  const found = rights.visible(name.namespace) ? splitServiceOf(objects, name) : null;
  if (found === null)
    throw new AppError('not-found', { detail: 'There is no service of that name that you may see.' });
  return found;
}
