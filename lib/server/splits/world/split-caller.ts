/** Who asks about a split, with what they may read; and one service of the cluster as far as that goes. */
import type { ClusterObjects } from '#lib/istio/objects.ts';
import { withGatewayRoutes } from '#lib/splits/survey/gateway-routes.ts';
import { type SplitService, splitServiceOf } from '#lib/splits/survey/service-versions.ts';
import { askKindRights, type KindRights } from '../../access/kind-rights.ts';
import { AppError } from '../../app-error.ts';
import { visibleObjects } from '../../configuration/visible-objects.ts';
import type { UserCredential } from '../../kubernetes/credential.ts';
import type { SplitConsole } from './split-console.ts';

export interface SplitCaller {
  credential: UserCredential;
  /** As Kubernetes names them. */
  name: string;
  rights: KindRights;
  /** What they may read. */
  objects: ClusterObjects;
}

export async function splitCaller(
  { access, snapshot }: Pick<SplitConsole, 'access' | 'snapshot'>,
  caller: { session: { credential: UserCredential }; identity: { name: string } },
): Promise<SplitCaller> {
  const { credential } = caller.session;
  const rights = await askKindRights(access, credential);
  const grpcRoutes = snapshot
    .list('grpcRoutes')
    .filter(({ metadata }) => rights.lists('grpcRoutes', metadata.namespace ?? ''));
  const objects = withGatewayRoutes(visibleObjects(snapshot.objects(), rights), grpcRoutes);
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
