/** TLS of a server, at a Gateway or in a Sidecar's ingress (validateTLSOptions). */
import type { GatewaySpec } from '../generated/types.ts';
import { error, type Finding, type Path, warning } from './finding.ts';

export type ServerTls = NonNullable<NonNullable<GatewaySpec['servers']>[number]['tls']>;

/** What bssl calls them (pkg/config/security). */
export const cipherSuites: ReadonlySet<string> = new Set([
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-CHACHA20-POLY1305',
  'ECDHE-ECDSA-AES128-SHA',
  'ECDHE-RSA-AES128-SHA',
  'ECDHE-ECDSA-AES256-SHA',
  'ECDHE-RSA-AES256-SHA',
  'AES128-GCM-SHA256',
  'AES256-GCM-SHA384',
  'AES128-SHA',
  'AES256-SHA',
  'DES-CBC3-SHA',
]);

/** Anything that begins with an operator passes: expressions are not read. */
function isCipherSuite(name: string): boolean {
  return name === '' || name === 'ALL' || !/^[\p{L}\p{N}]/u.test(name) || cipherSuites.has(name);
}

function checkCiphers(path: Path, tls: ServerTls): Finding[] {
  const here = [...path, 'cipherSuites'];
  const suites = tls.cipherSuites ?? [];
  const found: Finding[] = [];
  const isOld = tls.minProtocolVersion === 'TLSV1_0' || tls.minProtocolVersion === 'TLSV1_1';
  if (isOld && suites.length === 0)
    found.push(
      warning(
        [...path, 'minProtocolVersion'],
        'TLS version below TLSV1_2 require setting compatible ciphers as by default they no longer include compatible ciphers.',
      ),
    );
  const listed = (names: readonly string[]): string => `[${[...new Set(names)].sort().join(' ')}]`;
  const invalid = suites.filter((name) => !isCipherSuite(name));
  const twice = suites.filter((name, index) => isCipherSuite(name) && suites.indexOf(name) !== index);
  if (invalid.length > 0) found.push(warning(here, `ignoring invalid cipher suites: ${listed(invalid)}`));
  if (twice.length > 0) found.push(warning(here, `ignoring duplicate cipher suites: ${listed(twice)}`));
  return found;
}

function checkIstioMutual(path: Path, tls: ServerTls): Finding[] {
  const told = {
    serverCertificate: 'server certificate',
    privateKey: 'private key',
    caCertificates: 'CA bundle',
    tlsCertificates: 'tlsCertificates',
    credentialName: 'credentialName',
    credentialNames: 'credentialNames',
  } as const;
  return (Object.keys(told) as (keyof typeof told)[])
    .filter((field) => (tls[field]?.length ?? 0) > 0)
    .map((field) => error([...path, field], `ISTIO_MUTUAL TLS cannot have associated ${told[field]}`));
}

function certificateSources(tls: ServerTls): number {
  return [
    tls.serverCertificate && tls.privateKey,
    tls.credentialName,
    tls.credentialNames?.length,
    tls.tlsCertificates?.length,
  ].filter(Boolean).length;
}

function checkCertificates(path: Path, tls: ServerTls): Finding[] {
  const found: Finding[] = [];
  const name = tls.mode === 'SIMPLE' ? 'SIMPLE TLS' : 'MUTUAL TLS';
  if (tls.mode !== 'SIMPLE' && !tls.caCertificates)
    found.push(error([...path, 'caCertificates'], `${name} requires a client CA bundle`));
  const listed = tls.tlsCertificates ?? [];
  if (listed.length > 2)
    found.push(warning([...path, 'tlsCertificates'], `${name} can support up to 2 server certificates`));
  for (const { serverCertificate, privateKey } of listed.length > 0 ? listed : [tls]) {
    if (!serverCertificate)
      found.push(error([...path, 'serverCertificate'], `${name} requires a server certificate`));
    if (!privateKey) found.push(error([...path, 'privateKey'], `${name} requires a private key`));
  }
  return found;
}

export function checkServerTls(path: Path, tls: ServerTls): Finding[] {
  const found = checkCiphers(path, tls);
  const mode = tls.mode ?? 'PASSTHROUGH';
  if (mode === 'ISTIO_MUTUAL') return [...found, ...checkIstioMutual(path, tls)];
  const hasCredential = Boolean(tls.credentialName) || (tls.credentialNames?.length ?? 0) > 0;
  const passesThrough = mode === 'PASSTHROUGH' || mode === 'AUTO_PASSTHROUGH';
  const isUseless =
    hasCredential ||
    (tls.tlsCertificates?.length ?? 0) > 0 ||
    [tls.caCrl, tls.serverCertificate, tls.privateKey, tls.caCertificates].some(Boolean);
  if (passesThrough && isUseless)
    found.push(warning(path, `${mode} mode does not use certificates, they will be ignored`));
  if (certificateSources(tls) > 1)
    found.push(
      error(
        path,
        'only one of credential_name, credential_names, server_certificate/private_key, tls_certificates should be specified',
      ),
    );
  // Credentials are fetched; nothing else is needed.
  if (!passesThrough && hasCredential) return found;
  if (!passesThrough) found.push(...checkCertificates(path, tls));
  if (tls.caCrl && tls.credentialName)
    found.push(
      error(
        [...path, 'caCrl'],
        'CRL is not supported with credentialName. CRL has to be specified in the credential',
      ),
    );
  if (tls.caCrl && mode === 'SIMPLE')
    found.push(error([...path, 'caCrl'], 'CRL is not supported with SIMPLE TLS'));
  return found;
}
