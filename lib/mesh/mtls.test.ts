import { describe, expect, test } from 'vitest';
import type { MtlsBreak } from '../api/mesh/mesh.ts';
import { indexOf } from '../graph/build/cluster-index.ts';
import { noTelemetry, readTelemetry, type Telemetry } from '../graph/telemetry/telemetry.ts';
import type { KubernetesObject, PeerAuthentication } from '../istio/objects.ts';
import { mtlsBook } from './mtls.ts';
import { cluster, deployment, namespace, service, strict, tlsRule } from './testing/objects.ts';

const web = [
  namespace('app'),
  namespace('client'),
  ...deployment('app/web', { proxy: {} }),
  service('app/web', { app: 'web' }),
];
const host = 'web.app.svc.cluster.local';

function found(
  objects: readonly KubernetesObject[],
  { auto = true, telemetry = noTelemetry } = {},
): MtlsBreak[] {
  const all = cluster(objects);
  const mesh = { ...all, meshConfig: { ...all.meshConfig, enableAutoMtls: auto } };
  return mtlsBook(mesh, indexOf(mesh), telemetry).of('app').breaks;
}

/** Who called whom, and how much of it came under mutual TLS. */
function measured(from: string, ratio: number): Telemetry {
  const [home = '', name = ''] = from.split('/');
  const row = (policy: string, value: number) => ({
    labels: {
      reporter: 'destination',
      source_workload_namespace: home,
      source_workload: name,
      source_canonical_service: name,
      source_canonical_revision: 'v1',
      destination_workload_namespace: 'app',
      destination_workload: 'web',
      destination_canonical_service: 'web',
      destination_canonical_revision: 'v1',
      destination_service: host,
      destination_service_name: 'web',
      destination_service_namespace: 'app',
      request_protocol: 'http',
      response_code: '200',
      response_flags: '-',
      connection_security_policy: policy,
    },
    value,
  });
  const requests = [row('mutual_tls', 10 * ratio), row('none', 10 * (1 - ratio))].filter(
    ({ value }) => value > 0,
  );
  return readTelemetry({ requests, durations: [], tcp: [], latency: null });
}

const disabled: PeerAuthentication = { ...strict('app'), spec: { mtls: { mode: 'DISABLE' } } };
const onPort: PeerAuthentication = {
  ...strict('app', { app: 'web' }),
  spec: {
    selector: { matchLabels: { app: 'web' } },
    mtls: { mode: 'STRICT' },
    portLevelMtls: { 8080: { mode: 'PERMISSIVE' } },
  },
};

