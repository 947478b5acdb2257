/** The conditions of a VirtualService's rules, one case at a time. */
import { stringCondition } from '../sentences/conditions.ts';
import { name, or, type Part, say, value } from '../sentences/phrase.ts';
import type { Spot } from '../sentences/spot.ts';
import { oneOf, values } from '../sentences/telling.ts';

export function httpConditions(match: Spot): Part[] {
  const conditions: Part[] = [];
  const anyCase = match.flag('ignoreUriCase') === true;
  const plain = (key: string, subject: string): void => {
    const spot = match.at(key);
    if (spot.there) conditions.push(stringCondition(say(`subject.${subject}`), spot));
  };
  plain('uri', anyCase ? 'pathAnyCase' : 'path');
  plain('method', 'method');
  plain('scheme', 'scheme');
  plain('authority', 'host');
  for (const [header, spot] of match.entries('headers')) {
    conditions.push(stringCondition(say('subject.header', { name: value(header) }), spot));
  }
  for (const [parameter, spot] of match.entries('queryParams')) {
    conditions.push(stringCondition(say('subject.query', { name: value(parameter) }), spot));
  }
  for (const [header, spot] of match.entries('withoutHeaders')) {
    const subject = say('subject.header', { name: value(header) });
    const absent = Object.keys(spot.value ?? {}).length === 0;
    conditions.push(
      absent
        ? say('condition.absent', { subject })
        : say('condition.not', { condition: stringCondition(subject, spot) }),
    );
  }
  match.text('name');
  return [...conditions, ...callers(match)];
}

export function layer4Conditions(match: Spot): Part[] {
  const names = match.texts('sniHosts');
  const subnets = match.texts('destinationSubnets');
  return [
    ...(names.length === 0 ? [] : [say('condition.sni', { hosts: oneOf(names) })]),
    ...(subnets.length === 0 ? [] : [say('condition.subnets', { subnets: oneOf(subnets) })]),
    ...callers(match),
  ];
}

/** By the port that is called, and by which proxy calls. */
function callers(match: Spot): Part[] {
  const port = match.scalar('port');
  const labels = match.pairs('sourceLabels');
  const namespace = match.text('sourceNamespace');
  const gateways = match.texts('gateways');
  return [
    ...(port === null ? [] : [say('condition.port', { port: value(port) })]),
    ...(labels.length === 0 ? [] : [say('condition.sourceLabels', { labels: values(labels) })]),
    ...(namespace === null ? [] : [say('condition.sourceNamespace', { namespace: name(namespace) })]),
    ...(gateways.length === 0
      ? []
      : [
          say('condition.gateways', {
            gateways: or(gateways.map((one) => (one === 'mesh' ? say('source.mesh') : name(one)))),
          }),
        ]),
  ];
}
