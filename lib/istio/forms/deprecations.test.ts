import { describe, expect, it } from 'vitest';
import type { JsonObject } from '#lib/document/json.ts';
import { applied } from './actions.ts';
import { deprecatedFields, deprecationsOf } from './deprecations.ts';

const host = { host: 'shadow' };
const http = (rule: JsonObject): JsonObject => ({ http: [{ route: [{ destination: host }], ...rule }] });
const policy = (trafficPolicy: JsonObject): JsonObject => ({ host: 'a', trafficPolicy });

/** Kind, spec before, key of what is told, spec after; null where nothing can be moved. */
const cases: readonly [string, JsonObject, string, JsonObject | null][] = [
  [
    'VirtualService',
    http({ mirror: host }),
    'VirtualService.http.mirror',
    http({ mirrors: [{ destination: host }] }),
  ],
  [
    'VirtualService',
    http({ mirror: host, mirrorPercentage: { value: 12.5 } }),
    'VirtualService.http.mirror',
    http({ mirrors: [{ destination: host, percentage: { value: 12.5 } }] }),
  ],
  [
    'VirtualService',
    http({ mirror: host, mirror_percent: 20 }),
    'VirtualService.http.mirror',
    http({ mirrors: [{ destination: host, percentage: { value: 20 } }] }),
  ],
  [
    'VirtualService',
    http({ mirror: host, mirror_percent: 20 }),
    'VirtualService.http.mirror_percent',
    http({ mirror: host, mirrorPercentage: { value: 20 } }),
  ],
  [
    'VirtualService',
    http({ mirror: host, mirrorPercent: 0 }),
    'VirtualService.http.mirrorPercent',
    http({ mirror: host, mirrorPercentage: { value: 0 } }),
  ],
  [
    'VirtualService',
    http({ mirror: host, mirrors: [{ destination: host }] }),
    'VirtualService.http.mirror',
    null,
  ],
  [
    'VirtualService',
    http({ mirror: host, mirrorPercent: 1, mirrorPercentage: { value: 2 } }),
    'VirtualService.http.mirror',
    null,
  ],
  [
    'VirtualService',
    http({ fault: { delay: { fixedDelay: '1s', percent: 10 } } }),
    'fault.delay.percent',
    http({ fault: { delay: { fixedDelay: '1s', percentage: { value: 10 } } } }),
  ],
  [
    'VirtualService',
    http({ fault: { delay: { fixedDelay: '1s', percent: 10, percentage: { value: 5 } } } }),
    'fault.delay.percent',
    null,
  ],
  [
    'VirtualService',
    http({ corsPolicy: { allowOrigin: ['https://a', '*'], maxAge: '1h' } }),
    'corsPolicy.allowOrigin',
    http({ corsPolicy: { allowOrigins: [{ exact: 'https://a' }, { exact: '*' }], maxAge: '1h' } }),
  ],
  [
    'VirtualService',
    { tcp: [{ match: [{ port: 1, sourceSubnet: '10.0.0.0/8' }] }] },
    'tcp.match.sourceSubnet',
    { tcp: [{ match: [{ port: 1 }] }] },
  ],
  [
    'DestinationRule',
    policy({ loadBalancer: { simple: 'LEAST_CONN' } }),
    'loadBalancer.simple',
    policy({ loadBalancer: { simple: 'LEAST_REQUEST' } }),
  ],
  [
    'DestinationRule',
    policy({ loadBalancer: { simple: 'ROUND_ROBIN', warmupDurationSecs: '30s' } }),
    'loadBalancer.warmupDurationSecs',
    policy({ loadBalancer: { simple: 'ROUND_ROBIN', warmup: { duration: '30s' } } }),
  ],
  [
    'DestinationRule',
    policy({ loadBalancer: { consistentHash: { useSourceIp: true, minimumRingSize: 8 } } }),
    'consistentHash.minimumRingSize',
    policy({ loadBalancer: { consistentHash: { useSourceIp: true, ringHash: { minimumRingSize: 8 } } } }),
  ],
  [
    'DestinationRule',
    { host: 'a', subsets: [{ name: 'v1', trafficPolicy: { outlierDetection: { consecutiveErrors: 3 } } }] },
    'outlierDetection.consecutiveErrors',
    {
      host: 'a',
      subsets: [{ name: 'v1', trafficPolicy: { outlierDetection: { consecutive5xxErrors: 3 } } }],
    },
  ],
  [
    'RequestAuthentication',
    { jwtRules: [{ issuer: 'a', jwks_uri: 'https://a' }] },
    'jwtRules.jwks_uri',
    { jwtRules: [{ issuer: 'a', jwksUri: 'https://a' }] },
  ],
  ...(['AuthorizationPolicy', 'RequestAuthentication', 'Telemetry', 'WasmPlugin'] as const).map(
    (kind): [string, JsonObject, string, JsonObject] => [
      kind,
      { targetRef: { kind: 'Gateway', name: 'a' } },
      `${kind}.targetRef`,
      { targetRefs: [{ kind: 'Gateway', name: 'a' }] },
    ],
  ),
  [
    'Gateway',
    { servers: [{ port: { number: 80, targetPort: 8080 }, defaultEndpoint: 'x' }] },
    'Gateway.servers.port.targetPort',
    { servers: [{ port: { number: 80 }, defaultEndpoint: 'x' }] },
  ],
  [
    'Gateway',
    { servers: [{ port: { number: 80 }, defaultEndpoint: 'x' }] },
    'Gateway.servers.defaultEndpoint',
    { servers: [{ port: { number: 80 } }] },
  ],
];

describe('deprecationsOf', () => {
  it.each(cases)('%s %j tells of %s', (kind, spec, key, expected) => {
    const document = { spec };
    const found = deprecationsOf(kind, document).find((one) => one.key === key);
    expect(found).toBeDefined();
    expect(found?.changes ? applied(document, found.changes) : null).toEqual(
      expected === null ? null : { spec: expected },
    );
    if (expected !== null)
      expect(deprecationsOf(kind, { spec: expected }).map((one) => one.key)).not.toContain(key);
  });

  it('has a case for each', () => {
    expect(new Set(cases.map(([, , key]) => key))).toEqual(new Set(deprecatedFields));
  });

  it('says nothing of what is as it should be', () => {
    expect(deprecationsOf('VirtualService', { spec: http({ mirrors: [{ destination: host }] }) })).toEqual(
      [],
    );
    expect(
      deprecationsOf('DestinationRule', { spec: policy({ loadBalancer: { simple: 'RANDOM' } }) }),
    ).toEqual([]);
  });
});
