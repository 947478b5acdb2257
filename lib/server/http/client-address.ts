/** Whom a request comes from: the TCP peer, or, when that is a proxy that the operator trusts, whom the proxy says it got it from. */
import { BlockList, type IPVersion, isIP } from 'node:net';

export type AddressOf = (peer: string, forwardedFor: string | undefined) => string;

const family = (address: string): IPVersion => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

function splitRange(text: string): { address: string; prefix: number } | null {
  const [, address = '', bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const widest = isIP(address) === 6 ? 128 : 32;
  const prefix = bits === undefined ? widest : Number(bits);
  return isIP(address) === 0 || prefix > widest ? null : { address, prefix };
}

/** An IP address, or a range such as 10.0.0.0/8. */
export function isAddressRange(text: string): boolean {
  return splitRange(text) !== null;
}

/** IPv4 on a socket that listens on both families. */
function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}

/** Whether an address, as a socket has it, is in one of the ranges. */
export function createAddressRanges(ranges: readonly string[]): (address: string) => boolean {
  const listed = new BlockList();
  for (const text of ranges) {
    const range = splitRange(text);
    if (range !== null) listed.addSubnet(range.address, range.prefix, family(range.address));
  }
  return (text) => {
    const address = plain(text);
    return isIP(address) !== 0 && listed.check(address, family(address));
  };
}

/**
 * Every proxy appends its own peer to X-Forwarded-For: read from the right, the first address that is no trusted proxy is the client's. What
 * is left of it the client may have invented.
 */
export function createAddressOf(trustedRanges: readonly string[]): AddressOf {
  const isTrusted = createAddressRanges(trustedRanges);
  return (peer, forwardedFor) => {
    let client = plain(peer);
    const hops = (forwardedFor ?? '').split(',').map((hop) => plain(hop.trim()));
    while (isTrusted(client)) {
      const hop = hops.pop();
      if (hop === undefined || isIP(hop) === 0) break;
      client = hop;
    }
    return client;
  };
}
