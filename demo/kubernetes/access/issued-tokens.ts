/**
 * Callers whom an OpenID Connect issuer vouches for, as a kube-apiserver with one issuer in its AuthenticationConfiguration takes them:
 * signature, issuer, audience and times are judged, "sub" and "groups" become names (https://kubernetes.io/docs/reference/access-authn-authz/authentication/#openid-connect-tokens).
 */
import { createRemoteJWKSet, decodeJwt, errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import type { User } from './authentication.ts';

/** The user of an Authorization header; undefined when it holds nothing of the issuer's that is good. */
export type IssuedTokens = (authorization: string | undefined) => Promise<User | undefined>;

/** As on the real cluster (e2e/cluster/accounts.ts). */
const audience = 'sluice';
const prefix = 'oidc:';

async function keysOf(issuer: string): Promise<JWTVerifyGetKey> {
  const answer = await fetch(`${issuer}/.well-known/openid-configuration`, { redirect: 'error' });
  const document: { issuer?: unknown; jwks_uri?: unknown } = await answer.json();
  if (document.issuer !== issuer || typeof document.jwks_uri !== 'string')
    throw new Error(`${issuer} does not describe itself`);
  return createRemoteJWKSet(new URL(document.jwks_uri), { cooldownDuration: 1000 });
}

function isOf(issuer: string, token: string): boolean {
  try {
    return decodeJwt(token).iss === issuer;
  } catch {
    return false;
  }
}

export function issuedTokens(issuer: string): IssuedTokens {
  let keys: Promise<JWTVerifyGetKey> | null = null;

  /** An issuer that starts anew has new keys, under names that it had before. */
  async function verified(token: string) {
    keys ??= keysOf(issuer);
    const options = { issuer, audience, requiredClaims: ['sub', 'exp'] };
    try {
      return await jwtVerify(token, await keys, options);
    } catch (error) {
      keys = null;
      if (!(error instanceof errors.JWSSignatureVerificationFailed)) throw error;
      keys = keysOf(issuer);
      return jwtVerify(token, await keys, options);
    }
  }

  return async (authorization) => {
    const [, token] = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+) *$/i.exec(authorization ?? '') ?? [];
    if (token === undefined || !isOf(issuer, token)) return undefined;
    try {
      const { payload } = await verified(token);
      const { sub = '', groups } = payload;
      const named = Array.isArray(groups) ? groups.filter((name) => typeof name === 'string') : [];
      return {
        username: prefix + sub,
        uid: '',
        groups: [...named.map((name) => prefix + name), 'system:authenticated'],
      };
    } catch {
      return undefined;
    }
  };
}
