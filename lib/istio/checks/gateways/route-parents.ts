/**
 * Parents of a route of the Gateway API that are not there: the Gateway (or Service, or ServiceEntry), its listener, its port (SLU0017).
 * Istio's analyzers say nothing of them, and a route without a parent has no effect and no status.
 * https://gateway-api.sigs.k8s.io/reference/spec/#parentreference
 */
import type { HttpRoute, KubernetesObject, Service, ServiceEntry } from '../../objects.ts';
import { type Observation, observe } from '../finding.ts';
import { named } from '../view/facets.ts';
import { type CheckedObject, type CheckView, findAs } from '../view/view.ts';

type ParentRef = NonNullable<NonNullable<HttpRoute['spec']>['parentRefs']>[number];

interface Door {
  /** Of a listener, or of a port: what `sectionName` means. */
  name: string;
  port: number;
}

type KubernetesGateway = KubernetesObject<{ listeners?: { name?: string; port?: number }[] }>;

const gatewayApi = 'gateway.networking.k8s.io';

export function checkRouteParents(
  { object, namespace }: CheckedObject<HttpRoute>,
  view: CheckView,
): Observation[] {
  return (object.spec?.parentRefs ?? []).flatMap((parent, index) =>
    view.byItself(() => {
      const doors = doorsOf(parent, namespace, view);
      return doors === undefined ? [] : missing(parent, doors, ['spec', 'parentRefs', index]);
    }),
  );
}

/** Null where no such parent exists; undefined of kinds that are not known here. */
function doorsOf(
  { group = gatewayApi, kind = 'Gateway', namespace, name }: ParentRef,
  own: string,
  view: CheckView,
): readonly Door[] | null | undefined {
  const owner = namespace ?? own;
  if (group === gatewayApi && kind === 'Gateway') {
    const [found] = findAs<KubernetesGateway>(view, named.object('KubernetesGateway', owner, name));
    const listeners = found?.object.spec?.listeners ?? [];
    return found === undefined
      ? null
      : listeners.map((one) => ({ name: one.name ?? '', port: one.port ?? 0 }));
  }
  if (group === '' && kind === 'Service') {
    const [found] = findAs<Service>(view, named.object('Service', owner, name));
    const ports = found?.object.spec?.ports ?? [];
    return found === undefined ? null : ports.map((one) => ({ name: one.name ?? '', port: one.port }));
  }
  if (group === 'networking.istio.io' && kind === 'ServiceEntry') {
    const [found] = findAs<ServiceEntry>(view, named.object('ServiceEntry', owner, name));
    const ports = found?.object.spec?.ports ?? [];
    return found === undefined ? null : ports.map((one) => ({ name: one.name, port: one.number }));
  }
  return undefined;
}

function missing(
  { kind = 'Gateway', namespace, name, sectionName, port }: ParentRef,
  doors: readonly Door[] | null,
  path: readonly (string | number)[],
): Observation[] {
  const parent = `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
  if (doors === null) return [observe('SLU0017', [...path, 'name'], { parent }, { detail: 'parent' })];
  const meant = doors.filter((door) => sectionName === undefined || door.name === sectionName);
  if (sectionName !== undefined && meant.length === 0) {
    const sections = doors.map((door) => door.name).join(', ');
    const params = { parent, section: sectionName, sections };
    return [observe('SLU0017', [...path, 'sectionName'], params, { detail: 'section' })];
  }
  if (port === undefined || meant.some((door) => door.port === port)) return [];
  const ports = [...new Set(meant.map((door) => door.port))].join(', ');
  return [observe('SLU0017', [...path, 'port'], { parent, port, ports }, { detail: 'port' })];
}
