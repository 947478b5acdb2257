/** The ways to sign in. Each ends with Kubernetes saying who the credential belongs to; the console keeps no accounts. */
import { createHash, randomBytes } from 'node:crypto';
import type { SignIn } from '#lib/api/access/session.ts';
import type { AccessBook } from '../access/access-book.ts';
import type { Identity } from '../access/reviews.ts';
import { AppError } from '../app-error.ts';
import type { Config } from '../config.ts';
import { bearerCredential, type UserCredential } from '../kubernetes/credential.ts';
import type { Session } from './session.ts';

/** The `exp` claim, unverified: it only shortens the cookie's life. Kubernetes judges the token. */
export function tokenExpiry(token: string): number | null {
  const claims = claimsOf(token);
  return typeof claims.exp === 'number' && Number.isFinite(claims.exp) ? Math.floor(claims.exp) : null;
}

function claimsOf(token: string): Readonly<Record<string, unknown>> {
  const part = token.split('.')[1];
  if (part === undefined) return {};
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

/** For the limit per subject: whoever the token claims to be, or the token itself. Hashed, since it is kept. */
export function claimedSubject(token: string): string {
  const { sub } = claimsOf(token);
  return createHash('sha256')
    .update(typeof sub === 'string' ? sub : token)
    .digest('base64url');
}

export function credentialFor(request: SignIn, config: Config): UserCredential {
  if (!config.strategies.has(request.strategy)) {
    throw new AppError('not-configured', { detail: 'This way to sign in is switched off.' });
  }
  switch (request.strategy) {
    case 'anonymous':
      return { kind: 'anonymous' };
    case 'demo':
      if (config.demoTokens === null) throw new AppError('not-configured');
      return bearerCredential(config.demoTokens[request.persona]);
    case 'token':
      return bearerCredential(request.token);
  }
}

export const newSessionId = (): string => randomBytes(16).toString('base64url');

/** Rejects with "unauthenticated" when Kubernetes does not know the credential. */
export async function signIn(
  strategy: SignIn['strategy'],
  credential: UserCredential,
  access: AccessBook,
): Promise<{ session: Session; identity: Identity }> {
  const identity = await access.identity(credential);
  return {
    identity,
    session: {
      strategy,
      credential,
      oidc: null,
      id: newSessionId(),
      expiresAt: credential.kind === 'bearer' ? tokenExpiry(credential.token) : null,
    },
  };
}
