/** `trafficPolicy` at the destination, a subset or a port (validateTrafficPolicy and its parts). */
import { error, type Finding, type Path, warning } from '../admission/finding.ts';
import {
  checkDuration,
  checkFqdn,
  checkPercent,
  checkPort,
  checkReadableDuration,
  isIpAddress,
} from '../admission/primitives.ts';
import { checkConnectionPool } from './connection-pool.ts';
import { checkLoadBalancer } from './load-balancer.ts';
import type { TrafficPolicy } from './spec.ts';

export interface PolicyScope {
  /** Of the DestinationRule. */
  namespace: string;
}

/** Fields any of which makes a policy one, as Go sees them: an empty list is none. */
const fields = [
  'outlierDetection',
  'connectionPool',
  'loadBalancer',
  'tls',
  'tunnel',
  'proxyProtocol',
  'retryBudget',
] as const;

export function checkTrafficPolicy(path: Path, policy: TrafficPolicy, scope: PolicyScope): Finding[] {
  const ports = policy.portLevelSettings ?? [];
  if (ports.length === 0 && fields.every((field) => policy[field] === undefined))
    return [error(path, 'traffic policy must have at least one field')];
  if (policy.tunnel && policy.proxyProtocol)
    return [error(path, 'tunnel and proxyProtocol must not be set together')];
  const found = checkBlocks(path, policy, scope);
  for (const [index, port] of ports.entries()) {
    const here = [...path, 'portLevelSettings', index];
    if (!port.port) found.push(error([...here, 'port'], 'portTrafficPolicy must have valid port'));
    if (!port.loadBalancer && !port.connectionPool && !port.outlierDetection && !port.tls) {
      found.push(error(here, 'port traffic policy must have at least one field'));
    }
    // istiod loses the warnings of port-level settings.
    found.push(...checkBlocks(here, port, scope).filter((finding) => finding.severity === 'error'));
  }
  const interval = policy.retryBudget?.budgetInterval;
  found.push(...checkReadableDuration([...path, 'retryBudget', 'budgetInterval'], interval));
  if (policy.tunnel) found.push(...checkTunnel([...path, 'tunnel'], policy.tunnel));
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

function checkTls(path: Path, tls: NonNullable<TrafficPolicy['tls']>, scope: PolicyScope): Finding[] {
  const credential = tls.credentialName ?? '';
  const found = checkConfigMap([...path, 'credentialName'], credential, scope.namespace);
  if (tls.insecureSkipVerify) {
    const names = tls.subjectAltNames?.length;
    if (tls.mode === 'SIMPLE' && (tls.caCertificates || credential || names))
      found.push(
        error(
          path,
          'cannot specify CaCertificates or CredentialName or SubjectAltNames when InsecureSkipVerify is set true',
        ),
      );
    if (tls.mode === 'MUTUAL' && (tls.caCertificates || names))
      found.push(
        error(path, 'cannot specify CaCertificates or SubjectAltNames when InsecureSkipVerify is set true'),
      );
  }
  if ((tls.mode === 'SIMPLE' || tls.mode === 'MUTUAL') && credential) {
    if (tls.clientCertificate || tls.caCertificates || tls.privateKey || tls.caCrl)
      found.push(
        error(
          path,
          'cannot specify client certificates or CA certificate or CA CRL If credentialName is set',
        ),
      );
    return found;
  }
  if (tls.mode === 'MUTUAL') {
    if (!tls.clientCertificate)
      found.push(error([...path, 'clientCertificate'], 'client certificate required for mutual tls'));
    if (!tls.privateKey) found.push(error([...path, 'privateKey'], 'private key required for mutual tls'));
  }
  return found;
}

const configMapPrefix = 'configmap://';

/** configmap://NAMESPACE/NAME, of the rule's own namespace (pilot/pkg/model/credentials). */
function checkConfigMap(path: Path, credential: string, namespace: string): Finding[] {
  if (!credential.startsWith(configMapPrefix)) return [];
  const name = credential.slice(configMapPrefix.length);
  const [given, ...rest] = name.split('/');
  if (rest.length === 0)
    return [
      error(
        path,
        `invalid configmap:// credentialName: invalid resource name "${credential}". Expected namespace and name`,
      ),
    ];
  if (given === namespace) return [];
  return [
    error(
      path,
      `invalid configmap:// credentialName: namespace must match the configuration namespace "${namespace}"`,
    ),
  ];
}

function checkTunnel(path: Path, tunnel: NonNullable<TrafficPolicy['tunnel']>): Finding[] {
  const found: Finding[] = [];
  const { protocol, targetHost = '', targetPort } = tunnel;
  if (protocol && protocol !== 'CONNECT' && protocol !== 'POST')
    found.push(error([...path, 'protocol'], 'tunnel protocol must be "CONNECT" or "POST"'));
  const [notName] = checkFqdn([...path, 'targetHost'], targetHost);
  if (notName && !isIpAddress(targetHost))
    found.push(
      error(
        notName.path,
        `tunnel target host must be valid FQDN or IP address: ${notName.message}; ${targetHost} is not a valid IP`,
      ),
    );
  for (const { path: here, message } of checkPort([...path, 'targetPort'], targetPort))
    found.push(error(here, `tunnel target port is invalid: ${message}`));
  return found;
}
