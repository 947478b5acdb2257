/** The pages of the console, in the order of the navigation. A page joins the list when it exists. */
import {
  Boxes,
  ChartNoAxesGantt,
  ChartSpline,
  FileCog,
  KeyRound,
  LayoutDashboard,
  Link2,
  type LucideIcon,
  Network,
  Server,
  Settings,
  Split,
  Waypoints,
} from 'lucide-react';
import { routes } from '#lib/client/address/routes.ts';
import type { Scope } from '#lib/client/address/scope.ts';

export type PageName =
  | 'overview'
  | 'graph'
  | 'services'
  | 'workloads'
  | 'config'
  | 'splits'
  | 'traces'
  | 'metrics-explorer'
  | 'links'
  | 'mesh'
  | 'access'
  | 'settings';

export interface PageEntry {
  name: PageName;
  icon: LucideIcon;
  href(scope?: Partial<Scope>): string;
  /** Second key after "g". */
  key: string;
}

const overview: PageEntry = { name: 'overview', icon: LayoutDashboard, href: routes.overview, key: 'o' };
const graph: PageEntry = { name: 'graph', icon: Waypoints, href: (scope) => routes.graph(scope), key: 'g' };
const services: PageEntry = { name: 'services', icon: Boxes, href: routes.services, key: 'v' };
const workloads: PageEntry = { name: 'workloads', icon: Server, href: routes.workloads, key: 'w' };
const config: PageEntry = { name: 'config', icon: FileCog, href: routes.configuration, key: 'c' };
const splits: PageEntry = { name: 'splits', icon: Split, href: routes.splits, key: 'p' };
const traces: PageEntry = {
  name: 'traces',
  icon: ChartNoAxesGantt,
  href: (scope) => routes.traces(null, scope),
  key: 't',
};
const metricsExplorer: PageEntry = {
  name: 'metrics-explorer',
  icon: ChartSpline,
  href: (scope) => routes.metricsExplorer(scope),
  key: 'e',
};
const links: PageEntry = { name: 'links', icon: Link2, href: () => routes.links(), key: 'l' };
const mesh: PageEntry = { name: 'mesh', icon: Network, href: (scope) => routes.mesh(scope), key: 'm' };
const access: PageEntry = { name: 'access', icon: KeyRound, href: () => routes.access(), key: 'a' };
const settings: PageEntry = { name: 'settings', icon: Settings, href: routes.settings, key: 's' };

export const pageGroups = [
  { name: 'observe', pages: [overview, graph, services, workloads, config, splits, traces, metricsExplorer] },
  { name: 'platform', pages: [mesh, links] },
] as const;
/** At the foot of the navigation. */
export const footPages = [access, settings] as const;
export const allPages: readonly PageEntry[] = [
  overview,
  graph,
  services,
  workloads,
  config,
  splits,
  traces,
  metricsExplorer,
  links,
  mesh,
  access,
  settings,
];

export function pageOf(pathname: string): PageName | null {
  return (
    allPages.find(({ name }) => pathname === `/${name}` || pathname.startsWith(`/${name}/`))?.name ?? null
  );
}
