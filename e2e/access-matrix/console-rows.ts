/** Rights, the tools beside the console, and the console itself. */
import { adminOnly, all, everybody, get, type MatrixRow, page } from './row.ts';

export const consoleRows: readonly MatrixRow[] = [
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
