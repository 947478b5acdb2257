/**
 * Whom a VirtualService speaks for, where it is easily meant otherwise: without `mesh` among its gateways no sidecar obeys it, though it names
 * a Service (SLU0015); with a wildcard it takes over the Services of other namespaces (SLU0016).
 */
import { isWildcard, isWithin } from '../../hosts/host-name.ts';
import type { VirtualService } from '../../objects.ts';
import { type Observation, observe } from '../finding.ts';
import { named } from '../view/facets.ts';
import { fullHost, serviceOfHost } from '../view/full-host.ts';
import { type CheckedObject, type CheckView, qualified } from '../view/view.ts';

type Subject = CheckedObject<VirtualService>;

export function checkReach(subject: Subject, view: CheckView): Observation[] {
  const { hosts = [], gateways = [] } = subject.object.spec ?? {};
  const { domain } = view.meshConfig;
  const full = hosts.map((host) => fullHost(host, subject.namespace, domain));
  return gateways.length === 0 || gateways.includes('mesh')
    ? full.flatMap((host, index) => takesOver(host, index, subject, view))
    : besideTheMesh(full, view);
}

/** One that also has a host of the outside is there for the gateway, and names the Service for who comes through it. */
function besideTheMesh(hosts: readonly string[], view: CheckView): Observation[] {
  const { domain } = view.meshConfig;
  const services = hosts.map((host) => {
    const { name, namespace } = serviceOfHost(host, domain) ?? { name: '', namespace: '' };
    return name !== '' && view.find(named.object('Service', namespace, name)).length > 0;
  });
  if (services.length === 0 || !services.every(Boolean)) return [];
  return [observe('SLU0015', ['spec', 'gateways'], { host: hosts[0] ?? '' })];
}

function takesOver(host: string, index: number, { namespace }: Subject, view: CheckView): Observation[] {
  if (!isWildcard(host)) return [];
  const { domain } = view.meshConfig;
  const of = serviceOfHost(host, domain)?.namespace;
  const near =
    of === undefined ? view.find(named.all('Service')) : view.find(named.inNamespace('Service', of));
  const others = near.filter(
    (service) =>
      service.namespace !== namespace && isWithin(fullHost(service.name, service.namespace, domain), host),
  );
  const [first] = others;
  if (first === undefined) return [];
  return [
    observe('SLU0016', ['spec', 'hosts', index], {
      host,
      count: others.length,
      example: qualified(first),
    }),
  ];
}
