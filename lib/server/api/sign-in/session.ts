/** `/api/v1/session`: how to sign in, signing in, signing out. */

import type { SignInOptions } from '#lib/api/access/session.ts';
import { routes } from '#lib/api/routes.ts';
import { isAppError } from '../../app-error.ts';
import { defineOperation, type Operation } from '../../http/operation.ts';
import type { Services } from '../../services.ts';
import { signInCounts } from '../../session/rate-limit.ts';
import { claimedSubject, credentialFor, signIn } from '../../session/sign-in.ts';
import { strategies } from '../../setting-schemas.ts';
import type { Leaving } from '../../sign-in/leaving.ts';
import { whoami } from './whoami.ts';

export function signInOptions({ config }: Services): SignInOptions {
  return {
    strategies: strategies.filter((strategy) => config.strategies.has(strategy)),
    oidc: config.signIn.oidc === null ? null : { name: config.signIn.oidc.name },
    cluster: { name: config.clusterName, demo: config.strategies.has('demo') },
  };
}

export function sessionOperations(services: Services): Operation[] {
  const { config, access, sessions, failures, log } = services;
  return [
    defineOperation(routes.signInOptions, () => ({ kind: 'json', body: signInOptions(services) })),
    defineOperation(routes.signIn, async ({ body, address, requestId }) => {
      const credential = credentialFor(body, config);
      const counts = signInCounts(address, body.strategy === 'token' ? claimedSubject(body.token) : null);
      if (!access.recognises(credential)) failures.check(counts);
      const entry = { action: 'sign-in', strategy: body.strategy, requestId, address } as const;
      const route = { method: routes.signIn.method, path: routes.signIn.path };
      try {
        const signedIn = await signIn(body.strategy, credential, access);
        const { identity } = signedIn;
        const { session, cookies } = await sessions.create(signedIn.session);
        const answer = await whoami({ session, identity }, services);
        log.audit({ ...entry, ...route, subject: identity.name, result: 'allowed' });
        return { kind: 'json', body: answer, cookies };
      } catch (error) {
        const code = isAppError(error) ? error.code : 'internal';
        if (code === 'unauthenticated') failures.failed(counts);
        log.audit({ ...entry, ...route, subject: null, result: 'refused', code });
        throw error;
      }
    }),
    defineOperation(routes.signOut, async ({ cookieHeader, address, requestId }) => {
      const opened = await sessions.open(cookieHeader);
      const cookies = await sessions.end(cookieHeader);
      let onward: Leaving | null = null;
      if (opened.kind === 'session') {
        const { credential, strategy } = opened.session;
        onward = (await services.oidc?.leave(opened.session)) ?? null;
        const subject = await access.identity(credential).then(
          ({ name }) => name,
          () => null,
        );
        // Someone else may hold the same credential: their answers are asked for again, no more.
        access.forget(credential);
        const route = { method: routes.signOut.method, path: routes.signOut.path };
        log.audit({ action: 'sign-out', subject, strategy, result: 'allowed', requestId, address, ...route });
      }
      return {
        kind: 'json',
        body: { continueAt: onward === null ? null : routes.oidcLeave.path },
        cookies: [...cookies, ...(onward?.cookies ?? [])],
      };
    }),
  ];
}
