/** What the metrics explorer asks for; part of `queries` (queries.ts). Asked when the reader says so, never by itself. */
import { queryOptions } from '@tanstack/react-query';
import type {
  ExploreAnswer,
  ExploreMetrics,
  ExploreNames,
  ExploreQuestion,
} from '#lib/api/traffic/explore.ts';
import { apiRoutes } from '../address/routes.ts';
import { callApi } from '../call/api-client.ts';
import { framed } from '../call/frame.ts';

const isExploreAnswer = framed<ExploreAnswer>({
  type: 'string',
  samples: 'array',
  times: 'array',
  series: 'array',
  found: 'number',
  notes: 'array',
});
const isExploreMetrics = framed<ExploreMetrics>({ metrics: 'array' });
const isExploreNames = framed<ExploreNames>({ names: 'array' });

/** Names come and go slowly. */
const namesLifeMs = 60_000;
/** An answer is of the moment that was asked about: coming back to it finds it. */
const answerLifeMs = 300_000;

export const exploreQueries = {
  /** Null asks nothing. */
  explore: (question: ExploreQuestion | null) =>
    queryOptions({
      queryKey: ['explore', question],
      queryFn: ({ signal }) =>
        callApi({
          path: apiRoutes.explore(),
          judge: isExploreAnswer,
          method: 'POST',
          body: question,
          signal,
        }),
      enabled: question !== null,
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: answerLifeMs,
      retry: false,
    }),
  exploreMetrics: () =>
    queryOptions({
      queryKey: ['explore-metrics'],
      queryFn: ({ signal }) => callApi({ path: apiRoutes.exploreMetrics(), judge: isExploreMetrics, signal }),
      staleTime: namesLifeMs,
    }),
  exploreLabels: (metric: string | null) =>
    queryOptions({
      queryKey: ['explore-labels', metric],
      queryFn: ({ signal }) =>
        callApi({ path: apiRoutes.exploreLabels({ metric }), judge: isExploreNames, signal }),
      staleTime: namesLifeMs,
    }),
  exploreValues: (label: string, metric: string | null) =>
    queryOptions({
      queryKey: ['explore-values', label, metric],
      queryFn: ({ signal }) =>
        callApi({ path: apiRoutes.exploreValues({ label, metric }), judge: isExploreNames, signal }),
      staleTime: namesLifeMs,
    }),
};
