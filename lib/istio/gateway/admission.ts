/** istiod's verdict on a Gateway (ValidateGateway). */
import { error, type Finding, type Path, warning } from '../admission/finding.ts';
import { checkNamespacedHost } from '../admission/namespaced-host.ts';
import { checkPort, isIpAddress, isLabel1123 } from '../admission/primitives.ts';
import { isHttp, isKnownProtocol, isTls } from '../admission/protocols.ts';
import { checkServerTls, type ServerTls } from '../admission/server-tls.ts';
import { checkUnixAddress, unixPrefix } from '../admission/unix-address.ts';
import type { GatewaySpec } from '../generated/types.ts';
import type { Gateway } from '../objects.ts';

type Server = NonNullable<GatewaySpec['servers']>[number];
type Port = NonNullable<Server['port']>;

export function admitGateway(object: Gateway): Finding[] {
  const found: Finding[] = [];
  if (!isLabel1123(object.metadata.name)) {
    found.push(error(['metadata', 'name'], `invalid gateway name: "${object.metadata.name}"`));
  }
  const servers = object.spec?.servers ?? [];
  if (servers.length === 0) found.push(error(['spec', 'servers'], 'gateway must have at least one server'));
  const names = new Set<string>();
  for (const [index, server] of servers.entries()) {
    const here: Path = ['spec', 'servers', index];
    found.push(...checkServer(here, server));
    if (!server.port) continue;
    const { name = '', protocol } = server.port;
    if (names.has(name))
      found.push(
        error([...here, 'port', 'name'], `port names in servers must be unique: duplicate name ${name}`),
      );
    names.add(name);
    if (server.tls?.httpsRedirect && !isHttp(protocol))
      found.push(
        warning([...here, 'tls', 'httpsRedirect'], 'tls.httpsRedirect should only be used with http servers'),
      );
  }
  return found;
}

function checkServer(path: Path, server: Server): Finding[] {
  const found: Finding[] = [];
  if (!server.hosts?.length)
    found.push(error([...path, 'hosts'], 'server config must contain at least one host'));
  for (const [index, host] of (server.hosts ?? []).entries())
    found.push(...checkNamespacedHost([...path, 'hosts', index], host, 'gateway'));
  const ofPort = checkServerPort([...path, 'port'], server);
  found.push(...ofPort, ...checkBind(path, server));
  if (server.tls) found.push(...checkServerTls([...path, 'tls'], server.tls));
  // Only a sound port tells whether TLS belongs there.
  if (ofPort.length === 0) found.push(...checkTlsFitsPort([...path, 'tls'], server));
  return found;
}

/** A plain HTTP server may redirect to HTTPS, and hold no certificates. */
function onlyRedirects({ mode, caCertificates, privateKey, serverCertificate }: ServerTls): boolean {
  const passesThrough = mode === undefined || mode === 'PASSTHROUGH' || mode === 'AUTO_PASSTHROUGH';
  return passesThrough && !caCertificates && !privateKey && !serverCertificate;
}

function checkTlsFitsPort(path: Path, { port, tls }: Server): Finding[] {
  const protocol = port?.protocol;
  if (isTls(protocol))
    return tls ? [] : [error(path, 'server must have TLS settings for HTTPS/TLS protocols')];
  if (!tls) return [];
  if (!isHttp(protocol)) return [error(path, 'server cannot have TLS settings for non HTTPS/TLS ports')];
  return onlyRedirects(tls) ? [] : [error(path, 'server cannot have TLS settings for plain text HTTP ports')];
}

/** A port as Go prints it. */
function portText({ number, protocol, name, targetPort }: Port): string {
  return [
    number ? `number:${number}` : '',
    protocol ? `protocol:"${protocol}"` : '',
    name ? `name:"${name}"` : '',
    targetPort ? `target_port:${targetPort}` : '',
  ]
    .filter((part) => part !== '')
    .join(' ');
}

function checkServerPort(path: Path, { port, bind }: Server): Finding[] {
  if (!port) return [error(path, 'port is required')];
  const found: Finding[] = [];
  const { number, protocol, name } = port;
  if (!isKnownProtocol(protocol))
    found.push(
      error(
        [...path, 'protocol'],
        `invalid protocol "${protocol ?? ''}", supported protocols are HTTP, HTTP2, GRPC, GRPC-WEB, MONGO, REDIS, MYSQL, TCP`,
      ),
    );
  if (number || !bind?.startsWith(unixPrefix)) found.push(...checkPort([...path, 'number'], number));
  if (port.targetPort) found.push(error([...path, 'targetPort'], 'targetPort has no impact on Gateways'));
  if (!name) found.push(error([...path, 'name'], `port name must be set: ${portText(port)}`));
  return found;
}

function checkBind(path: Path, { port, bind }: Server): Finding[] {
  const here = [...path, 'bind'];
  if (!bind) return [];
  if (!bind.startsWith(unixPrefix))
    return isIpAddress(bind) ? [] : [error(here, `${bind} is not a valid IP`)];
  return [
    ...checkUnixAddress(here, bind.slice(unixPrefix.length)),
    ...(port?.number
      ? [
          error(
            [...path, 'port', 'number'],
            `port number must be 0 for unix domain socket: ${portText(port)}`,
          ),
        ]
      : []),
  ];
}
