/** Signing in and out. The server sets the cookie; nothing secret is kept in the browser. */
import type { SignIn } from '#lib/api/session.ts';
import { callApi } from './api-client.ts';
import { apiRoutes } from './routes.ts';

/** The cookie is what counts; the answer is not looked at. */
const anything = (value: unknown): value is unknown => value !== undefined;

export function signIn(request: SignIn): Promise<unknown> {
  return callApi({ path: apiRoutes.session(), method: 'POST', body: request, judge: anything });
}

export function signOut(): Promise<unknown> {
  return callApi({ path: apiRoutes.session(), method: 'DELETE', judge: anything });
}
