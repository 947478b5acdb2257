/** Line width by traffic, logarithmic, in quarters of a pixel: a tick that changes little changes no line. */
import type { GraphEdge } from '#lib/api/traffic/graph.ts';

const quarters = (width: number) => Math.round(width * 4) / 4;

/** Pixels at zoom 1. */
export function edgeWidth(
  edge: Pick<GraphEdge, 'protocol' | 'requestsPerSecond' | 'bytesPerSecond'>,
): number {
  return edge.protocol === 'tcp'
    ? quarters(1 + 0.35 * Math.log10(1 + (edge.bytesPerSecond ?? 0) / 1000))
    : quarters(1 + 0.8 * Math.log10(1 + edge.requestsPerSecond));
}
