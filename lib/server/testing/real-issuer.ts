/** A real OpenID Connect issuer (npm's oidc-provider, which is certified) with people of its own, for tests and journeys. */
import { once } from 'node:events';
import {
  createServer as createPlainServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer } from 'node:https';
import { exportJWK, generateKeyPair } from 'jose';
import { Provider } from 'oidc-provider';

export interface Person {
  /** The claim "sub". */
  name: string;
  groups: readonly string[];
}

export interface RealIssuerOptions {
  /** 0 takes a free one. */
  port: number;
  /** Null serves http. */
  tls: { certificate: string; key: string } | null;
  client: { id: string; secret: string };
  /** Origin of the console. */
  consoleUrl: string;
  people: readonly Person[];
}

export interface RealIssuer {
  url: string;
  /** Of ID tokens from now on. */
  idTokenSeconds: number;
  /** Requests that came so far, "METHOD path". */
  requests: string[];
  /** Calls of the token endpoint by grant type that were answered. */
  granted: string[];
  /** Nothing that it granted is good any more; people have to sign in again. */
  forgetAll(): void;
  /** False: nobody answers. */
  setUp(up: boolean): void;
  close(): Promise<void>;
}

/** Everything that the provider keeps, so that a test can take it away. */
function createMemory() {
  const kept = new Map<string, Record<string, unknown>>();
  const find = (test: (payload: Record<string, unknown>) => boolean) => [...kept.values()].find(test);
  class Adapter {
    readonly #model: string;
    constructor(model: string) {
      this.#model = model;
    }
    #key(id: string): string {
      return `${this.#model}:${id}`;
    }
    async upsert(id: string, payload: Record<string, unknown>): Promise<void> {
      kept.set(this.#key(id), payload);
    }
    async find(id: string) {
      return kept.get(this.#key(id));
    }
    async findByUserCode(code: string) {
      return find(({ userCode }) => userCode === code);
    }
    async findByUid(uid: string) {
      return find((payload) => payload.uid === uid);
    }
    async consume(id: string): Promise<void> {
      const payload = kept.get(this.#key(id));
      if (payload !== undefined) payload.consumed = Math.floor(Date.now() / 1000);
    }
    async destroy(id: string): Promise<void> {
      kept.delete(this.#key(id));
    }
    async revokeByGrantId(grantId: string): Promise<void> {
      for (const [key, payload] of kept) if (payload.grantId === grantId) kept.delete(key);
    }
  }
  return { Adapter, kept };
}

const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** The provider's own page: who are you? */
function signInPage(people: readonly Person[]): string {
  const buttons = people.map(
    ({ name }) => `<button name="person" value="${escaped(name)}">${escaped(name)}</button>`,
  );
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Issuer</title><main><h1>Issuer</h1><form method="post">${buttons.join('')}<button name="person" value="">Decline</button></form></main>`;
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}

export async function startRealIssuer(options: RealIssuerOptions): Promise<RealIssuer> {
  const { client, consoleUrl, people, tls } = options;
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const { Adapter, kept } = createMemory();
  let handler: ((request: IncomingMessage, response: ServerResponse) => void) | null = null;
  let up = true;
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    issuer.requests.push(`${request.method} ${(request.url ?? '').split('?')[0]}`);
    if (!up) response.destroy();
    else handler?.(request, response);
  };
  const server: Server =
    tls === null ? createPlainServer(answer) : createServer({ cert: tls.certificate, key: tls.key }, answer);
  server.listen(options.port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const url = `${tls === null ? 'http' : 'https'}://127.0.0.1:${address.port}`;

  const provider = new Provider(url, {
    adapter: Adapter,
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        redirect_uris: [`${consoleUrl}/api/v1/session/oidc/callback`],
        post_logout_redirect_uris: [`${consoleUrl}/login`],
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
      },
    ],
    jwks: { keys: [{ ...(await exportJWK(privateKey)), kid: 'issuer', alg: 'RS256', use: 'sig' }] },
    cookies: { keys: ['of no importance outside of tests'] },
    claims: { openid: ['sub'], groups: ['groups'] },
    scopes: ['openid', 'groups'],
    // Groups belong into the ID token: it is all that Kubernetes sees.
    conformIdTokenClaims: false,
    findAccount: (_, name) => {
      const person = people.find((one) => one.name === name);
      return person && { accountId: name, claims: () => ({ sub: name, groups: [...person.groups] }) };
    },
    issueRefreshToken: () => true,
    rotateRefreshToken: true,
    loadExistingGrant: async ({ oidc }) => {
      const { client: asking, session } = oidc;
      if (asking === undefined || session?.accountId === undefined) return undefined;
      const grant = new provider.Grant({ clientId: asking.clientId, accountId: session.accountId });
      grant.addOIDCScope('openid groups');
      await grant.save();
      return grant;
    },
    features: {
      // Its own would bring a font from elsewhere.
      rpInitiatedLogout: {
        logoutSource: (context, form) => {
          const button = '<button form="op.logoutForm" name="logout" value="yes">Yes, sign me out</button>';
          context.body = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Issuer</title>${form}${button}</html>`;
        },
      },
      devInteractions: { enabled: false },
      revocation: { enabled: true, allowedPolicy: () => true },
    },
    interactions: { url: (_, { uid }) => `/who/${uid}` },
    pkce: { required: () => true },
    ttl: {
      IdToken: () => issuer.idTokenSeconds,
      AccessToken: 300,
      AuthorizationCode: 60,
      RefreshToken: 3600,
      Session: 3600,
      Grant: 3600,
      Interaction: 600,
    },
  });
  provider.on('grant.success', ({ oidc }) => issuer.granted.push(String(oidc.params?.grant_type)));

  async function interact(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'POST') {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(signInPage(people));
      return;
    }
    const person = (await readForm(request)).get('person') ?? '';
    const result = person === '' ? { error: 'access_denied' } : { login: { accountId: person } };
    await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  }

  const ofProvider = provider.callback();
  handler = (request, response) => {
    if (request.url === '/favicon.ico') response.writeHead(204).end();
    else if (!request.url?.startsWith('/who/')) void ofProvider(request, response);
    else interact(request, response).catch(() => response.destroy());
  };

  const issuer: RealIssuer = {
    url,
    idTokenSeconds: 300,
    requests: [],
    granted: [],
    forgetAll: () => kept.clear(),
    setUp: (next) => {
      up = next;
      if (!up) server.closeAllConnections();
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
  return issuer;
}
