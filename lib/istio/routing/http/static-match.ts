/**
 * The conditions of a match that hold or fail for a proxy and a port before any request comes: Istio leaves such rules out
 * of the proxy's configuration (`sourceMatchHTTP` and `matchTLS`/`matchTCP` of pilot/pkg/networking/core).
 */
import { selectsLabels } from '../../hosts/labels.ts';
import type { ProxyRef } from '../../objects.ts';
import type { Reason } from '../reason.ts';
import type { HttpMatch, L4Match } from '../rules.ts';

/** From where a VirtualService is looked at. */
export interface Viewpoint {
  proxy: ProxyRef;
  /** Port of the service, or of the gateway's server. */
  port: number;
  /** `mesh`, or namespace/name of the gateway. */
  gateway: string;
}

/** Null when the match may apply. A match that names gateways ignores its source conditions. */
export function httpStaticMismatch(match: HttpMatch, view: Viewpoint): Reason | null {
  return (
    portMismatch(match, view) ??
    (match.gateways && match.gateways.length > 0 ? gatewayMismatch(match, view) : sourceMismatch(match, view))
  );
}

/** tls and tcp matches on a sidecar: every condition counts. */
export function l4StaticMismatch(match: L4Match, view: Viewpoint): Reason | null {
  return portMismatch(match, view) ?? gatewayMismatch(match, view) ?? sourceMismatch(match, view);
}

/** tls and tcp matches on a gateway: Istio looks at port and gateway alone. */
export function gatewayL4Mismatch(match: L4Match, view: Viewpoint): Reason | null {
  return portMismatch(match, view) ?? gatewayMismatch(match, view);
}

function portMismatch(match: { port?: number }, view: Viewpoint): Reason | null {
  return match.port && match.port !== view.port
    ? { key: 'other-port', port: match.port, actual: view.port }
    : null;
}

function gatewayMismatch(match: { gateways?: string[] }, view: Viewpoint): Reason | null {
  const gateways = match.gateways;
  if (!gateways || gateways.length === 0 || gateways.includes(view.gateway)) return null;
  return { key: 'other-gateway', gateways, actual: view.gateway };
}

function sourceMismatch(
  match: { sourceLabels?: Record<string, string>; sourceNamespace?: string },
  view: Viewpoint,
): Reason | null {
  const { labels, namespace } = view.proxy;
  if (!selectsLabels(match.sourceLabels, labels)) {
    const [key = '', wanted = ''] =
      Object.entries(match.sourceLabels ?? {}).find(([name, value]) => labels[name] !== value) ?? [];
    return { key: 'source-label', label: key, wanted, actual: labels[key] ?? null };
  }
  if (match.sourceNamespace && match.sourceNamespace !== namespace) {
    return { key: 'source-namespace', wanted: match.sourceNamespace, actual: namespace };
  }
  return null;
}
