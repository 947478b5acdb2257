/** What HTTPRoutes and GRPCRoutes say alike: what they are attached to, and what their rules make of requests. */
import { typedCondition } from '../sentences/conditions.ts';
import { headerFilter } from '../sentences/headers.ts';
import { and, duration, name, type Part, percent, type Sentence, say, value } from '../sentences/phrase.ts';
import { matching, type Rule, routed, type Subject, subjectOf, takes } from '../sentences/requests.ts';
import type { Spot } from '../sentences/spot.ts';
import { hosts, sentence, type Telling } from '../sentences/telling.ts';

/** `conditionsOf`: of one match, as the kind has it. */
export function tellRoute({ spec, alone }: Telling, conditionsOf: (match: Spot) => Part[]): Sentence[] {
  const parents = spec.items('parentRefs').map(reference('Gateway'));
  const names = spec.texts('hostnames');
  const attached = { parents: and(parents) };
  const lead =
    parents.length === 0
      ? say('gatewayRoute.leadNone')
      : names.length === 0
        ? say('gatewayRoute.lead', attached)
        : say('gatewayRoute.leadHosts', { ...attached, hosts: hosts(names) });
  const rules = spec.items('rules');
  return [
    sentence('parents', spec.at('parentRefs'), lead),
    ...rules.map((spot, index) => {
      const name = spot.text('name');
      const rule: Rule = { spot, number: index + 1, count: rules.length, name, flow: 'requests', alone };
      return routeRule(rule, spot.items('matches').map(conditionsOf));
    }),
  ];
}

function routeRule(rule: Rule, alternatives: readonly (readonly Part[])[]): Sentence {
  const { spot, number, name, alone } = rule;
  // The most specific match wins here, not the first rule: no rule is "the others".
  const general = alternatives.length === 0 ? say('requests.rest') : matching(rule, alternatives);
  const subject = alone ? subjectOf(rule).who : general;
  const filters = spot.items('filters');
  const redirect = filters.map((filter) => filter.at('requestRedirect')).find(({ there }) => there);
  const action =
    redirect === undefined
      ? routed(subject, spot.at('backendRefs'), spot.items('backendRefs').map(backend))
      : redirected(redirect, subject);
  const effects = [
    ...filters.flatMap((filter) => filterEffects(filter, subjectOf(rule))),
    ...timeouts(spot.at('timeouts'), subjectOf(rule)),
  ];
  if (!alone) return { ...action, path: spot.path, rule: { number, name }, under: effects };
  return {
    ...action,
    rule: { number, name },
    under: [takes(rule, spot.at('matches'), alternatives), ...effects],
  };
}

function backend(spot: Spot): { to: Part; weight: number } {
  return { to: reference('Service')(spot), weight: spot.number('weight') ?? 1 };
}

/** An object as the Gateway API refers to it; the usual kind goes without saying. */
function reference(usual: string): (spot: Spot) => Part {
  return (spot) => {
    const called = spot.text('name') ?? '';
    const kind = spot.text('kind') ?? usual;
    const namespace = spot.text('namespace');
    const port = spot.scalar('port');
    const section = spot.text('sectionName');
    spot.text('group');
    const full = namespace === null ? called : `${namespace}/${called}`;
    const rest = port ?? section;
    const shown = name(rest === null ? full : `${full}:${rest}`);
    return usual === 'Service' && kind === usual
      ? shown
      : say('route.kind', { kind: name(kind), name: shown });
  };
}

export function headerConditions(match: Spot): Part[] {
  return match.items('headers').map((item) => {
    const subject = say('subject.header', { name: value(item.text('name') ?? '') });
    return typedCondition(subject, item, 'Exact');
  });
}

function redirected(spot: Spot, subject: Part): Sentence {
  const parts: Part[] = [];
  const add = (key: string, text: string | null): void => {
    if (text !== null) parts.push(say(`redirect.${key}`, { value: value(text) }));
  };
  add('scheme', spot.text('scheme'));
  add('host', spot.text('hostname'));
  add('port', spot.scalar('port'));
  const path = spot.at('path');
  path.text('type');
  add('path', path.text('replaceFullPath'));
  add('prefix', path.text('replacePrefixMatch'));
  const code = value(spot.scalar('statusCode') ?? '302');
  return sentence('route', spot, say('redirect.go', { who: subject, to: and(parts), code }));
}

function filterEffects(filter: Spot, subject: Subject): Sentence[] {
  filter.text('type');
  const rewrite = filter.at('urlRewrite');
  const path = rewrite.at('path');
  const to = path.text('replaceFullPath') ?? path.text('replacePrefixMatch');
  path.text('type');
  const rewrittenHost = rewrite.text('hostname');
  const mirror = filter.at('requestMirror');
  const extension = filter.at('extensionRef');
  return [
    ...headerFilter(filter.at('requestHeaderModifier'), 'request', subject),
    ...headerFilter(filter.at('responseHeaderModifier'), 'response', subject),
    ...(to === null ? [] : [sentence('path', path, say('rewrite.path', { ...subject, value: value(to) }))]),
    ...(rewrittenHost === null
      ? []
      : [
          sentence(
            'host',
            rewrite.at('hostname'),
            say('rewrite.host', { ...subject, value: value(rewrittenHost) }),
          ),
        ]),
    ...(mirror.there ? [mirrored(mirror, subject)] : []),
    ...(extension.there
      ? [
          sentence(
            'extension',
            extension,
            say('gatewayRoute.extension', { ...subject, filter: reference('')(extension) }),
          ),
        ]
      : []),
  ];
}

function mirrored(mirror: Spot, subject: Subject): Sentence {
  const share = mirror.number('percent') ?? 100;
  const to = reference('Service')(mirror.at('backendRef'));
  return sentence('mirror', mirror, say('mirror', { ...subject, share: percent(share), to }));
}

function timeouts(spot: Spot, subject: Subject): Sentence[] {
  const whole = spot.text('request');
  const each = spot.text('backendRequest');
  return [
    ...(whole === null
      ? []
      : [
          sentence(
            'timeout',
            spot.at('request'),
            say('timeout.after', { ...subject, duration: duration(whole) }),
            {
              was: say('timeout.was', { duration: duration(whole) }),
              before: say('timeout.wasNone'),
            },
          ),
        ]),
    ...(each === null
      ? []
      : [
          sentence(
            'each',
            spot.at('backendRequest'),
            say('timeout.each', { ...subject, duration: duration(each) }),
          ),
        ]),
  ];
}
