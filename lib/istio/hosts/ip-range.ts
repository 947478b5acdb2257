/** IP addresses and CIDR ranges, both families, as Envoy's filter chain match compares them. */

export interface IpRange {
  bits: bigint;
  /** 32 for IPv4, 128 for IPv6. */
  width: number;
  prefixLength: number;
}

/** An address is a range of one. Undefined when the text is neither address nor range. */
export function parseIpRange(text: string): IpRange | undefined {
  const [address = '', prefix] = text.split('/');
  const isV6 = address.includes(':');
  const bits = isV6 ? parseV6(address) : parseV4(address);
  if (bits === undefined) return undefined;
  const width = isV6 ? 128 : 32;
  const prefixLength = prefix === undefined ? width : Number(prefix);
  if (!Number.isInteger(prefixLength) || prefixLength < 0 || prefixLength > width) return undefined;
  return { bits, width, prefixLength };
}

export function rangeContains(range: IpRange, address: IpRange): boolean {
  if (range.width !== address.width || address.prefixLength < range.prefixLength) return false;
  const shift = BigInt(range.width - range.prefixLength);
  return range.bits >> shift === address.bits >> shift;
}

function parseV4(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  let bits = 0n;
  for (const part of parts) {
    if (!/^\d{1,3}$/.test(part) || Number(part) > 255) return undefined;
    bits = (bits << 8n) | BigInt(part);
  }
  return bits;
}

function parseV6(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const head = groupsOf(halves[0] ?? '');
  const tail = groupsOf(halves[1] ?? '');
  if (!head || !tail) return undefined;
  const gap = 8 - head.length - tail.length;
  if (halves.length === 1 ? gap !== 0 : gap < 1) return undefined;
  const groups = [...head, ...new Array<number>(gap).fill(0), ...tail];
  return groups.reduce((bits, group) => (bits << 16n) | BigInt(group), 0n);
}

function groupsOf(text: string): number[] | undefined {
  if (text === '') return [];
  const groups: number[] = [];
  for (const part of text.split(':')) {
    if (!/^[0-9a-f]{1,4}$/i.test(part)) return undefined;
    groups.push(Number.parseInt(part, 16));
  }
  return groups;
}
