/** istiod's verdict on a Gateway (pkg/config/validation/gateway.go). */
import { error, type Finding, type Path, warning } from '../admission/finding.ts';
import { checkPort, checkWildcardDomain, isIpAddress, isLabel1123 } from '../admission/primitives.ts';
import { meshProtocols } from '../admission/protocols.ts';
import type { GatewaySpec } from '../generated/types.ts';
import type { Gateway } from '../objects.ts';

type Server = NonNullable<GatewaySpec['servers']>[number];
type ServerTls = NonNullable<Server['tls']>;

const httpProtocols = new Set(['HTTP', 'GRPC', 'GRPC-WEB', 'HTTP2']);

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
    const name = server.port?.name ?? '';
    if (name && names.has(name))
      found.push(
        error([...here, 'port', 'name'], `port names in servers must be unique: duplicate name ${name}`),
      );
    names.add(name);
  }
  return found;
}

function checkServer(path: Path, server: Server): Finding[] {
  const found: Finding[] = [];
  if (!server.hosts?.length)
    found.push(error([...path, 'hosts'], 'server config must contain at least one host'));
  for (const [index, host] of (server.hosts ?? []).entries())
    found.push(...checkServerHost([...path, 'hosts', index], host));
  found.push(...checkServerPort(path, server));
  found.push(...(server.tls ? checkServerTls([...path, 'tls'], server.tls) : []));
  const protocol = (server.port?.protocol ?? '').toUpperCase();
  if (server.tls) {
    if (httpProtocols.has(protocol)) {
      const others = Object.keys(server.tls).filter((key) => key !== 'httpsRedirect');
      if (others.length > 0)
        found.push(error([...path, 'tls'], `server cannot have TLS settings for non HTTPS/TLS ports`));
    } else if (server.tls.httpsRedirect && protocol !== 'HTTP') {
      found.push(
        warning([...path, 'tls', 'httpsRedirect'], 'tls.httpsRedirect should only be used with http servers'),
      );
    }
  } else if (protocol === 'HTTPS' || protocol === 'TLS') {
    found.push(error([...path, 'tls'], `server must have TLS settings for HTTPS/TLS protocols`));
  }
  return found;
}

function checkServerPort(path: Path, server: Server): Finding[] {
  const here = [...path, 'port'];
  if (!server.port) return [error(here, 'port is required')];
  const found: Finding[] = [];
  const { number, protocol, name } = server.port;
  if (server.bind?.startsWith('unix://')) {
    if (number !== 0) found.push(error([...here, 'number'], 'port number must be 0 for unix domain socket'));
  } else found.push(...checkPort([...here, 'number'], number));
  if (server.bind && !server.bind.startsWith('unix://') && !isIpAddress(server.bind)) {
    found.push(error([...path, 'bind'], `${server.bind} is not a valid IP`));
  }
  if (!protocol || !meshProtocols.has(protocol.toUpperCase()))
    found.push(
      error(
        [...here, 'protocol'],
        `invalid protocol "${protocol ?? ''}", supported protocols are HTTP, HTTP2, GRPC, GRPC-WEB, MONGO, REDIS, MYSQL, TCP, TLS, HTTPS`,
      ),
    );
  if (server.port.targetPort !== undefined)
    found.push(error([...here, 'targetPort'], 'targetPort has no effect on Gateways'));
  if (!name)
    found.push(
      error([...here, 'name'], `port name must be set: number:${number} protocol:"${protocol ?? ''}"`),
    );
  return found;
}

/** `dnsName` or `namespace/dnsName`, where the namespace may be `.` or `*`. */
function checkServerHost(path: Path, text: string): Finding[] {
  const parts = text.split('/');
  if (parts.length > 2)
    return [
      error(
        path,
        `config namespace and dnsName in the host entry must be of the form namespace/dnsName: ${text}`,
      ),
    ];
  const [namespace, name = ''] = parts.length === 2 ? parts : [undefined, parts[0]];
  const found: Finding[] = [];
  if (namespace !== undefined && namespace !== '*' && namespace !== '.' && !isLabel1123(namespace)) {
    found.push(error(path, `invalid namespace value "${namespace}" in gateway's host`));
  }
  if (name === '*' || isIpAddress(name)) return found;
  found.push(...checkWildcardDomain(path, name));
  if (found.length === 0 && !name.includes('.'))
    found.push(error(path, `short names (non FQDN) are not allowed`));
  else if (/^\*[^.]/.test(name)) found.push(error(path, `partial wildcard "${name}" not allowed`));
  return found;
}

function checkServerTls(path: Path, tls: ServerTls): Finding[] {
  const found: Finding[] = [];
  const mode = tls.mode ?? 'PASSTHROUGH';
  const lists = tls.credentialNames?.length ?? 0;
  if (lists > 2)
    found.push(error([...path, 'credentialNames'], 'credential_names must have at most 2 entries'));
  if ((tls.tlsCertificates?.length ?? 0) > 2)
    found.push(error([...path, 'tlsCertificates'], 'tls_certificates must have at most 2 entries'));
  const hasCredential = Boolean(tls.credentialName) || lists > 0;
  const hasFiles = Boolean(tls.serverCertificate) || Boolean(tls.privateKey);
  const hasList = (tls.tlsCertificates?.length ?? 0) > 0;
  if (mode === 'ISTIO_MUTUAL') {
    for (const field of ['serverCertificate', 'privateKey', 'caCertificates', 'credentialName'] as const) {
      if (tls[field]) found.push(error([...path, field], `ISTIO_MUTUAL TLS cannot have associated ${field}`));
    }
  } else if (mode === 'SIMPLE' || mode === 'MUTUAL' || mode === 'OPTIONAL_MUTUAL') {
    if (!hasCredential && !hasList) {
      const word = mode === 'SIMPLE' ? 'SIMPLE TLS' : 'MUTUAL TLS';
      if (!tls.serverCertificate)
        found.push(error([...path, 'serverCertificate'], `${word} requires a server certificate`));
      if (!tls.privateKey) found.push(error([...path, 'privateKey'], `${word} requires a private key`));
      if (mode !== 'SIMPLE' && !tls.caCertificates)
        found.push(error([...path, 'caCertificates'], 'MUTUAL TLS requires a client CA bundle'));
    }
    if ([hasCredential, hasFiles, hasList].filter(Boolean).length > 1) {
      found.push(
        error(
          path,
          'only one of credential_name, credential_names, tls_certificates or server_certificate/private_key should be set',
        ),
      );
    }
    if (tls.caCrl && (mode === 'SIMPLE' || hasCredential))
      found.push(
        error(
          [...path, 'caCrl'],
          mode === 'SIMPLE'
            ? 'SIMPLE TLS cannot have associated CRL'
            : 'CRL is not supported with credentialName',
        ),
      );
  }
  const low = tls.minProtocolVersion === 'TLSV1_0' || tls.minProtocolVersion === 'TLSV1_1';
  if (low && !tls.cipherSuites?.length) {
    found.push(
      warning(
        [...path, 'minProtocolVersion'],
        'TLS version below TLSV1_2 require setting compatible ciphers as by default they no longer include compatible ciphers.',
      ),
    );
  }
  const seen = new Set<string>();
  for (const [index, cipher] of (tls.cipherSuites ?? []).entries()) {
    if (seen.has(cipher))
      found.push(warning([...path, 'cipherSuites', index], `ignoring duplicate cipher suite: "${cipher}"`));
    seen.add(cipher);
  }
  return found;
}
