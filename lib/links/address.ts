/**
 * Addresses that somebody configured for links: http or https, without user name or fragment, and written plainly. A number that stands
 * for an address, or the address of a cloud's metadata service, is no place where a tool lives.
 */

/** Written as IPv6, 169.254.x.y stands behind any of the prefixes by which IPv4 is reached: mapped, compatible, NAT64. */
const metadata = [
  /^169\.254\./,
  // Alibaba, Azure and Oracle have theirs elsewhere.
  /^(100\.100\.100\.200|168\.63\.129\.16|192\.0\.0\.192)$/,
  /^\[fe[89ab][0-9a-f]:/i,
  /^\[(::|::ffff:|64:ff9b::)a9fe:/i,
  /^\[fd00:ec2::254\]$/i,
];

function writtenHost(text: string): string | null {
  const authority = /^https?:\/\/([^/?#]*)/i.exec(text)?.[1];
  if (authority === undefined || authority.includes('@') || authority.includes('\\')) return null;
  return authority.replace(/:\d*$/, '').toLowerCase();
}

/** Why it is none, in words that follow a name; null when it is fine. */
export function faultOfAddress(text: string): string | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:'))
    return 'must be an absolute http or https URL';
  if (url.username !== '' || url.password !== '' || url.hash !== '' || url.search !== '')
    return 'must have no user name, query or fragment';
  // The parser reads 2852039166, 0xA9FEA9FE and 127.1 as addresses: whoever writes them hides where they lead.
  if (writtenHost(text) !== url.hostname) return 'must name its host as browsers show it';
  if (metadata.some((pattern) => pattern.test(url.hostname)))
    return 'must not be a link-local or metadata address';
  return null;
}

/** `path` begins with a slash, and goes below the base. */
export function joinAddress(base: string, path: string): string {
  return `${base.replace(/\/+$/, '')}${path}`;
}

/** A path on its own host: never another host, whatever a browser makes of slashes. */
export function isPlainPath(path: string): boolean {
  return (
    /^\/(?![/\\])/.test(path) &&
    path.length <= 8192 &&
    // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for.
    !/[\u0000-\u0020\u007f\\]/.test(path) &&
    !/(^|\/)(\.|%2e){1,2}(\/|$)/i.test(path.split(/[?#]/)[0] ?? '')
  );
}
