/** What links ask for; part of `queries` (queries.ts). Whether a tool answers changes without an event: hence a slow beat. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Links, OpenedLink, ServicePages } from '#lib/api/mesh/links.ts';
import type { ToolService } from '#lib/links/tool.ts';
import { apiRoutes, type ObjectName } from '../address/routes.ts';
import { callApi } from '../call/api-client.ts';
import { framed } from '../call/frame.ts';

const isOpened = framed<OpenedLink>({ action: 'string', ticket: 'string' });
const isLinks = framed<Links>({ tools: 'array', domain: 'string', warnings: 'array' });
const isServicePages = framed<ServicePages>({ pages: 'array' });
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
  /** Its ports that may have pages. */
  servicePages: (service: ObjectName) =>
    queryOptions({
      queryKey: ['links', 'pages', service.namespace, service.name],
      queryFn: ({ signal }) =>
        callApi({ path: apiRoutes.servicePages(service), judge: isServicePages, signal }),
      staleTime: 20_000,
    }),
};

/** A ticket for a page of a Service on a host of its own. Rejects with ApiError. */
export function openLink(service: ToolService, path: string): Promise<OpenedLink> {
  return callApi({ path: apiRoutes.openLink(), method: 'POST', body: { service, path }, judge: isOpened });
}
