/** A request tried in the mesh as it would be with changes that are not written. */
import type { Change } from '#lib/api/configuration/configuration.ts';
import type { RouteTestAnswer, RouteTestRequest } from '#lib/api/configuration/route-test.ts';
import { apiRoutes } from '../address/routes.ts';
import { callApi } from '../call/api-client.ts';
import { framed } from '../call/frame.ts';

const isAnswer = framed<RouteTestAnswer>({ destinations: 'array', tried: 'array', partial: 'object' });

export const routeTests = {
  with: (
    request: RouteTestRequest,
    changes: readonly Change[],
    signal: AbortSignal,
  ): Promise<RouteTestAnswer> =>
    callApi({
      path: apiRoutes.routeTest(),
      method: 'POST',
      body: { request, changes },
      judge: isAnswer,
      signal,
    }),
};
