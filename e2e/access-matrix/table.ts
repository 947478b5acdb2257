/**
 * Who gets what: every page and every route of the API, asked by the three personas about three namespaces. The one table behind
 * docs/access-matrix.md and its tests; a page or a route that no row covers fails them (cover.ts).
 */
import type { routes } from '#lib/api/routes.ts';
import { envoyFilter, policy, route, splitIntent } from './bodies.ts';
import type { Place } from './place.ts';

export const personas = ['admin', 'developer', 'viewer'] as const;
export type Persona = (typeof personas)[number];

/** A: the developer edits, the viewer views; B: both view; C: only the admin sees it; `system`: istio-system; `mesh`: no namespace. */
export const placeNames = ['A', 'B', 'C', 'system', 'mesh'] as const;
export type PlaceName = (typeof placeNames)[number];

/**
 * A status; or 200 where the answer tells how Kubernetes took the change: `allowed`, or `refused` for want of a right (each object's own
 * 403 is in the answer). 405 is asked of every row by HEAD and by a wrong method.
 */
export type Expected = 200 | 400 | 403 | 404 | 'allowed' | 'refused';

export type RouteName = keyof typeof routes;

export interface MatrixRequest {
  route: RouteName;
  /** With {ns}, {service}, {workload} and {object} of the place. */
  path: string;
  /** Of a POST. */
  body?: (place: Place) => object;
}

export interface MatrixRow {
  action: string;
  /** What Kubernetes is asked, with the credential of the caller. */
  check: string;
  /** Requirements of reference/security.md that it shows. */
  ids: readonly string[];
  /** Addresses, and the files of `app/` that answer them. */
  pages: readonly { path: string; file: string }[];
  requests: readonly MatrixRequest[];
  /** In the order of `personas`. Pages are shells: they are 200 for everybody who is signed in, and hold nothing of C. */
  expected: Partial<Record<PlaceName, readonly [Expected, Expected, Expected]>>;
  /** It writes where it is allowed: on a mesh that others use it is asked of those alone who must be refused. */
  changes?: boolean;
}

/** On the demo's content. */
export const places: Readonly<Record<PlaceName, Place>> = {
  A: { namespace: 'bookinfo', service: 'reviews', workload: 'reviews-v2', object: 'reviews' },
  B: { namespace: 'shop', service: 'recommendations', workload: 'checkout-v1', object: 'cart' },
  C: { namespace: 'payments', service: 'ledger', workload: 'ledger-v2', object: 'payments' },
  system: { namespace: 'istio-system', service: 'istiod', workload: 'istiod', object: 'none' },
  mesh: { namespace: 'bookinfo', service: 'reviews', workload: 'reviews-v2', object: 'reviews' },
};

/** Names of C that nobody but the admin may meet in any answer. */
export const canaries = ['ledger-db', 'fraud-v1', 'payments-callers', 'registry.payments.example'];

const all = (expected: Expected) => [expected, expected, expected] as const;
const seen = { A: all(200), B: all(200), C: [200, 403, 403] } as const;
/** What is hidden is not there. */
const found = { A: all(200), B: all(200), C: [200, 404, 404] } as const;
const adminOnly = { A: [200, 403, 403], B: [200, 403, 403], C: [200, 403, 403] } as const;
const edited = {
  A: ['allowed', 'allowed', 'refused'],
  B: ['allowed', 'refused', 'refused'],
  C: ['allowed', 'refused', 'refused'],
} as const;
const everybody = { mesh: all(200) } as const;
const virtualServices = 'virtualservices.networking.istio.io';
const named = `kind=${virtualServices}&namespace={ns}&name={object}`;
const objectPage = `/config/${virtualServices}/{ns}/{object}`;

const page = (path: string, file: string) => ({ path, file: `app/(console)${file}/page.tsx` });
const get = (name: RouteName, path: string): MatrixRequest => ({ route: name, path });

