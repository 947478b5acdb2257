'use client';
/** The way from a node or an edge into the tools: with the time of the graph, and the queries of the trend beside it. */
import { linkWindow } from '#components/shell/tool-links/link-window.ts';
import { OpenIn } from '#components/shell/tool-links/open-in.tsx';
import type { GraphNode } from '#lib/api/traffic/graph.ts';
import { rangeSeconds } from '#lib/client/address/scope.ts';
import type { LinkSubject } from '#lib/links/subject.ts';
import { type TrendTarget, trendRange } from './series-target.ts';

/** What tools know of a node: its service where one is named, or its workload; null for what lives outside. */
export function linkSubject({ namespace, service, workload, app }: GraphNode): LinkSubject | null {
  if (namespace === '') return null;
  if (service !== null) return { kind: 'service', namespace, name: service };
  if (workload !== null) return { kind: 'workload', namespace, name: workload };
  return app === null ? { kind: 'namespace', namespace } : { kind: 'service', namespace, name: app };
}

export interface OpenTargetProps {
  node: GraphNode;
  trend: TrendTarget | null;
  tcp: boolean;
  windowSeconds: number;
  /** Unix seconds of a past moment; null means now. */
  at: number | null;
}

export function OpenTarget({ node, trend, tcp, windowSeconds, at }: OpenTargetProps) {
  const subject = linkSubject(node);
  if (subject === null || node.kind === 'restricted') return null;
  const range = trendRange(windowSeconds);
  return (
    <OpenIn
      align="start"
      ask={() => ({
        subject,
        window: linkWindow(rangeSeconds(range) ?? windowSeconds, at),
        series:
          trend === null
            ? null
            : {
                ...trend.target,
                direction: trend.direction,
                metrics: tcp ? ['tcp'] : ['requests', 'latency'],
                by: 'none',
                range,
                at,
              },
      })}
    />
  );
}
