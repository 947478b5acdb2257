/** An AuthorizationPolicy in sentences: which requests to which pods are allowed, denied, audited or asked about. */
import { all, cases, name, type Part, type Sentence, say, value } from '../sentences/phrase.ts';
import type { Spot } from '../sentences/spot.ts';
import { oneOf, selected, sentence, type Telling } from '../sentences/telling.ts';

const actions = ['ALLOW', 'DENY', 'AUDIT', 'CUSTOM'];

export function tellAuthorizationPolicy(telling: Telling): Sentence[] {
  const { spec } = telling;
  const who = selected(telling);
  const action = spec.text('action') ?? 'ALLOW';
  const provider = name(spec.at('provider').text('name') ?? '');
  const rules = spec.items('rules');
  const place = spec.at('action');
  if (!actions.includes(action)) {
    return [sentence('action', place, say('authorizationPolicy.other', { action: value(action), who }))];
  }
  if (rules.length === 0) {
    const key = action === 'ALLOW' ? 'denyAll' : 'noRules';
    return [sentence('action', place, say(`authorizationPolicy.${key}`, { who }))];
  }
  return [
    sentence('action', place, say(`authorizationPolicy.lead.${action}`, { who, provider })),
    ...rules.map((rule) => ruled(rule, action)),
  ];
}

/** One condition stands in the sentence itself; several stand under it, for "and" and "or" would run into each other. */
function ruled(rule: Spot, action: string): Sentence {
  const parts: [string, Spot, Record<string, Part>][] = [];
  const sources = rule.items('from').map((item) => conditions(item.at('source'), 'from'));
  if (sources.length > 0) parts.push(['from', rule.at('from'), { cases: cases(sources) }]);
  const operations = rule.items('to').map((item) => conditions(item.at('operation'), 'to'));
  if (operations.length > 0) parts.push(['to', rule.at('to'), { cases: cases(operations) }]);
  const whens = rule.items('when').map(attribute);
  if (whens.length > 0) parts.push(['when', rule.at('when'), { conditions: all(whens) }]);
  const [only] = parts;
  if (only === undefined) return sentence('rule', rule, say(`authorizationPolicy.every.${action}`));
  if (parts.length === 1) {
    const condition = say(`authorizationPolicy.${only[0]}`, only[2]);
    return sentence('rule', rule, say(`authorizationPolicy.rule.${action}`, { conditions: condition }));
  }
  return sentence('rule', rule, say(`authorizationPolicy.several.${action}`), {
    under: parts.map(([part, place, values]) =>
      sentence(part, place, say(`authorizationPolicy.part.${part}`, values)),
    ),
  });
}

const fields = {
  from: [
    'principals',
    'requestPrincipals',
    'namespaces',
    'serviceAccounts',
    'ipBlocks',
    'remoteIpBlocks',
    'trustDomains',
  ],
  to: ['methods', 'paths', 'hosts', 'ports'],
} as const;

function conditions(spot: Spot, side: 'from' | 'to'): Part {
  const parts = fields[side].flatMap((key): Part[] => {
    const wanted = spot.texts(key);
    const refused = spot.texts(`not${key[0]?.toUpperCase() ?? ''}${key.slice(1)}`);
    const field = say(`authorizationPolicy.field.${key}`);
    return [
      ...(wanted.length === 0 ? [] : [say('authorizationPolicy.is', { field, values: oneOf(wanted) })]),
      ...(refused.length === 0 ? [] : [say('authorizationPolicy.isNot', { field, values: oneOf(refused) })]),
    ];
  });
  return parts.length === 0 ? say('authorizationPolicy.anything') : all(parts);
}

function attribute(spot: Spot): Part {
  const field = value(spot.text('key') ?? '');
  const wanted = spot.texts('values');
  const refused = spot.texts('notValues');
  return all([
    ...(wanted.length === 0 ? [] : [say('authorizationPolicy.is', { field, values: oneOf(wanted) })]),
    ...(refused.length === 0 ? [] : [say('authorizationPolicy.isNot', { field, values: oneOf(refused) })]),
  ]);
}
