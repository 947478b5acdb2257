/**
 * A Gateway selects pods (IST0101), and a Service in front of them has its servers' ports (IST0162).
 * Mirrors analyzers/gateway/gateway.go.
 */
import { selectsLabels } from '../../hosts/labels.ts';
import type { Gateway, Pod, Service } from '../../objects.ts';
import { type Observation, observe } from '../finding.ts';
import { named } from '../view/facets.ts';
import { type CheckedObject, type CheckView, findAs, podsSelected, selectorText } from '../view/view.ts';

export function checkGatewayPorts({ object }: CheckedObject<Gateway>, view: CheckView): Observation[] {
  const { selector = {}, servers = [] } = object.spec ?? {};
  const pods = podsSelected<Pod>(view, selector);
  const text = selectorText(selector);
  if (pods.length === 0) {
    return [observe('IST0101', ['spec', 'selector'], { selector: text }, { detail: 'selector' })];
  }
  const open = openPorts(view, pods);
  return servers.flatMap(({ port }, index) =>
    port === undefined || open.has(port.number)
      ? []
      : [
          observe('IST0162', ['spec', 'servers', index, 'port', 'number'], {
            port: port.number,
            selector: text,
          }),
        ],
  );
}

/** Ports of the Services that select these pods, and the ports they lead to. */
function openPorts(view: CheckView, pods: readonly CheckedObject<Pod>[]): ReadonlySet<number> {
  const open = new Set<number>();
  for (const pod of pods) {
    for (const { object } of findAs<Service>(view, named.inNamespace('Service', pod.namespace))) {
      const { selector = {}, ports = [] } = object.spec ?? {};
      if (!selectsLabels(selector, pod.object.metadata.labels ?? {})) continue;
      for (const { port, targetPort, protocol = 'TCP' } of ports) {
        if (protocol !== 'TCP') continue;
        const target = Number(targetPort);
        open.add(port);
        if (Number.isInteger(target) && target !== 0) open.add(target);
      }
    }
  }
  return open;
}
