/** Gateways that offer one host on one port of one pod: a later one is left out (IST0145, analyzers/gateway/conflictinggateway.go). */
import type { Gateway, Labels, Pod } from '../../objects.ts';
import type { GatewayServer } from '../../routing/rules.ts';
import { type Observation, observe } from '../finding.ts';
import { named } from '../view/facets.ts';
import {
  type CheckedObject,
  type CheckView,
  findAs,
  podsSelected,
  qualified,
  selectorText,
} from '../view/view.ts';

export function checkConflictingGateways(subject: CheckedObject<Gateway>, view: CheckView): Observation[] {
  const { selector = {}, servers = [] } = subject.object.spec ?? {};
  const others = findAs<Gateway>(view, named.all('Gateway')).filter(({ id }) => id !== subject.id);
  return servers.flatMap((server, index): Observation[] => {
    const rivals = others.filter(
      ({ object }) =>
        (object.spec?.servers ?? []).some((theirs) => isSamePlace(server, theirs)) &&
        sharesPods(view, selector, object.spec?.selector ?? {}),
    );
    if (rivals.length === 0) return [];
    const port = server.port?.number ?? 0;
    const params = { others: rivals.map(qualified).join(', '), port, hosts: (server.hosts ?? []).join(', ') };
    return [observe('IST0145', ['spec', 'servers', index], params)];
  });
}

function isSamePlace(a: GatewayServer, b: GatewayServer): boolean {
  if (a.port?.number !== b.port?.number || (a.bind ?? '') !== (b.bind ?? '')) return false;
  return (a.hosts ?? []).some((host) => (b.hosts ?? []).includes(host));
}

/** Equal selectors, or one that contains the other's text and a pod that both select. */
function sharesPods(view: CheckView, a: Labels, b: Labels): boolean {
  const [left, right] = [selectorText(a), selectorText(b)];
  if (left === right) return true;
  if (!left.includes(right) && !right.includes(left)) return false;
  const pods = new Set(podsSelected<Pod>(view, a));
  return podsSelected<Pod>(view, b).some((pod) => pods.has(pod));
}
