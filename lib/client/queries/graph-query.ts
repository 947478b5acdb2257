/** The view of a graph as a query of `GET /api/v1/graph`: by this text the stream's differences find their graph. */
import type { GraphType } from '#lib/api/words.ts';
import { apiRoutes } from '../address/routes.ts';
import type { Scope } from '../address/scope.ts';

export interface GraphView {
  namespaces: Scope['namespaces'];
  type: GraphType;
  serviceNodes: boolean;
  /** A Go duration. */
  window: string;
  /** Unix seconds; null means now. */
  at: number | null;
  /** Of the past: false where a frame is gone a second later. Wanted when left out. */
  percentiles?: boolean;
}

export function graphPath({ namespaces, type, serviceNodes, window, at, percentiles }: GraphView): string {
  return apiRoutes.graph({
    namespaces: namespaces?.join(','),
    type,
    serviceNodes: serviceNodes ? 'true' : undefined,
    window,
    at: at === null ? undefined : String(at),
    percentiles: percentiles === false && at !== null ? 'false' : undefined,
  });
}

export function graphQueryOf(view: GraphView): string {
  return graphPath(view).split('?')[1] ?? '';
}

/** Of a query key: only `queries.graph` makes such keys. */
export function isGraphView(value: unknown): value is GraphView {
  return typeof value === 'object' && value !== null && 'type' in value && 'window' in value && 'at' in value;
}
