/** `trafficPolicy` at the destination, a subset or a port (validateTrafficPolicy and its parts). */
import { error, type Finding, type Path, warning } from '../admission/finding.ts';
import {
  checkDuration,
  checkFqdn,
  checkPercent,
  checkPort,
  goDurationMs,
  isIpAddress,
} from '../admission/primitives.ts';
import { checkLoadBalancer } from './load-balancer.ts';
import type { TrafficPolicy } from './spec.ts';

export interface PolicyScope {
  /** Of the DestinationRule. */
  namespace: string;
}

export function checkTrafficPolicy(path: Path, policy: TrafficPolicy, scope: PolicyScope): Finding[] {
  const set = Object.values(policy).filter((value) => value !== undefined && value !== null);
  if (set.length === 0) return [error(path, 'traffic policy must have at least one field')];
  const found: Finding[] = [];
  if (policy.tunnel && policy.proxyProtocol)
    found.push(error(path, 'tunnel and proxyProtocol must not be set together'));
  found.push(...checkBlocks(path, policy, scope));
  for (const [index, port] of (policy.portLevelSettings ?? []).entries()) {
    const here = [...path, 'portLevelSettings', index];
    if (port.port === undefined) found.push(error([...here, 'port'], 'portLevelSettings port is required'));
    else found.push(...checkPort([...here, 'port', 'number'], port.port.number));
    if (!port.loadBalancer && !port.connectionPool && !port.outlierDetection && !port.tls) {
      found.push(error(here, 'port traffic policy must have at least one field'));
    }
    // istiod loses the warnings of port-level settings.
    found.push(...checkBlocks(here, port, scope).filter((finding) => finding.severity === 'error'));
  }
  if (policy.tunnel) found.push(...checkTunnel([...path, 'tunnel'], policy.tunnel));
  if (policy.retryBudget) {
    const { percent } = policy.retryBudget;
    if (percent !== undefined && percent !== null && (percent < 0 || percent > 100)) {
      found.push(
        error(
          [...path, 'retryBudget', 'percent'],
          `retryBudget percent must be in the range [0,100], got ${percent}`,
        ),
      );
    }
  }
  return found;
}

type Blocks = Pick<TrafficPolicy, 'loadBalancer' | 'connectionPool' | 'outlierDetection' | 'tls'>;

/** The four blocks that destination, subset and port have in common. */
function checkBlocks(path: Path, policy: Blocks, scope: PolicyScope): Finding[] {
  return [
    ...(policy.outlierDetection
      ? checkOutlierDetection([...path, 'outlierDetection'], policy.outlierDetection)
      : []),
    ...(policy.connectionPool ? checkConnectionPool([...path, 'connectionPool'], policy.connectionPool) : []),
    ...(policy.loadBalancer
      ? checkLoadBalancer([...path, 'loadBalancer'], policy.loadBalancer, Boolean(policy.outlierDetection))
      : []),
    ...(policy.tls ? checkTls([...path, 'tls'], policy.tls, scope) : []),
  ];
}

function checkOutlierDetection(
  path: Path,
  outlier: NonNullable<TrafficPolicy['outlierDetection']>,
): Finding[] {
  const found: Finding[] = [
    ...checkDuration([...path, 'interval'], outlier.interval),
    ...checkDuration([...path, 'baseEjectionTime'], outlier.baseEjectionTime),
  ];
  if (outlier.consecutiveErrors) {
    found.push(
      warning(
        [...path, 'consecutiveErrors'],
        'outlier detection consecutive errors is deprecated, use consecutiveGatewayErrors or consecutive5xxErrors instead',
      ),
    );
  }
  if (!outlier.splitExternalLocalOriginErrors && (outlier.consecutiveLocalOriginFailures ?? 0) > 0) {
    found.push(
      error(
        [...path, 'consecutiveLocalOriginFailures'],
        'outlier detection consecutive local origin failures is specified, but split external local origin errors is set to false',
      ),
    );
  }
  found.push(...checkPercent([...path, 'maxEjectionPercent'], outlier.maxEjectionPercent));
  found.push(...checkPercent([...path, 'minHealthPercent'], outlier.minHealthPercent));
  return found;
}

