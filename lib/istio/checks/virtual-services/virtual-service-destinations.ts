/**
 * Where a VirtualService sends requests: hosts, ports and subsets that exist (IST0101, IST0112), and subsets that a gateway's
 * requests never meet (IST0140). Mirrors analyzers/virtualservice/{destinationhosts,destinationrules}.go.
 */
import type { DestinationRule, VirtualService } from '../../objects.ts';
import { type Observation, observe } from '../finding.ts';
import { named } from '../view/facets.ts';
import { fullHost } from '../view/full-host.ts';
import { providedHost } from '../view/provided-hosts.ts';
import { type CheckedObject, type CheckView, findAs, qualified } from '../view/view.ts';
import { destinationsOf, type PlacedDestination } from './destinations.ts';

export function checkDestinations(subject: CheckedObject<VirtualService>, view: CheckView): Observation[] {
  const spec = subject.object.spec ?? {};
  // Whose host is hidden, its rules may be as well.
  return destinationsOf(spec).flatMap((placed) =>
    view.byItself(() => [...checkHost(placed, subject, view), ...checkSubset(placed, subject, view)]),
  );
}

function checkHost(
  { destination, path, isMirror }: PlacedDestination,
  { namespace, object }: CheckedObject<VirtualService>,
  view: CheckView,
): Observation[] {
  const { host, port } = destination;
  const provided = providedHost(view, { namespace, exportTo: object.spec?.exportTo }, host);
  if (!provided) {
    return [observe('IST0101', [...path, 'host'], { host }, { detail: isMirror ? 'mirrorHost' : 'host' })];
  }
  const ports = provided.ports.join(', ');
  if (port?.number === undefined) {
    return provided.ports.length > 1 ? [observe('IST0112', [...path, 'host'], { host, ports })] : [];
  }
  if (provided.ports.includes(port.number)) return [];
  const [only] = provided.ports;
  const at = [...path, 'port', 'number'];
  const fix = provided.ports.length === 1 ? [{ op: 'set' as const, path: at, value: only }] : undefined;
  return [observe('IST0101', at, { host, port: port.number, ports }, { detail: 'port', fix })];
}

function checkSubset(
  { destination, path, isMirror }: PlacedDestination,
  { namespace }: CheckedObject,
  view: CheckView,
): Observation[] {
  const { host, subset } = destination;
  if (!subset) return [];
  const rules = findAs<DestinationRule>(
    view,
    named.rulesOf(fullHost(host, namespace, view.meshConfig.domain)),
  );
  if (rules.some(({ object }) => object.spec?.subsets?.some(({ name }) => name === subset))) return [];
  const params = { host, subset };
  return [observe('IST0101', [...path, 'subset'], params, { detail: isMirror ? 'mirrorSubset' : 'subset' })];
}

/** Requests through a gateway obey the gateway's VirtualService alone: one for the mesh that splits the host is not asked. */
export function checkIngressSubsets(subject: CheckedObject<VirtualService>, view: CheckView): Observation[] {
  const spec = subject.object.spec ?? {};
  if (!spec.gateways?.length) return [];
  return (spec.http ?? []).flatMap((rule, index) =>
    (rule.route ?? []).flatMap(({ destination }, place) => {
      if (destination.subset) return [];
      const path = ['spec', 'http', index, 'route', place, 'destination'];
      return view
        .find(named.splits(destination.host))
        .map((other) => observe('IST0140', path, { other: qualified(other), host: destination.host }));
    }),
  );
}
