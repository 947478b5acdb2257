/** Paths of Grafana: Istio's dashboards with their variables (manifests/addons/dashboards), and Explore for traces. */
import type { DashboardKind } from './settings.ts';
import { type LinkSubject, type LinkWindow, queryText } from './subject.ts';

/** As Istio ships them. Some get a random uid with each installation: they are found by title. */
export const dashboardTitles: Readonly<Record<DashboardKind, string>> = {
  mesh: 'Istio Mesh Dashboard',
  service: 'Istio Service Dashboard',
  workload: 'Istio Workload Dashboard',
  controlPlane: 'Istio Control Plane Dashboard',
};

/** Paths by what they show, as Grafana's search told them; what it did not tell is looked for by the reader. */
export type Dashboards = Readonly<Partial<Record<DashboardKind, string>>>;

export function dashboardOf(subject: LinkSubject): DashboardKind {
  return subject.kind === 'service' || subject.kind === 'workload' ? subject.kind : 'mesh';
}

function timeOf({ from, to, live }: LinkWindow): [string, string][] {
  const seconds = Math.max(1, Math.round(to - from));
  return live
    ? [
        ['from', `now-${seconds}s`],
        ['to', 'now'],
      ]
    : [
        ['from', String(Math.round(from * 1000))],
        ['to', String(Math.round(to * 1000))],
      ];
}

function variables(subject: LinkSubject, domain: string): [string, string][] {
  switch (subject.kind) {
    case 'service': {
      // Hosts of ServiceEntries are names already.
      const isHost = subject.name.includes('.');
      const host = isHost ? subject.name : `${subject.name}.${subject.namespace}.svc.${domain}`;
      return [
        ['var-service', host],
        ['var-qrep', 'destination'],
      ];
    }
    case 'workload':
      return [
        ['var-namespace', subject.namespace],
        ['var-workload', subject.name],
      ];
    default:
      return [];
  }
}

export function grafanaPath(
  kind: DashboardKind,
  subject: LinkSubject,
  window: LinkWindow,
  { dashboards, domain }: { dashboards: Dashboards; domain: string },
): string {
  const path = dashboards[kind];
  if (path === undefined) return `/dashboards?${queryText([['query', dashboardTitles[kind]]])}`;
  const about = kind === 'service' || kind === 'workload' ? variables(subject, domain) : [];
  return `${path}?${queryText([...about, ...timeOf(window)])}`;
}

/** The path of a dashboard from a uid, or as it is. */
export function dashboardPath(said: string): string {
  return said.startsWith('/') ? said : `/d/${said}`;
}

/** Explore with a search in Tempo for any of these services; `datasource` is a uid. */
export function tempoPath(datasource: string, services: readonly string[], window: LinkWindow): string {
  const operator = services.length > 1 ? '=~' : '=';
  const filter = { id: 'service-name', tag: 'service.name', operator, scope: 'resource' };
  const query = {
    refId: 'A',
    datasource: { type: 'tempo', uid: datasource },
    queryType: 'traceqlSearch',
    limit: 20,
    filters: services.length === 0 ? [] : [{ ...filter, value: services, valueType: 'string' }],
  };
  const [[, from] = ['', ''], [, to] = ['', '']] = timeOf(window);
  const panes = { sluice: { datasource, queries: [query], range: { from, to } } };
  return `/explore?${queryText([
    ['schemaVersion', '1'],
    ['panes', JSON.stringify(panes)],
  ])}`;
}

/** One trace in Tempo. */
export function tempoTracePath(datasource: string, traceId: string): string {
  const query = {
    refId: 'A',
    datasource: { type: 'tempo', uid: datasource },
    queryType: 'traceql',
    query: traceId,
  };
  const panes = { sluice: { datasource, queries: [query], range: { from: 'now-1h', to: 'now' } } };
  return `/explore?${queryText([
    ['schemaVersion', '1'],
    ['panes', JSON.stringify(panes)],
  ])}`;
}

interface FoundBoard {
  title: string;
  url: string;
}

/**
 * What `GET /api/search?type=dash-db&query=…` answers, by title: exact titles only, and only paths of Grafana itself. `webRoot` is cut off
 * again: Grafana's own words have it, the base of a link has it as well.
 */
export function readDashboards(answer: unknown, webRoot: string): Dashboards {
  const list: unknown[] = Array.isArray(answer) ? answer : [];
  const boards = list.filter(
    (one): one is FoundBoard =>
      typeof one === 'object' &&
      one !== null &&
      'title' in one &&
      'url' in one &&
      typeof one.title === 'string' &&
      typeof one.url === 'string',
  );
  const paths = Object.entries(dashboardTitles).flatMap(([kind, title]) => {
    const found = boards.find((board) => board.title === title)?.url;
    if (found === undefined) return [];
    const path = webRoot !== '' && found.startsWith(`${webRoot}/`) ? found.slice(webRoot.length) : found;
    return /^\/d\/[\w-]{1,80}(\/[\w.~%-]{1,300})?$/.test(path) ? [[kind, path]] : [];
  });
  return Object.fromEntries(paths);
}
