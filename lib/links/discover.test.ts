/** Which Services are taken for which tool: the charts that people install, and what must not be mistaken for them. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeService, discoverTools, isPlatformNamespace, type ServiceObject } from './discover.ts';
import type { ToolId } from './tool.ts';

type Port = [number, string?];

function service(
  place: string,
  ports: readonly Port[],
  labels: Record<string, string> = {},
  type = 'ClusterIP',
): ServiceObject {
  const [namespace, name = ''] = place.split('/');
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace, labels },
    spec: { type, ports: ports.map(([port, portName]) => ({ port, ...(portName && { name: portName }) })) },
  };
}

function chosen(services: readonly ServiceObject[], tool: ToolId): string | null {
  const [first] = discoverTools(services, 'istio-system').get(tool) ?? [];
  if (first === undefined) return null;
  const { product, webRoot } = first;
  const { scheme, namespace, name, port } = first.service;
  return `${product} ${scheme}:${namespace}/${name}:${port}${webRoot}`;
}

describe('what charts install', () => {
  test.each<[string, ToolId, ServiceObject, string]>([
    [
      "Istio's sample Grafana",
      'grafana',
      service('istio-system/grafana', [[3000, 'service']], { 'app.kubernetes.io/name': 'grafana' }),
      'grafana http:istio-system/grafana:3000',
    ],
    [
      'kube-prometheus-stack: Grafana',
      'grafana',
      service('monitoring/kps-grafana', [[80, 'http-web']], { 'app.kubernetes.io/name': 'grafana' }),
      'grafana http:monitoring/kps-grafana:80',
    ],
    [
      "Istio's sample Prometheus",
      'prometheus',
      service('istio-system/prometheus', [[9090, 'http']], { 'app.kubernetes.io/name': 'prometheus' }),
      'prometheus http:istio-system/prometheus:9090',
    ],
    [
      'kube-prometheus-stack: Prometheus',
      'prometheus',
      service(
        'monitoring/kps-kube-prometheus-stack-prometheus',
        [
          [9090, 'http-web'],
          [8080, 'reloader-web'],
        ],
        { app: 'kube-prometheus-stack-prometheus' },
      ),
      'prometheus http:monitoring/kps-kube-prometheus-stack-prometheus:9090',
    ],
    [
      'the chart of the community: Prometheus',
      'prometheus',
      service('prometheus/prometheus-server', [[80, 'http']], { 'app.kubernetes.io/component': 'server' }),
      'prometheus http:prometheus/prometheus-server:80',
    ],
    [
      "Istio's sample Jaeger",
      'tracing',
      service(
        'istio-system/tracing',
        [
          [80, 'http-query'],
          [16685, 'grpc-query'],
        ],
        { app: 'jaeger' },
      ),
      'jaeger http:istio-system/tracing:80/jaeger',
    ],
    [
      "Jaeger's operator",
      'tracing',
      service(
        'observability/prod-jaeger-query',
        [
          [16686, 'http-query'],
          [16685, 'grpc-query'],
        ],
        { app: 'jaeger', 'app.kubernetes.io/component': 'service-query' },
      ),
      'jaeger http:observability/prod-jaeger-query:16686',
    ],
    [
      'Tempo in one piece',
      'tracing',
      service(
        'tracing/tempo',
        [
          [3200, 'tempo-prom-metrics'],
          [4317, 'grpc-tempo-otlp'],
        ],
        { 'app.kubernetes.io/name': 'tempo' },
      ),
      'tempo http:tracing/tempo:3200',
    ],
    [
      'Tempo in many pieces',
      'tracing',
      service('tempo/tempo-query-frontend', [[3200, 'http-metrics']], {
        'app.kubernetes.io/name': 'tempo',
        'app.kubernetes.io/component': 'query-frontend',
      }),
      'tempo http:tempo/tempo-query-frontend:3200',
    ],
    [
      'Kiali',
      'kiali',
      service(
        'istio-system/kiali',
        [
          [20001, 'http'],
          [9090, 'http-metrics'],
        ],
        { 'app.kubernetes.io/name': 'kiali', app: 'kiali' },
      ),
      'kiali http:istio-system/kiali:20001/kiali',
    ],
    [
      'Alertmanager',
      'alertmanager',
      service('monitoring/kps-kube-prometheus-stack-alertmanager', [[9093, 'http-web']]),
      'alertmanager http:monitoring/kps-kube-prometheus-stack-alertmanager:9093',
    ],
    [
      'a port that speaks TLS',
      'grafana',
      service('monitoring/grafana', [[3000, 'https']]),
      'grafana https:monitoring/grafana:3000',
    ],
  ])('%s', (_, tool, object, expected) => {
    expect(chosen([object], tool)).toBe(expected);
  });
});

describe('what is not one of them', () => {
  test.each<[string, ToolId, ServiceObject]>([
    [
      'SEC-31 a name for something outside',
      'grafana',
      service('monitoring/grafana', [[80]], {}, 'ExternalName'),
    ],
    ["Jaeger's collector", 'tracing', service('istio-system/jaeger-collector', [[14268]], { app: 'jaeger' })],
    ['Zipkin’s door', 'tracing', service('istio-system/zipkin', [[9411, 'http-query']])],
    ['an exporter', 'prometheus', service('monitoring/prometheus-node-exporter', [[9100, 'http']])],
    ['an operator', 'prometheus', service('monitoring/prometheus-operator', [[8080, 'http']])],
    ['a twin without address', 'grafana', service('monitoring/grafana-headless', [[3000]])],
    ['no port with pages', 'kiali', service('istio-system/kiali', [[9090, 'http-metrics']])],
    ['another program called so in part', 'grafana', service('shop/grafanalike', [[3000]])],
    [
      "Loki's query frontend",
      'tracing',
      service('logging/loki-query-frontend', [[3100, 'http-metrics']], {
        'app.kubernetes.io/name': 'loki',
        'app.kubernetes.io/component': 'query-frontend',
      }),
    ],
  ])('%s', (_, tool, object) => {
    expect(chosen([object], tool)).toBeNull();
  });
});

describe('of several', () => {
  const inShop = service('shop/grafana', [[3000]], { app: 'grafana' });
  const inMonitoring = service('monitoring/main-grafana', [[80, 'http']]);
  const inSystem = service('istio-system/grafana', [[3000]]);

  test('the platform’s namespaces go before everybody’s, whatever the labels say', () => {
    expect(chosen([inShop, inMonitoring], 'grafana')).toBe('grafana http:monitoring/main-grafana:80');
    expect(chosen([inShop, inMonitoring, inSystem], 'grafana')).toBe(
      'grafana http:istio-system/grafana:3000',
    );
    expect(chosen([inShop], 'grafana')).toBe('grafana http:shop/grafana:3000');
  });

  const all = [
    inShop,
    inMonitoring,
    inSystem,
    service('istio-system/tracing', [[80, 'http-query']], { app: 'jaeger' }),
    service('tempo/tempo', [[3200]]),
    service('istio-system/kiali', [[20001]]),
  ];

  test('the order in which they are read changes nothing', () => {
    const sorted = (services: readonly ServiceObject[]) =>
      [...discoverTools(services, 'istio-system').entries()].toSorted(([a], [b]) => (a < b ? -1 : 1));
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (shuffled) => {
        expect(sorted(shuffled)).toEqual(sorted(all));
      }),
    );
  });
});

test.each([
  ['istio-system', true],
  ['mesh', true],
  ['monitoring', true],
  ['cattle-monitoring-system', true],
  ['openshift-user-workload-monitoring', true],
  ['team-observability', true],
  ['payments', false],
  ['monitoring2', false],
])('%s is a platform’s namespace: %s', (namespace, expected) => {
  expect(isPlatformNamespace(namespace, 'mesh')).toBe(expected);
});

test('a Service that somebody named is what it looks like, or else what it was named for', () => {
  const tempo = service('obs/traces', [[3200]], { app: 'tempo' });
  const place = { namespace: 'obs', name: 'traces', port: 3200, scheme: 'http' } as const;
  expect(describeService('tracing', place, [tempo]).product).toBe('tempo');
  expect(describeService('tracing', place, [])).toEqual({ product: 'jaeger', service: place, webRoot: '' });
  expect(describeService('tracing', { ...place, name: 'my-tempo' }, []).product).toBe('tempo');
  expect(describeService('grafana', place, []).product).toBe('grafana');
});
