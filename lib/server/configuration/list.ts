/** The list of Istio's objects: from the snapshot, cut to what the caller may list, with what the checks say of each. */
import type { Configuration, ConfigurationRow, KindState } from '#lib/api/configuration/configuration.ts';
import { compareText } from '#lib/compare-text.ts';
import { lastWrite } from '#lib/graph/views/changes.ts';
import type { CheckSet } from '#lib/istio/checks/check-set.ts';
import { hostsOf } from '#lib/istio/kinds/kind.ts';
import { kindId, kinds } from '#lib/istio/kinds/registry.ts';
import { asJson, type KubernetesObject } from '#lib/istio/objects.ts';
import { ownershipOf } from '#lib/istio/ownership.ts';
import { mapInSteps, type Steps } from '#lib/steps.ts';
import { type KindRights, kindKeys } from '../access/kind-rights.ts';
import type { KindKey } from '../kubernetes/resources.ts';
import type { Snapshot } from '../kubernetes/snapshot.ts';
import type { RequestScope } from '../mesh/scope.ts';
import { countsOf } from './findings.ts';

export type ListedSnapshot = Pick<Snapshot, 'list' | 'kinds' | 'revision' | 'warnings' | 'served'>;

export function* listConfiguration(
  snapshot: ListedSnapshot,
  set: CheckSet,
  scope: RequestScope,
  rights: KindRights,
): Steps<Configuration> {
  const wanted = (namespace: string) => scope.requested?.has(namespace) ?? true;
  const found = kindKeys.flatMap((key) =>
    snapshot.list(key).flatMap((object) => {
      const { namespace = '' } = object.metadata;
      return wanted(namespace) && rights.lists(key, namespace) ? [{ key, object, namespace }] : [];
    }),
  );
  const revision = snapshot.revision();
  found.sort(
    (a, b) =>
      compareText(a.namespace, b.namespace) ||
      kindKeys.indexOf(a.key) - kindKeys.indexOf(b.key) ||
      compareText(a.object.metadata.name, b.object.metadata.name),
  );
  return {
    revision,
    allNamespaces: scope.visible === null,
    objects: yield* mapInSteps(found, ({ key, object }) => rowOf(key, object, set)),
    kinds: kindKeys.map((key) => kindState(key, snapshot, rights.unreadable(key).filter(wanted))),
    warnings: [...snapshot.warnings(), ...scope.warnings],
  };
}

function rowOf(key: KindKey, object: KubernetesObject, set: CheckSet): ConfigurationRow {
  const { metadata } = object;
  const created = Date.parse(metadata.creationTimestamp ?? '') / 1000;
  return {
    kind: kindId(kinds[key]),
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    hosts: hostsOf(kinds[key], asJson(object)),
    createdAt: Number.isNaN(created) ? null : created,
    changedAt: lastWrite(object),
    managedBy: ownershipOf(object),
    checks: countsOf(set.findingsOf(object)),
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

function kindState(
  key: KindKey,
  snapshot: Pick<Snapshot, 'kinds' | 'served'>,
  unreadable: string[],
): KindState {
  const state = states[snapshot.kinds().get(key)?.state ?? 'starting'];
  return {
    kind: kindId(kinds[key]),
    state,
    version: state === 'not-served' ? null : snapshot.served(key),
    unreadable,
  };
}
