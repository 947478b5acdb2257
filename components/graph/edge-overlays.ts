/** What is drawn on edges by choice: locks where the traffic is under mutual TLS or not, and what moving dots tell. */
import type { CanvasEdge, CanvasModel } from '#components/kit/graph-canvas/canvas-model.ts';
import type { GraphEdge } from '#lib/api/traffic/graph.ts';
import type { OverlayName } from './overlays.ts';

/** Rounding and a sample between two scrapes are not plain text. */
const allOf = 0.995;

export function lockOf({ mtlsRatio }: Pick<GraphEdge, 'mtlsRatio'>): CanvasEdge['lock'] {
  if (mtlsRatio === null) return undefined;
  return mtlsRatio >= allOf ? 'closed' : 'open';
}

/** How lively an edge is, 0..1 on a logarithmic scale: 1 request and 1 kB a second are the same little. */
export function liveliness(
  edge: Pick<GraphEdge, 'protocol' | 'requestsPerSecond' | 'bytesPerSecond'>,
): number {
  const amount = edge.protocol === 'tcp' ? (edge.bytesPerSecond ?? 0) / 1000 : edge.requestsPerSecond;
  return Math.min(1, Math.log10(1 + amount) / 4);
}

export function withEdgeOverlays(
  model: CanvasModel,
  drawn: readonly GraphEdge[],
  overlays: readonly OverlayName[],
): CanvasModel {
  const locks = overlays.includes('locks');
  const dots = overlays.includes('dots');
  if (!locks && !dots) return model;
  const known = new Map(drawn.map((edge) => [edge.id, edge]));
  const edges = model.edges.map((line) => {
    const edge = known.get(line.id);
    if (!edge) return line;
    const lock = locks ? lockOf(edge) : undefined;
    const flow = dots ? { speed: liveliness(edge), failing: edge.errorRatio ?? 0 } : undefined;
    return { ...line, ...(lock && { lock }), ...(flow && flow.speed > 0 && { flow }) };
  });
  return { ...model, edges };
}
