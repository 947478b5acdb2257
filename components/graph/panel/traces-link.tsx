'use client';
/** To the traces of a node, or of the requests along an edge, at the time of the graph. */
import { ChartNoAxesGantt } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { ButtonLink } from '#components/ui/buttons/button-link.tsx';
import type { GraphNode } from '#lib/api/traffic/graph.ts';
import { routes } from '#lib/client/address/routes.ts';

/** As proxies name themselves in traces; null for what has none, lies outside or is hidden. */
export function tracedNode({
  kind,
  namespace,
  app,
}: Pick<GraphNode, 'kind' | 'namespace' | 'app'>): { namespace: string; app: string } | null {
  return kind === 'restricted' || namespace === '' || app === null || app === '' ? null : { namespace, app };
}

export interface TracesLinkProps {
  /** The caller, of an edge. */
  node: GraphNode;
  called?: GraphNode;
  /** Unix seconds of a past moment; null means now. */
  at: number | null;
}

export function TracesLink({ node, called, at }: TracesLinkProps) {
  const t = useTranslations('traces');
  const own = tracedNode(node);
  const peer = called === undefined ? null : tracedNode(called);
  // Of a hidden or foreign end the other one's traces are all there is.
  const subject = own ?? peer;
  if (subject === null) return null;
  return (
    <ButtonLink
      href={routes.traces(subject, { at }, own === null ? null : peer)}
      size="small"
      leading={<ChartNoAxesGantt size={13} aria-hidden />}
    >
      {t('open')}
    </ButtonLink>
  );
}
