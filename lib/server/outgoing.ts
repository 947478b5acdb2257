/**
 * Whom this process may connect to: the API server, Prometheus, the issuer and the hosts named beside it, each at its port. Every
 * connection that Node makes over TCP goes through `Socket.connect`, whichever library asks for it: what is not on the list ends there,
 * before a name is looked up or a byte is sent. Plugins of a kubeconfig are processes of their own and not bound by it.
 */
import { Socket } from 'node:net';
import type { Config } from './config.ts';
import type { ClusterConnection } from './kubernetes/kubeconfig.ts';

/** "host:port", the host in small letters. */
type Destination = string;

export class OutgoingRefused extends Error {
  override name = 'OutgoingRefused';
  readonly code = 'OUTGOING_REFUSED';
}

const usualPorts: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' };

function destination(host: string, port: string): Destination {
  return `${host
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase()}:${port}`;
}

function destinationOf(url: URL): Destination {
  return destination(url.hostname, url.port || (usualPorts[url.protocol] ?? ''));
}

export function allowedDestinations(
  { prometheus, signIn }: Pick<Config, 'prometheus' | 'signIn'>,
  { server, alsoReaches }: Pick<ClusterConnection, 'server' | 'alsoReaches'>,
): ReadonlySet<Destination> {
  const { oidc } = signIn;
  const urls = [
    server,
    ...alsoReaches,
    ...(prometheus === null ? [] : [prometheus.url]),
    ...(oidc === null
      ? []
      : [oidc.issuer, ...oidc.hosts.map((host) => new URL(`${oidc.issuer.protocol}//${host}`))]),
  ];
  return new Set(urls.map(destinationOf));
}

/** Of `connect(options)`, `connect(port, host)`, `connect(path)`, or of Node's own arguments, which it reads but once. Null: no TCP. */
function targetOf([first, second]: readonly unknown[]): Destination | null {
  const options: unknown = Array.isArray(first) ? first[0] : first;
  if (typeof options === 'object' && options !== null) {
    const { port, host } = options as { port?: unknown; host?: unknown };
    // Without a port it is a socket of this machine's files.
    if (port === undefined || port === null) return null;
    return destination(typeof host === 'string' && host !== '' ? host : 'localhost', String(port));
  }
  if (!/^\d+$/.test(String(options))) return null;
  return destination(typeof second === 'string' ? second : 'localhost', String(options));
}

/** From now on and for as long as the process lives. */
export function lockOutgoing(
  allowed: ReadonlySet<Destination>,
  onRefused: (target: Destination | null) => void,
): void {
  const connect = Socket.prototype.connect;
  function connectIfAllowed(this: Socket, ...args: unknown[]): Socket {
    const target = targetOf(args);
    if (target !== null && allowed.has(target)) return Reflect.apply(connect, this, args);
    onRefused(target);
    return this.destroy(new OutgoingRefused('This console does not connect there.'));
  }
  Socket.prototype.connect = connectIfAllowed as typeof connect;
}
