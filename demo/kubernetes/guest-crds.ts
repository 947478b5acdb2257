/**
 * The kinds of others that steer traffic beside Istio (Argo Rollouts, Flagger, KubeSphere): their names, and fields that nobody judges.
 * Their controllers are not here: an object of theirs says what whoever wrote it said.
 */
import type { Crd } from '#lib/istio/schema/crds.ts';

function guest(group: string, version: string, kind: string, plural: string): Crd {
  const open = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } as const;
  return {
    group,
    scope: 'Namespaced',
    names: { kind, listKind: `${kind}List`, plural, singular: kind.toLowerCase() },
    versions: [{ name: version, served: true, storage: true, status: true }],
    schema: { properties: { spec: open, status: open } },
  };
}

export const guestCrds: readonly Crd[] = [
  guest('argoproj.io', 'v1alpha1', 'Rollout', 'rollouts'),
  guest('flagger.app', 'v1beta1', 'Canary', 'canaries'),
  guest('servicemesh.kubesphere.io', 'v1alpha2', 'Strategy', 'strategies'),
];