export const rows: readonly MatrixRow[] = [
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
    requests: [get('traces', '/api/v1/traces?namespace={ns}&app={service}')],
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
  {
    action: 'list configuration and its changes',
    check: 'list of each kind; get for changes',
    ids: ['SEC-25'],
    pages: [page('/config?ns={ns}', '/config'), page('/config/changes?ns={ns}', '/config/changes')],
    requests: [
      get('configuration', '/api/v1/config?namespaces={ns}'),
      get('configChanges', '/api/v1/config/changes?namespaces={ns}'),
      get('splits', '/api/v1/splits?namespaces={ns}'),
    ],
    expected: seen,
  },
  {
    action: 'saved requests',
    check: 'list virtualservices: of a hidden namespace there are none',
    ids: ['SEC-25'],
    pages: [],
    requests: [get('expectations', '/api/v1/config/expectations?namespaces={ns}')],
    expected: { A: all(200), B: all(200), C: all(200) },
  },
  {
    action: 'one object, its history, what forms offer',
    check: 'get of the kind; list pods for forms',
    ids: ['SEC-25'],
    pages: [
      page(objectPage, '/config/[kind]/[namespace]/[name]'),
      page(`${objectPage}/edit`, '/config/[kind]/[namespace]/[name]/edit'),
      page(`${objectPage}/history`, '/config/[kind]/[namespace]/[name]/history'),
      page('/config/new?namespace={ns}', '/config/new'),
    ],
    requests: [
      get('configurationObject', `/api/v1/config/object?${named}`),
      get('configHistory', `/api/v1/config/history?${named}`),
      get('configurationChoices', '/api/v1/config/choices?namespace={ns}'),
    ],
    expected: seen,
  },
  {
    action: 'one revision (one that is not there)',
    check: 'get of the kind',
    ids: ['SEC-25'],
    pages: [],
    requests: [get('configRevision', `/api/v1/config/revision?${named}&revision=none`)],
    expected: { A: all(404), B: all(404), C: [404, 403, 403] },
  },
  {
    action: 'secrets, and other kinds that the console does not know',
    check: 'never asked',
    ids: ['SEC-17', 'SEC-26'],
    pages: [],
    requests: [
      get('configurationObject', '/api/v1/config/object?kind=secrets&namespace={ns}&name=stock-db-password'),
    ],
    expected: { A: all(404), B: all(404), C: all(404) },
  },
  {
    action: 'edit a VirtualService (tried)',
    check: 'create, update, delete virtualservices',
    ids: ['SEC-54'],
    pages: [page('/config/review', '/config/review')],
    requests: [
      {
        route: 'dryRunChanges',
        path: '/api/v1/config/dry-run',
        body: (place) => ({ changes: [{ op: 'create', ...route(place, 'matrix') }] }),
      },
      {
        route: 'dryRunChanges',
        path: '/api/v1/config/dry-run',
        body: ({ namespace, object }) => ({
          changes: [{ op: 'delete', kind: virtualServices, namespace, name: object }],
        }),
      },
    ],
    expected: edited,
  },
  {
    action: 'edit a VirtualService',
    check: 'create, update, delete virtualservices',
    ids: ['SEC-54'],
    pages: [],
    requests: [
      {
        route: 'applyChanges',
        path: '/api/v1/config/apply',
        body: (place) => ({ changes: [{ op: 'create', ...route(place, 'matrix') }], reason: 'matrix' }),
      },
    ],
    expected: edited,
    changes: true,
  },
  {
    action: 'edit a VirtualService, told step by step',
    check: 'create, update, delete virtualservices',
    ids: ['SEC-54'],
    pages: [],
    // Whether it was written is in the stream; that it opens is all that is asked here.
    requests: [
      {
        route: 'applyChangesStream',
        path: '/api/v1/config/apply/stream',
        body: (place) => ({ changes: [{ op: 'create', ...route(place, 'matrix-steps') }], reason: 'matrix' }),
      },
    ],
    expected: { A: all(200), B: all(200), C: all(200) },
    changes: true,
  },
  {
    action: 'edit an AuthorizationPolicy (tried)',
    check: 'create, update, delete authorizationpolicies',
    ids: ['SEC-54'],
    pages: [],
    requests: [
      {
        route: 'dryRunChanges',
        path: '/api/v1/config/dry-run',
        body: (place) => ({ changes: [{ op: 'create', ...policy(place) }] }),
      },
    ],
    expected: {
      A: ['allowed', 'refused', 'refused'],
      B: ['allowed', 'refused', 'refused'],
      C: ['allowed', 'refused', 'refused'],
    },
  },
  {
    action: 'EnvoyFilter, and anything in istio-system (tried)',
    check: 'create, update, delete of the kind',
    ids: ['SEC-54'],
    pages: [],
    requests: [
      {
        route: 'dryRunChanges',
        path: '/api/v1/config/dry-run',
        body: (place) => ({ changes: [{ op: 'create', ...envoyFilter(place) }] }),
      },
    ],
    expected: { A: ['allowed', 'refused', 'refused'], system: ['allowed', 'refused', 'refused'] },
  },
  {
    action: 'what a change would do: checks, prediction, route tester',
    check: 'list of each kind',
    ids: ['SEC-21'],
    pages: [page('/config/test?from={ns}/{workload}&host={service}&port=80', '/config/test')],
    requests: [
      {
        route: 'checkChanges',
        path: '/api/v1/config/check',
        body: (place) => ({ changes: [{ op: 'create', ...route(place, 'matrix') }] }),
      },
      {
        route: 'predictChanges',
        path: '/api/v1/config/predict',
        body: (place) => ({ changes: [{ op: 'create', ...route(place, 'matrix') }] }),
      },
    ],
    expected: { A: all(200), B: all(200), C: all(200) },
  },
  {
    action: 'test a route',
    check: 'list of each kind: through the mesh as one sees it',
    ids: ['SEC-25'],
    pages: [],
    requests: [
      {
        route: 'routeTest',
        path: '/api/v1/route-test',
        body: ({ namespace, workload, service }) => ({
          request: {
            from: { kind: 'workload', namespace, name: workload },
            protocol: 'http',
            host: service,
            port: 80,
          },
        }),
      },
    ],
    expected: { A: all(200), B: all(200), C: all(200) },
  },
  {
    action: 'the wizard, one split',
    check: 'list pods, services',
    ids: ['SEC-25'],
    pages: [
      page('/splits?ns={ns}', '/splits'),
      page('/splits/new?service={ns}/{service}', '/splits/new'),
      page('/splits/{ns}/{service}', '/splits/[namespace]/[name]'),
    ],
    requests: [
      get('splitWorld', '/api/v1/splits/world?namespace={ns}&service={service}'),
      get('split', '/api/v1/splits/{ns}/{service}'),
    ],
    expected: found,
  },
  {
    action: 'run a split (planned and tried)',
    check: 'create, update virtualservices, destinationrules',
    ids: ['SEC-54'],
    pages: [],
    requests: [
      { route: 'planSplit', path: '/api/v1/splits/plan', body: (place) => ({ intent: splitIntent(place) }) },
    ],
    expected: { A: ['allowed', 'allowed', 'refused'] },
  },
  {
    action: 'run a split, act on one (not the one that was looked at)',
    check: 'list pods, services; writes with the own credential',
    ids: ['SEC-54'],
    pages: [],
    requests: [
      {
        route: 'startSplit',
        path: '/api/v1/splits/start',
        body: (place) => ({ intent: splitIntent(place), reviewed: 'not-reviewed' }),
      },
      {
        route: 'actOnSplit',
        path: '/api/v1/splits/{ns}/{service}/act',
        body: () => ({ release: 'no-such-release', action: { kind: 'abort' } }),
      },
    ],
    expected: { A: all(200), C: [200, 404, 404] },
    changes: true,
  },
  {
    action: 'what one may do oneself',
    check: 'SelfSubjectAccessReviews',
    ids: ['SEC-25'],
    pages: [page('/access?namespace={ns}', '/access')],
    requests: [get('access', '/api/v1/access?namespace={ns}')],
    expected: { A: all(200), B: all(200), C: all(200) },
  },
  {
    action: 'who may do what',
    check: 'list rolebindings, roles, clusterroles, clusterrolebindings',
    ids: ['SEC-25'],
    pages: [page('/access?tab=who&namespace={ns}', '/access')],
    requests: [get('whoMay', '/api/v1/access/who?namespace={ns}&what=changeTraffic')],
    expected: adminOnly,
  },
  {
    action: 'what a subject may do',
    check: 'list rolebindings, roles, clusterroles, clusterrolebindings',
    ids: ['SEC-25'],
    pages: [page('/access?tab=subject&kind=Group&name=app-developers', '/access')],
    requests: [get('subjectMay', '/api/v1/access/subject?kind=Group&name=app-developers')],
    expected: { mesh: [200, 403, 403] },
  },
  {
    action: 'grant a persona, take one back (tried)',
    check: 'create, get, delete rolebindings; nobody grants more than they hold',
    ids: ['SEC-54'],
    pages: [],
    requests: [
      {
        route: 'grantPersona',
        path: '/api/v1/access/grant',
        body: ({ namespace }) => ({
          namespace,
          persona: 'viewer',
          subject: { kind: 'Group', name: 'matrix', namespace: null },
          dryRun: true,
          reason: '',
        }),
      },
      {
        route: 'revokePersona',
        path: '/api/v1/access/revoke',
        body: ({ namespace }) => ({ namespace, name: 'matrix', uid: 'none', dryRun: true, reason: '' }),
      },
    ],
    expected: {
      A: ['allowed', 'refused', 'refused'],
      B: ['allowed', 'refused', 'refused'],
      C: ['allowed', 'refused', 'refused'],
    },
  },
  {
    action: 'the tools beside the console: which there are, and whether one may open them',
    check: 'get services/proxy of each, by name; of a hidden namespace there are none',
    ids: ['SEC-25', 'SEC-30'],
    pages: [page('/links', '/links')],
    requests: [get('links', '/api/v1/links')],
    expected: everybody,
  },
  {
    action: 'open Grafana, Jaeger, Kiali, Prometheus: a page of a Service on a host of its own',
    check: 'get services/proxy of that name',
    ids: ['SEC-18', 'SEC-54'],
    pages: [page('/links/open?service={ns}/{service}:80&path=/', '/links/open')],
    requests: [
      {
        route: 'openLink',
        path: '/api/v1/links/open',
        body: ({ namespace, service }) => ({
          service: { namespace, name: service, port: 80, scheme: 'http' },
          path: '/',
        }),
      },
    ],
    expected: { ...adminOnly, system: [200, 403, 403] },
  },
  {
    action: 'who one is, search, state of the sources, versions, events',
    check: 'SelfSubjectReview; what is found and told is cut to what one sees',
    ids: ['SEC-19'],
    pages: [page('/settings', '/settings'), { path: '/', file: 'app/page.tsx' }],
    requests: [
      get('whoami', '/api/v1/whoami'),
      get('search', '/api/v1/search?q=e'),
      get('status', '/api/v1/status'),
      get('about', '/api/v1/about'),
      get('stream', '/api/v1/stream'),
    ],
    expected: everybody,
  },
  {
    action: 'signing in and out, health, description of the API',
    check: 'none: public, and nothing of the cluster in it',
    ids: ['SEC-19'],
    pages: [{ path: '/login', file: 'app/(auth)/login/page.tsx' }],
    requests: [
      get('signInOptions', '/api/v1/session'),
      get('live', '/healthz'),
      get('ready', '/readyz'),
      get('openApi', '/api/v1/openapi.json'),
    ],
    expected: everybody,
  },
];

/** Routes with tests of their own: they make and end sessions, or need what others have proposed. */
export const elsewhere: Readonly<Partial<Record<RouteName, string>>> = {
  trace: 'lib/server/api/traces.test.ts (what it answers depends on whether there is a store)',
  proposeSplit: 'lib/server/api/splits-proposals.test.ts',
  decideSplit: 'lib/server/api/splits-proposals.test.ts',
  signIn: 'lib/server/api/api.test.ts, e2e/sign-in.e2e.ts',
  signOut: 'lib/server/api/api.test.ts, e2e/sign-in.e2e.ts',
  oidcStart: 'lib/server/api/oidc.test.ts, e2e/sign-in-oidc.e2e.ts',
  oidcCallback: 'lib/server/api/oidc.test.ts, e2e/sign-in-oidc.e2e.ts',
  oidcLeave: 'lib/server/api/oidc.test.ts, e2e/sign-in-oidc.e2e.ts',
};

export function filled(path: string, { namespace, service, workload, object }: Place): string {
  return path
    .replaceAll('{ns}', namespace)
    .replaceAll('{service}', service)
    .replaceAll('{workload}', workload)
    .replaceAll('{object}', object);
}
