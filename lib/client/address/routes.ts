/** Every address of the console, built in one place: pages with the scope they keep, and the API. */
import { filledPath, splitPaths } from '#lib/api/splits/split-paths.ts';
import type { GraphType } from '#lib/api/words.ts';
import type { Scope } from './scope.ts';

type Query = Readonly<Record<string, string | null | undefined>>;

export interface ObjectName {
  namespace: string;
  name: string;
}

/** `kind` is a kind id: lib/istio/kinds/registry.ts. */
export interface KindName extends ObjectName {
  kind: string;
}

/** What of a request the tester's address holds. */
export interface TestedRequest {
  from?: string;
  host?: string;
  port?: string;
  protocol?: string;
  method?: string;
  path?: string;
  headers?: readonly string[];
}

function objectPath({ kind, namespace, name }: KindName): string {
  return `/config/${[kind, namespace, name].map(encodeURIComponent).join('/')}`;
}

function withQuery(path: string, query: Query): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== '') parameters.set(name, value);
  }
  // A comma between names is legal in a query (RFC 3986 §3.4), and links are read by people.
  const text = parameters.toString().replaceAll('%2C', ',').replaceAll('%2F', '/');
  return text === '' ? path : `${path}?${text}`;
}

function scopeQuery(scope: Partial<Scope> | undefined): Query {
  return { ns: scope?.namespaces?.join(','), range: scope?.range };
}

