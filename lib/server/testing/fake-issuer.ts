/** An OpenID Connect issuer for tests that records what it is asked, and does wrong what it is told to do wrong. */
import { createHash, randomBytes } from 'node:crypto';
import { type CryptoKey, exportJWK, exportSPKI, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { type Recorded, type Recorder, type Responder, sendJson, startRecorder } from './recorder.ts';

export interface Wrong {
  /** Changes what the next ID tokens say. */
  claims?(claims: JWTPayload): JWTPayload;
  /** How the next ID tokens are signed. */
  signature?: 'none' | 'public-key-as-secret' | 'unknown-key' | 'another-key';
  /** Answers first; true means that it did. */
  answer?: (request: Recorded, response: Parameters<Responder>[1]) => boolean;
  /** Changes the discovery document. */
  discovery?(document: Record<string, unknown>): Record<string, unknown>;
}

export interface FakeIssuer extends Recorder {
  clientId: string;
  clientSecret: string;
  /** Of whoever signs in or is renewed next. */
  subject: string;
  idTokenSeconds: number;
  refreshTokens: boolean;
  /** What it signs was issued so many seconds ago. */
  agedSeconds: number;
  wrong: Wrong;
  /** ID tokens that were given out. */
  idTokens: string[];
  /** Where the issuer would send the browser back to, once it has been sent to `address`. */
  consent(address: string): string;
  /** Calls of the token endpoint by grant type. */
  grants(type: string): Recorded[];
}

interface Asked {
  nonce: string;
  challenge: string;
  redirectUri: string;
}

export async function startFakeIssuer(): Promise<FakeIssuer> {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  const another = await generateKeyPair('RS256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256', use: 'sig' };
  const codes = new Map<string, Asked>();
  const live = new Set<string>();

  async function sign(claims: JWTPayload): Promise<string> {
    const { signature } = issuer.wrong;
    if (signature === 'none') {
      const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
      return `${part({ alg: 'none' })}.${part(claims)}.`;
    }
    if (signature === 'public-key-as-secret') {
      const secret = new TextEncoder().encode(await exportSPKI(publicKey));
      return new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'one' }).sign(secret);
    }
    const kid = signature === 'unknown-key' ? 'two' : 'one';
    const key: CryptoKey = signature === 'another-key' ? another.privateKey : privateKey;
    return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid }).sign(key);
  }

  async function tokens(nonce: string | null): Promise<object> {
    const now = Math.floor(Date.now() / 1000) - issuer.agedSeconds;
    const claims: JWTPayload = {
      iss: issuer.url.origin,
      aud: issuer.clientId,
      sub: issuer.subject,
      iat: now,
      exp: now + issuer.idTokenSeconds,
      // No two are alike.
      jti: randomBytes(8).toString('hex'),
      ...(nonce === null ? {} : { nonce }),
    };
    const idToken = await sign(issuer.wrong.claims?.(claims) ?? claims);
    issuer.idTokens.push(idToken);
    const refresh = randomBytes(16).toString('hex');
    live.add(refresh);
    return {
      access_token: 'access',
      token_type: 'Bearer',
      expires_in: 60,
      id_token: idToken,
      ...(issuer.refreshTokens ? { refresh_token: refresh } : {}),
    };
  }

  async function grant(form: URLSearchParams): Promise<{ status: number; body: object }> {
    const refusal = { status: 400, body: { error: 'invalid_grant' } };
    if (form.get('grant_type') === 'refresh_token') {
      // Rotated: each is good once.
      if (!live.delete(form.get('refresh_token') ?? '')) return refusal;
      return { status: 200, body: await tokens(null) };
    }
    const code = form.get('code') ?? '';
    const asked = codes.get(code);
    codes.delete(code);
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (asked === undefined || asked.challenge !== challenge) return refusal;
    if (form.get('redirect_uri') !== asked.redirectUri) return refusal;
    return { status: 200, body: await tokens(asked.nonce) };
  }

  const recorder = await startRecorder(async (request, response) => {
    if (issuer.wrong.answer?.(request, response)) return;
    const { origin } = issuer.url;
    if (request.path === '/.well-known/openid-configuration') {
      const document = {
        issuer: origin,
        authorization_endpoint: `${origin}/authorize`,
        token_endpoint: `${origin}/token`,
        jwks_uri: `${origin}/keys`,
        end_session_endpoint: `${origin}/end`,
        revocation_endpoint: `${origin}/revoke`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
        code_challenge_methods_supported: ['S256'],
      };
      sendJson(response, 200, issuer.wrong.discovery?.(document) ?? document);
    } else if (request.path === '/keys') sendJson(response, 200, { keys: [jwk] });
    else if (request.path === '/token') {
      const { status, body } = await grant(new URLSearchParams(request.body));
      sendJson(response, status, body);
    } else if (request.path === '/revoke') {
      live.delete(new URLSearchParams(request.body).get('token') ?? '');
      response.writeHead(200).end();
    } else sendJson(response, 404, {});
  });

  const issuer: FakeIssuer = {
    ...recorder,
    clientId: 'sluice',
    clientSecret: 'a-secret-of-the-client',
    subject: 'grace',
    idTokenSeconds: 300,
    refreshTokens: true,
    agedSeconds: 0,
    wrong: {},
    idTokens: [],
    consent: (address) => {
      const { searchParams } = new URL(address);
      const code = randomBytes(8).toString('hex');
      const redirectUri = searchParams.get('redirect_uri') ?? '';
      codes.set(code, {
        nonce: searchParams.get('nonce') ?? '',
        challenge: searchParams.get('code_challenge') ?? '',
        redirectUri,
      });
      const back = new URL(redirectUri);
      back.searchParams.set('code', code);
      back.searchParams.set('state', searchParams.get('state') ?? '');
      return `${back.pathname}${back.search}`;
    },
    grants: (type) =>
      recorder.requests.filter(
        ({ path, body }) => path === '/token' && new URLSearchParams(body).get('grant_type') === type,
      ),
  };
  return issuer;
}
