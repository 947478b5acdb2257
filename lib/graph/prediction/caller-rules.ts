/** The rules that one caller's requests may follow, entry by entry, and what becomes of the requests of one rule under other rules. */
import type { HttpMatch } from '../../istio/routing/rules.ts';
import type { Endpoint } from '../identity.ts';
import type { RoutePlans } from '../route-plans.ts';
import { httpRulesFor } from '../route-rules.ts';
import { alike, hostEnds, type RuleEnds, ruleEnds, single, type World } from './ends.ts';
import { openMatches, relationOf } from './match-relation.ts';

export interface RuleName {
  namespace: string;
  name: string;
  /** Place in `http`. */
  index: number;
  route: string | null;
}

export interface CallerRule extends RuleEnds {
  /** Host that was asked for; on a gateway the VirtualService. */
  entry: string;
  /** Null where no VirtualService speaks: the host's own route. */
  rule: RuleName | null;
  /** None means every request. */
  matches: readonly HttpMatch[];
  /** Of earlier rules of the entry. */
  excluded: readonly HttpMatch[];
}

export interface Side extends World {
  plans: RoutePlans;
}

/** In order; requests that no rule takes get 404, which is no rule of the list. */
export function rulesOfEntry(side: Side, caller: Endpoint, entry: string): CallerRule[] {
  const { context, virtualService } = side.plans.entry(caller, entry);
  if (virtualService === null) {
    const ends = side.plans.isGateway(caller) ? alike(single('not-found')) : hostEnds(context, entry, side);
    return [{ entry, rule: null, matches: [], excluded: [], ...ends }];
  }
  const { namespace, name } = virtualService.ref;
  const excluded: HttpMatch[] = [];
  return httpRulesFor(context, virtualService).flatMap(({ compiled, matches }) => {
    const before = [...excluded];
    const open = openMatches(matches, before);
    excluded.push(...open);
    // Earlier rules take all that it asks for: it never has a request.
    if (matches.length > 0 && open.length === 0) return [];
    return {
      entry,
      rule: { namespace, name, index: compiled.index, route: compiled.rule.name ?? null },
      matches: open,
      excluded: before,
      ...ruleEnds(context, compiled.rule, side),
    };
  });
}

/** What may become of the requests of `rule`: one outcome where it is certain. */
export function outcomesOf(rule: CallerRule, after: readonly CallerRule[]): RuleEnds[] {
  const outcomes: RuleEnds[] = [];
  for (const next of after) {
    const relation = relationOf(rule, next.matches);
    if (relation === 'none') continue;
    outcomes.push(next);
    if (relation === 'all') return outcomes;
  }
  outcomes.push(alike(single('not-found')));
  return outcomes;
}
