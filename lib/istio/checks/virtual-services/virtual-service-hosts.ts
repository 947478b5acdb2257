/**
 * Several VirtualServices of the mesh with one host: Istio does not merge them (IST0109, analyzers/virtualservice/
 * conflictingmeshgatewayhosts.go), and the older owns the host (SLU0006 names it).
 */
import { compareText } from '#lib/compare-text.ts';
import { hostsOverlap, isWildcard } from '../../hosts/host-name.ts';
import { creationMs } from '../../hosts/object-order.ts';
import type { VirtualService } from '../../objects.ts';
import { type Observation, observe } from '../finding.ts';
import { named } from '../view/facets.ts';
import { fullHost } from '../view/full-host.ts';
import { scopesOf } from '../view/provided-hosts.ts';
import { type CheckedObject, type CheckView, findAs, qualified } from '../view/view.ts';

type Subject = CheckedObject<VirtualService>;

function isOfMesh({ object }: Subject): boolean {
  const gateways = object.spec?.gateways ?? [];
  return gateways.length === 0 || gateways.includes('mesh');
}

const visibility = ({ object, namespace }: Subject) => scopesOf(object.spec?.exportTo, namespace);

function fullHosts({ object, namespace }: Subject, domain: string): string[] {
  return (object.spec?.hosts ?? []).map((host) => fullHost(host, namespace, domain));
}

/** VirtualServices of the mesh that have this host or, with wildcards, one that overlaps it. */
function rivals(view: CheckView, subject: Subject, host: string): Subject[] {
  const near = isWildcard(host)
    ? findAs<VirtualService>(view, named.all('VirtualService')).filter(isOfMesh)
    : [
        ...findAs<VirtualService>(view, named.meshHost(host)),
        ...findAs<VirtualService>(view, named.meshWildcard()),
      ];
  const others = near.filter(({ id }) => id !== subject.id);
  return others.length < 2 ? others : [...new Map(others.map((other) => [other.id, other])).values()];
}

export function checkMeshHosts(subject: Subject, view: CheckView): Observation[] {
  if (!isOfMesh(subject)) return [];
  const { domain } = view.meshConfig;
  return fullHosts(subject, domain).flatMap((host, index): Observation[] => {
    const path = ['spec', 'hosts', index];
    const others = rivals(view, subject, host).filter((other) => conflict(subject, host, other, domain));
    if (others.length === 0) return [];
    const names = others.map(qualified).join(', ');
    const found = [observe('IST0109', path, { host, others: names })];
    const owner = others.find((other) => fullHosts(other, domain).includes(host) && precedes(other, subject));
    if (owner) found.push(observe('SLU0006', path, { host, owner: qualified(owner) }));
    return found;
  });
}

/** Equal hosts in one scope; or a host seen by some that a host seen by all overlaps. */
function conflict(subject: Subject, host: string, other: Subject, domain: string): boolean {
  const own = visibility(subject);
  const theirs = visibility(other);
  const hosts = fullHosts(other, domain);
  if ([...own].some((scope) => theirs.has(scope))) return hosts.includes(host);
  return own.has('*') !== theirs.has('*') && hosts.some((name) => hostsOverlap(name, host));
}

/** True when wherever the younger is seen, the other one is asked first. */
function precedes(other: Subject, younger: Subject): boolean {
  const theirs = visibility(other);
  const own = visibility(younger);
  const isEverywhere = theirs.has('*') ? own.has('*') : [...own].every((scope) => theirs.has(scope));
  if (!isEverywhere) return false;
  return compareAge(other, younger) < 0;
}

function compareAge(a: Subject, b: Subject): number {
  return (
    creationMs(a.object) - creationMs(b.object) ||
    compareText(a.name, b.name) ||
    compareText(a.namespace, b.namespace)
  );
}
