/** Hosts of one list that cover each other. A list may have as many as a text of a mebibyte takes: not each is compared with each. */
import { isWildcard } from './host-name.ts';
import { HostTable } from './host-table.ts';

/** Places of both, in the order of the first, then of the second; of very many the first that are found. */
export function overlappingPairs(hosts: readonly string[], most: number): [first: number, second: number][] {
  // Most lists have no wildcard, and no host twice.
  if (hosts.length < 2 || (!hosts.some(isWildcard) && new Set(hosts).size === hosts.length)) return [];
  const same = new Map<string, number[]>();
  const wildcards = new HostTable<readonly number[]>();
  for (const [place, host] of hosts.entries()) {
    const places = same.get(host);
    if (places !== undefined) {
      places.push(place);
      continue;
    }
    const own = [place];
    same.set(host, own);
    if (isWildcard(host)) wildcards.set(host, own);
  }
  const pairs: [number, number][] = [];
  /** False once there are enough. */
  const note = (one: number, other: number): boolean =>
    pairs.push(one < other ? [one, other] : [other, one]) < most;
  for (const [place, host] of hosts.entries()) {
    for (const earlier of same.get(host) ?? []) {
      if (earlier >= place) break;
      if (!note(earlier, place)) return inOrder(pairs);
    }
    // `*.a` is no wider than itself, and `a` is no wildcard below `*a`: only what was written with a star counts as one.
    const wider = wildcards.wildcardsCovering(isWildcard(host) ? host.slice(1) : host);
    for (const { pattern, value } of wider) {
      if (pattern === host) continue;
      for (const other of value) if (!note(other, place)) return inOrder(pairs);
    }
  }
  return inOrder(pairs);
}

function inOrder(pairs: [number, number][]): [number, number][] {
  return pairs.sort(([a, b], [c, d]) => a - c || b - d);
}
