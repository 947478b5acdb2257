/** What the mesh page asks for; part of `queries` (queries.ts). */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Mesh } from '#lib/api/mesh.ts';
import { callApi } from './api-client.ts';
import { framed } from './frame.ts';
import { pollBeat } from './refresh.ts';
import { apiRoutes } from './routes.ts';
import type { Scope } from './scope.ts';

const isMesh = framed<Mesh>({
  controlPlane: 'object',
  revisions: 'array',
  namespaces: 'array',
  gateways: 'array',
  clusters: 'object',
  obsolete: 'array',
  warnings: 'array',
});

export const meshQueries = {
  mesh: (namespaces: Scope['namespaces']) =>
    queryOptions({
      queryKey: ['mesh', namespaces],
      queryFn: ({ signal }) =>
        callApi({ path: apiRoutes.mesh({ namespaces: namespaces?.join(',') }), judge: isMesh, signal }),
      placeholderData: keepPreviousData,
      refetchInterval: pollBeat,
    }),
};
