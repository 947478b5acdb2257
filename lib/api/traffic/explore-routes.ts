/** Routes of the metrics explorer: a part of the table in routes.ts. */

import { readRoute } from '../route-contract.ts';
import {
  exploreAnswerSchema,
  exploreBodySchema,
  exploreLabelsQuerySchema,
  exploreMetricsSchema,
  exploreNamesSchema,
  exploreValuesQuerySchema,
} from './explore.ts';

const measured = { ...readRoute, costs: 'measured' } as const;

export const exploreRoutes = {
  explore: {
    ...measured,
    method: 'POST',
    path: '/api/v1/explore',
    summary: 'Answers a question in PromQL, kept to the namespaces that the caller may see; changes nothing.',
    body: exploreBodySchema,
    answer: exploreAnswerSchema,
  },
  exploreMetrics: {
    ...measured,
    path: '/api/v1/explore/metrics',
    summary: 'Names of metrics that have series in the namespaces that the caller may see.',
    answer: exploreMetricsSchema,
  },
  exploreLabels: {
    ...measured,
    path: '/api/v1/explore/labels',
    summary: 'Names of labels, of one metric or of all, in the namespaces that the caller may see.',
    query: exploreLabelsQuerySchema,
    answer: exploreNamesSchema,
  },
  exploreValues: {
    ...measured,
    path: '/api/v1/explore/values',
    summary: 'Values of a label, of one metric or of all, in the namespaces that the caller may see.',
    query: exploreValuesQuerySchema,
    answer: exploreNamesSchema,
  },
} as const;
