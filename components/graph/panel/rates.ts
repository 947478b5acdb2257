/**
 * Requests of some edges by how they ended, per second: for the table of a panel. Server errors, failed gRPC and requests
 * without an answer are told apart as far as the commonest failures of an edge tell (lib/api/traffic/graph.ts).
 */
import type { GraphEdge } from '#lib/api/traffic/graph.ts';

export const outcomes = ['succeeded', 'clientErrors', 'serverErrors', 'grpcFailures', 'noAnswer'] as const;
export type Outcome = (typeof outcomes)[number];

export type Rates = Readonly<Record<Outcome | 'requests' | 'bytes', number>>;

const nothing: Rates = {
  requests: 0,
  succeeded: 0,
  clientErrors: 0,
  serverErrors: 0,
  grpcFailures: 0,
  noAnswer: 0,
  bytes: 0,
};

export function addRates(a: Rates, b: Rates): Rates {
  return {
    requests: a.requests + b.requests,
    succeeded: a.succeeded + b.succeeded,
    clientErrors: a.clientErrors + b.clientErrors,
    serverErrors: a.serverErrors + b.serverErrors,
    grpcFailures: a.grpcFailures + b.grpcFailures,
    noAnswer: a.noAnswer + b.noAnswer,
    bytes: a.bytes + b.bytes,
  };
}

function outcomeOf(code: string): Exclude<Outcome, 'succeeded' | 'clientErrors'> {
  if (code === 'http 0') return 'noAnswer';
  return code.startsWith('grpc') ? 'grpcFailures' : 'serverErrors';
}

function ratesOfEdge(edge: GraphEdge): Rates {
  const { requestsPerSecond: requests, errorRatio, clientErrorRatio, failures = [] } = edge;
  const errors = (errorRatio ?? 0) * requests;
  const clientErrors = (clientErrorRatio ?? 0) * requests;
  const told = { serverErrors: 0, grpcFailures: 0, noAnswer: 0 };
  for (const { code, ratio } of failures) told[outcomeOf(code)] += ratio * requests;
  const rest = Math.max(0, errors - told.serverErrors - told.grpcFailures - told.noAnswer);
  told[edge.protocol === 'grpc' ? 'grpcFailures' : 'serverErrors'] += rest;
  return {
    requests,
    succeeded: Math.max(0, requests - errors - clientErrors),
    clientErrors,
    ...told,
    bytes: edge.bytesPerSecond ?? 0,
  };
}

export function ratesOf(edges: readonly GraphEdge[]): Rates {
  return edges.map(ratesOfEdge).reduce(addRates, nothing);
}
