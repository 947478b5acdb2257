/** `connectionPool`, of a destination or of a Sidecar's inbound traffic (validateConnectionPool). */
import { error, type Finding, type Path } from '../admission/finding.ts';
import { checkDuration } from '../admission/primitives.ts';
import { goDurationMs } from '../go-duration.ts';
import type { TrafficPolicy } from './spec.ts';

type ConnectionPool = NonNullable<TrafficPolicy['connectionPool']>;

const counts = {
  http1MaxPendingRequests: 'http1 max pending requests',
  http2MaxRequests: 'http2 max requests',
  maxRequestsPerConnection: 'max requests per connection',
  maxRetries: 'max retries',
  maxConcurrentStreams: 'max concurrent streams',
} as const;

export function checkConnectionPool(path: Path, { http, tcp }: ConnectionPool): Finding[] {
  if (!tcp && !http) return [error(path, 'connection pool must have at least one field')];
  return [
    ...(http ? checkHttp([...path, 'http'], http) : []),
    ...(tcp ? checkTcp([...path, 'tcp'], tcp) : []),
  ];
}

function checkHttp(path: Path, http: NonNullable<ConnectionPool['http']>): Finding[] {
  const found = (Object.keys(counts) as (keyof typeof counts)[])
    .filter((field) => (http[field] ?? 0) < 0)
    .map((field) => error([...path, field], `${counts[field]} must be non-negative`));
  found.push(...checkDuration([...path, 'idleTimeout'], http.idleTimeout));
  if (http.h2UpgradePolicy === 'UPGRADE' && http.useClientProtocol)
    found.push(
      error(
        [...path, 'useClientProtocol'],
        'use client protocol must not be true when H2UpgradePolicy is UPGRADE',
      ),
    );
  const { http2KeepAlive } = http;
  if (http2KeepAlive)
    for (const field of ['interval', 'timeout'] as const) {
      const here = [...path, 'http2KeepAlive', field];
      const value = http2KeepAlive[field];
      found.push(
        ...(value === undefined
          ? [error(here, `http2 keepalive ${field} is required`)]
          : checkDuration(here, value)),
      );
    }
  return found;
}

function checkTcp(path: Path, tcp: NonNullable<ConnectionPool['tcp']>): Finding[] {
  const { idleTimeout, tcpKeepalive } = tcp;
  // Below a millisecond is off.
  const idles = idleTimeout !== undefined && Math.trunc(goDurationMs(idleTimeout) ?? 1) !== 0;
  return [
    ...((tcp.maxConnections ?? 0) < 0
      ? [error([...path, 'maxConnections'], 'max connections must be non-negative')]
      : []),
    ...checkDuration([...path, 'connectTimeout'], tcp.connectTimeout),
    ...checkDuration([...path, 'maxConnectionDuration'], tcp.maxConnectionDuration),
    ...(idles ? checkDuration([...path, 'idleTimeout'], idleTimeout) : []),
    ...checkDuration([...path, 'tcpKeepalive', 'time'], tcpKeepalive?.time),
    ...checkDuration([...path, 'tcpKeepalive', 'interval'], tcpKeepalive?.interval),
  ];
}
