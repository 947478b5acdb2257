'use client';
/** The comparison that the URL asks for (`vs=1h`): the same view so long before, and what differs. */
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Graph } from '#lib/api/traffic/graph.ts';
import { readLength } from '#lib/client/address/own-range.ts';
import { rangeSeconds } from '#lib/client/address/scope.ts';
import type { GraphView } from '#lib/client/queries/graph-query.ts';
import { queries } from '#lib/client/queries/queries.ts';
import type { Comparison } from '#lib/graph/views/compare.ts';
import { pastStepSeconds } from '#lib/metrics/time-range.ts';
import type { Replay } from '../time/use-replay.ts';
import { type ComparingTools, useComparingTools } from './use-comparing-tools.ts';

/** How far apart: a minute to a month. */
export const compareBounds = { minSeconds: 60, maxSeconds: 30 * 86_400 };

export type ComparisonState = 'off' | 'waiting' | 'failed' | 'no-history' | 'ready';

export interface Compared {
  readonly state: ComparisonState;
  /** How long before, seconds. */
  readonly agoSeconds: number;
  /** Unix seconds of the window that is compared with. */
  readonly at: number;
  readonly comparison: Comparison | null;
  /** Null until they are loaded. */
  readonly tools: ComparingTools | null;
  /** With what is gone. */
  readonly graph: Graph | undefined;
  readonly retry: () => void;
}

/** Seconds of `vs`; null for none, and for what is no length. */
export function comparedSeconds(vs: string | null): number | null {
  if (vs === null) return null;
  const read = readLength(vs, compareBounds);
  return 'range' in read ? rangeSeconds(read.range) : null;
}

/** One question a minute while the present moves on. */
const stepSeconds = 60;

export function useComparison(
  graph: Graph | undefined,
  view: GraphView,
  vs: string | null,
  replay: Replay,
): Compared {
  const ago = comparedSeconds(vs);
  const tools = useComparingTools(ago !== null);
  const step = Math.max(stepSeconds, pastStepSeconds(replay.windowSeconds));
  const at = Math.floor(((replay.at ?? replay.now) - (ago ?? 0)) / step) * step;
  const query = useQuery({
    ...queries.graph({ ...view, at, percentiles: true }),
    enabled: ago !== null && !replay.playing,
  });
  const then = query.data;
  const usable = ago !== null && !replay.playing && then !== undefined && then.type === graph?.type;
  const comparison = useMemo(
    () =>
      tools !== null && usable && graph !== undefined && then.metricsAt !== null && graph.metricsAt !== null
        ? tools.compareGraphs(graph, then)
        : null,
    [tools, usable, graph, then],
  );
  const whole = useMemo(
    () =>
      graph === undefined || comparison === null || tools === null
        ? graph
        : tools.withGone(graph, comparison),
    [tools, graph, comparison],
  );
  const noHistory = then?.warnings.some(({ code }) => code === 'prometheus-no-history') === true;
  const stateOf = (): ComparisonState => {
    if (ago === null) return 'off';
    if (comparison !== null) return 'ready';
    if (query.isError) return 'failed';
    if (then === undefined || tools === null || replay.playing) return 'waiting';
    return noHistory ? 'no-history' : 'failed';
  };
  return {
    state: stateOf(),
    agoSeconds: ago ?? 0,
    at: then?.at ?? at,
    comparison,
    tools,
    graph: whole,
    retry: () => void query.refetch(),
  };
}
