/** Routes of traces: a part of the table in routes.ts. */
import { readRoute } from '../route-contract.ts';
import {
  traceNamesQuerySchema,
  traceNamesSchema,
  traceQuerySchema,
  traceSchema,
  tracesQuerySchema,
  tracesSchema,
} from './traces.ts';

export const traceRoutes = {
  traces: {
    ...readRoute,
    path: '/api/v1/traces',
    costs: 'measured',
    summary: "Traces of a service or an edge out of Jaeger or Tempo, read with the caller's credentials.",
    query: tracesQuerySchema,
    answer: tracesSchema,
  },
  trace: {
    ...readRoute,
    path: '/api/v1/traces/one',
    costs: 'measured',
    summary: 'One trace with its spans; those in namespaces that the caller may not see are restricted.',
    query: traceQuerySchema,
    answer: traceSchema,
  },
  traceNames: {
    ...readRoute,
    path: '/api/v1/traces/names',
    summary:
      'What the proxies of a Service or workload call themselves in traces, to look for them elsewhere.',
    query: traceNamesQuerySchema,
    answer: traceNamesSchema,
  },
} as const;
