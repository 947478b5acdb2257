/** TLS and TCP rules: destinations of a matching rule, and how Envoy compares SNI and destination addresses. */
import { isWithin } from '../../hosts/host-name.ts';
import { parseIpRange, rangeContains } from '../../hosts/ip-range.ts';
import { answer } from '../answers.ts';
import { clusterOf, type DestinationContext, weigh } from '../destination/destinations.ts';
import type { IndexedVirtualService, TcpRule } from '../rules.ts';
import { ruleRef, type Trail } from '../trail.ts';
import type { RouteAnswer } from '../types.ts';

export function l4Outcome(
  virtualService: IndexedVirtualService,
  kind: 'tls' | 'tcp',
  index: number,
  context: DestinationContext,
  trail: Trail,
): RouteAnswer {
  const rule: TcpRule | undefined = virtualService[kind][index];
  return answer('forward', {
    destinations: weigh(rule?.route ?? []).map(({ route, share }) => ({
      ...clusterOf(context, route.destination),
      share,
    })),
    rule: ruleRef(virtualService.ref, index, undefined),
    tried: trail.list(),
  });
}

/**
 * How well a list of server names fits: 0 no fit, 1 for a list that asks for none, more for longer wildcards, most for the
 * name itself. A `*` anywhere in the list makes it ask for none.
 */
export function sniFit(sniHosts: readonly string[], sni: string): number {
  if (sniHosts.length === 0 || sniHosts.includes('*')) return 1;
  let best = 0;
  for (const host of sniHosts) {
    const pattern = host.toLowerCase();
    if (pattern === sni) return Number.MAX_SAFE_INTEGER;
    if (sni !== '' && isWithin(sni, pattern)) best = Math.max(best, pattern.length);
  }
  return best;
}

/** 0 no fit, 1 for no ranges at all, more for longer prefixes. Without an address no range fits. */
export function addressFit(ranges: readonly string[], address: string | undefined): number {
  if (ranges.length === 0) return 1;
  const asked = address === undefined ? undefined : parseIpRange(address);
  if (!asked) return 0;
  let best = 0;
  for (const text of ranges) {
    const range = parseIpRange(text);
    if (range && rangeContains(range, asked)) best = Math.max(best, 2 + range.prefixLength);
  }
  return best;
}
