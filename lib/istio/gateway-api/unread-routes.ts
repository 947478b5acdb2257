/**
 * Listeners whose connections TCPRoutes and TLSRoutes decide about: those are no kinds of the console, and the evaluator does not read
 * them, so what it answers there may be otherwise. How many are attached is in the Gateway's status, where its controller writes it.
 */
import type { KubernetesObject } from '../objects.ts';
import type { RouteRequest } from '../routing/types.ts';
import { isIstios } from './translation/classes.ts';
import { type GatewayObject, soundOf } from './translation/objects.ts';
import { unreadProtocols } from './unread-protocols.ts';

export interface UnreadRoutes {
  /** Of the Gateway. */
  namespace: string;
  name: string;
  listener: string;
  port: number;
  /** Null where no controller says. */
  count: number | null;
}

/** Those that may decide about this request instead of what is answered. */
export function unreadFor(
  gateways: readonly KubernetesObject[],
  { from, port: asked }: Pick<RouteRequest, 'from' | 'port'>,
): UnreadRoutes[] {
  if (from.type !== 'gateway') return [];
  return unreadRoutes(gateways).filter(
    ({ namespace, port }) => namespace === from.namespace && port === asked,
  );
}

/** Without listeners that certainly have none. */
function unreadRoutes(gateways: readonly KubernetesObject[]): UnreadRoutes[] {
  return gateways.flatMap((object) => {
    const [gateway] = soundOf<GatewayObject>([object]);
    if (gateway === undefined || !isIstios(gateway)) return [];
    const { namespace = '', name } = gateway.metadata;
    return (gateway.spec?.listeners ?? []).flatMap(({ name: listener, port, protocol }) => {
      const count = attachedTo(object, listener);
      if (!unreadProtocols.has(protocol) || count === 0) return [];
      return [{ namespace, name, listener, port, count }];
    });
  });
}

function attachedTo({ status }: KubernetesObject, listener: string): number | null {
  const { listeners } = (status ?? {}) as { listeners?: { name?: string; attachedRoutes?: number }[] };
  const found = Array.isArray(listeners) ? listeners.find(({ name }) => name === listener) : undefined;
  return typeof found?.attachedRoutes === 'number' ? found.attachedRoutes : null;
}
