/** Personas granted and taken back. Never aborted: what was sent may have been written. */
import type { GrantAnswer, GrantBody, RevokeBody } from '#lib/api/access/access.ts';
import { apiRoutes } from '../address/routes.ts';
import { callApi } from '../call/api-client.ts';
import { framed } from '../call/frame.ts';

const isGrantAnswer = framed<GrantAnswer>({ namespace: 'string', name: 'string', state: 'string' });

/** Both reject with ApiError. */
export const grants = {
  grant: (body: GrantBody): Promise<GrantAnswer> =>
    callApi({ path: apiRoutes.grantPersona(), method: 'POST', body, judge: isGrantAnswer }),
  revoke: (body: RevokeBody): Promise<GrantAnswer> =>
    callApi({ path: apiRoutes.revokePersona(), method: 'POST', body, judge: isGrantAnswer }),
};
