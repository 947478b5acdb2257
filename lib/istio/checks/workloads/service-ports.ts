/** Protocols that Istio reads from a Service's ports (IST0118), and what is special of ExternalName (IST0150). Mirrors analyzers/service/portname.go. */
import { servicePortProtocol } from '../../hosts/port-protocol.ts';
import type { Service } from '../../objects.ts';
import { type Observation, observe } from '../finding.ts';
import type { CheckedObject } from '../view/view.ts';
import { isControlPlane } from './in-mesh.ts';

const gatewayControllers = new Set([
  'istio.io-gateway-controller',
  'istio.io-mesh-controller',
  'istio.io-eastwest-controller',
]);

export function checkPortNames({ object }: CheckedObject<Service>): Observation[] {
  if (
    isControlPlane(object) ||
    gatewayControllers.has(object.metadata.labels?.['gateway.istio.io/managed'] ?? '')
  ) {
    return [];
  }
  const { ports = [], type } = object.spec ?? {};
  const isExternal = type === 'ExternalName';
  return ports.flatMap((port, index): Observation[] => {
    const isUnknown = servicePortProtocol(port) === 'auto';
    if (!isUnknown && !(isExternal && port.name === 'tcp')) return [];
    const path = ['spec', 'ports', index, port.name === undefined ? 'port' : 'name'];
    const params = { name: port.name ?? '', port: port.port };
    return [observe(isExternal ? 'IST0150' : 'IST0118', path, params)];
  });
}
