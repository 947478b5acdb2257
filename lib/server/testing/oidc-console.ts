/** The console behind a fake issuer, on a fake Kubernetes that takes the issuer's tokens. */
import { decodeJwt } from 'jose';
import { type Browser, openBrowser } from './browser.ts';
import { type FakeIssuer, startFakeIssuer } from './fake-issuer.ts';
import type { FakeUser } from './fake-kubernetes.ts';
import { type Harness, type HarnessOptions, type Reply, startHarness } from './harness.ts';
import { fillMesh } from './mesh-content.ts';

export const publicOrigin = 'https://console.test';
export const sessionCookie = '__Host-sluice-session';

/** Users by their tokens: those that are listed, and whoever the issuer named. */
class TrustingUsers extends Map<string, FakeUser> {
  readonly #issuer: FakeIssuer;

  constructor(known: ReadonlyMap<string, FakeUser>, issuer: FakeIssuer) {
    super(known);
    this.#issuer = issuer;
  }

  override get(token: string): FakeUser | undefined {
    const listed = super.get(token);
    if (listed !== undefined || !this.#issuer.idTokens.includes(token)) return listed;
    const { sub = '', exp = 0 } = decodeJwt(token);
    if (exp <= Date.now() / 1000) return undefined;
    return { name: `oidc:${sub}`, grants: ['* * bookinfo'] };
  }

  override has(token: string): boolean {
    return this.get(token) !== undefined;
  }
}

export interface OidcConsole {
  issuer: FakeIssuer;
  harness: Harness;
  /** Another replica: the same key, another process as far as memory goes. */
  replica(options?: HarnessOptions): Promise<Harness>;
  /** Goes to the issuer and signs in there: the way back, not gone yet. */
  toIssuer(browser: Browser, returnTo?: string): Promise<string>;
  /** All the way. */
  signIn(browser: Browser, returnTo?: string): Promise<Reply>;
  newBrowser(): Browser;
  stop(): Promise<void>;
}

export async function startOidcConsole(options: HarnessOptions = {}): Promise<OidcConsole> {
  const issuer = await startFakeIssuer();
  const running: Harness[] = [];

  async function start(own: HarnessOptions): Promise<Harness> {
    const harness = await startHarness({
      ...own,
      environment: {
        SLUICE_AUTH: 'oidc,token',
        SLUICE_PUBLIC_URL: publicOrigin,
        SLUICE_OIDC_ISSUER: issuer.url.origin,
        SLUICE_OIDC_CLIENT_ID: issuer.clientId,
        SLUICE_OIDC_CLIENT_SECRET: issuer.clientSecret,
        ...own.environment,
      },
      prepare: (kubernetes) => {
        fillMesh(kubernetes);
        kubernetes.users = new TrustingUsers(kubernetes.users, issuer);
        own.prepare?.(kubernetes);
      },
    });
    running.push(harness);
    return harness;
  }

  const harness = await start(options);
  const toIssuer = async (browser: Browser, returnTo = '/') => {
    const reply = await browser.ask(`/api/v1/session/oidc?returnTo=${encodeURIComponent(returnTo)}`);
    if (reply.status !== 303) throw new Error(`start: ${reply.status} ${reply.text}`);
    return issuer.consent(String(reply.headers.location));
  };
  return {
    issuer,
    harness,
    replica: (own = {}) => start(own),
    toIssuer,
    signIn: async (browser, returnTo) => browser.ask(await toIssuer(browser, returnTo)),
    newBrowser: () => openBrowser(harness),
    stop: async () => {
      for (const one of running) await one.stop();
      await issuer.close();
    },
  };
}
