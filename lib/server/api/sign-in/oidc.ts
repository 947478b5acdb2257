/** `/api/v1/session/oidc`: to the issuer, back from it, and out again. A browser comes by itself, so every answer sends it on. */

import type { SignInProblem } from '#lib/api/access/session.ts';
import { routes } from '#lib/api/routes.ts';
import type { ProblemCode } from '#lib/api/words.ts';
import { AppError, isAppError } from '../../app-error.ts';
import { type Answer, defineOperation, type OnwardStatus, type Operation } from '../../http/operation.ts';
import { safeReturnTo } from '../../http/return-to.ts';
import { bearerCredential } from '../../kubernetes/credential.ts';
import type { Services } from '../../services.ts';
import { signInCounts } from '../../session/rate-limit.ts';
import { newSessionId } from '../../session/sign-in.ts';
import type { Oidc } from '../../sign-in/oidc.ts';

const statuses: Readonly<Record<SignInProblem, OnwardStatus>> = {
  state: 400,
  denied: 403,
  'issuer-away': 503,
  'issuer-wrong': 503,
  rejected: 401,
  clock: 401,
  'unknown-user': 401,
  'too-large': 413,
  'cluster-away': 503,
  'too-many': 429,
  failed: 500,
};

/** What an error of our own side means to whoever signs in. */
const problems: Partial<Readonly<Record<ProblemCode, SignInProblem>>> = {
  unauthenticated: 'unknown-user',
  forbidden: 'unknown-user',
  'too-large': 'too-large',
  invalid: 'rejected',
  unavailable: 'cluster-away',
  timeout: 'cluster-away',
  'too-many-requests': 'too-many',
};

function signInPage(problem: SignInProblem, returnTo: string): string {
  const query = new URLSearchParams({ ...(returnTo === '/' ? {} : { returnTo }), problem });
  return `/login?${query}`;
}

export function oidcOperations(services: Services): Operation[] {
  const { access, sessions, failures, log } = services;

  function switchedOn(): Oidc {
    if (services.oidc === null)
      throw new AppError('not-configured', { detail: 'This way to sign in is switched off.' });
    return services.oidc;
  }

  function refused(problem: SignInProblem, returnTo: string, cookies: readonly string[] = []): Answer {
    return {
      kind: 'onward',
      status: statuses[problem],
      location: signInPage(problem, returnTo),
      cookies,
    };
  }

  return [
    defineOperation(routes.oidcStart, async ({ query, cookieHeader, requestId }) => {
      const oidc = switchedOn();
      const returnTo = safeReturnTo(query.returnTo);
      try {
        const { question, address } = await oidc.flow.start(returnTo);
        const cookies = await oidc.questions.keep(question, cookieHeader);
        return { kind: 'onward', status: 303, location: address.href, cookies };
      } catch (error) {
        if (!isAppError(error)) throw error;
        log.warn({ requestId, error }, 'issuer');
        return refused(error.code === 'unavailable' ? 'issuer-away' : 'issuer-wrong', returnTo);
      }
    }),
    {
      route: routes.oidcCallback,
      // Not by `defineOperation`: the query is the issuer's.
      run: async ({ query, cookieHeader, address, requestId }) => {
        const oidc = switchedOn();
        const { method, path } = routes.oidcCallback;
        const entry = { action: 'sign-in', strategy: 'oidc', requestId, address, method, path } as const;
        const state = query.getAll('state').length === 1 ? (query.get('state') ?? '') : '';
        const question = await oidc.questions.read(state, cookieHeader);
        const returnTo = safeReturnTo(question?.returnTo);
        const drop = question === null ? [] : oidc.questions.drop(state);
        const counts = signInCounts(address, null);
        const refuse = (problem: SignInProblem) => {
          if (statuses[problem] === 401) failures.failed(counts);
          log.audit({ ...entry, subject: null, result: 'refused', code: problem });
          return refused(problem, returnTo, drop);
        };
        try {
          failures.check(counts);
          if (question === null) return refuse('state');
          const tokens = await oidc.flow.finish(question, query);
          if (!tokens.ok) return refuse(tokens.error);
          const { idToken, refreshToken, subject, issuedAt, expiresAt } = tokens.value;
          const credential = bearerCredential(idToken);
          const identity = await access.identity(credential);
          const { cookies } = await sessions.create({
            strategy: 'oidc',
            credential,
            oidc: { refreshToken, subject, issuedAt, expiresAt },
            id: newSessionId(),
            // Renewed, it outlives its first ID token.
            expiresAt: null,
          });
          log.audit({ ...entry, subject: identity.name, result: 'allowed' });
          return { kind: 'onward', status: 303, location: returnTo, cookies: [...drop, ...cookies] };
        } catch (error) {
          const problem = isAppError(error) ? (problems[error.code] ?? 'failed') : 'failed';
          if (problem === 'failed') log.error({ requestId, error }, 'request failed');
          return refuse(problem);
        }
      },
    },
    defineOperation(routes.oidcLeave, async ({ cookieHeader }) => {
      const { location, cookies } = await switchedOn().finishLeaving(cookieHeader);
      return { kind: 'onward', status: 303, location, cookies };
    }),
  ];
}
