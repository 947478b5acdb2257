/** What links ask for; part of `queries` (queries.ts). Whether a tool answers changes without an event: hence a slow beat. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Links } from '#lib/api/links.ts';
import { callApi } from './api-client.ts';
import { framed } from './frame.ts';
import { apiRoutes } from './routes.ts';

const isLinks = framed<Links>({ tools: 'array', domain: 'string', warnings: 'array' });
const beatMs = 60_000;

export const linkQueries = {
  links: () =>
    queryOptions({
      queryKey: ['links'],
      queryFn: ({ signal }) => callApi({ path: apiRoutes.links(), judge: isLinks, signal }),
      placeholderData: keepPreviousData,
      staleTime: 20_000,
      refetchInterval: beatMs,
    }),
};
