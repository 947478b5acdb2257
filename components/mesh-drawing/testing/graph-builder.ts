/** Small service graphs for tests. */
import type { Graph, GraphEdge, GraphNode, Health, Traffic } from '#lib/api/traffic/graph.ts';

export const healthy: Health = { state: 'healthy', reasons: [] };
export const idle: Health = {
  state: 'idle',
  reasons: [{ code: 'no-traffic', value: null, threshold: null }],
};

export function failing(errorRatio: number): Health {
  return { state: 'failing', reasons: [{ code: 'error-ratio', value: errorRatio, threshold: 0.05 }] };
}

export function slow(p95Ms: number): Health {
  return { state: 'degraded', reasons: [{ code: 'latency', value: p95Ms, threshold: 1000 }] };
}

export function makeTraffic(requestsPerSecond: number, changes: Partial<Traffic> = {}): Traffic {
  return {
    requestsPerSecond,
    errorRatio: 0,
    clientErrorRatio: 0,
    averageMs: 5,
    p50Ms: 4,
    p95Ms: 20,
    p99Ms: 30,
    bytesPerSecond: null,
    ...changes,
  };
}

export function makeNode(id: string, changes: Partial<GraphNode> = {}): GraphNode {
  return {
    id,
    kind: 'app',
    cluster: 'c',
    namespace: 'shop',
    name: id,
    app: id,
    version: 'v1',
    workload: `${id}-v1`,
    service: id,
    hosts: [`${id}.shop.svc.cluster.local`],
    protocol: 'http',
    root: false,
    badges: [],
    health: healthy,
    inbound: makeTraffic(10),
    outbound: null,
    group: null,
    ...changes,
  };
}

export function makeEdge(source: string, target: string, changes: Partial<GraphEdge> = {}): GraphEdge {
  return {
    id: `${source}>${target}`,
    source,
    target,
    protocol: 'http',
    health: healthy,
    ...makeTraffic(10),
    mtlsRatio: 1,
    sourceShare: 0.5,
    flags: [],
    hosts: [],
    ...changes,
  };
}

export function makeGraph(nodes: readonly GraphNode[], edges: readonly GraphEdge[] = []): Graph {
  return {
    type: 'versioned-app',
    version: '1',
    at: 1_000_000,
    windowSeconds: 60,
    metricsAt: 1_000_000,
    namespaces: [],
    nodes: [...nodes],
    edges: [...edges],
    warnings: [],
  };
}
