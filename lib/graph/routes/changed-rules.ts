/**
 * What a change of VirtualServices and DestinationRules may mean to whom: hosts whose requests other rules may decide about, and the
 * VirtualServices whose targets may be others. Of everything else what was worked out before still holds. Rather too much than too little.
 */
import { resolveShortName } from '../../istio/hosts/host-name.ts';
import { HostTable } from '../../istio/hosts/host-table.ts';
import type { DestinationRule } from '../../istio/objects.ts';
import type { IndexedVirtualService } from '../../istio/routing/rules.ts';
import type { VirtualServiceIndex } from '../../istio/routing/virtual-service-index.ts';
import { namedHosts } from './rules.ts';

/** An index gives a VirtualService another place when others come or go; its rules stay the same list. */
export type RulesOf = IndexedVirtualService['http'];

export interface RuleSet {
  virtualServices: VirtualServiceIndex;
  destinationRules: readonly DestinationRule[];
  domain: string;
}

export interface ChangedRules {
  concerns(host: string): boolean;
  touches(rules: RulesOf): boolean;
}

export function changedRules(before: RuleSet, after: RuleSet): ChangedRules {
  const entries = new Map<RulesOf, IndexedVirtualService>();
  const sides = [before, after].map(({ virtualServices: { mesh, byGateway } }) => {
    const own = [...mesh, ...[...byGateway.values()].flat()];
    for (const entry of own) entries.set(entry.http, entry);
    return new Set(own.map(({ http }) => http));
  });
  const changed = [...entries.values()].filter(({ http }) => !sides.every((side) => side.has(http)));
  const claimed = new HostSet(changed.flatMap(({ hosts }) => hosts));
  const ruled = new HostSet(changedHosts(before, after));
  const touched = new Set(changed.map(({ http }) => http));
  for (const entry of entries.values()) {
    if (entry.hosts.some((host) => claimed.overlaps(host))) touched.add(entry.http);
    else if (!ruled.isEmpty && [...namedHosts(entry)].some((host) => ruled.overlaps(host)))
      touched.add(entry.http);
  }
  const concerned = new HostSet(
    [...entries.values()]
      .filter(({ http }) => touched.has(http))
      .flatMap((entry) => [...entry.hosts, ...namedHosts(entry)]),
  );
  return {
    concerns: (host) => concerned.overlaps(host),
    touches: (rules) => touched.has(rules),
  };
}

/** Of DestinationRules that are on one side alone. */
function changedHosts(before: RuleSet, after: RuleSet): string[] {
  if (before.destinationRules === after.destinationRules) return [];
  const sides = [before, after].map(({ destinationRules }) => new Set(destinationRules));
  const all = new Set([...before.destinationRules, ...after.destinationRules]);
  return [...all].flatMap((rule) => {
    const host = rule.spec?.host;
    if (host === undefined || sides.every((side) => side.has(rule))) return [];
    return resolveShortName(host, rule.metadata.namespace ?? '', after.domain).toLowerCase();
  });
}

class HostSet {
  readonly isEmpty: boolean;
  readonly #table = new HostTable<true>();
  /** Exact names below a wildcard that is asked about. */
  readonly #names: readonly string[];

  constructor(hosts: readonly string[]) {
    this.#names = hosts;
    this.isEmpty = hosts.length === 0;
    for (const host of hosts) this.#table.set(host, true);
  }

  /** One of them covers the host, or is covered by it. */
  overlaps(host: string): boolean {
    if (this.#table.mostSpecific(host) !== undefined) return true;
    if (!host.startsWith('*')) return false;
    return this.#names.some((name) => name.endsWith(host.slice(1)));
  }
}
