'use client';
/** The links of one subject into every tool, with the state of each for this reader. */
import { useQuery } from '@tanstack/react-query';
import type { LinkedToolState } from '#lib/api/mesh/links.ts';
import { toolHref } from '#lib/client/address/tool-href.ts';
import { queries } from '#lib/client/queries/queries.ts';
import type { SeriesQuestion } from '#lib/client/queries/series-question.ts';
import { deepLink } from '#lib/links/deep-links.ts';
import type { LinkSubject, LinkWindow } from '#lib/links/subject.ts';

export interface ToolLink {
  tool: LinkedToolState;
  /** Null when the reader cannot go there from here. */
  href: string | null;
  /** It leads to the very object. */
  exact: boolean;
}

export interface ToolQuestion {
  subject: LinkSubject;
  window: LinkWindow;
  /** What drew the picture that the reader looks at: Prometheus is opened with its queries. */
  series?: SeriesQuestion | null;
}

export function useToolLinks({ subject, window, series = null }: ToolQuestion) {
  const query = useQuery(queries.links());
  const { data: links } = query;
  const prometheus = links?.tools.find(({ tool }) => tool === 'prometheus');
  const expressions = useQuery(queries.expressions(prometheus?.state === 'ok' ? series : null));
  const tracing = links?.tools.find(({ tool }) => tool === 'tracing');
  const traced =
    (subject.kind === 'service' || subject.kind === 'workload') &&
    (tracing?.state === 'ok' || tracing?.state === 'unreachable')
      ? subject
      : null;
  const traceNames = useQuery(queries.traceNames(traced));
  // Where its queries are on their way, Prometheus is not offered without them; nor traces without their names.
  const awaited =
    (series !== null && prometheus?.state === 'ok' && expressions.isPending) ||
    (traced !== null && traceNames.isPending);
  const byTool = new Map(links?.tools.map((one) => [one.tool, one]));
  const grafana = byTool.get('grafana');
  const entries = (links?.tools ?? []).flatMap((tool): ToolLink[] => {
    const { product, state } = tool;
    if (product === null || state === 'not-installed') return [];
    const found = deepLink({ ...tool, product }, subject, window, {
      domain: links?.domain ?? '',
      expressions: expressions.data?.expressions ?? [],
      traceNames: traceNames.data?.names ?? [],
      grafana: grafana === undefined || grafana.state === 'not-installed' ? null : grafana,
    });
    const shownIn = found === null ? undefined : byTool.get(found.tool);
    if (found === null || shownIn === undefined) return [];
    // Traces of Tempo are looked at in Grafana: both must be open.
    const target = state === 'ok' || state === 'unreachable' ? shownIn : tool;
    return [{ tool, href: toolHref(target, found.path), exact: found.exact }];
  });
  return { entries, query, isPending: query.isPending || awaited };
}
