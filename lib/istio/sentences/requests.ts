/** Who a sentence about a rule speaks of, and where its requests or connections go: for every kind that has rules. */
import { all, cases, type Part, type Phrase, percent, type Sentence, say, shared } from './phrase.ts';
import type { Spot } from './spot.ts';
import { sentence } from './telling.ts';

export type Flow = 'requests' | 'connections';

export interface Rule {
  spot: Spot;
  /** From 1. */
  number: number;
  /** How many there are in its list. */
  count: number;
  name: string | null;
  flow: Flow;
  alone: boolean;
}

/** Requests of a rule as a sentence begins with them, and as it names them further on. */
export interface Subject {
  who: Part;
  them: Part;
}

/** With the rule's name for a sentence that stands alone, else it follows one that introduced them. */
export function subjectOf({ number, count, name, flow, alone }: Rule): Subject {
  if (!alone) return { who: say('requests.they'), them: say('requests.them') };
  if (count === 1 && name === null) return { who: say(`${flow}.all`), them: say('requests.themAll') };
  const rule: Part = { show: 'rule', name, number };
  return { who: say(`${flow}.ofRule`, { rule }), them: say('requests.themOfRule', { rule }) };
}

/** Those of its requests that go to one of its destinations. */
export function sentTo({ number, name, alone }: Rule, to: Part): Subject {
  if (!alone) return { who: say('requests.sentTo', { to }), them: say('requests.themSentTo', { to }) };
  const rule: Part = { show: 'rule', name, number };
  return {
    who: say('requests.ruleSentTo', { rule, to }),
    them: say('requests.themRuleSentTo', { rule, to }),
  };
}

/** All conditions of one case hold together; one case is enough. Without cases it is for all that is left. */
export function matching({ number, flow }: Rule, alternatives: readonly (readonly Part[])[]): Phrase {
  if (alternatives.length === 0) return say(number === 1 ? `${flow}.all` : `${flow}.others`);
  if (alternatives.some((conditions) => conditions.length === 0)) return say(`${flow}.all`);
  return say(`${flow}.matching`, { cases: cases(alternatives.map(all)) });
}

export interface Share {
  to: Part;
  weight: number;
}

/** A rule that sends requests somewhere: shares of the whole, or all to the only destination. */
export function routed(subject: Part, list: Spot, shares: readonly Share[]): Sentence {
  const [only] = shares;
  const total = shares.reduce((sum, { weight }) => sum + weight, 0);
  const split = shares.map(({ to, weight }) => ({
    to,
    share: percent(total === 0 ? 0 : (weight / total) * 100),
  }));
  if (only === undefined) return sentence('route', list, say('route.nowhere', { who: subject }));
  const targets =
    split.length === 1
      ? say('route.allTo', { to: only.to })
      : shared(split.map(({ to, share }) => say('route.shareTo', { share, to })));
  const was =
    split.length === 1 ? say('route.wasAllTo', { to: only.to }) : say('route.wasShares', { shares: targets });
  return sentence('route', list, say('route.go', { who: subject, targets }), { was });
}

/** What a rule takes, on its own: only a difference tells it apart from where it goes. */
export function takes(rule: Rule, list: Spot, alternatives: readonly (readonly Part[])[]): Sentence {
  const { flow } = rule;
  const named = alternatives.map((one) => (one.length === 0 ? say('condition.anything') : all(one)));
  const what = named.length === 0 ? say(`${flow}.whatRest`) : say(`${flow}.what`, { cases: cases(named) });
  const itself: Part = { show: 'rule', name: rule.name, number: rule.number };
  return sentence('match', list, say('route.takes', { rule: itself, what }), {
    was: say('route.tookThese', { what }),
  });
}
