/** What Istio no longer obeys: kinds that went (IST0002), a Sidecar's egress proxy (IST0002), and key sets fetched from anywhere (IST0175). */
import type { KubernetesObject, Sidecar, Workload } from '../../objects.ts';
import { type Observation, observe } from '../finding.ts';
import { named } from '../view/facets.ts';
import { type CheckedObject, type CheckView, qualified } from '../view/view.ts';

type Crd = KubernetesObject<{ group: string; names: { kind: string } }>;

const retiredKinds = new Set(['ClusterRbacConfig', 'RbacConfig', 'ServiceRole', 'ServiceRoleBinding']);

export function checkRetiredKinds({ object }: CheckedObject<Crd>): Observation[] {
  const { group, names } = object.spec ?? {};
  if (group !== 'rbac.istio.io' || !retiredKinds.has(names?.kind ?? '')) return [];
  return [observe('IST0002', ['spec', 'names', 'kind'], { kind: names?.kind ?? '' }, { detail: 'kind' })];
}

export function checkEgressProxy({ object }: CheckedObject<Sidecar>): Observation[] {
  if (!object.spec?.outboundTrafficPolicy?.egressProxy) return [];
  const path = ['spec', 'outboundTrafficPolicy', 'egressProxy'];
  return [observe('IST0002', path, {}, { detail: 'egressProxy', fix: [{ op: 'remove', path }] })];
}

/** On istiod's Deployment, once there are RequestAuthentications (analyzers/authn/blockedcidrs.go). */
export function checkJwksSources({ object }: CheckedObject<Workload>, view: CheckView): Observation[] {
  if (object.metadata.labels?.app !== 'istiod') return [];
  const policies = view.find(named.all('RequestAuthentication'));
  const isBlocked = (object.spec?.template?.spec?.containers ?? []).some(({ env = [] }) =>
    env.some(({ name, value }) => name === 'BLOCKED_CIDRS_IN_JWKS_URIS' && value),
  );
  if (policies.length === 0 || isBlocked) return [];
  const names = policies.slice(0, 5).map(qualified).join(', ');
  return [observe('IST0175', ['spec', 'template', 'spec', 'containers'], { count: policies.length, names })];
}