function checkConnectionPool(path: Path, pool: NonNullable<TrafficPolicy['connectionPool']>): Finding[] {
  if (!pool.tcp && !pool.http) return [error(path, 'connection pool must have at least one field')];
  const found: Finding[] = [];
  const { http, tcp } = pool;
  if (http) {
    const here = [...path, 'http'];
    for (const field of [
      'http1MaxPendingRequests',
      'http2MaxRequests',
      'maxRequestsPerConnection',
      'maxRetries',
      'maxConcurrentStreams',
    ] as const) {
      if ((http[field] ?? 0) < 0)
        found.push(error([...here, field], `${spelled(field)} must be non-negative`));
    }
    found.push(...checkDuration([...here, 'idleTimeout'], http.idleTimeout));
    if (http.h2UpgradePolicy === 'UPGRADE' && http.useClientProtocol) {
      found.push(
        error(
          [...here, 'useClientProtocol'],
          'use client protocol must not be true when H2UpgradePolicy is UPGRADE',
        ),
      );
    }
  }
  if (tcp) {
    const here = [...path, 'tcp'];
    if ((tcp.maxConnections ?? 0) < 0)
      found.push(error([...here, 'maxConnections'], 'max connections must be non-negative'));
    found.push(...checkDuration([...here, 'connectTimeout'], tcp.connectTimeout));
    found.push(...checkDuration([...here, 'maxConnectionDuration'], tcp.maxConnectionDuration));
    if (tcp.idleTimeout !== undefined && goDurationMs(tcp.idleTimeout) !== 0) {
      found.push(...checkDuration([...here, 'idleTimeout'], tcp.idleTimeout));
    }
    found.push(...checkDuration([...here, 'tcpKeepalive', 'time'], tcp.tcpKeepalive?.time));
    found.push(...checkDuration([...here, 'tcpKeepalive', 'interval'], tcp.tcpKeepalive?.interval));
  }
  return found;
}

/** http1MaxPendingRequests -> http1 max pending requests */
function spelled(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function checkTls(path: Path, tls: NonNullable<TrafficPolicy['tls']>, scope: PolicyScope): Finding[] {
  const found: Finding[] = [];
  if (tls.insecureSkipVerify) {
    if (tls.caCertificates)
      found.push(
        error(
          [...path, 'caCertificates'],
          'cannot specify CaCertificates when InsecureSkipVerify is set true',
        ),
      );
    if (tls.subjectAltNames?.length) {
      found.push(
        error(
          [...path, 'subjectAltNames'],
          'cannot specify SubjectAltNames when InsecureSkipVerify is set true',
        ),
      );
    }
  }
  if ((tls.mode === 'SIMPLE' || tls.mode === 'MUTUAL') && tls.credentialName) {
    for (const field of ['clientCertificate', 'caCertificates', 'privateKey', 'caCrl'] as const) {
      if (tls[field]) {
        found.push(
          error(
            [...path, field],
            `cannot specify ${field === 'caCrl' ? 'CRL' : field} when credentialName is set`,
          ),
        );
      }
    }
    if (
      tls.credentialName.startsWith('configmap://') &&
      namespaceOf(tls.credentialName, scope.namespace) !== scope.namespace
    ) {
      found.push(
        error([...path, 'credentialName'], 'configmap:// credentialName must be in the same namespace'),
      );
    }
    return found;
  }
  if (tls.mode === 'MUTUAL') {
    if (!tls.clientCertificate)
      found.push(error([...path, 'clientCertificate'], 'client certificate required for mutual tls'));
    if (!tls.privateKey) found.push(error([...path, 'privateKey'], 'private key required for mutual tls'));
  }
  return found;
}

function namespaceOf(credential: string, own: string): string {
  const rest = credential.slice('configmap://'.length);
  return rest.includes('/') ? (rest.split('/')[0] ?? own) : own;
}

function checkTunnel(path: Path, tunnel: NonNullable<TrafficPolicy['tunnel']>): Finding[] {
  const found: Finding[] = [];
  const protocol = tunnel.protocol?.toUpperCase();
  if (protocol && protocol !== 'CONNECT' && protocol !== 'POST') {
    found.push(error([...path, 'protocol'], 'tunnel protocol must be "CONNECT" or "POST"'));
  }
  if (!isIpAddress(tunnel.targetHost) && checkFqdn(path, tunnel.targetHost).length > 0) {
    found.push(
      error(
        [...path, 'targetHost'],
        `tunnel target host must be a valid FQDN or IP address: "${tunnel.targetHost}"`,
      ),
    );
  }
  found.push(...checkPort([...path, 'targetPort'], tunnel.targetPort));
  return found;
}
