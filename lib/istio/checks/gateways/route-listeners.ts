/**
 * Routes of the Gateway API that no listener of their Gateway lets in: their namespace or their kind is not among its `allowedRoutes`, or
 * its protocol carries no such requests (SLU0022). istiod writes it into the status afterwards, as NotAllowedByListeners
 * (`referenceAllowed` and `generateSupportedKinds` of istio pilot/pkg/config/kube/gateway/conversion.go); Istio's analyzers say nothing of it.
 * https://gateway-api.sigs.k8s.io/reference/spec/#allowedroutes
 */
import type { HttpRoute, KubernetesObject } from '../../objects.ts';
import { type Observation, observe } from '../finding.ts';
import { named } from '../view/facets.ts';
import { type CheckedObject, type CheckView, findAs } from '../view/view.ts';
import { type LabelSelector, matchesLabelSelector } from '../workloads/label-selector.ts';

type ParentRef = NonNullable<NonNullable<HttpRoute['spec']>['parentRefs']>[number];

interface Listener {
  name?: string;
  port?: number;
  protocol?: string;
  allowedRoutes?: {
    namespaces?: { from?: string; selector?: LabelSelector };
    kinds?: { group?: string; kind?: string }[];
  };
}

/** Why a listener keeps a route out; what nobody can tell counts as let in. */
type Obstacle = 'same' | 'selector' | 'kind' | 'protocol';

const gatewayApi = 'gateway.networking.k8s.io';
/** Of connections, not of requests. */
const withoutRequests = new Set(['TCP', 'TLS', 'UDP']);

export function checkAllowedRoutes(route: CheckedObject<HttpRoute>, view: CheckView): Observation[] {
  return (route.object.spec?.parentRefs ?? []).flatMap((parent, index) =>
    view.byItself(() => {
      const { group = gatewayApi, kind = 'Gateway', namespace: owner = route.namespace, name } = parent;
      if (group !== gatewayApi || kind !== 'Gateway') return [];
      const [found] = findAs<KubernetesObject<{ listeners?: Listener[] }>>(
        view,
        named.object('KubernetesGateway', owner, name),
      );
      // Those that are not there are told by SLU0017.
      const meant = (found?.object.spec?.listeners ?? []).filter((listener) => isMeant(parent, listener));
      const obstacles = meant.map((listener) => obstacleAt(listener, owner, route, view));
      const [first] = obstacles;
      if (first === undefined || first === null || obstacles.includes(null)) return [];
      const params = {
        parent: `Gateway ${owner}/${name}`,
        listeners: meant.map((one) => one.name ?? '').join(', '),
        kind: route.kind,
        own: route.namespace,
        owner,
      };
      // Of several, the listener that fails for the least: its namespace is right.
      const told = obstacles.find((one) => one === 'kind' || one === 'protocol') ?? first;
      return [observe('SLU0022', ['spec', 'parentRefs', index, 'name'], params, { detail: told })];
    }),
  );
}

function isMeant({ sectionName, port }: ParentRef, listener: Listener): boolean {
  return (
    (sectionName === undefined || sectionName === listener.name) &&
    (port === undefined || port === listener.port)
  );
}

function obstacleAt(
  { protocol = '', allowedRoutes = {} }: Listener,
  owner: string,
  { namespace, kind }: CheckedObject,
  view: CheckView,
): Obstacle | null {
  const { from = 'Same', selector } = allowedRoutes.namespaces ?? {};
  if (from === 'Same' && namespace !== owner) return 'same';
  if (from === 'Selector' && !isSelected(selector, namespace, view)) return 'selector';
  if (withoutRequests.has(protocol)) return 'protocol';
  const kinds = allowedRoutes.kinds ?? [];
  const isNamed = kinds.some((one) => (one.group ?? gatewayApi) === gatewayApi && one.kind === kind);
  return kinds.length === 0 || isNamed ? null : 'kind';
}

/** A namespace that nobody has read may have any labels. */
function isSelected(selector: LabelSelector | undefined, name: string, view: CheckView): boolean {
  const [namespace] = view.find(named.object('Namespace', '', name));
  if (namespace === undefined) return true;
  const labels = { ...namespace.object.metadata.labels, 'kubernetes.io/metadata.name': name };
  return matchesLabelSelector(selector, labels);
}
