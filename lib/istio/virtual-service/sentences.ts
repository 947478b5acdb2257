/** A VirtualService in sentences: whose requests it takes, and what its rules make of them, in their order. */
import { and, name, type Part, type Sentence, say, value } from '../sentences/phrase.ts';
import { matching, type Rule, routed, type Share, subjectOf, takes } from '../sentences/requests.ts';
import type { Spot } from '../sentences/spot.ts';
import { destination, hosts, sentence, type Telling, visibility } from '../sentences/telling.ts';
import { httpEffects } from './sentences-effects.ts';
import { httpConditions, layer4Conditions } from './sentences-match.ts';

export function tellVirtualService(telling: Telling): Sentence[] {
  const { spec, alone } = telling;
  const rules = (key: string): Rule[] =>
    spec.items(key).map((spot, index, all) => ({
      spot,
      number: index + 1,
      count: all.length,
      name: spot.text('name'),
      flow: key === 'http' ? 'requests' : 'connections',
      alone,
    }));
  const http = rules('http');
  return [
    ...lead(spec),
    ...visibility(telling),
    ...http.map(httpRule),
    ...rules('tls').map((rule) => layer4Rule(rule, 'tls')),
    ...rules('tcp').map((rule) => layer4Rule(rule, 'tcp')),
    ...rest(spec, http),
  ];
}

function lead(spec: Spot): Sentence[] {
  const named = spec.texts('hosts');
  const gateways = spec.texts('gateways');
  if (named.length === 0) return [sentence('hosts', spec.at('hosts'), say('virtualService.delegate'))];
  const others = gateways.filter((one) => one !== 'mesh').map(name);
  const inMesh = gateways.length === 0 || gateways.includes('mesh');
  const sources: Part[] = [
    ...(inMesh ? [say('source.sidecars')] : []),
    ...(others.length > 0 ? [say('source.gateways', { gateways: and(others) })] : []),
  ];
  const values = { hosts: hosts(named), sources: and(sources) };
  return [
    sentence('hosts', spec.at('hosts'), say('virtualService.lead', values), {
      was: say('virtualService.wasLead', values),
    }),
  ];
}

/** Of requests that match no rule; a rule without conditions leaves none. */
function rest(spec: Spot, rules: readonly Rule[]): Sentence[] {
  const delegate = spec.texts('hosts').length === 0;
  const open = rules.every(({ spot }) => {
    const alternatives = spot.items('match');
    return (
      alternatives.length > 0 && !alternatives.some(({ value }) => Object.keys(value ?? {}).length === 0)
    );
  });
  if (rules.length === 0 || delegate || !open) return [];
  return [sentence('rest', spec.at('http'), say('virtualService.rest'))];
}

function httpRule(rule: Rule): Sentence {
  const { spot, alone } = rule;
  const alternatives = spot.items('match').map(httpConditions);
  const subject = alone ? subjectOf(rule).who : matching(rule, alternatives);
  const effects = httpEffects(rule);
  return ruled(rule, alternatives, httpAction(spot, subject), effects);
}

/** For a difference the parts stand one after another; else what a rule does besides stands under it. */
function ruled(
  rule: Rule,
  alternatives: readonly (readonly Part[])[],
  action: Sentence,
  effects: readonly Sentence[],
): Sentence {
  const { spot, number, name, alone } = rule;
  if (!alone) return { ...action, path: spot.path, rule: { number, name }, under: effects };
  const called: Sentence[] =
    name === null
      ? []
      : [
          sentence(
            'name',
            spot.at('name'),
            say('rule.named', {
              rule: { show: 'rule', name: null, number },
              name: { show: 'name', text: name },
            }),
          ),
        ];
  const under = [...called, takes(rule, spot.at('match'), alternatives), ...effects];
  return { ...action, rule: { number, name }, under };
}

function httpAction(spot: Spot, subject: Part): Sentence {
  const redirect = spot.at('redirect');
  if (redirect.there) return redirected(redirect, subject);
  const answer = spot.at('directResponse');
  if (answer.there) return answered(answer, subject);
  const delegate = spot.at('delegate');
  if (delegate.there) {
    const space = delegate.text('namespace');
    const leaf = delegate.text('name') ?? '';
    const to = name(space === null ? leaf : `${space}/${leaf}`);
    return sentence('route', delegate, say('virtualService.delegated', { who: subject, to }));
  }
  return routed(subject, spot.at('route'), shares(spot));
}

function shares(spot: Spot): Share[] {
  const routes = spot.items('route');
  return routes.map((route) => ({
    to: destination(route.at('destination')),
    weight: route.number('weight') ?? (routes.length === 1 ? 100 : 0),
  }));
}

function redirected(spot: Spot, subject: Part): Sentence {
  const parts: Part[] = [];
  const add = (key: string, text: string | null): void => {
    if (text !== null) parts.push(say(`redirect.${key}`, { value: value(text) }));
  };
  add('scheme', spot.text('scheme'));
  add('host', spot.text('authority'));
  add('port', spot.scalar('port'));
  add('path', spot.text('uri'));
  add('prefix', spot.text('prefixRewrite'));
  add('derivedPort', spot.text('derivePort'));
  const code = value(spot.scalar('redirectCode') ?? '301');
  return sentence('route', spot, say('redirect.go', { who: subject, to: and(parts), code }));
}

function answered(spot: Spot, subject: Part): Sentence {
  const status = value(spot.scalar('status') ?? '');
  const body = spot.at('body').text('string') ?? spot.at('body').text('bytes');
  const phrase =
    body === null
      ? say('answer.status', { who: subject, status })
      : say('answer.body', { who: subject, status, body: value(body) });
  return sentence('route', spot, phrase);
}

function layer4Rule(rule: Rule, key: 'tls' | 'tcp'): Sentence {
  const { spot, alone } = rule;
  const alternatives = spot.items('match').map(layer4Conditions);
  const subject = alone ? subjectOf(rule).who : matching(rule, alternatives);
  const action = routed(subject, spot.at('route'), shares(spot));
  return ruled(rule, alternatives, { ...action, about: key }, []);
}
