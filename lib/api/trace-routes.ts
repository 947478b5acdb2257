/** Routes of traces: a part of the table in routes.ts. */
import { traceQuerySchema, traceSchema, tracesQuerySchema, tracesSchema } from './traces.ts';

const read = { method: 'GET', access: 'signed-in', writes: false, query: null, body: null } as const;

export const traceRoutes = {
  traces: {
    ...read,
    path: '/api/v1/traces',
    summary: "Traces of a service or an edge out of Jaeger or Tempo, read with the caller's credentials.",
    query: tracesQuerySchema,
    answer: tracesSchema,
  },
  trace: {
    ...read,
    path: '/api/v1/traces/one',
    summary: 'One trace with its spans; those in namespaces that the caller may not see are restricted.',
    query: traceQuerySchema,
    answer: traceSchema,
  },
} as const;
