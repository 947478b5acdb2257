/** NAMESPACE/HOST as Gateways and Sidecars write it (ValidateNamespaceSlashWildcardHostname). */
import { error, type Finding, type Path } from './finding.ts';
import { checkWildcardDomain, isIpAddress, isLabel1123 } from './primitives.ts';

type Owner = 'gateway' | 'sidecar';

export function checkPartialWildcard(path: Path, host: string): Finding[] {
  return host.includes('*') && host.length !== 1 && !host.startsWith('*.')
    ? [error(path, `partial wildcard "${host}" not allowed`)]
    : [];
}

function checkHost(path: Path, host: string, owner: Owner): Finding[] {
  const found: Finding[] = [];
  if (host !== '*' && !host.includes('.')) found.push(error(path, 'short names (non FQDN) are not allowed'));
  const wrong = checkWildcardDomain(path, host);
  // For a sidecar istiod says it twice, unless the host is an address.
  if (owner === 'sidecar') found.push(...wrong);
  if (!isIpAddress(host)) found.push(...wrong);
  return [...found, ...checkPartialWildcard(path, host)];
}

function isNamespace(namespace: string, owner: Owner): boolean {
  if (owner === 'gateway') return namespace === '*' || namespace === '.' || isLabel1123(namespace);
  // A leading ~ excludes the namespace; alone it stands for none.
  const plain = namespace.replace(/^~/, '');
  return ['', '*', '.'].includes(plain) || isLabel1123(plain);
}

export function checkNamespacedHost(path: Path, text: string, owner: Owner): Finding[] {
  const slash = text.indexOf('/');
  if (slash < 0)
    return owner === 'gateway'
      ? checkHost(path, text, owner)
      : [error(path, 'host must be of form namespace/dnsName')];
  const [namespace, host] = [text.slice(0, slash), text.slice(slash + 1)];
  const found: Finding[] = [];
  if (namespace === '' || host === '')
    found.push(error(path, 'config namespace and dnsName in host entry cannot be empty'));
  if (!isNamespace(namespace, owner))
    found.push(error(path, `invalid namespace value "${namespace}" in ${owner}`));
  return [...found, ...checkHost(path, host, owner)];
}
