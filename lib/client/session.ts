/** Signing in and out. The server sets the cookie; nothing secret is kept in the browser. */
import * as z from 'zod/mini';
import type { SignIn } from '#lib/api/session.ts';
import { callApi } from './api-client.ts';
import { apiRoutes } from './routes.ts';

export function signIn(request: SignIn): Promise<unknown> {
  return callApi({ path: apiRoutes.session(), method: 'POST', body: request, schema: z.unknown() });
}

export function signOut(): Promise<unknown> {
  return callApi({ path: apiRoutes.session(), method: 'DELETE', schema: z.unknown() });
}
