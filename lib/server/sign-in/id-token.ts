/**
 * Whether an ID token is one that this console may use: signature, algorithm, key, issuer, audience, nonce and times
 * (https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation). Kubernetes judges it again; a session is not made of less.
 */
import { errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { fail, ok, type Result } from '#lib/result.ts';

export interface IdClaims {
  subject: string;
  /** Unix seconds. */
  issuedAt: number;
  expiresAt: number;
}

export type IdTokenFault =
  | 'malformed'
  | 'algorithm'
  | 'key'
  | 'signature'
  | 'issuer'
  | 'audience'
  | 'nonce'
  | 'expired'
  | 'not-yet'
  | 'claims';

export interface Expected {
  issuer: string;
  clientId: string;
  /** Null where none was asked for: of a renewal. */
  nonce: string | null;
  keys: JWTVerifyGetKey;
  /** Unix seconds. */
  now: number;
}

/** Those that kube-apiserver takes: nothing symmetric, no "none". */
export const algorithms = ['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512', 'PS256', 'PS384', 'PS512'];
/** As kube-apiserver bears it of "nbf"; an expired token is expired. */
const leewaySeconds = 300;

const claimFaults: Readonly<Record<string, IdTokenFault>> = {
  iss: 'issuer',
  aud: 'audience',
  nbf: 'not-yet',
};

function faultOf(error: unknown): IdTokenFault | null {
  if (error instanceof errors.JWTExpired) return 'expired';
  if (error instanceof errors.JWTClaimValidationFailed) return claimFaults[error.claim] ?? 'claims';
  if (error instanceof errors.JOSEAlgNotAllowed || error instanceof errors.JOSENotSupported)
    return 'algorithm';
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys)
    return 'key';
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'signature';
  if (error instanceof errors.JWTInvalid || error instanceof errors.JWSInvalid) return 'malformed';
  return null;
}

/** Rejects only when the issuer's keys cannot be had. */
export async function checkIdToken(
  token: string,
  expected: Expected,
): Promise<Result<IdClaims, IdTokenFault>> {
  const { issuer, clientId, nonce, keys, now } = expected;
  try {
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      audience: clientId,
      algorithms,
      clockTolerance: leewaySeconds,
      currentDate: new Date(now * 1000),
      requiredClaims: ['sub', 'iat', 'exp'],
    });
    const { sub = '', iat = 0, exp = 0, aud, azp } = payload;
    if (sub === '') return fail('claims');
    if (exp <= now) return fail('expired');
    if (iat > now + leewaySeconds) return fail('not-yet');
    const several = Array.isArray(aud) && aud.length > 1;
    if ((azp !== undefined || several) && azp !== clientId) return fail('audience');
    if (nonce !== null && payload.nonce !== nonce) return fail('nonce');
    return ok({ subject: sub, issuedAt: iat, expiresAt: exp });
  } catch (error) {
    const fault = faultOf(error);
    if (fault === null) throw error;
    return fail(fault);
  }
}
