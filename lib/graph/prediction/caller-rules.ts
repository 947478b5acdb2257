/** The rules that one caller's traffic may follow, entry by entry, and what becomes of the traffic of one rule under other rules. */
import { isWildcard } from '../../istio/hosts/host-name.ts';
import { destinationService } from '../../istio/routing/mesh-view.ts';
import type { HttpMatch, IndexedVirtualService, L4Match } from '../../istio/routing/rules.ts';
import type { ObjectRef } from '../../istio/routing/types.ts';
import type { Endpoint } from '../build/identity.ts';
import type { Entry, RoutePlans } from '../routes/plans.ts';
import {
  httpRulesFor,
  l4RulesFor,
  type RouteLayer,
  type RouteRule,
  type RuleContext,
} from '../routes/rules.ts';
import { alike, hostEnds, type RuleEnds, ruleEnds, single, type World } from './ends.ts';
import { EarlierMatches, type Excluded, openMatches, relationOf } from './match-relation.ts';
import type { RuleName } from './rule-name.ts';

export interface CallerRule extends RuleEnds {
  /** Under which name was asked, and where. */
  entry: string;
  /** Null where no VirtualService speaks: the host's own route. */
  rule: RuleName | null;
  /** None means everything. */
  matches: readonly (HttpMatch | L4Match)[];
  /** By earlier rules of the entry. */
  excluded: Excluded;
}

export interface Side extends World {
  plans: RoutePlans;
}

/** In order; what no rule takes has no rule in the list. */
export function rulesOfEntry(side: Side, caller: Endpoint, entry: Entry, layer: RouteLayer): CallerRule[] {
  const { context, virtualServices, narrower } = side.plans.entry(caller, entry, layer);
  const name = JSON.stringify(entry);
  const atGateway = side.plans.isGateway(caller);
  const own = { entry: name, rule: null, matches: [] };
  if (virtualServices.length === 0) {
    const lost = layer === 'http' ? 'not-found' : 'closed';
    const ends = atGateway ? alike(single(lost)) : hostEnds(context, entry.host, side);
    return [{ ...own, excluded: new EarlierMatches().now(), ...ends }];
  }
  // What is asked for under a narrower host name follows the rules of that name.
  const excluded = new EarlierMatches();
  excluded.add(narrower.map(({ host }) => ({ authority: authorityOf(host) })));
  const onlyPort = layer === 'l4' && !atGateway ? onlyPortOf(context, entry.host) : null;
  const rules = rulesIn(side, name, { context, virtualServices, layer, onlyPort }, excluded);
  // A connection that no rule takes goes where it was meant to go.
  const open = layer === 'l4' && !atGateway && rules.every(({ matches }) => matches.length > 0);
  return open
    ? [...rules, { ...own, excluded: excluded.now(), ...hostEnds(context, entry.host, side) }]
    : rules;
}

/** Of narrower host names below the entry, each rule as far as it concerns its own name. */
export function narrowerRules(side: Side, caller: Endpoint, entry: Entry): CallerRule[] {
  const { context, narrower } = side.plans.entry(caller, entry, 'http');
  const name = JSON.stringify(entry);
  return narrower.flatMap(({ host, virtualServices }) => {
    const authority = authorityOf(host);
    const deciders: Deciders = { context, virtualServices, layer: 'http', onlyPort: null };
    const rules = rulesIn(side, name, deciders, new EarlierMatches());
    return rules.map((rule) => ({
      ...rule,
      matches: (rule.matches.length === 0 ? [{}] : rule.matches).map((match) => ({ authority, ...match })),
    }));
  });
}

interface Deciders {
  context: RuleContext;
  virtualServices: readonly IndexedVirtualService[];
  layer: RouteLayer;
  /** Of the host that connections were made to; null where it has several, and nobody knows to which. */
  onlyPort: number | null;
}

function onlyPortOf({ routing, scope }: RuleContext, host: string): number | null {
  const [port, ...others] = destinationService(routing, scope, host)?.ports ?? [];
  return port === undefined || others.length > 0 ? null : port.number;
}

/** `excluded` grows by what the rules take. */
function rulesIn(
  side: Side,
  entry: string,
  { context, virtualServices, layer, onlyPort }: Deciders,
  excluded: EarlierMatches,
): CallerRule[] {
  const rules: CallerRule[] = [];
  for (const virtualService of virtualServices) {
    for (const { rule, of, list, index, matches } of rulesOf(context, virtualService, layer, onlyPort)) {
      const before = excluded.now();
      const open = openMatches(matches, before);
      excluded.add(open);
      // Earlier rules take all that it asks for: it never has a request.
      if (matches.length > 0 && open.length === 0) continue;
      rules.push({
        entry,
        rule: { ...of, list, index, route: ('name' in rule ? rule.name : undefined) ?? null },
        matches: open,
        excluded: before,
        ...ruleEnds(context, rule, side),
      });
      if (matches.length === 0) return rules;
    }
  }
  return rules;
}

interface Ruled {
  rule: RouteRule;
  of: ObjectRef;
  list: RuleName['list'];
  index: number;
  matches: readonly (HttpMatch | L4Match)[];
}

function rulesOf(
  context: RuleContext,
  virtualService: IndexedVirtualService,
  layer: RouteLayer,
  onlyPort: number | null,
): Ruled[] {
  const { ref, routes } = virtualService;
  if (layer === 'l4')
    return l4RulesFor(context, virtualService, onlyPort).map((ruled) => ({ ...ruled, of: ref }));
  return httpRulesFor(context, virtualService).map(({ compiled: { rule, of, index }, matches }) => ({
    rule,
    of,
    list: routes === null ? 'http' : 'rules',
    index,
    matches,
  }));
}

function authorityOf(host: string): NonNullable<HttpMatch['authority']> {
  return isWildcard(host) ? { regex: `.*${host.slice(1).replaceAll('.', '\\.')}` } : { exact: host };
}

/** What may become of what follows `rule`: one outcome where it is certain, of those that end alike one. `lost`: of what no rule takes. */
export function outcomesOf(
  rule: CallerRule,
  after: readonly CallerRule[],
  lost: 'not-found' | 'closed',
): RuleEnds[] {
  const outcomes = new Map<string, RuleEnds>();
  const note = (ends: RuleEnds): void => {
    const name = textOfEnds(ends);
    if (!outcomes.has(name)) outcomes.set(name, ends);
  };
  for (const next of after) {
    const relation = relationOf(rule, next.matches);
    if (relation === 'none') continue;
    note(next);
    if (relation === 'all') return [...outcomes.values()];
  }
  note(alike(single(lost)));
  return [...outcomes.values()];
}

const texts = new WeakMap<RuleEnds, string>();

function textOfEnds(ends: RuleEnds): string {
  let text = texts.get(ends);
  if (text === undefined) {
    text = JSON.stringify([[...ends.ends], [...ends.mirrors]]);
    texts.set(ends, text);
  }
  return text;
}
