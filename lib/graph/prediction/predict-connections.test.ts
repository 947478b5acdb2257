/** Predicted traffic of connections that are no requests: their bytes, along TCP and TLS rules. */
import { expect, it, test } from 'vitest';
import { telemetryOf } from '../testing/fixture.ts';
import { predict } from './predict.ts';
import { only, type Rules, type Spec, sent, to, told, withRules } from './testing/shop.ts';

const connections: { name: string; now: Rules; after: Rules; rates: [string, number][]; is: string[] }[] = [
  {
    name: 'a weight moves its share of the bytes',
    now: only([{ route: [to('redis', 'v1')] }]),
    after: only([{ route: [to('redis', 'v1', 75), to('redis', 'v2', 25)] }]),
    rates: [['shop/redis/v1', 800]],
    is: ['redis tcp 0: redis v1 800 -> redis v1 600, redis v2 200'],
  },
  {
    name: 'no effect where nothing changes',
    now: only([{ route: [to('redis', 'v1', 75), to('redis', 'v2', 25)] }]),
    after: only([{ route: [to('redis', 'v1', 75), to('redis', 'v2', 25)] }]),
    rates: [
      ['shop/redis/v1', 700],
      ['shop/redis/v2', 300],
    ],
    is: ['redis tcp 0: redis v1 700, redis v2 300 -> redis v1 700, redis v2 300'],
  },
  {
    name: 'to a subset that nobody defines: nobody to connect to',
    now: only([{ route: [to('redis', 'v1')] }]),
    after: only([{ route: [to('redis', 'v3')] }]),
    rates: [['shop/redis/v1', 800]],
    is: ['redis tcp 0: redis v1 800 -> unavailable v3 800'],
  },
  {
    name: 'to another service',
    now: {},
    after: only([{ route: [to('backup')] }]),
    rates: [['shop/redis/v1', 800]],
    is: ['own: redis v1 800 -> backup v1 800'],
  },
  {
    name: 'rules for requests say nothing of connections',
    now: {},
    after: { redis: { hosts: ['redis'], http: [{ route: [to('backup')] }] } },
    rates: [['shop/redis/v1', 800]],
    is: ['own: redis v1 800 -> redis v1 800'],
  },
  {
    name: 'the only port of the service needs no measuring',
    now: only([{ route: [to('redis', 'v1')] }]),
    after: only([{ match: [{ port: 80 }], route: [to('backup')] }]),
    rates: [['shop/redis/v1', 800]],
    is: ['redis tcp 0: redis v1 800 -> backup v1 800'],
  },
  {
    name: 'a port that the service does not have is never connected to: the host has its own route',
    now: only([{ route: [to('redis', 'v1')] }]),
    after: only([{ match: [{ port: 81 }], route: [to('backup')] }]),
    rates: [['shop/redis/v1', 800]],
    is: ['redis tcp 0: redis v1 800 -> redis v1 400, redis v2 400'],
  },
  {
    name: 'server names are not measured: what no rule takes goes where it was meant to go',
    now: only([{ route: [to('redis', 'v1')] }]),
    after: {
      redis: { hosts: ['redis'], tls: [{ match: [{ port: 80, sniHosts: ['a.b'] }], route: [to('backup')] }] },
    },
    rates: [['shop/redis/v1', 800]],
    is: ['redis tcp 0: redis v1 800 -> ? 800'],
  },
];

test.each(connections)('connections: $name', ({ now, after, rates, is }) => {
  const { records } = telemetryOf({ tcp: rates.flatMap(([target, rate]) => sent(target, rate)) });
  const { connections: flows, requests: none } = predict(records, {
    now: withRules(now),
    after: withRules(after),
  });
  expect(told(flows)).toEqual(is);
  expect(none).toEqual([]);
});

it('a gateway closes connections that no rule takes any more', () => {
  const bound = (tcp: NonNullable<Spec['tcp']>): Rules => ({
    redis: { hosts: ['*'], gateways: ['public'], tcp },
  });
  const { records } = telemetryOf({ tcp: sent('shop/redis/v1', 800, 'shop/ingress/v1') });
  const now = withRules(bound([{ match: [{ port: 6379 }], route: [to('redis', 'v1')] }]));
  const moved = withRules(bound([{ match: [{ port: 6380 }], route: [to('redis', 'v1')] }]));
  expect(told(predict(records, { now, after: moved }).connections)).toEqual([
    'redis tcp 0: redis v1 800 -> closed 800',
  ]);
  expect(told(predict(records, { now, after: withRules({}) }).connections)).toEqual([
    'redis tcp 0: redis v1 800 -> closed 800',
  ]);
});

it('server names that exclude one another stay apart at a gateway', () => {
  const passed = (second: string): Rules => ({
    redis: {
      hosts: ['*'],
      gateways: ['public'],
      tls: [
        { match: [{ port: 443, sniHosts: ['a.redis'] }], route: [to('redis', 'v1')] },
        {
          match: [{ port: 443, sniHosts: ['*.b.redis'] }],
          route: [to(second, second === 'redis' ? 'v2' : undefined)],
        },
      ],
    },
  });
  const { records } = telemetryOf({
    tcp: [...sent('shop/redis/v1', 600, 'shop/ingress/v1'), ...sent('shop/redis/v2', 200, 'shop/ingress/v1')],
  });
  const predicted = predict(records, { now: withRules(passed('redis')), after: withRules(passed('backup')) });
  expect(told(predicted.connections)).toEqual([
    'redis tls 0: redis v1 600 -> redis v1 600',
    'redis tls 1: redis v2 200 -> backup v1 200',
  ]);
});
