/**
 * The authorization code flow with PKCE (https://openid.net/specs/openid-connect-core-1_0.html#CodeFlowAuth, RFC 7636): a question
 * to the issuer that only this browser can bring back, once, and what comes of its answer.
 */
import * as client from 'openid-client';
import type { SignInProblem } from '#lib/api/access/session.ts';
import { fail, ok, type Result } from '#lib/result.ts';
import { AppError, isAppError } from '../app-error.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { IdTokenFault } from './id-token.ts';
import { checkIdToken } from './id-token.ts';
import type { Issuer } from './issuer.ts';
import { issuerFault } from './issuer-fetch.ts';

/** What this browser has asked the issuer; kept sealed in a cookie of its own until the answer comes. */
export interface Question {
  state: string;
  nonce: string;
  verifier: string;
  returnTo: string;
  /** Unix seconds. */
  askedAt: number;
}

export interface OidcTokens {
  idToken: string;
  refreshToken: string | null;
  subject: string;
  /** Unix seconds, of the ID token. */
  issuedAt: number;
  expiresAt: number;
}

export interface Flow {
  /** The issuer's address for this question. Rejects with AppError. */
  start(returnTo: string): Promise<{ question: Question; address: URL }>;
  /** `query` is what the issuer sent the browser back with. Of tokens that are good; or what is wrong, for people. */
  finish(question: Question, query: URLSearchParams): Promise<Result<OidcTokens, SignInProblem>>;
}

export const callbackPath = '/api/v1/session/oidc/callback';
/** Who takes longer to sign in there asks anew. */
export const questionSeconds = 600;
const maxUsed = 10_000;

const timeFaults: readonly IdTokenFault[] = ['expired', 'not-yet'];

export function createFlow(issuer: Issuer, publicUrl: URL, clock: Clock, log: Log): Flow {
  const { settings } = issuer;
  const redirectUri = new URL(callbackPath, publicUrl);
  /** States that came back, with the time after which their cookies are too old anyway. */
  const used = new Map<string, number>();
  const seconds = () => Math.floor(clock.now() / 1000);

  /** True the first time. */
  function take(state: string): boolean {
    if (used.has(state)) return false;
    for (const [old, end] of used) if (end < seconds() || used.size >= maxUsed) used.delete(old);
    used.set(state, seconds() + questionSeconds);
    return true;
  }

  async function exchange(
    question: Question,
    query: URLSearchParams,
  ): Promise<Result<OidcTokens, SignInProblem>> {
    const { configuration, keys } = await issuer.known();
    const address = new URL(redirectUri);
    address.search = query.toString();
    const tokens = await client.authorizationCodeGrant(configuration, address, {
      pkceCodeVerifier: question.verifier,
      expectedState: question.state,
      expectedNonce: question.nonce,
      idTokenExpected: true,
    });
    const idToken = tokens.id_token ?? '';
    const checked = await checkIdToken(idToken, {
      issuer: configuration.serverMetadata().issuer,
      clientId: settings.clientId,
      nonce: question.nonce,
      keys,
      now: seconds(),
    });
    if (!checked.ok) {
      log.warn({ fault: checked.error }, 'issuer');
      return fail(timeFaults.includes(checked.error) ? 'clock' : 'rejected');
    }
    return ok({ idToken, refreshToken: tokens.refresh_token ?? null, ...checked.value });
  }

  return {
    start: async (returnTo) => {
      const { configuration } = await issuer.known();
      const question: Question = {
        state: client.randomState(),
        nonce: client.randomNonce(),
        verifier: client.randomPKCECodeVerifier(),
        returnTo,
        askedAt: seconds(),
      };
      const address = client.buildAuthorizationUrl(configuration, {
        ...settings.parameters,
        redirect_uri: redirectUri.href,
        scope: settings.scopes,
        state: question.state,
        nonce: question.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(question.verifier),
        code_challenge_method: 'S256',
      });
      return { question, address };
    },
    finish: async (question, query) => {
      if (query.get('state') !== question.state || !take(question.state)) return fail('state');
      if (seconds() - question.askedAt > questionSeconds) return fail('state');
      try {
        return await exchange(question, query);
      } catch (error) {
        const problem = problemOf(error);
        log.warn({ error, problem, refusal: refusalOf(error) }, 'issuer');
        return fail(problem);
      }
    },
  };
}

/** Words for people of what went wrong between the issuer and us. */
function problemOf(error: unknown): SignInProblem {
  if (isAppError(error)) return error.code === 'unavailable' ? 'issuer-away' : 'issuer-wrong';
  const fault = issuerFault(error);
  if (fault !== null) return fault === 'away' ? 'issuer-away' : 'issuer-wrong';
  if (error instanceof client.AuthorizationResponseError) return refusals[error.error] ?? 'issuer-wrong';
  if (error instanceof client.ResponseBodyError) {
    // The code was used, or is somebody else's; anything else is a client that the issuer does not take.
    return error.error === 'invalid_grant' ? 'state' : 'issuer-wrong';
  }
  if (error instanceof client.ClientError) {
    return error.code === 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED' ? 'clock' : 'rejected';
  }
  if (error instanceof Error && error.name === 'JWKSTimeout') return 'issuer-away';
  throw new AppError('internal', {}, error);
}

/** The issuer's word for why not, where it is one of a vocabulary: "invalid_client". */
function refusalOf(error: unknown): string | undefined {
  const isRefusal =
    error instanceof client.AuthorizationResponseError || error instanceof client.ResponseBodyError;
  return isRefusal && /^[a-z_]{1,40}$/.test(error.error) ? error.error : undefined;
}

/** https://openid.net/specs/openid-connect-core-1_0.html#AuthError */
const refusals: Readonly<Record<string, SignInProblem>> = {
  access_denied: 'denied',
  consent_required: 'denied',
  interaction_required: 'denied',
  login_required: 'denied',
  server_error: 'issuer-away',
  temporarily_unavailable: 'issuer-away',
};
