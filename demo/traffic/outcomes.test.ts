/** Each way a request can end, on a mesh of one client and one server, and what the two proxies say of it. */
import { describe, expect, it } from 'vitest';
import { namespaceContent } from '#demo/content/application.ts';
import { type IstioRow, istioObjects, versions } from '#demo/content/istio-objects.ts';
import { createStamp } from '#demo/content/stamp.ts';
import type { Behaviour, Call } from './behaviour.ts';
import { sourceOf } from './cluster-view.ts';
import { createEngine } from './engine.ts';
import { RecordedMetrics } from './testing/recorded-metrics.ts';

const startMs = Date.UTC(2026, 10, 21, 12);
const server = 'server.lab.svc.cluster.local';

interface Case {
  title: string;
  istio?: IstioRow[];
  call?: Partial<Call>;
  behaviour?: Behaviour;
  external?: Behaviour;
  clientSidecar?: boolean;
  serverSidecar?: boolean;
  replicas?: number;
  /** Labels by reporter; null where that reporter stays silent. */
  source: Record<string, string> | null;
  destination: Record<string, string> | null;
}

const rule = (http: object): IstioRow[] => [
  { kind: 'VirtualService', name: 'server', spec: { hosts: ['server'], http: [http] } },
  { kind: 'DestinationRule', name: 'server', spec: { host: 'server', subsets: versions('v1', 'v9') } },
];
const to = (subset?: string) => ({ route: [{ destination: { host: 'server', subset } }] });
const reached = {
  destination_workload: 'server-v1',
  destination_workload_namespace: 'lab',
  destination_service: server,
};
const nobody = { destination_workload: 'unknown', destination_service_namespace: 'unknown' };