describe('rules of callers against what servers take', () => {
  test.each<[string, KubernetesObject[], string[]]>([
    ['nothing said', [], []],
    ['strict, and mutual TLS by itself', [strict('app')], []],
    ['plain text to strict', [strict('app'), tlsRule('app/r', 'web', 'DISABLE')], ['plain-rule web 80 null']],
    [
      'TLS of its own to strict',
      [strict('app'), tlsRule('app/r', 'web', 'SIMPLE')],
      ['origin-rule web 80 null'],
    ],
    [
      'mutual TLS of its own to strict',
      [strict('app'), tlsRule('app/r', 'web', 'MUTUAL')],
      ['origin-rule web 80 null'],
    ],
    ['Istio’s to strict', [strict('app'), tlsRule('app/r', 'web', 'ISTIO_MUTUAL')], []],
    ['plain text to who takes both', [tlsRule('app/r', 'web', 'DISABLE')], []],
    [
      'Istio’s to who takes plain text',
      [disabled, tlsRule('app/r', 'web', 'ISTIO_MUTUAL')],
      ['mtls-to-disabled web 80 null'],
    ],
    [
      'a rule of the callers’ namespace',
      [strict('app'), tlsRule('client/r', host, 'DISABLE')],
      ['plain-rule web 80 client'],
    ],
    [
      'a rule of somebody else for a name that is not this',
      [strict('app'), tlsRule('client/r', 'web', 'DISABLE')],
      [],
    ],
    [
      'a wildcard',
      [strict('app'), tlsRule('app/r', '*.app.svc.cluster.local', 'DISABLE')],
      ['plain-rule web 80 null'],
    ],
    [
      'the mesh’s own',
      [strict('istio-system'), tlsRule('istio-system/r', '*.local', 'DISABLE')],
      ['plain-rule web 80 null'],
    ],
    [
      'its own rule stands before the mesh’s',
      [
        strict('app'),
        tlsRule('istio-system/r', '*.local', 'DISABLE'),
        tlsRule('app/r', 'web', 'ISTIO_MUTUAL'),
      ],
      [],
    ],
    ['a port that takes both', [onPort, tlsRule('app/r', 'web', 'DISABLE')], []],
    ['a policy of another workload', [strict('app', { app: 'db' }), tlsRule('app/r', 'web', 'DISABLE')], []],
  ])('%s', (_, objects, expected) => {
    const told = found([...web, ...objects]).map(
      ({ reason, service: name, ports, callers }) =>
        `${reason} ${name} ${ports.join()} ${callers[0]?.namespace ?? null}`,
    );
    expect(told).toEqual(expected);
  });

  test('mutual TLS to pods without a proxy', () => {
    const bare = [namespace('app'), ...deployment('app/web'), service('app/web', { app: 'web' })];
    expect(found([...bare, tlsRule('app/r', 'web', 'ISTIO_MUTUAL')])).toMatchObject([
      { reason: 'mtls-to-no-proxy' },
    ]);
  });

  test('without automatic mutual TLS a strict server needs a rule', () => {
    expect(found([...web, strict('app')], { auto: false })).toMatchObject([
      { reason: 'auto-off', service: 'web', policy: { namespace: 'app', name: 'strict' } },
    ]);
    const ruled = [...web, strict('app'), tlsRule('app/r', 'web', 'ISTIO_MUTUAL')];
    expect(found(ruled, { auto: false })).toEqual([]);
    expect(found([...web], { auto: false })).toEqual([]);
  });

  test('measured callers are named, those of others are not', () => {
    const objects = [...web, strict('app'), tlsRule('client/r', host, 'DISABLE')];
    const callersOf = (telemetry: Telemetry) => found(objects, { telemetry })[0]?.callers;
    expect(callersOf(measured('client/job', 1))).toEqual([{ namespace: 'client', workload: 'job' }]);
    expect(callersOf(measured('elsewhere/job', 1))).toEqual([{ namespace: 'client', workload: '' }]);
  });

  test('pods without a proxy in a strict namespace', () => {
    const objects = [...web, ...deployment('app/job'), strict('app')];
    expect(found(objects)).toEqual([
      {
        reason: 'caller-without-proxy',
        service: null,
        ports: [],
        rule: null,
        policy: { namespace: 'app', name: 'strict' },
        callers: [{ namespace: 'app', workload: 'job' }],
      },
    ]);
    expect(found([...web, ...deployment('app/job')])).toEqual([]);
  });
});

describe('what was measured', () => {
  const of = (telemetry: Telemetry) => {
    const objects = cluster(web);
    const { measured: share, plain } = mtlsBook(objects, indexOf(objects), telemetry).of('app');
    return { share, plain };
  };
  test('nothing', () => expect(of(noTelemetry)).toEqual({ share: null, plain: [] }));
  test('all of it', () => expect(of(measured('client/job', 1))).toEqual({ share: 1, plain: [] }));
  test('a part', () => {
    const { share, plain } = of(measured('client/job', 0.75));
    expect(share).toBeCloseTo(0.75);
    expect(plain).toEqual([
      {
        caller: { namespace: 'client', workload: 'job' },
        workload: 'web',
        protocol: 'http',
        requestsPerSecond: 2.5,
      },
    ]);
  });
});

test('workloads whose own policy differs from their namespace’s, by port as well', () => {
  const exceptions = (...policies: PeerAuthentication[]) => {
    const all = cluster([...web, ...deployment('app/other', { proxy: {} }), ...policies]);
    return mtlsBook(all, indexOf(all), noTelemetry).of('app').exceptions;
  };
  const policy = { namespace: 'app', name: 'strict' };
  expect(exceptions(strict('app'))).toEqual([]);
  expect(exceptions(strict('app', { app: 'web' }))).toEqual([
    { workload: 'web', mode: 'STRICT', policy, ports: [] },
  ]);
  const named: PeerAuthentication = { ...onPort, metadata: { namespace: 'app', name: 'on-port' } };
  expect(exceptions(strict('app'), named)).toEqual([
    {
      workload: 'web',
      mode: 'STRICT',
      policy: { namespace: 'app', name: 'on-port' },
      ports: [{ port: 8080, mode: 'PERMISSIVE' }],
    },
  ]);
  // Its own policy says what the namespace's says.
  const same: PeerAuthentication = { ...strict('app', { app: 'web' }), metadata: named.metadata };
  expect(exceptions(strict('app'), same)).toEqual([]);
});
