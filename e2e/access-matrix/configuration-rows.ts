/** Objects: read, changed, tried, and what a change would do. */
import { envoyFilter, policy, route } from './bodies.ts';
import { all, edited, get, type MatrixRow, named, objectPage, page, seen, virtualServices } from './row.ts';

export const configurationRows: readonly MatrixRow[] = [
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
];
