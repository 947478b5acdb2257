/** What the page of traces asks for; part of `queries` (queries.ts). */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { TraceAnswer, TraceNames, Traces } from '#lib/api/traffic/traces.ts';
import { apiRoutes } from '../address/routes.ts';
import { callApi } from '../call/api-client.ts';
import { framed } from '../call/frame.ts';

const isTraces = framed<Traces>({ state: 'string', traces: 'array' });
const isNames = framed<TraceNames>({ names: 'array' });
const isTrace = framed<TraceAnswer>({ state: 'string' });

export interface TracesQuestion {
  namespace: string;
  /** As its spans name it. */
  app: string;
  /** Only traces in which it calls this one. */
  peer: { namespace: string; app: string } | null;
  /** A Go duration. */
  range: string;
  /** Unix seconds of the end; null is now. */
  at: number | null;
  minMs: number | null;
}

/** A trace does not change once it is over. */
const traceLifeMs = 300_000;
const limit = 100;

export const traceQueries = {
  /** Null asks nothing. */
  traces: (question: TracesQuestion | null) =>
    queryOptions({
      queryKey: ['traces', question],
      queryFn: ({ signal }) =>
        callApi({
          path: apiRoutes.traces({
            namespace: question?.namespace,
            app: question?.app,
            peerNamespace: question?.peer?.namespace,
            peerApp: question?.peer?.app,
            range: question?.range,
            at: question?.at === null ? null : String(question?.at),
            minMs: question?.minMs === null ? null : String(question?.minMs),
            limit: String(limit),
          }),
          judge: isTraces,
          signal,
        }),
      enabled: question !== null,
      placeholderData: keepPreviousData,
      retry: false,
    }),
  /** Null asks nothing. */
  trace: (id: string | null) =>
    queryOptions({
      queryKey: ['trace', id],
      queryFn: ({ signal }) => callApi({ path: apiRoutes.trace({ id }), judge: isTrace, signal }),
      enabled: id !== null,
      staleTime: traceLifeMs,
      retry: false,
    }),
  /** What its proxies call themselves there. Null asks nothing. */
  traceNames: (subject: { kind: 'service' | 'workload'; namespace: string; name: string } | null) =>
    queryOptions({
      queryKey: ['trace-names', subject],
      queryFn: ({ signal }) =>
        callApi({
          path: apiRoutes.traceNames({
            namespace: subject?.namespace,
            kind: subject?.kind,
            name: subject?.name,
          }),
          judge: isNames,
          signal,
        }),
      enabled: subject !== null,
      staleTime: 20_000,
      retry: false,
    }),
};