const cases: Case[] = [
  {
    title: 'plain request',
    source: {
      ...reached,
      response_code: '200',
      response_flags: '-',
      grpc_response_status: '',
      connection_security_policy: 'unknown',
      source_principal: 'spiffe://cluster.local/ns/lab/sa/lab-client',
      destination_principal: 'spiffe://cluster.local/ns/lab/sa/lab-server',
      destination_service_name: 'server',
      destination_service_namespace: 'lab',
      destination_canonical_service: 'server',
      destination_canonical_revision: 'v1',
      destination_cluster: 'Kubernetes',
      request_protocol: 'http',
    },
    destination: {
      ...reached,
      response_code: '200',
      connection_security_policy: 'mutual_tls',
      source_workload: 'client-v1',
    },
  },
  {
    title: 'subset that no DestinationRule has',
    istio: rule(to('nowhere')),
    source: { ...nobody, response_code: '503', response_flags: 'NC', destination_service: 'server' },
    destination: null,
  },
  {
    title: 'subset without pods',
    istio: rule(to('v9')),
    source: { ...nobody, response_code: '503', response_flags: 'UH', destination_service: server },
    destination: null,
  },
  {
    title: 'service without pods',
    replicas: 0,
    source: { ...nobody, response_code: '503', response_flags: 'UH', destination_service: server },
    destination: null,
  },
  {
    title: 'no rule matches',
    istio: rule({ match: [{ uri: { exact: '/elsewhere' } }], ...to() }),
    source: { ...nobody, response_code: '404', response_flags: 'NR' },
    destination: null,
  },
  {
    title: 'injected abort',
    istio: rule({ fault: { abort: { httpStatus: 418, percentage: { value: 100 } } }, ...to() }),
    source: { ...nobody, response_code: '418', response_flags: 'FI' },
    destination: null,
  },
  {
    title: 'injected delay',
    istio: rule({ fault: { delay: { fixedDelay: '2s', percentage: { value: 100 } } }, ...to() }),
    source: { ...reached, response_code: '200', response_flags: 'DI' },
    destination: { response_code: '200', response_flags: '-' },
  },
  {
    title: 'timeout',
    istio: rule({ timeout: '100ms', ...to() }),
    behaviour: { latencyMs: 5000, spread: 0.1 },
    source: { ...reached, response_code: '504', response_flags: 'UT' },
    destination: { response_code: '0', response_flags: 'DC' },
  },
  {
    title: 'redirect',
    istio: rule({ redirect: { uri: '/new' } }),
    source: { ...nobody, response_code: '301', response_flags: '-' },
    destination: null,
  },
  {
    title: 'direct response',
    istio: rule({ directResponse: { status: 451 } }),
    source: { ...nobody, response_code: '451', response_flags: '-' },
    destination: null,
  },
  {
    title: 'retries that never help',
    istio: rule({ retries: { attempts: 2, retryOn: '5xx' }, ...to() }),
    behaviour: { latencyMs: 5, failures: [{ status: 503, share: 1 }] },
    source: { ...reached, response_code: '503', response_flags: 'URX' },
    destination: { response_code: '503', response_flags: '-' },
  },
  {
    title: 'failing gRPC call',
    call: { protocol: 'grpc' },
    behaviour: { latencyMs: 5, failures: [{ status: 500, share: 1 }] },
    source: { ...reached, response_code: '200', grpc_response_status: '13', request_protocol: 'grpc' },
    destination: { response_code: '200', grpc_response_status: '13' },
  },
  {
    title: 'client without sidecar',
    clientSidecar: false,
    source: null,
    destination: {
      source_workload: 'unknown',
      source_principal: 'unknown',
      source_cluster: 'unknown',
      connection_security_policy: 'none',
    },
  },
  {
    title: 'server without sidecar',
    serverSidecar: false,
    source: { ...reached, response_code: '200', destination_principal: 'unknown' },
    destination: null,
  },
  {
    title: 'TLS turned off',
    istio: [
      {
        kind: 'DestinationRule',
        name: 'server',
        spec: { host: 'server', trafficPolicy: { tls: { mode: 'DISABLE' } } },
      },
    ],
    source: { ...reached, source_principal: 'unknown' },
    destination: { connection_security_policy: 'none', source_workload: 'client-v1' },
  },
  {
    title: 'unknown host',
    call: { host: 'elsewhere.example', port: 80 },
    source: {
      ...nobody,
      destination_service: 'elsewhere.example',
      destination_service_name: 'PassthroughCluster',
    },
    destination: null,
  },
  {
    title: 'external service that refuses connections',
    call: { host: 'bank.example', port: 80 },
    external: { latencyMs: 5, failures: [{ status: 503, share: 1, flags: 'UF' }] },
    istio: [
      {
        kind: 'ServiceEntry',
        name: 'bank',
        spec: {
          hosts: ['bank.example'],
          ports: [{ number: 80, name: 'http', protocol: 'HTTP' }],
          resolution: 'DNS',
          location: 'MESH_EXTERNAL',
        },
      },
    ],
    source: {
      ...nobody,
      response_code: '503',
      response_flags: 'UF,URX',
      destination_service: 'bank.example',
    },
    destination: null,
  },
];

function play(row: Case): RecordedMetrics {
  const stamp = createStamp(1, startMs);
  const content = namespaceContent(stamp, {
    name: 'lab',
    labels: { 'istio-injection': 'enabled' },
    services: [{ name: 'server', ports: [{ name: row.call?.protocol ?? 'http', port: 8080 }] }],
    workloads: (['client', 'server'] as const).map((app) => ({
      name: `${app}-v1`,
      app,
      version: 'v1',
      image: app,
      port: 8080,
      replicas: app === 'server' ? row.replicas : 1,
      sidecar: app === 'server' ? row.serverSidecar : row.clientSidecar,
      behaviour: { latencyMs: 5, ...(app === 'server' ? row.behaviour : {}) },
    })),
  });
  const call: Call = { host: 'server', port: 8080, protocol: 'http', path: '/', perRequest: 1, ...row.call };
  const metrics = new RecordedMetrics();
  const engine = createEngine({
    seed: 1,
    startMs,
    metrics,
    behaviour: {
      behaviours: new Map([...content.behaviours, ['bank.example', row.external ?? { latencyMs: 5 }]]),
      entries: [
        {
          name: 'load',
          from: { type: 'workload', namespace: 'lab', workload: 'client-v1' },
          requestsPerSecond: 40,
          calls: [call],
        },
      ],
      leanNamespaces: new Set(),
      elsewhere: new Map(),
    },
  });
  engine.load(sourceOf([...content.objects, ...istioObjects(stamp, 'lab', row.istio ?? [])]));
  for (let tick = 1; tick <= 10; tick++) engine.tick(startMs + tick * 5000);
  return metrics;
}