export const routes = {
  overview: (scope?: Partial<Scope>) => withQuery('/overview', scopeQuery(scope)),
  /** `focus` is the id of the node to select, `type` the type of graph that has it. */
  graph: (scope?: Partial<Scope>, focus?: string | null, type?: GraphType) =>
    withQuery('/graph', { ...scopeQuery(scope), type, focus }),
  services: (scope?: Partial<Scope>) => withQuery('/services', scopeQuery(scope)),
  service: ({ namespace, name }: ObjectName, scope?: Partial<Scope>) =>
    withQuery(`/services/${encodeURIComponent(namespace)}/${encodeURIComponent(name)}`, scopeQuery(scope)),
  workloads: (scope?: Partial<Scope>) => withQuery('/workloads', scopeQuery(scope)),
  workload: ({ namespace, name }: ObjectName, scope?: Partial<Scope>) =>
    withQuery(`/workloads/${encodeURIComponent(namespace)}/${encodeURIComponent(name)}`, scopeQuery(scope)),
  /** Of a pod of the workload. */
  podLog: ({ namespace, name }: ObjectName, pod: string, scope?: Partial<Scope>) =>
    withQuery(`/workloads/${encodeURIComponent(namespace)}/${encodeURIComponent(name)}`, {
      tab: 'logs',
      pod,
      ...scopeQuery(scope),
    }),
  configuration: (scope?: Partial<Scope>) => withQuery('/config', scopeQuery(scope)),
  configurationObject: (object: KindName, scope?: Partial<Scope>) =>
    withQuery(objectPath(object), scopeQuery(scope)),
  /** `line`: the one that the editor shows first. */
  configEdit: (object: KindName, line?: number) =>
    withQuery(`${objectPath(object)}/edit`, { line: line === undefined ? null : String(line) }),
  /**
   * `from`: the name of an object of the same kind and namespace, or `namespace/name`, to begin with a copy of; `draft`: the mark of one
   * that is begun (lib/client/drafts/drafts.ts).
   */
  configNew: (
    start: { kind?: string; namespace?: string; template?: string; from?: string; draft?: string } = {},
  ) => withQuery('/config/new', { ...start }),
  /** `drafts`: ids of drafts (lib/client/drafts/drafts.ts). */
  configReview: (drafts: readonly string[]) => withQuery('/config/review', { drafts: drafts.join(',') }),
  /** As the tester's fields have it: `from` is `namespace/workload`, a header a line. */
  routeTest: ({ headers, ...request }: TestedRequest) =>
    withQuery('/config/test', { ...request, headers: headers?.join('\n') }),
  /** `revision`: the one to show first. Also of objects that are gone. */
  configHistory: (object: KindName, revision?: string | null) =>
    withQuery(`${objectPath(object)}/history`, { revision }),
  /** Changes of configuration over the range of the scope. */
  configChanges: (scope?: Partial<Scope>) => withQuery('/config/changes', scopeQuery(scope)),
  splits: (scope?: Partial<Scope>) => withQuery('/splits', scopeQuery(scope)),
  split: ({ namespace, name }: ObjectName, scope?: Partial<Scope>, release?: string | null) =>
    withQuery(`/splits/${encodeURIComponent(namespace)}/${encodeURIComponent(name)}`, {
      ...scopeQuery(scope),
      release,
    }),
  /** What is preselected: a service (`namespace/name`), the candidate's version, a strategy or recipe. */
  splitNew: (start: { service?: string; candidate?: string; strategy?: string } = {}) =>
    withQuery('/splits/new', { ...start }),
  /** `tab`: one of its views. */
  mesh: (scope?: Partial<Scope>, tab?: string) =>
    withQuery('/mesh', { ns: scope?.namespaces?.join(','), range: scope?.range, tab }),
  /** What the reader may do in a namespace; left out: in their first. */
  access: (namespace?: string) => withQuery('/access', { namespace }),
  /** `queries`: PromQL to begin with; `at`: Unix seconds of the end of the range. */
  metricsExplorer: (
    scope?: Partial<Scope>,
    { queries = [], at = null }: { queries?: readonly string[]; at?: number | null } = {},
  ) => {
    const path = withQuery('/metrics-explorer', { range: scope?.range, at: at === null ? null : String(at) });
    const asked = new URLSearchParams(queries.map((query) => ['q', query])).toString();
    return [path, asked].filter((part) => part !== '').join(path.includes('?') ? '&' : '?');
  },
  links: (scope?: Partial<Scope>) => withQuery('/links', scopeQuery(scope)),
  /** Goes on to a page of a Service on a host of its own. `service`: as lib/links/settings.ts reads it. */
  linkOpen: (service: string, path: string) => withQuery('/links/open', { service, path }),
  /** `app`: as the spans of the proxies name it; `peer`: only traces in which it calls that. */
  traces: (
    subject: { namespace: string; app: string } | null,
    scope?: Partial<Scope> & { at?: number | null },
    peer?: { namespace: string; app: string } | null,
  ) =>
    withQuery('/traces', {
      service: subject === null ? null : `${subject.namespace}/${subject.app}`,
      peer: peer ? `${peer.namespace}/${peer.app}` : null,
      range: scope?.range,
      at: scope?.at ? String(scope.at) : null,
    }),
  settings: (scope?: Partial<Scope>) => withQuery('/settings', scopeQuery(scope)),
  /** Goes to the issuer, to sign in there. */
  oidcSignIn: (returnTo: string) =>
    withQuery('/api/v1/session/oidc', { returnTo: returnTo === '/' ? null : returnTo }),
  /** `ended`: the reader was signed in until now. */
  login: (returnTo?: string, ended = false) => withQuery('/login', { returnTo, ended: ended ? '1' : null }),
} as const;

