/**
 * Where a route of the Gateway API sends requests, or copies of them: Services, ports and hosts that are not there (SLU0018), and Services
 * of another namespace that no ReferenceGrant lets it refer to (SLU0019). Istio's analyzers say nothing of either; istiod writes it into
 * the status afterwards, and such requests are answered with an error (`buildDestination` of istio pilot/pkg/config/kube/gateway/conversion.go).
 */
import type { Path } from '../../admission/finding.ts';
import type { HttpRoute, KubernetesObject, Service } from '../../objects.ts';
import { type Observation, observe } from '../finding.ts';
import { named } from '../view/facets.ts';
import { type CheckedObject, type CheckView, findAs } from '../view/view.ts';

type RouteRule = NonNullable<NonNullable<HttpRoute['spec']>['rules']>[number];
type Backend = NonNullable<RouteRule['backendRefs']>[number];

type ReferenceGrant = KubernetesObject<{
  from?: { group?: string; kind?: string; namespace?: string }[];
  to?: { group?: string; kind?: string; name?: string }[];
}>;

interface PlacedBackend {
  backend: Backend;
  path: Path;
}

const gatewayApi = 'gateway.networking.k8s.io';

/** Backends that are sent nothing are not resolved. */
function backendsOf({ spec }: HttpRoute): PlacedBackend[] {
  return (spec?.rules ?? []).flatMap(({ backendRefs = [], filters = [] }, index) => {
    const here: Path = ['spec', 'rules', index];
    const sent = backendRefs.map((backend, place) => ({ backend, path: [...here, 'backendRefs', place] }));
    const copied = filters.flatMap(({ requestMirror }, place): PlacedBackend[] =>
      requestMirror === undefined
        ? []
        : [
            {
              backend: requestMirror.backendRef,
              path: [...here, 'filters', place, 'requestMirror', 'backendRef'],
            },
          ],
    );
    return [...sent.filter(({ backend }) => backend.weight !== 0), ...copied];
  });
}

function isService({ group = '', kind = 'Service' }: Backend): boolean {
  return group === '' && kind === 'Service';
}

export function checkBackends(
  { object, namespace }: CheckedObject<HttpRoute>,
  view: CheckView,
): Observation[] {
  return backendsOf(object).flatMap(({ backend, path }) =>
    view.byItself(() => {
      if (isService(backend)) return missingService(backend, path, namespace, view);
      if (backend.group !== 'networking.istio.io' || backend.kind !== 'Hostname') return [];
      const { name: host } = backend;
      if (view.find(named.provided(host)).length > 0) return [];
      return [observe('SLU0018', [...path, 'name'], { host }, { detail: 'host' })];
    }),
  );
}

function missingService(
  { name, namespace, port }: Backend,
  path: Path,
  own: string,
  view: CheckView,
): Observation[] {
  const owner = namespace ?? own;
  const service = `${owner}/${name}`;
  const [found] = findAs<Service>(view, named.object('Service', owner, name));
  if (found === undefined) return [observe('SLU0018', [...path, 'name'], { service }, { detail: 'service' })];
  const ports = (found.object.spec?.ports ?? []).map((one) => one.port);
  // Without a port the API server refuses it.
  if (port === undefined || ports.includes(port)) return [];
  const at = [...path, 'port'];
  const [only] = ports;
  const fix = ports.length === 1 ? [{ op: 'set' as const, path: at, value: only }] : undefined;
  const params = { service, port, ports: ports.join(', ') };
  return [observe('SLU0018', at, params, { detail: ports.length === 0 ? 'noPort' : 'port', fix })];
}

/** A route of the mesh needs nobody's leave; one at a Gateway does. */
export function checkGrants(
  { object, kind, namespace: own }: CheckedObject<HttpRoute>,
  view: CheckView,
): Observation[] {
  const isAtGateway = (object.spec?.parentRefs ?? []).some(
    (parent) => (parent.group ?? gatewayApi) === gatewayApi && (parent.kind ?? 'Gateway') === 'Gateway',
  );
  if (!isAtGateway) return [];
  return backendsOf(object).flatMap(({ backend, path }) =>
    view.byItself(() => {
      const { name, namespace: owner = own } = backend;
      if (owner === own || !isService(backend)) return [];
      const grants = findAs<ReferenceGrant>(view, named.inNamespace('ReferenceGrant', owner));
      if (grants.some((grant) => isGranting(grant.object, { kind, own, name }))) return [];
      const params = { service: `${owner}/${name}`, owner, kind, own };
      return [observe('SLU0019', [...path, 'namespace'], params)];
    }),
  );
}

function isGranting(
  { spec }: ReferenceGrant,
  { kind, own, name }: { kind: string; own: string; name: string },
): boolean {
  const { from = [], to = [] } = spec ?? {};
  return (
    from.some((one) => one.group === gatewayApi && one.kind === kind && one.namespace === own) &&
    to.some((one) => (one.group ?? '') === '' && one.kind === 'Service' && (one.name ?? name) === name)
  );
}
