/** What the mesh page asks for; part of `queries` (queries.ts). */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Mesh } from '#lib/api/mesh/mesh.ts';
import { apiRoutes } from '../address/routes.ts';
import type { Scope } from '../address/scope.ts';
import { callApi } from '../call/api-client.ts';
import { framed } from '../call/frame.ts';
import { pollBeat } from './refresh.ts';

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
