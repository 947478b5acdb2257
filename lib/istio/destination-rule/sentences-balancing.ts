/** Which endpoint a request goes to: the load balancer of a traffic policy in sentences. */
import {
  duration,
  type Part,
  type Phrase,
  percent,
  type Sentence,
  say,
  shared,
  value,
} from '../sentences/phrase.ts';
import type { Spot } from '../sentences/spot.ts';
import { sentence, values } from '../sentences/telling.ts';

const simple = ['LEAST_REQUEST', 'LEAST_CONN', 'ROUND_ROBIN', 'RANDOM', 'PASSTHROUGH', 'UNSPECIFIED'];

export function balancing(spot: Spot, who: Phrase): Sentence[] {
  return [
    ...simpleMode(spot, who),
    ...hashing(spot.at('consistentHash'), who),
    ...locality(spot.at('localityLbSetting'), who),
    ...warmup(spot, who),
  ];
}

function simpleMode(spot: Spot, who: Phrase): Sentence[] {
  const mode = spot.text('simple');
  if (mode === null) return [];
  const place = spot.at('simple');
  const how: Part = simple.includes(mode) ? say(`balance.how.${mode}`) : value(mode);
  return [
    sentence('balance', place, say('balance.simple', { who, how }), {
      was: say('balance.was', { how }),
      before: say('balance.wasDefault'),
    }),
  ];
}

function hashing(spot: Spot, who: Phrase): Sentence[] {
  if (!spot.there) return [];
  const by = hashKey(spot);
  return by === null ? [] : [sentence('hash', spot, say('balance.hash', { who, by }))];
}

function hashKey(spot: Spot): Part | null {
  const header = spot.text('httpHeaderName');
  if (header !== null) return say('balance.by.header', { name: value(header) });
  const parameter = spot.text('httpQueryParameterName');
  if (parameter !== null) return say('balance.by.query', { name: value(parameter) });
  if (spot.flag('useSourceIp') === true) return say('balance.by.address');
  const cookie = spot.at('httpCookie');
  if (!cookie.there) return null;
  const name = value(cookie.text('name') ?? '');
  const ttl = cookie.text('ttl');
  return ttl === null
    ? say('balance.by.cookie', { name })
    : say('balance.by.cookieFor', { name, duration: duration(ttl) });
}

function locality(spot: Spot, who: Phrase): Sentence[] {
  const enabled = spot.flag('enabled');
  const order = spot.texts('failoverPriority');
  return [
    ...(enabled === null
      ? []
      : [sentence('enabled', spot.at('enabled'), say(enabled ? 'locality.on' : 'locality.off', { who }))]),
    ...spot.items('distribute').map((item) => {
      const from = value(item.text('from') ?? '');
      const shares = item.entries('to').map(([zone]) => {
        const share = percent(item.at('to').number(zone) ?? 0);
        return say('route.shareTo', { share, to: value(zone) });
      });
      return sentence('distribute', item, say('locality.distribute', { who, from, shares: shared(shares) }));
    }),
    ...spot.items('failover').map((item) => {
      const from = value(item.text('from') ?? '');
      return sentence('failover', item, say('locality.failover', { from, to: value(item.text('to') ?? '') }));
    }),
    ...(order.length === 0
      ? []
      : [
          sentence(
            'priority',
            spot.at('failoverPriority'),
            say('locality.priority', { who, labels: values(order) }),
          ),
        ]),
  ];
}

function warmup(spot: Spot, who: Phrase): Sentence[] {
  const text = spot.at('warmup').text('duration') ?? spot.text('warmupDurationSecs');
  if (text === null) return [];
  return [sentence('warmup', spot.at('warmup'), say('balance.warmup', { who, duration: duration(text) }))];
}
