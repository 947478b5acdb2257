/** The group of the Gateway API, and which of its Gateways istiod makes listeners of (`BuiltinGatewayClasses` of istio gatewaycommon). */
import type { GatewayObject } from './objects.ts';

const gatewayGroup = 'gateway.networking.k8s.io';

export function isOfGroup({ group }: { group: string }): boolean {
  return group === gatewayGroup;
}

/** Waypoints take no requests of their own, a remote gateway is another cluster's, and other classes are not Istio's. */
const withoutListeners = new Set(['istio-waypoint', 'istio-remote', 'istio-east-west']);

export function isIstios({ spec }: GatewayObject): boolean {
  const name = spec?.gatewayClassName ?? '';
  return (name === 'istio' || name.startsWith('istio-')) && !withoutListeners.has(name);
}
