/** What runs and how: graph, lists, the mesh, metrics, traces, logs. */
import { all, everybody, found, get, type MatrixRow, page, seen } from './row.ts';

export const trafficRows: readonly MatrixRow[] = [
  {
    action: 'graph of a namespace',
    check: 'list pods, services',
    ids: ['SEC-21', 'SEC-25'],
    pages: [page('/graph?ns={ns}', '/graph')],
    requests: [get('graph', '/api/v1/graph?namespaces={ns}')],
    expected: seen,
  },
  {
    action: 'graph of all that one sees; its edges to C',
    check: 'list pods, services',
    ids: ['SEC-21', 'SEC-24'],
    pages: [page('/graph', '/graph')],
    requests: [get('graph', '/api/v1/graph')],
    expected: everybody,
  },
  {
    action: 'overview, services, workloads, traffic over time',
    check: 'list pods, services',
    ids: ['SEC-21', 'SEC-25'],
    pages: [
      page('/overview?ns={ns}', '/overview'),
      page('/services?ns={ns}', '/services'),
      page('/workloads?ns={ns}', '/workloads'),
    ],
    requests: [
      get('overview', '/api/v1/overview?namespaces={ns}'),
      get('services', '/api/v1/services?namespaces={ns}'),
      get('workloads', '/api/v1/workloads?namespaces={ns}'),
      get('timeline', '/api/v1/timeline?namespaces={ns}'),
      get('series', '/api/v1/series?subject=namespace&namespace={ns}'),
      get('seriesExpressions', '/api/v1/series/expressions?subject=namespace&namespace={ns}'),
    ],
    expected: seen,
  },
  {
    action: 'the mesh: injection, mutual TLS, gateways of a namespace',
    check: 'list pods, services; patch namespaces for the switch',
    ids: ['SEC-21', 'SEC-25'],
    pages: [page('/mesh?ns={ns}', '/mesh')],
    requests: [get('mesh', '/api/v1/mesh?namespaces={ns}')],
    expected: seen,
  },
  {
    action: 'the mesh as one sees it; the control plane only who sees its namespace',
    check: 'list pods, services',
    ids: ['SEC-21', 'SEC-24'],
    pages: [page('/mesh', '/mesh')],
    requests: [get('mesh', '/api/v1/mesh')],
    expected: everybody,
  },
  {
    action: 'label a namespace, Istio’s keys only (tried)',
    check: 'patch namespaces',
    ids: ['SEC-54', 'SEC-58'],
    pages: [],
    requests: [
      {
        route: 'labelNamespace',
        path: '/api/v1/namespaces/{ns}/labels',
        // At a version that was never there: who may is told of a conflict, and nothing is changed.
        body: () => ({
          labels: { 'istio-injection': 'enabled' },
          resourceVersion: '1',
          dryRun: true,
          reason: '',
        }),
      },
    ],
    expected: {
      A: ['allowed', 'refused', 'refused'],
      B: ['allowed', 'refused', 'refused'],
      C: ['allowed', 'refused', 'refused'],
    },
  },
  {
    action: 'any other label of a namespace',
    check: 'never asked',
    ids: ['SEC-58'],
    pages: [],
    requests: [
      {
        route: 'labelNamespace',
        path: '/api/v1/namespaces/{ns}/labels',
        body: () => ({
          labels: { 'pod-security.kubernetes.io/enforce': 'privileged' },
          resourceVersion: '1',
          dryRun: true,
          reason: '',
        }),
      },
    ],
    expected: { A: all(400), B: all(400), C: all(400) },
  },
  {
    action: 'questions in PromQL, kept to the namespaces that one sees',
    check: 'list pods, services',
    ids: ['SEC-20', 'SEC-21'],
    pages: [page('/metrics-explorer', '/metrics-explorer')],
    requests: [
      {
        route: 'explore',
        path: '/api/v1/explore',
        body: ({ namespace }) => ({
          query: `sum by (source_workload, destination_workload, destination_service) (istio_requests_total{destination_workload_namespace="${namespace}"})`,
        }),
      },
      get('exploreMetrics', '/api/v1/explore/metrics'),
      get('exploreLabels', '/api/v1/explore/labels?metric=istio_requests_total'),
      get('exploreValues', '/api/v1/explore/values?label=destination_workload'),
    ],
    expected: { A: all(200), B: all(200), C: all(200) },
  },
  {
    action: 'traces, where Jaeger or Tempo may be read',
    check: 'list pods, services; get services/proxy of the store, else the answer says what is missing',
    ids: ['SEC-21', 'SEC-24'],
    pages: [page('/traces?service={ns}/{service}', '/traces')],
    requests: [
      get('traces', '/api/v1/traces?namespace={ns}&app={service}'),
      get('traceNames', '/api/v1/traces/names?namespace={ns}&kind=service&name={service}'),
    ],
    expected: seen,
  },
  {
    action: 'one service, one workload',
    check: 'list pods, services',
    ids: ['SEC-25'],
    pages: [
      page('/services/{ns}/{service}', '/services/[namespace]/[name]'),
      page('/workloads/{ns}/{workload}', '/workloads/[namespace]/[name]'),
    ],
    requests: [
      get('service', '/api/v1/namespaces/{ns}/services/{service}'),
      get('workload', '/api/v1/namespaces/{ns}/workloads/{workload}'),
      get('servicePages', '/api/v1/namespaces/{ns}/services/{service}/pages'),
    ],
    expected: found,
  },
  {
    action: 'logs of a pod (one that is not there)',
    check: 'get pods/log',
    ids: ['SEC-25'],
    pages: [],
    requests: [
      get('podLogs', '/api/v1/namespaces/{ns}/pods/no-such-pod/logs?container=app'),
      get('podLogStream', '/api/v1/namespaces/{ns}/pods/no-such-pod/logs/stream?container=app'),
    ],
    expected: { A: all(404), B: all(404), C: [404, 403, 403] },
  },
];
