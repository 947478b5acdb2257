/**
 * In which order several changes are written, so that no request meets a rule whose target is not there yet, or not any more:
 * subsets, gateways, hosts and delegates come before the rules that use them, and go after them.
 * https://istio.io/latest/docs/ops/best-practices/traffic-management/#avoid-503-errors-while-reconfiguring-service-routes
 */
import type { JsonObject } from '../document/json.ts';
import { kindOf, kinds } from './kinds/registry.ts';
import { type References, referencesOf } from './references.ts';

export interface OrderedChange {
  /** Null when it is to be made. */
  before: JsonObject | null;
  /** Null when it is to be deleted. */
  after: JsonObject | null;
}

/** What others use first; the rest in the registry's order, which is the order of reading, not of need. */
const offeringFirst = [
  kinds.referenceGrants,
  kinds.kubernetesGateways,
  kinds.gateways,
  kinds.serviceEntries,
  kinds.workloadGroups,
  kinds.workloadEntries,
  kinds.destinationRules,
];

/** Indexes of the changes, each once. Where changes need one another in a circle, what others use comes first. */
export function applyOrder(changes: readonly OrderedChange[], domain: string): number[] {
  const nodes = changes.map(({ before, after }, index) => ({
    index,
    rank: rankOf(before, after),
    before: referencesOf(before, domain),
    after: referencesOf(after, domain),
  }));
  const waitsFor = nodes.map((node) => nodes.filter((other) => other !== node && mustPrecede(other, node)));
  const done = new Set<(typeof nodes)[number]>();
  const order: number[] = [];
  while (order.length < nodes.length) {
    const open = nodes.filter((node) => !done.has(node));
    const free = open.filter(({ index }) => waitsFor[index]?.every((other) => done.has(other)) ?? true);
    const [next] = (free.length > 0 ? free : open).sort((a, b) => a.rank - b.rank || a.index - b.index);
    if (next === undefined) break;
    done.add(next);
    order.push(next.index);
  }
  return order;
}

interface Node {
  before: References;
  after: References;
}

function mustPrecede(first: Node, second: Node): boolean {
  const added = difference(first.after.offers, first.before.offers);
  if (added.some((word) => second.after.uses.has(word))) return true;
  // The second takes away what the first used until now, and uses no more.
  const removed = difference(second.before.offers, second.after.offers);
  return removed.some((word) => first.before.uses.has(word) && !first.after.uses.has(word));
}

function difference(all: ReadonlySet<string>, without: ReadonlySet<string>): string[] {
  return [...all].filter((word) => !without.has(word));
}

/** Deletions come last, and in reverse. */
function rankOf(before: JsonObject | null, after: JsonObject | null): number {
  const object = after ?? before;
  const kind = object && kindOf(String(object.apiVersion), String(object.kind));
  const place = kind ? offeringFirst.indexOf(kind) : -1;
  const rank = place === -1 ? offeringFirst.length : place;
  return after === null ? 1000 - rank : rank;
}
