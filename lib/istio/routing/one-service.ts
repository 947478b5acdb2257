/**
 * Whether a request meets one service alone: then only what speaks for that service decides, and whatever else listens on its port does
 * not matter. Where a request names nothing that the sidecar knows, everything on the port may have a say.
 */
import { isWildcard } from '../hosts/host-name.ts';
import { isHttpOrSniffed } from '../hosts/port-protocol.ts';
import { portOf } from '../hosts/registry.ts';
import { addressedService, expectedFamily, hasOwnAddress, meshView } from './mesh-view.ts';
import type { RoutingIndex } from './routing-index.ts';
import { scopeOf } from './sidecar/sidecar-scope.ts';
import type { RouteRequest } from './types.ts';

/** `index` needs to hold no more than what is said about `hosts`: those that the request may mean, its short forms completed. */
export function meetsOneService(
  index: RoutingIndex,
  request: RouteRequest,
  hosts: ReadonlySet<string>,
): boolean {
  const view = meshView(index, scopeOf(index.sidecars, request.from), request.port);
  // No listener: nothing but the Sidecar decides.
  if (!view) return true;
  const target = addressedService(view, request);
  if (target === undefined || !hosts.has(target.host)) return false;
  if (target.aliasOf !== null || isWildcard(target.host)) return false;
  const family = expectedFamily(view, target, request.port);
  const own = hasOwnAddress(view, target);
  if ((request.protocol ?? 'http') !== 'http') {
    return family === 'tcp' || (family === 'auto' && own) || (family === 'tls' && own);
  }
  if (family === 'tcp') return true;
  if (family === 'tls' || (family === 'auto' && own)) return own;
  if (family === 'none') return false;
  // Hosts of VirtualServices as they stand there, which this name may be as well.
  const host = request.host.toLowerCase();
  const isClaimed = host !== target.host && index.virtualServices.meshByHost.get(host) !== undefined;
  return isHttpOrSniffed(portOf(target, request.port)?.protocol ?? 'UDP') && !isClaimed;
}
