/**
 * The small rules that every kind shares: names, hosts, ports, durations, labels, regular expressions.
 * Mirrors istio/istio pkg/config/validation/{validation.go,agent/validation.go} and pkg/config/labels/instance.go.
 */
import { goDurationMs } from '../go-duration.ts';
import { compileRegex } from '../routing/http/regex.ts';
import { quoted } from '../schema/field-error.ts';
import { error, type Finding, type Path, warning } from './finding.ts';

const label1123 = /^[a-zA-Z0-9](?:[-a-zA-Z0-9]{0,61}[a-zA-Z0-9])?$/;
const wildcardLabel = /^(?:\*|(?:\*|\*-)?[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?)$/;
const qualifiedName = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

export const isLabel1123 = (text: string): boolean => label1123.test(text);

export const isToken = (text: string): boolean => token.test(text);

/** Domain names, without wildcard. */
export function checkFqdn(path: Path, name: string): Finding[] {
  const length = checkDomainLength(path, name);
  return length.length > 0 ? length : checkLabels(path, name, name.split('.'));
}

/** Domain names whose first label may hold a wildcard. */
export function checkWildcardDomain(path: Path, name: string): Finding[] {
  const length = checkDomainLength(path, name);
  if (length.length > 0) return length;
  const [first = '', ...rest] = name.split('.');
  if (!wildcardLabel.test(first) || first.length > 63) {
    return [error(path, `domain name ${quoted(name)} invalid (label ${quoted(first)} invalid)`)];
  }
  return rest.length > 0 ? checkLabels(path, rest.join('.'), rest) : [];
}

function checkDomainLength(path: Path, name: string): Finding[] {
  if (name.length > 255) return [error(path, `domain name ${quoted(name)} too long (max 255)`)];
  if (name.length === 0) return [error(path, 'empty domain name not allowed')];
  return [];
}

function checkLabels(path: Path, name: string, parts: string[]): Finding[] {
  const invalid = (why: string): Finding[] => [error(path, `domain name ${quoted(name)} invalid (${why})`)];
  const top = parts.at(-1) ?? '';
  if (/^[+-]?\d+$/.test(top)) return invalid(`top level domain "${top}" cannot be all-numeric`);
  const labels = top === '' ? parts.slice(0, -1) : parts;
  const bad = labels.find((label) => !label1123.test(label));
  return bad === undefined ? [] : invalid(`label ${quoted(bad)} invalid`);
}

export function isIpAddress(text: string): boolean {
  return isIpv4(text) || isIpv6(text);
}

const fourNumbers = /^(?:(?:0|[1-9]\d{0,2})(?:\.|$)){4}$/;

function isIpv4(text: string): boolean {
  // Most hosts are names, and have a letter soon.
  return (
    fourNumbers.test(text) && !text.endsWith('.') && text.split('.').every((part) => Number(part) <= 255)
  );
}

function isIpv6(text: string): boolean {
  if (!/^[0-9a-fA-F:.]+$/.test(text) || text.includes(':::')) return false;
  const [head = '', tail, more] = text.split('::');
  if (more !== undefined) return false;
  const groups = [head, tail ?? ''].flatMap((half) => (half === '' ? [] : half.split(':')));
  const last = groups.at(-1) ?? '';
  const embedded = last.includes('.');
  if (embedded && !isIpv4(last)) return false;
  const plain = embedded ? groups.slice(0, -1) : groups;
  if (!plain.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return false;
  const count = plain.length + (embedded ? 2 : 0);
  return tail === undefined ? count === 8 : count < 8;
}

export function isSubnet(text: string): boolean {
  const [address = '', bits, more] = text.split('/');
  if (bits === undefined) return isIpAddress(address);
  return (
    more === undefined &&
    isIpAddress(address) &&
    /^\d{1,3}$/.test(bits) &&
    Number(bits) <= (address.includes(':') ? 128 : 32)
  );
}

export function checkSubnet(path: Path, text: string): Finding[] {
  if (isSubnet(text)) return [];
  return [
    error(
      path,
      text.split('/').length === 2 ? `${text} is not a valid CIDR block` : `${text} is not a valid IP`,
    ),
  ];
}

export function checkPort(path: Path, port: number | undefined): Finding[] {
  if (port !== undefined && Number.isInteger(port) && port >= 1 && port <= 65_535) return [];
  return [error(path, `port number ${port ?? 0} must be in the range 1..65535`)];
}

/** Durations that nothing bounds; most others the CRD has judged before. */
export function checkReadableDuration(path: Path, text: string | undefined): Finding[] {
  if (text === undefined || goDurationMs(text) !== null) return [];
  return [error(path, `bad Duration: time: invalid duration ${quoted(text)}`)];
}

export function checkDuration(path: Path, text: string | undefined): Finding[] {
  if (text === undefined) return [];
  const ms = goDurationMs(text);
  if (ms === null) return checkReadableDuration(path, text);
  if (ms < 1) return [error(path, 'duration must be greater than 1ms')];
  if (Math.abs(ms - Math.round(ms)) > 1e-9)
    return [error(path, 'only durations to ms precision are supported')];
  return [];
}

export function checkPercent(path: Path, value: number | undefined): Finding[] {
  if (value === undefined || (value >= 0 && value <= 100)) return [];
  return [error(path, `percentage ${value} is not in range 0..100`)];
}

export function checkFaultPercent(path: Path, value: number | undefined): Finding[] {
  if (value === undefined || value === 0 || (value >= 0.0001 && value <= 100)) return [];
  return [error(path, `percentage ${value} is neither 0.0, nor in range [0.0001, 100.0]`)];
}

/** Keys with an optional DNS prefix, values as labels allow. */
export function checkLabelSet(path: Path, labels: Readonly<Record<string, string>> | undefined): Finding[] {
  const found: Finding[] = [];
  if (!labels) return found;
  for (const [key, value] of Object.entries(labels)) {
    const [name = '', prefix, more] = key.split('/').reverse();
    const goodPrefix =
      prefix === undefined ||
      (prefix.length <= 253 && prefix.split('.').every((part) => label1123.test(part)));
    if (more !== undefined || !goodPrefix || name.length > 63 || !qualifiedName.test(name)) {
      found.push(error([...path, key], `invalid tag key: ${quoted(key)}`));
    }
    if (value !== '' && !qualifiedName.test(value)) {
      found.push(error([...path, key], `invalid tag value: ${quoted(value)}`));
    }
  }
  return found;
}

/** `where` is the field, as istiod calls it. */
export function checkRegex(path: Path, regex: string, where: string): Finding[] {
  if (new TextEncoder().encode(regex).length > 1024)
    return [error(path, `"${where}": regex is too large, max length allowed is 1024`)];
  if (compileRegex(regex).ok) return [];
  return [
    error(
      path,
      `"${where}": error parsing regexp: \`${regex}\`; Istio uses RE2 style regex-based match (https://github.com/google/re2/wiki/Syntax)`,
    ),
  ];
}

export function checkExportTo(
  path: Path,
  exportTo: readonly string[] | undefined,
  namespace: string,
  options: { serviceEntry?: boolean; hasWorkloadSelector?: boolean } = {},
): Finding[] {
  const found: Finding[] = [];
  const seen = new Set<string>();
  const entries = exportTo ?? [];
  for (const [index, entry] of entries.entries()) {
    const here = [...path, index];
    const key = entry === '.' ? namespace : entry;
    const wrong = options.serviceEntry && entry === '~' ? null : visibilityProblem(key);
    if (seen.has(key))
      found.push(
        error(
          here,
          key === entry
            ? `duplicate entries in exportTo for entry ${entry}`
            : `duplicate entries in exportTo: . and current namespace ${namespace}`,
        ),
      );
    else if (wrong !== null) found.push(error(here, wrong));
    else seen.add(key);
  }
  if (options.hasWorkloadSelector && seen.size > 0) {
    if (!seen.has(namespace))
      found.push(
        error(path, 'destination rule with workload selector cannot have exportTo beyond current namespace'),
      );
    else if (seen.size > 1)
      found.push(
        error(path, 'destination rule with workload selector cannot have multiple entries in exportTo'),
      );
  }
  if (seen.has('*') && entries.length > 1)
    found.push(error(path, 'cannot have both public (*) and non-public exportTo values for a resource'));
  if (seen.has('~') && entries.length > 1)
    found.push(error(path, 'cannot export service entry to no one (~) and someone'));
  return found;
}

function visibilityProblem(entry: string): string | null {
  if (entry === '~') return 'exportTo ~ (none) is not allowed for Istio configuration objects';
  if (entry === '.' || entry === '*' || label1123.test(entry)) return null;
  return 'only .,*, or a valid DNS 1123 label is allowed as exportTo entry';
}

/** References to gateways: NAME, NAMESPACE/NAME, or the reserved "mesh". */
export function checkGatewayNames(path: Path, gateways: readonly string[] | undefined): Finding[] {
  const found: Finding[] = [];
  for (const [index, gateway] of (gateways ?? []).entries()) {
    const here = [...path, index];
    const slash = gateway.indexOf('/');
    // As in istiod, an entry without namespace ends the check of the list.
    if (slash < 0) return [...found, ...checkLegacyName(here, gateway)];
    const [namespace, name] = [gateway.slice(0, slash), gateway.slice(slash + 1)];
    if (namespace === '' || name === '')
      found.push(error(here, 'config namespace and gateway name cannot be empty'));
    if (!label1123.test(namespace)) found.push(error(here, `invalid value for namespace: "${namespace}"`));
    if (!label1123.test(name)) found.push(error(here, `invalid value for gateway name: "${name}"`));
  }
  return found;
}

function checkLegacyName(path: Path, gateway: string): Finding[] {
  const [name, namespace] = gateway.split('.');
  return [
    ...checkFqdn(path, gateway),
    ...(namespace === undefined
      ? []
      : [
          warning(
            path,
            `using legacy gatewayName format "${gateway}"; prefer the <namespace>/<name> format: "${namespace}/${name}"`,
          ),
        ]),
  ];
}
