/** A DestinationRule in sentences: for whose requests it holds, how their endpoints are chosen and guarded, and its subsets. */
import { host, name, type Phrase, type Sentence, say, value } from '../sentences/phrase.ts';
import type { Spot } from '../sentences/spot.ts';
import { sentence, type Telling, values, visibility } from '../sentences/telling.ts';
import { balancing } from './sentences-balancing.ts';
import { poolSentences } from './sentences-pool.ts';

export function tellDestinationRule(telling: Telling): Sentence[] {
  const { spec, alone } = telling;
  const to = host(spec.text('host') ?? '');
  const labels = spec.at('workloadSelector').pairs('matchLabels');
  const lead =
    labels.length === 0
      ? say('destinationRule.lead', { host: to })
      : say('destinationRule.leadFrom', { host: to, labels: values(labels) });
  return [
    sentence('host', spec.at('host'), lead),
    ...visibility(telling),
    ...policy(spec.at('trafficPolicy'), say('connection.toHost', { host: to }), alone),
    ...spec.items('subsets').map((subset) => subsetSentence(subset, alone)),
  ];
}

function subsetSentence(subset: Spot, alone: boolean): Sentence {
  const called = name(subset.text('name') ?? '');
  const labels = subset.pairs('labels');
  const phrase =
    labels.length === 0
      ? say('destinationRule.subsetAll', { name: called })
      : say('destinationRule.subset', { name: called, labels: values(labels) });
  const was = labels.length === 0 ? undefined : say('destinationRule.wasSubset', { labels: values(labels) });
  const who = alone ? say('connection.toSubset', { name: called }) : say('connection.there');
  return sentence('subset', subset, phrase, {
    ...(was === undefined ? {} : { was }),
    under: policy(subset.at('trafficPolicy'), who, alone),
  });
}

function policy(spot: Spot, who: Phrase, alone: boolean): Sentence[] {
  return [
    ...settings(spot, who),
    ...tunnel(spot.at('tunnel')),
    ...proxyProtocol(spot.at('proxyProtocol')),
    ...retryBudget(spot.at('retryBudget'), who),
    ...spot.items('portLevelSettings').map((port) => {
      const number = value(port.at('port').scalar('number') ?? '');
      const there = alone ? say('connection.toPort', { port: number }) : say('connection.there');
      return sentence('port', port, say('destinationRule.port', { port: number }), {
        under: settings(port, there),
      });
    }),
  ];
}

function settings(spot: Spot, who: Phrase): Sentence[] {
  return [
    ...balancing(spot.at('loadBalancer'), who),
    ...poolSentences(spot.at('connectionPool'), who),
    ...ejection(spot.at('outlierDetection'), who),
    ...tls(spot.at('tls'), who),
  ];
}

/** Istio's defaults stand for what is left out: 5 errors, 30 s, 10 %. */
function ejection(spot: Spot, who: Phrase): Sentence[] {
  if (!spot.there) return [];
  const gateway = spot.number('consecutiveGatewayErrors');
  const errors = spot.number('consecutive5xxErrors') ?? spot.number('consecutiveErrors') ?? gateway ?? 5;
  const parts = {
    who,
    count: errors,
    duration: { show: 'duration', text: spot.text('baseEjectionTime') ?? '30s' },
    interval: { show: 'duration', text: spot.text('interval') ?? '10s' },
    share: { show: 'percent', percent: spot.number('maxEjectionPercent') ?? 10 },
  } as const;
  const off = errors === 0;
  return [
    sentence(
      'ejection',
      spot,
      off ? say('ejection.off', { who }) : say('ejection.on', parts),
      off ? {} : { was: say('ejection.was', parts), before: say('ejection.wasNone') },
    ),
  ];
}

function tls(spot: Spot, who: Phrase): Sentence[] {
  if (!spot.there) return [];
  const mode = spot.text('mode') ?? 'DISABLE';
  const known = ['DISABLE', 'SIMPLE', 'MUTUAL', 'ISTIO_MUTUAL'].includes(mode);
  const phrase = known
    ? say(`tls.client.${mode}`, { who })
    : say('tls.client.other', { who, mode: value(mode) });
  const sni = spot.text('sni');
  const names = spot.texts('subjectAltNames');
  const secret = spot.text('credentialName');
  return [
    sentence('tls', spot, phrase, { before: say('tls.client.wasAuto') }),
    ...(sni === null ? [] : [sentence('sni', spot.at('sni'), say('tls.sni', { sni: value(sni) }))]),
    ...(names.length === 0
      ? []
      : [sentence('sans', spot.at('subjectAltNames'), say('tls.sans', { names: values(names) }))]),
    ...(secret === null
      ? []
      : [sentence('secret', spot.at('credentialName'), say('tls.ownSecret', { name: name(secret) }))]),
    ...(spot.flag('insecureSkipVerify') === true
      ? [sentence('skipVerify', spot.at('insecureSkipVerify'), say('tls.skipVerify'))]
      : []),
  ];
}

function tunnel(spot: Spot): Sentence[] {
  if (!spot.there) return [];
  const to = value(`${spot.text('targetHost') ?? ''}:${spot.scalar('targetPort') ?? ''}`);
  const protocol = value(spot.text('protocol') ?? 'CONNECT');
  return [sentence('tunnel', spot, say('destinationRule.tunnel', { to, protocol }))];
}

function proxyProtocol(spot: Spot): Sentence[] {
  if (!spot.there) return [];
  const version = value(spot.text('version') ?? 'V1');
  return [sentence('proxyProtocol', spot, say('destinationRule.proxyProtocol', { version }))];
}

function retryBudget(spot: Spot, who: Phrase): Sentence[] {
  if (!spot.there) return [];
  const share = { show: 'percent', percent: spot.number('percent') ?? 20 } as const;
  const least = spot.number('minRetryConcurrency') ?? 3;
  return [sentence('retryBudget', spot, say('destinationRule.retryBudget', { who, share, count: least }))];
}