export const apiRoutes = {
  whoami: () => '/api/v1/whoami',
  /** Null: all namespaces at once. */
  access: (namespace: string | null) => withQuery('/api/v1/access', { namespace }),
  mesh: (query: { namespaces: string | undefined }) => withQuery('/api/v1/mesh', query),
  labelNamespace: (namespace: string) => `/api/v1/namespaces/${encodeURIComponent(namespace)}/labels`,
  whoMay: (query: { namespace: string; what: string }) => withQuery('/api/v1/access/who', query),
  subjectMay: (query: Query) => withQuery('/api/v1/access/subject', query),
  grantPersona: () => '/api/v1/access/grant',
  revokePersona: () => '/api/v1/access/revoke',
  session: () => '/api/v1/session',
  links: () => '/api/v1/links',
  openLink: () => '/api/v1/links/open',
  servicePages: ({ namespace, name }: ObjectName) =>
    `/api/v1/namespaces/${encodeURIComponent(namespace)}/services/${encodeURIComponent(name)}/pages`,
  status: () => '/api/v1/status',
  about: () => '/api/v1/about',
  /** `graphs`: queries of `graph` to follow. */
  stream: (graphs: readonly string[] = []) =>
    ['/api/v1/stream', new URLSearchParams(graphs.map((graph) => ['graph', graph])).toString()]
      .filter((part) => part !== '')
      .join('?'),
  search: (q: string) => withQuery('/api/v1/search', { q }),
  overview: (query: { namespaces?: string; range?: string }) => withQuery('/api/v1/overview', query),
  series: (query: Query) => withQuery('/api/v1/series', query),
  traces: (query: Query) => withQuery('/api/v1/traces', query),
  trace: (query: Query) => withQuery('/api/v1/traces/one', query),
  traceNames: (query: Query) => withQuery('/api/v1/traces/names', query),
  explore: () => '/api/v1/explore',
  exploreMetrics: () => '/api/v1/explore/metrics',
  exploreLabels: (query: { metric: string | null }) => withQuery('/api/v1/explore/labels', query),
  exploreValues: (query: { label: string; metric: string | null }) =>
    withQuery('/api/v1/explore/values', query),
  seriesExpressions: (query: Query) => withQuery('/api/v1/series/expressions', query),
  timeline: (query: { namespaces?: string; range?: string; at?: string }) =>
    withQuery('/api/v1/timeline', query),
  services: (query: { namespaces?: string; window?: string }) => withQuery('/api/v1/services', query),
  workloads: (query: { namespaces?: string; window?: string }) => withQuery('/api/v1/workloads', query),
  service: ({ namespace, name }: ObjectName, query: { window?: string }) =>
    withQuery(
      `/api/v1/namespaces/${encodeURIComponent(namespace)}/services/${encodeURIComponent(name)}`,
      query,
    ),
  workload: ({ namespace, name }: ObjectName, query: { window?: string }) =>
    withQuery(
      `/api/v1/namespaces/${encodeURIComponent(namespace)}/workloads/${encodeURIComponent(name)}`,
      query,
    ),
  podLogStream: (
    { namespace, name }: ObjectName,
    query: { container: string; tail?: string; sinceSeconds?: string; previous?: string },
  ) =>
    withQuery(
      `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(name)}/logs/stream`,
      query,
    ),
  configuration: (query: { namespaces?: string }) => withQuery('/api/v1/config', query),
  configurationObject: ({ kind, namespace, name }: KindName) =>
    withQuery('/api/v1/config/object', { kind, namespace, name }),
  configurationChoices: (namespace: string) => withQuery('/api/v1/config/choices', { namespace }),
  routeTest: () => '/api/v1/route-test',
  expectations: (query: { namespaces?: string; kind?: string; namespace?: string; name?: string }) =>
    withQuery('/api/v1/config/expectations', query),
  configHistory: ({ kind, namespace, name }: KindName) =>
    withQuery('/api/v1/config/history', { kind, namespace, name }),
  configRevision: ({ kind, namespace, name }: KindName, revision: string) =>
    withQuery('/api/v1/config/revision', { kind, namespace, name, revision }),
  configChanges: (query: { namespaces?: string; from: string; to?: string }) =>
    withQuery('/api/v1/config/changes', query),
  splits: (query: { namespaces?: string; window?: string }) => withQuery(splitPaths.splits, query),
  splitWorld: ({ namespace, name }: ObjectName) =>
    withQuery(splitPaths.splitWorld, { namespace, service: name }),
  planSplit: () => splitPaths.planSplit,
  startSplit: () => splitPaths.startSplit,
  proposeSplit: () => splitPaths.proposeSplit,
  decideSplit: (proposal: ObjectName) => filledPath(splitPaths.decideSplit, { ...proposal }),
  split: ({ namespace, name }: ObjectName, query: { window?: string; release?: string } = {}) =>
    withQuery(filledPath(splitPaths.split, { namespace, service: name }), query),
  actOnSplit: ({ namespace, name }: ObjectName) =>
    filledPath(splitPaths.actOnSplit, { namespace, service: name }),
  checkChanges: () => '/api/v1/config/check',
  predictChanges: () => '/api/v1/config/predict',
  dryRunChanges: () => '/api/v1/config/dry-run',
  applyChanges: () => '/api/v1/config/apply',
  applyChangesStream: () => '/api/v1/config/apply/stream',
  graph: (query: {
    namespaces?: string;
    type?: string;
    serviceNodes?: string;
    window?: string;
    at?: string;
    percentiles?: string;
  }) => withQuery('/api/v1/graph', query),
} as const;
