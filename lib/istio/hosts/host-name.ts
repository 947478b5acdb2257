/**
 * Host names as Istio's configuration writes them: short names, wildcards, and how two of them relate.
 * Mirrors istio pkg/config/host and `ResolveShortnameToFQDN` of pilot/pkg/model.
 */

const ipv4 = /^(25[0-5]|2[0-4]\d|1?\d?\d)(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}$/;
const ipv6 = /^[0-9a-f]*:[0-9a-f:.]*:[0-9a-f:.]*$/i;

export function isIpAddress(text: string): boolean {
  return ipv4.test(text) || ipv6.test(text);
}

export function isWildcard(host: string): boolean {
  return host.startsWith('*');
}

/** Only a name without any dot is short: `reviews` becomes reviews.<namespace>.svc.<domain>, `reviews.prod` stays as it is. */
export function resolveShortName(host: string, namespace: string, domain: string): string {
  if (host === '' || host === '*' || host.includes('.') || isIpAddress(host)) return host;
  return `${host}.${namespace}.svc.${domain}`;
}

/** True when every name that `host` stands for is also one of `pattern`. */
export function isWithin(host: string, pattern: string): boolean {
  if (!isWildcard(pattern)) return host === pattern;
  if (!isWildcard(host)) return host.endsWith(pattern.slice(1));
  return host.length >= pattern.length && host.slice(1).endsWith(pattern.slice(1));
}

/** True when one of the two hosts covers the other. */
export function hostsOverlap(a: string, b: string): boolean {
  return isWithin(a, b) || isWithin(b, a);
}

/** The hosts that both lists serve: of each overlapping pair the narrower one, in the order of the first list. */
export function intersectHosts(a: readonly string[], b: readonly string[]): string[] {
  const common = new Set<string>();
  for (const left of a) {
    for (const right of b) {
      if (isWithin(left, right)) common.add(left);
      else if (isWithin(right, left)) common.add(right);
    }
  }
  return [...common];
}
