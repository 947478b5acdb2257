/** One port of a gateway proxy, as its listeners are made. */
import type { HostTable } from '../../hosts/host-table.ts';
import type { FlatRoute, GatewayServer } from '../rules.ts';

/** A server of a Gateway, its hosts written `host` or `namespace/host`. */
export interface BoundServer {
  server: GatewayServer;
  /** namespace/name */
  gateway: string;
  hosts: readonly string[];
}

export interface VirtualHost {
  /** Rules that take everything come last, whoever wrote them. */
  routes: readonly FlatRoute[];
  requiresTls: boolean;
}

export type VirtualHosts = HostTable<VirtualHost>;

export interface GatewayPort {
  /** Plain HTTP; null when nothing of the kind listens. */
  http: VirtualHosts | null;
  /** Plain TCP: the server that owns the port. */
  tcp: BoundServer | null;
  /** Servers with TLS. `http` is set where the gateway terminates it and speaks HTTP inside. */
  tls: readonly { bound: BoundServer; sniHosts: readonly string[]; http: VirtualHosts | null }[];
}