describe('what the proxies report', () => {
  it.each(cases)('$title', (row) => {
    const metrics = play(row);
    for (const reporter of ['source', 'destination'] as const) {
      const written = metrics.select('istio_requests_total', { reporter }).filter(({ value }) => value > 0);
      const expected = row[reporter];
      if (expected === null) {
        expect(written).toEqual([]);
        continue;
      }
      expect(written.length).toBeGreaterThan(0);
      for (const { labels } of written) expect(labels).toMatchObject(expected);
    }
  });

  it('repeats a retried request at the destination alone', () => {
    const row = cases.find(({ title }) => title === 'retries that never help');
    const metrics = row && play(row);
    const made = metrics?.total('istio_requests_total', { reporter: 'source' }) ?? 0;
    expect(made).toBeGreaterThan(1000);
    expect(metrics?.total('istio_requests_total', { reporter: 'destination' })).toBe(3 * made);
  });

  it('counts mirrored requests at the destination alone', () => {
    const metrics = play({
      title: 'mirror',
      istio: [
        {
          kind: 'VirtualService',
          name: 'mirrored',
          spec: { hosts: ['server'], http: [{ ...to(), mirrors: [{ destination: { host: 'server' } }] }] },
        },
      ],
      source: {},
      destination: {},
    });
    const made = metrics.total('istio_requests_total', { reporter: 'source' });
    expect(metrics.total('istio_requests_total', { reporter: 'destination' })).toBe(2 * made);
  });

  it('turns away what exceeds the connection pool', () => {
    const metrics = play({
      title: 'overflow',
      behaviour: { latencyMs: 1000, spread: 0.01 },
      istio: [
        {
          kind: 'DestinationRule',
          name: 'server',
          spec: {
            host: 'server',
            trafficPolicy: {
              connectionPool: { tcp: { maxConnections: 9 }, http: { http1MaxPendingRequests: 1 } },
            },
          },
        },
      ],
      source: {},
      destination: {},
    });
    const made = metrics.total('istio_requests_total', { reporter: 'source' });
    const refused = metrics.total('istio_requests_total', { reporter: 'source', response_flags: 'UO' });
    expect(refused / made).toBeGreaterThan(0.6);
    expect(metrics.total('istio_requests_total', { reporter: 'destination' })).toBe(made - refused);
  });

  it('reports TCP by bytes and connections, on both sides alike', () => {
    const metrics = play({
      title: 'tcp',
      call: { protocol: 'tcp', host: 'server', requestBytes: 100, responseBytes: 900 },
      istio: [],
      source: {},
      destination: {},
    });
    const bytes = (name: string, reporter: string) =>
      metrics.total(`istio_tcp_${name}`, { reporter, request_protocol: 'tcp' });
    expect(bytes('sent_bytes_total', 'source')).toBeGreaterThan(5 * bytes('received_bytes_total', 'source'));
    expect(bytes('sent_bytes_total', 'destination')).toBe(bytes('sent_bytes_total', 'source'));
    expect(bytes('connections_opened_total', 'source')).toBeGreaterThanOrEqual(
      bytes('connections_closed_total', 'source'),
    );
    expect(metrics.select('istio_requests_total')).toEqual([]);
  });
});
