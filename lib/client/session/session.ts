/** Signing in and out. The server sets the cookie; nothing secret is kept in the browser. */
import type { SignIn, SignOut } from '#lib/api/access/session.ts';
import { apiRoutes } from '../address/routes.ts';
import { callApi } from '../call/api-client.ts';
import { framed } from '../call/frame.ts';
import { setSigningOut } from './signing-out.ts';

/** The cookie is what counts; the answer is not looked at. */
const anything = (value: unknown): value is unknown => value !== undefined;

export function signIn(request: SignIn): Promise<unknown> {
  return callApi({ path: apiRoutes.session(), method: 'POST', body: request, judge: anything });
}

const isSignOut = framed<SignOut>({});

/** Where to go on: to the issuer, who has a session, too, or null. */
export async function signOut(): Promise<string | null> {
  setSigningOut(true);
  try {
    const answer = await callApi({ path: apiRoutes.session(), method: 'DELETE', judge: isSignOut });
    return answer.continueAt;
  } catch (error) {
    setSigningOut(false);
    throw error;
  }
}
