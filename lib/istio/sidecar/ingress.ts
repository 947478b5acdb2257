/** The ingress listeners of a Sidecar. */
import { error, type Finding, type Path, warning } from '../admission/finding.ts';
import { checkPort } from '../admission/primitives.ts';
import { isHttp, isTls } from '../admission/protocols.ts';
import { checkServerTls, type ServerTls } from '../admission/server-tls.ts';
import { checkUnixAddress, unixPrefix } from '../admission/unix-address.ts';
import { checkConnectionPool } from '../destination-rule/connection-pool.ts';
import type { SidecarSpec } from '../generated/types.ts';
import { checkAddress, checkNaming, type SidecarPort } from './port.ts';

type Ingress = NonNullable<SidecarSpec['ingress']>[number];

export function checkIngress(listeners: readonly Ingress[]): Finding[] {
  const numbers = new Set<number>();
  return listeners.flatMap((listener, index) => {
    const path = ['spec', 'ingress', index];
    const { port } = listener;
    if (!port) return [error(path, 'sidecar: port is required for ingress listeners')];
    const number = port.number ?? 0;
    const isTaken = numbers.has(number);
    numbers.add(number);
    return [
      ...checkNaming([...path, 'port'], port),
      ...checkAddress(path, port.number, listener.bind),
      ...(isTaken ? [error([...path, 'port'], 'sidecar: ports on IP bound listeners must be unique')] : []),
      ...checkDefaultEndpoint([...path, 'defaultEndpoint'], listener.defaultEndpoint ?? ''),
      ...(listener.tls ? checkTls([...path, 'tls'], listener.tls, port) : []),
      ...checkPool([...path, 'connectionPool'], listener, port),
    ];
  });
}

function checkPool(path: Path, { connectionPool }: Ingress, port: SidecarPort): Finding[] {
  if (!connectionPool) return [];
  const found = checkConnectionPool(path, connectionPool);
  if (connectionPool.http && !isHttp(port.protocol))
    found.push(
      warning(
        path,
        `sidecar: HTTP connection pool settings are configured for port ${port.number ?? 0} ("${port.name ?? ''}") but its protocol is not HTTP (${port.protocol ?? ''}); only TCP settings will apply`,
      ),
    );
  return found;
}

const localAddresses: ReadonlySet<string> = new Set(['', '127.0.0.1', '0.0.0.0', '::1', '::']);

/** HOST:PORT, the host in brackets when it holds colons (Go's net.SplitHostPort). */
function splitHostPort(text: string): { host: string; port: string; problem: string } {
  const broken = (problem: string) => ({ host: '', port: '', problem: `address ${text}: ${problem}` });
  const last = text.lastIndexOf(':');
  if (last < 0) return broken('missing port in address');
  const port = text.slice(last + 1);
  if (text.startsWith('[')) {
    const end = text.indexOf(']');
    if (end < 0) return broken("missing ']' in address");
    if (end + 1 === text.length) return broken('missing port in address');
    if (end + 1 !== last)
      return broken(text[end + 1] === ':' ? 'too many colons in address' : 'missing port in address');
    return { host: text.slice(1, end), port, problem: '' };
  }
  const host = text.slice(0, last);
  if (host.includes(':')) return broken('too many colons in address');
  return { host, port, problem: '' };
}

function checkDefaultEndpoint(path: Path, endpoint: string): Finding[] {
  if (endpoint === '') return [];
  if (endpoint.startsWith(unixPrefix)) return checkUnixAddress(path, endpoint.slice(unixPrefix.length));
  const { host, port, problem } = splitHostPort(endpoint);
  const found = problem === '' ? [] : [error(path, problem)];
  if (!localAddresses.has(host))
    found.push(
      error(
        path,
        'sidecar: defaultEndpoint must be of form 127.0.0.1:<port>,0.0.0.0:<port>,[::1]:port,[::]:port,unix://filepath or unset',
      ),
    );
  if (/^[+-]?\d+$/.test(port)) found.push(...checkPort(path, Number(port)));
  else
    found.push(
      error(
        path,
        `sidecar: defaultEndpoint port (${port}) is not a number: strconv.Atoi: parsing "${port}": invalid syntax`,
      ),
    );
  return found;
}

function checkTls(path: Path, tls: ServerTls, port: SidecarPort): Finding[] {
  const told: readonly (readonly [wrong: boolean, message: string])[] = [
    [(tls.subjectAltNames?.length ?? 0) > 0, 'sidecar: subjectAltNames is not supported in ingress tls'],
    [tls.httpsRedirect === true, 'sidecar: httpsRedirect is not supported'],
    [Boolean(tls.credentialName), 'sidecar: credentialName is not currently supported'],
    [(tls.credentialNames?.length ?? 0) > 0, 'sidecar: credentialNames is not currently supported'],
    [(tls.tlsCertificates?.length ?? 0) > 0, 'sidecar: tls_certificates is not currently supported'],
    [
      tls.mode === 'ISTIO_MUTUAL' || tls.mode === 'AUTO_PASSTHROUGH',
      `configuration is invalid: cannot set mode to ${tls.mode} in sidecar ingress tls`,
    ],
    [!isTls(port.protocol), 'server cannot have TLS settings for non HTTPS/TLS ports'],
  ];
  return [
    ...told.flatMap(([wrong, message]) => (wrong ? [error(path, message)] : [])),
    ...checkServerTls(path, tls),
  ];
}
