/** The list of Istio's objects: from the snapshot, cut to what the caller may list. */
import type { Configuration, ConfigurationRow, KindState } from '#lib/api/configuration.ts';
import type { Json } from '#lib/document/json.ts';
import { lastWrite } from '#lib/graph/changes.ts';
import { hostsOf } from '#lib/istio/kinds/kind.ts';
import { kindId, kinds } from '#lib/istio/kinds/registry.ts';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { ownershipOf } from '#lib/istio/ownership.ts';
import { type KindRights, kindKeys } from '../access/kind-rights.ts';
import type { KindKey } from '../kubernetes/resources.ts';
import type { Snapshot } from '../kubernetes/snapshot.ts';
import type { RequestScope } from '../mesh/scope.ts';

export function listConfiguration(
  snapshot: Pick<Snapshot, 'list' | 'kinds' | 'revision' | 'warnings'>,
  scope: RequestScope,
  rights: KindRights,
): Configuration {
  const wanted = (namespace: string) => scope.requested?.has(namespace) ?? true;
  const objects = kindKeys.flatMap((key) =>
    snapshot.list(key).flatMap((object) => {
      const { namespace = '' } = object.metadata;
      return wanted(namespace) && rights.lists(key, namespace) ? [rowOf(key, object)] : [];
    }),
  );
  return {
    revision: snapshot.revision(),
    allNamespaces: scope.visible === null,
    objects: objects.sort((a, b) => (a.namespace < b.namespace ? -1 : a.namespace > b.namespace ? 1 : 0)),
    kinds: kindKeys.map((key) => kindState(key, snapshot, rights.unreadable(key).filter(wanted))),
    warnings: [...snapshot.warnings(), ...scope.warnings],
  };
}

function rowOf(key: KindKey, object: KubernetesObject): ConfigurationRow {
  const { metadata } = object;
  const created = Date.parse(metadata.creationTimestamp ?? '') / 1000;
  return {
    kind: kindId(kinds[key]),
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    hosts: hostsOf(kinds[key], object as unknown as Json),
    createdAt: Number.isNaN(created) ? null : created,
    changedAt: lastWrite(object),
    managedBy: ownershipOf(object),
    checks: null,
    resourceVersion: metadata.resourceVersion ?? '',
    labels: { ...metadata.labels },
  };
}

const states = {
  ok: 'ok',
  starting: 'starting',
  absent: 'not-served',
  forbidden: 'forbidden',
  unreachable: 'unreachable',
} as const;

function kindState(key: KindKey, snapshot: Pick<Snapshot, 'kinds'>, unreadable: string[]): KindState {
  const state = states[snapshot.kinds().get(key)?.state ?? 'starting'];
  return {
    kind: kindId(kinds[key]),
    state,
    version: state === 'not-served' ? null : kinds[key].versions[0],
    unreadable,
  };
}
