/**
 * In which order several changes are written, so that no request meets a rule whose target is not there yet, or not any more:
 * subsets, gateways, hosts and delegates come before the rules that use them, and go after them.
 * https://istio.io/latest/docs/ops/best-practices/traffic-management/#avoid-503-errors-while-reconfiguring-service-routes
 */
import { isJsonObject, type Json, type JsonObject, own } from '../document/json.ts';
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

/** One write. A change that would have to come both before and after another is written in two. */
export interface ApplyStep extends OrderedChange {
  /** Of the change. */
  index: number;
  /** Its rest follows in a later step. */
  unfinished: boolean;
}

/** Indexes of the changes, each once, by their first step. Where changes need one another in a circle, what others use comes first. */
export function applyOrder(changes: readonly OrderedChange[], domain: string): number[] {
  return [...new Set(applySteps(changes, domain).map(({ index }) => index))];
}

/** The writes of the changes: a DestinationRule that adds subsets for a route and takes away those that it leaves is written before and after it. */
export function applySteps(changes: readonly OrderedChange[], domain: string): ApplyStep[] {
  let steps = changes.map(
    ({ before, after }, index): ApplyStep => ({
      index,
      before,
      after,
      unfinished: false,
    }),
  );
  for (;;) {
    const { inOrder, early } = ordered(steps, domain);
    const parts = steps.flatMap((step): ApplyStep[] => {
      const both = early.has(step) ? withSubsetsOfBoth(step) : null;
      return both === null
        ? [step]
        : [
            { ...step, after: both, unfinished: true },
            { ...step, before: both },
          ];
    });
    if (parts.length === steps.length) return inOrder;
    steps = parts;
  }
}

/** `early`: what had to come before something that it ought to follow. */
function ordered(steps: readonly ApplyStep[], domain: string) {
  const nodes = steps.map((step, place) => ({
    step,
    place,
    rank: rankOf(step.before, step.after),
    before: referencesOf(step.before, domain),
    after: referencesOf(step.after, domain),
  }));
  const waitsFor = nodes.map((node) =>
    nodes.filter((other) =>
      other.step.index === node.step.index ? other.place < node.place : mustPrecede(other, node),
    ),
  );
  const done = new Set<(typeof nodes)[number]>();
  const early = new Set<ApplyStep>();
  while (done.size < nodes.length) {
    const open = nodes.filter((node) => !done.has(node));
    const free = open.filter(({ place }) => waitsFor[place]?.every((other) => done.has(other)) ?? true);
    const [next] = (free.length > 0 ? free : open).sort((a, b) => a.rank - b.rank || a.place - b.place);
    if (next === undefined) break;
    if (free.length === 0) early.add(next.step);
    done.add(next);
  }
  return { inOrder: [...done].map(({ step }) => step), early };
}

/** What is to be, and the subsets that are to go; null for what is no change of a DestinationRule's subsets. */
function withSubsetsOfBoth({ before, after }: OrderedChange): JsonObject | null {
  if (before === null || after === null || kindOfObject(after) !== kinds.destinationRules) return null;
  const [old, next] = [own(before, 'spec'), own(after, 'spec')];
  if (!isJsonObject(old) || !isJsonObject(next) || old.host !== next.host) return null;
  const [were, are] = [old.subsets, next.subsets];
  if (!Array.isArray(were) || !Array.isArray(are)) return null;
  const going = missingIn(are, were);
  if (going.length === 0 || missingIn(were, are).length === 0) return null;
  return { ...after, spec: { ...next, subsets: [...are, ...going] } };
}

function missingIn(subsets: readonly Json[], of: readonly Json[]): Json[] {
  const names = new Set(subsets.map(nameOf));
  return of.filter((subset) => !names.has(nameOf(subset)));
}

function nameOf(subset: Json): Json | undefined {
  return isJsonObject(subset) ? own(subset, 'name') : undefined;
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
  const kind = object && kindOfObject(object);
  const place = kind ? offeringFirst.indexOf(kind) : -1;
  const rank = place === -1 ? offeringFirst.length : place;
  return after === null ? 1000 - rank : rank;
}

function kindOfObject(object: JsonObject) {
  return kindOf(String(object.apiVersion), String(object.kind));
}
