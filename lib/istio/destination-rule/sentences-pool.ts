/** The limits of a connection pool in sentences; a Sidecar's inbound pools are the same. */
import { duration, type Part, type Phrase, type Sentence, say, value } from '../sentences/phrase.ts';
import type { Spot } from '../sentences/spot.ts';
import { sentence } from '../sentences/telling.ts';

const counts = {
  tcp: ['maxConnections'],
  http: [
    'http1MaxPendingRequests',
    'http2MaxRequests',
    'maxRequestsPerConnection',
    'maxRetries',
    'maxConcurrentStreams',
  ],
} as const;
const durations = {
  tcp: ['connectTimeout', 'idleTimeout', 'maxConnectionDuration'],
  http: ['idleTimeout'],
} as const;

export function poolSentences(spot: Spot, who: Phrase): Sentence[] {
  return (['tcp', 'http'] as const).flatMap((layer) => {
    const part = spot.at(layer);
    const told = (key: string, limit: Part, amount: Record<string, Part>): Sentence =>
      sentence(key, part.at(key), say(`pool.${layer}.${key}`, { who, ...amount }), {
        was: say('pool.was', { limit }),
        before: say('pool.wasNone'),
      });
    return [
      ...counts[layer].flatMap((key) => {
        const count = part.number(key);
        return count === null ? [] : [told(key, value(String(count)), { count })];
      }),
      ...durations[layer].flatMap((key) => {
        const text = part.text(key);
        return text === null ? [] : [told(key, duration(text), { limit: duration(text) })];
      }),
      ...(layer === 'http' ? upgrades(part, who) : []),
    ];
  });
}

function upgrades(part: Spot, who: Phrase): Sentence[] {
  const policy = part.text('h2UpgradePolicy');
  const clients = part.flag('useClientProtocol');
  const place = part.at('h2UpgradePolicy');
  return [
    ...(policy === 'UPGRADE' || policy === 'DO_NOT_UPGRADE' || policy === 'DEFAULT'
      ? [sentence('upgrade', place, say(`pool.upgrade.${policy}`, { who }))]
      : []),
    ...(clients === true
      ? [sentence('protocol', part.at('useClientProtocol'), say('pool.clientProtocol', { who }))]
      : []),
  ];
}
