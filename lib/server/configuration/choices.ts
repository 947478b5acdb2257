/** What the forms of one namespace offer: of the snapshot what the caller may list, names of Secrets with the caller's own credentials. */
import type { Choices } from '#lib/api/configuration/choices.ts';
import { choicesIn } from '#lib/istio/choices.ts';
import { kindId, kinds } from '#lib/istio/kinds/registry.ts';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { isRecord } from '#lib/record.ts';
import { askKindRights, kindKeys } from '../access/kind-rights.ts';
import { AppError, isAppError } from '../app-error.ts';
import type { UserCredential } from '../kubernetes/credential.ts';
import { isNamespaceName, secretsPath } from '../kubernetes/paths.ts';
import type { KubernetesClient } from '../kubernetes/rest.ts';
import { inSlices } from '../mesh/slices.ts';
import type { Services } from '../services.ts';

/** The values stay where they are: only metadata is asked for. */
const metadataAlone = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';
const maxSecrets = 500;

/** Rejects with "forbidden" for namespaces that the caller may not see, be they there or not. */
export async function choicesFor(
  { access, snapshot, kubernetes }: Pick<Services, 'access' | 'snapshot' | 'kubernetes'>,
  credential: UserCredential,
  namespace: string,
): Promise<Choices> {
  if (!isNamespaceName(namespace)) {
    throw new AppError('invalid', {
      detail: 'The query is not valid.',
      errors: [{ field: 'namespace', message: 'not a DNS-1123 name' }],
    });
  }
  const rights = await askKindRights(access, credential);
  if (!rights.visible(namespace)) {
    throw new AppError('forbidden', {
      detail: 'You may not see this namespace.',
      missing: { verb: 'list', group: '', resource: 'pods', namespace },
    });
  }
  const objects = snapshot.objects();
  const states = snapshot.kinds();
  const served = kindKeys.filter((key) => states.get(key)?.state !== 'absent');
  const own = ({ metadata }: KubernetesObject) => metadata.namespace ?? '';
  const sees = (object: KubernetesObject) => rights.visible(own(object));
  const mayCreate = async (key: (typeof kindKeys)[number]) => {
    const { group, plural } = kinds[key];
    return access.allows(credential, { verb: 'create', group, resource: plural }, namespace);
  };
  const [allowed, secrets, picked] = await Promise.all([
    Promise.all(served.map(mayCreate)),
    secretNames(kubernetes, access, credential, namespace),
    inSlices(
      choicesIn(namespace, {
        meshConfig: objects.meshConfig,
        namespaces: objects.namespaces.filter(({ metadata }) => rights.visible(metadata.name)),
        services: objects.services.filter(sees),
        pods: objects.pods.filter(sees),
        workloads: objects.workloads.filter(
          (one) => sees(one) && (rights.deployments === null || rights.deployments.has(own(one))),
        ),
        gateways: objects.gateways.filter((one) => rights.lists('gateways', own(one))),
        serviceEntries: objects.serviceEntries.filter((one) => rights.lists('serviceEntries', own(one))),
        destinationRules: objects.destinationRules.filter((one) =>
          rights.lists('destinationRules', own(one)),
        ),
        virtualServices: objects.virtualServices.filter((one) => rights.lists('virtualServices', own(one))),
        workloadEntries: objects.workloadEntries.filter((one) => rights.lists('workloadEntries', own(one))),
        kubernetesGateways: snapshot
          .list('kubernetesGateways')
          .filter((one) => rights.lists('kubernetesGateways', own(one))) as KubernetesObject<never>[],
      }),
    ),
  ]);
  return {
    ...picked,
    secrets,
    creatable: served.filter((_, index) => allowed[index]).map((key) => kindId(kinds[key])),
    apiVersions: Object.fromEntries(
      served.map((key) => [kindId(kinds[key]), `${kinds[key].group}/${snapshot.served(key)}`]),
    ),
    warnings: snapshot.warnings(),
  };
}

/** Null where the caller may not list them. The API server decides; the review before it spares it a refusal to log. */
async function secretNames(
  client: Pick<KubernetesClient, 'call'>,
  access: Pick<Services['access'], 'allows'>,
  credential: UserCredential,
  namespace: string,
): Promise<Choices['secrets']> {
  if (!(await access.allows(credential, { verb: 'list', group: '', resource: 'secrets' }, namespace)))
    return null;
  try {
    const answer = await client.call(
      {
        method: 'GET',
        path: secretsPath(namespace),
        accept: metadataAlone,
        query: { limit: String(maxSecrets) },
      },
      credential,
    );
    const items = isRecord(answer) && Array.isArray(answer.items) ? answer.items : [];
    return items.flatMap((item: unknown) => {
      const metadata = isRecord(item) ? item.metadata : undefined;
      const name = isRecord(metadata) ? metadata.name : undefined;
      return typeof name === 'string' ? [{ name }] : [];
    });
  } catch (error) {
    if (isAppError(error) && error.code === 'unauthenticated') throw error;
    return null;
  }
}
