/** Routes of sessions, and who the caller is: a part of the table in routes.ts. */
import { readRoute } from '../route-contract.ts';
import {
  oidcQuerySchema,
  signInOptionsSchema,
  signInSchema,
  signOutSchema,
  whoamiSchema,
} from './session.ts';

export const sessionRoutes = {
  signInOptions: {
    ...readRoute,
    path: '/api/v1/session',
    access: 'public',
    summary: 'The ways to sign in here.',
    answer: signInOptionsSchema,
  },
  signIn: {
    ...readRoute,
    method: 'POST',
    path: '/api/v1/session',
    access: 'public',
    summary: 'Sign in; sets the session cookie.',
    body: signInSchema,
    answer: whoamiSchema,
  },
  signOut: {
    ...readRoute,
    method: 'DELETE',
    path: '/api/v1/session',
    access: 'public',
    summary: 'Sign out; ends the session and clears the cookie.',
    answer: signOutSchema,
  },
  oidcStart: {
    ...readRoute,
    path: '/api/v1/session/oidc',
    access: 'public',
    summary: 'Sends a browser to the issuer to sign in there.',
    query: oidcQuerySchema,
    answer: 'page',
  },
  /** Its query is the issuer's, who may say more than anybody knows. */
  oidcCallback: {
    ...readRoute,
    path: '/api/v1/session/oidc/callback',
    access: 'public',
    summary: 'Where the issuer sends the browser back to; sets the session cookie.',
    answer: 'page',
  },
  oidcLeave: {
    ...readRoute,
    path: '/api/v1/session/oidc/leave',
    access: 'public',
    summary: 'Sends a browser that has signed out here to the issuer, to sign out there.',
    answer: 'page',
  },
  whoami: {
    ...readRoute,
    path: '/api/v1/whoami',
    summary: 'Who the caller is and what they may do, by access reviews with their own credentials.',
    answer: whoamiSchema,
  },
} as const;
