/** Ports of a service with the protocol that Istio takes them for, and what tells it. */
import type { Port } from '../../api/traffic/details.ts';
import { parseProtocol, servicePortProtocol } from '../../istio/hosts/port-protocol.ts';
import type { Service, ServiceEntry, ServicePort } from '../../istio/objects.ts';

export function servicePorts({ spec }: Service): Port[] {
  return (spec?.ports ?? []).map((port) => ({
    number: port.port,
    name: port.name ?? '',
    targetPort: String(port.targetPort ?? port.port),
    ...detected(port),
  }));
}

function detected(port: ServicePort): Pick<Port, 'protocol' | 'detectedBy'> {
  const protocol = servicePortProtocol(port);
  if (protocol === 'UDP' && port.protocol === 'UDP') return { protocol, detectedBy: 'declared' };
  if (protocol === 'auto') return { protocol, detectedBy: 'sniffed' };
  if (port.appProtocol !== undefined) return { protocol, detectedBy: 'app-protocol' };
  // Without its number the name alone would have been sniffed.
  const byName = servicePortProtocol({ ...port, port: 0 });
  return { protocol, detectedBy: byName === 'auto' ? 'well-known-port' : 'port-name' };
}

export function entryPorts(entry: ServiceEntry | null): Port[] {
  return (entry?.spec?.ports ?? []).map((port) => {
    const protocol = parseProtocol(port.protocol);
    return {
      number: port.number,
      name: port.name,
      targetPort: String(port.targetPort ?? port.number),
      protocol,
      detectedBy: protocol === 'auto' ? 'sniffed' : 'declared',
    };
  });
}
