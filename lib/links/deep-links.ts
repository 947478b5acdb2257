/** Every link about a subject: one for each tool that is there, with what it shows. Paths are below the base of the tool. */
import { alertmanagerPath } from './alertmanager.ts';
import { type Dashboards, dashboardOf, grafanaPath, tempoPath } from './grafana.ts';
import { jaegerPath } from './jaeger.ts';
import { kialiPath } from './kiali.ts';
import { prometheusPath } from './prometheus.ts';
import type { LinkSubject, LinkWindow } from './subject.ts';
import type { Product, ToolId } from './tool.ts';

/** What is known of a tool, as far as its pages are concerned. */
export interface LinkedTool {
  tool: ToolId;
  product: Product;
  /** Of Grafana. */
  dashboards: Dashboards;
  /** Of Grafana: the data source that reads Tempo. */
  tempo: string | null;
}

export interface DeepLink {
  /** The tool whose page it is: traces of Tempo are looked at in Grafana. */
  tool: ToolId;
  path: string;
  /** It leads to the object and not only to a list to look in. */
  exact: boolean;
}

/** What else a link is made of. */
export interface LinkContext {
  /** Of the cluster's services. */
  domain: string;
  /** The queries that drew what the reader looks at. */
  expressions?: readonly string[];
  /** What the proxies of the subject call themselves (lib/traces/names.ts), as the server told. */
  traceNames?: readonly string[];
  grafana: Pick<LinkedTool, 'tempo'> | null;
}

/** Tempo has no pages of its own: without Grafana there is nothing to open. Jaeger searches for one name at a time. */
function tracesLink(
  window: LinkWindow,
  product: Product,
  { traceNames = [], grafana }: LinkContext,
): DeepLink | null {
  const exact = traceNames.length > 0;
  if (product === 'jaeger')
    return { tool: 'tracing', path: jaegerPath(traceNames[0] ?? null, window), exact };
  if (grafana === null) return null;
  return { tool: 'grafana', path: tempoPath(grafana.tempo ?? 'tempo', traceNames, window), exact };
}

/** Null when the tool has nothing to show of it. */
export function deepLink(
  { tool, product, dashboards }: LinkedTool,
  subject: LinkSubject,
  window: LinkWindow,
  context: LinkContext,
): DeepLink | null {
  switch (tool) {
    case 'grafana': {
      const kind = dashboardOf(subject);
      const path = grafanaPath(kind, subject, window, { dashboards, domain: context.domain });
      return { tool, path, exact: dashboards[kind] !== undefined };
    }
    case 'prometheus': {
      const expressions = context.expressions ?? [];
      return { tool, path: prometheusPath(expressions, window), exact: expressions.length > 0 };
    }
    case 'tracing':
      return tracesLink(window, product, context);
    case 'kiali':
      return { tool, path: kialiPath(subject, window), exact: subject.kind !== 'mesh' };
    case 'alertmanager':
      return { tool, path: alertmanagerPath(subject), exact: subject.kind !== 'mesh' };
  }
}
