/** One object as its page needs it: read with the caller's credentials, and what is around it as far as they may see. */
import type { ConfigurationFinding, ConfigurationObject } from '#lib/api/configuration/configuration.ts';
import type { JsonObject } from '#lib/document/json.ts';
import { objectText } from '#lib/document/object-text.ts';
import { placesIn } from '#lib/document/place.ts';
import { parseDocument } from '#lib/document/stream.ts';
import { lastWrite } from '#lib/graph/views/changes.ts';
import { hostsOf } from '#lib/istio/kinds/kind.ts';
import { kindId, kinds } from '#lib/istio/kinds/registry.ts';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { lastWriterOf, ownershipOf } from '#lib/istio/ownership.ts';
import { type References, referencesOf } from '#lib/istio/references.ts';
import { type Relations, relationsOf } from '#lib/istio/touching/relations.ts';
import type { RelatedObject } from '#lib/istio/touching/surroundings.ts';
import { askKindRights, type KindRights, kindKeys } from '../access/kind-rights.ts';
import type { UserCredential } from '../kubernetes/credential.ts';
import { resources } from '../kubernetes/resources.ts';
import { breathe } from '../mesh/demand.ts';
import { inSlices } from '../mesh/slices.ts';
import type { Services } from '../services.ts';
import { visibleObject } from './check.ts';
import { findingOf } from './findings.ts';
import { mayOf } from './may.ts';
import { type LiveObject, readObjectAs } from './read-object.ts';
import type { Target } from './target.ts';

type Parts = Pick<Services, 'access' | 'snapshot' | 'kubernetes' | 'checks'>;

/** Rejects with "forbidden" or "not-found", as Kubernetes says. */
export async function describeObject(
  parts: Parts,
  credential: UserCredential,
  target: Target,
): Promise<ConfigurationObject> {
  const { access, snapshot, kubernetes } = parts;
  const { key, kind, namespace, name } = target;
  const resource = { ...resources[key], version: snapshot.served(key) };
  const object = await readObjectAs(kubernetes, credential, target, resource);
  const rights = await askKindRights(access, credential);
  const text = objectText(object);
  const created = Date.parse(object.metadata.creationTimestamp ?? '') / 1000;
  return {
    kind: kindId(kind),
    namespace,
    name,
    object: withoutManagedFields(object),
    text,
    resourceVersion: object.metadata.resourceVersion ?? '',
    createdAt: Number.isNaN(created) ? null : created,
    changedAt: lastWrite(object),
    changedBy: lastWriterOf(object),
    hosts: hostsOf(kind, object),
    managedBy: ownershipOf(object),
    findings: await findingsOf(parts, rights, target, object, text),
    ...(await relations(parts, rights, { kind, object })),
    may: await mayOf(access, credential, target),
    warnings: snapshot.warnings(),
  };
}

/** A megabyte of a large object, which nobody reads: `managedBy` and `changedAt` say what they tell. A write leaves them to the API server. */
function withoutManagedFields(object: LiveObject): LiveObject {
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata } as LiveObject;
}

/** Of the object as it was read just now, which the snapshot may not have yet. */
async function findingsOf(
  { snapshot, checks }: Parts,
  rights: KindRights,
  target: Target,
  object: LiveObject,
  text: string,
): Promise<ConfigurationFinding[]> {
  const known = visibleObject(snapshot, rights, target);
  const isSame = known?.metadata.resourceVersion === object.metadata.resourceVersion;
  const found = await checks.use(rights, async (set) => {
    if (known !== null && isSame) return set.findingsOf(known);
    await inSlices(set.changeInSteps({ put: [object] }));
    const said = set.findingsOf(object);
    await inSlices(set.changeInSteps(known === null ? { remove: [object] } : { put: [known] }));
    return said;
  });
  if (found.length === 0) return [];
  const placeOf = placesIn(parseDocument(text));
  return found.map((finding) => findingOf(finding, { isNew: false, placeOf }));
}

const remembered = new WeakMap<KubernetesObject, References>();

async function relations(
  { snapshot }: Parts,
  rights: KindRights,
  subject: RelatedObject,
): Promise<Relations> {
  const { meshConfig, services, workloads } = snapshot.objects();
  const sees = ({ metadata }: KubernetesObject) => rights.visible(metadata.namespace ?? '');
  const objects: RelatedObject[] = [];
  for (const key of kindKeys) {
    for (const object of snapshot.list(key)) {
      if (rights.lists(key, object.metadata.namespace ?? '')) objects.push({ kind: kinds[key], object });
    }
  }
  await breathe();
  return relationsOf(subject, {
    meshConfig,
    objects,
    services: services.filter(sees),
    workloads: workloads.filter((one) => sees(one) && mayReadWorkloads(rights, one)),
    references: (object) => {
      const known = remembered.get(object);
      if (known !== undefined) return known;
      const found = referencesOf(object as KubernetesObject & JsonObject, meshConfig.domain);
      remembered.set(object, found);
      return found;
    },
  });
}

function mayReadWorkloads({ deployments }: KindRights, { metadata }: KubernetesObject): boolean {
  return deployments === null || deployments.has(metadata.namespace ?? '');
}
