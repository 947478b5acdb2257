/**
 * Sessions in encrypted cookies: no database, any replica can read them. Idle sessions end, active ones are prolonged, all end after the longest life.
 * Ended sessions are remembered until their cookies would have expired anyway: ended-sessions.ts.
 */
import * as z from 'zod/mini';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { UserCredential } from '../kubernetes/credential.ts';
import { createCookieJar, jarCapacity } from './cookies.ts';
import type { EndedSessions } from './ended-sessions.ts';
import { createSealer } from './seal.ts';
import type { OidcGrant, OpenedSession, Session, SessionStore } from './session.ts';

type StoreConfig = Pick<
  Config,
  'sessionSecrets' | 'sessionMaxSeconds' | 'sessionIdleSeconds' | 'publicUrl' | 'demoTokens' | 'strategies'
>;

const sealedSchema = z.object({
  id: z.string(),
  /** The token of strategy "token", the ID token of "oidc", what a proxy sent with "header". */
  token: z.optional(z.string()),
  oidc: z.optional(
    z.object({
      refreshToken: z.nullable(z.string()),
      subject: z.string(),
      issuedAt: z.number(),
      expiresAt: z.number(),
    }),
  ),
  /** The persona of strategy "demo": its token is looked up, so that it may change. */
  persona: z.optional(z.enum(['viewer', 'developer', 'admin'])),
  sealedAt: z.number(),
  expiresAt: z.number(),
});

type Sealed = z.infer<typeof sealedSchema>;

const withTokens = ['token', 'oidc', 'header'] as const;

export function createCookieStore(config: StoreConfig, clock: Clock, ended: EndedSessions): SessionStore {
  const jar = createCookieJar(config.publicUrl?.protocol === 'https:');
  const sealer = createSealer(config.sessionSecrets.current, config.sessionSecrets.previous);
  const seconds = () => Math.floor(clock.now() / 1000);

  function credentialOf(strategy: string, sealed: Sealed): UserCredential | null {
    if (!config.strategies.has('anonymous') && strategy === 'anonymous') return null;
    if (strategy === 'anonymous') return { kind: 'anonymous' };
    const tokenWay = withTokens.find((name) => name === strategy);
    if (tokenWay !== undefined && config.strategies.has(tokenWay) && sealed.token !== undefined) {
      return { kind: 'bearer', token: sealed.token };
    }
    if (strategy === 'demo' && sealed.persona !== undefined && config.demoTokens !== null) {
      return { kind: 'bearer', token: config.demoTokens[sealed.persona] };
    }
    return null;
  }

  function contentOf(session: Session): Pick<Sealed, 'token' | 'persona' | 'oidc'> {
    if (session.credential.kind === 'anonymous') return {};
    const token = session.credential.token;
    if (session.oidc !== null) return { token, oidc: session.oidc };
    if (session.strategy !== 'demo') return { token };
    const personas = ['viewer', 'developer', 'admin'] as const;
    return { persona: personas.find((name) => config.demoTokens?.[name] === token) };
  }

  async function write(session: Session, expiresAt: number): Promise<string[]> {
    const sealed: Sealed = { id: session.id, sealedAt: seconds(), expiresAt, ...contentOf(session) };
    const idleEnd = Math.min(expiresAt, sealed.sealedAt + config.sessionIdleSeconds);
    const text = await sealer.seal(JSON.stringify(sealed), session.strategy);
    return jar.write(text, Math.max(0, idleEnd - sealed.sealedAt));
  }

  /** An ID token and a refresh token may be more than cookies hold: then the session is not renewed. */
  async function fitting(session: Session): Promise<Session> {
    const { oidc } = session;
    if (oidc === null || oidc.refreshToken === null) return session;
    const text = await sealer.seal(JSON.stringify(contentOf(session)), session.strategy);
    return text.length + headBytes <= jarCapacity ? session : { ...session, oidc: withoutRefresh(oidc) };
  }

  async function open(cookieHeader: string | undefined): Promise<OpenedSession> {
    const text = jar.read(cookieHeader);
    if (text === null) return { kind: 'none' };
    const opened = text === 'malformed' ? null : await sealer.unseal(text);
    if (opened === null) return { kind: 'invalid' };
    // What the sealer opened was written here: the shape can only differ after an upgrade.
    const parsed = sealedSchema.safeParse(JSON.parse(opened.text));
    if (!parsed.success) return { kind: 'invalid' };
    const sealed = parsed.data;
    const now = seconds();
    const idleEnd = sealed.sealedAt + config.sessionIdleSeconds;
    const strategy = ([...withTokens, 'demo', 'anonymous'] as const).find((name) => name === opened.strategy);
    const credential = credentialOf(opened.strategy, sealed);
    if (strategy === undefined || credential === null) return { kind: 'invalid' };
    if (now >= sealed.expiresAt || now >= idleEnd || ended.has(sealed.id)) return { kind: 'invalid' };
    const oidc = strategy === 'oidc' ? (sealed.oidc ?? null) : null;
    if (strategy === 'oidc' && oidc === null) return { kind: 'invalid' };
    const session: Session = { strategy, credential, oidc, id: sealed.id, expiresAt: sealed.expiresAt };
    const due = opened.outdatedKey || now - sealed.sealedAt > config.sessionIdleSeconds / 4;
    return { kind: 'session', session, renew: due ? await write(session, sealed.expiresAt) : [] };
  }

  async function endSession({ id, expiresAt }: Session): Promise<void> {
    await ended.add(id, expiresAt ?? seconds() + config.sessionMaxSeconds);
  }

  return {
    create: async (wanted) => {
      const session = await fitting(wanted);
      const longest = seconds() + config.sessionMaxSeconds;
      const expiresAt = Math.min(session.expiresAt ?? longest, longest, lastSecond(session));
      return { session: { ...session, expiresAt }, cookies: await write(session, expiresAt) };
    },
    open,
    end: async (cookieHeader) => {
      const opened = await open(cookieHeader);
      if (opened.kind === 'session') await endSession(opened.session);
      return jar.clear(cookieHeader);
    },
    endSession,
    onEnded: ended.onEnded,
    clear: jar.clear,
  };
}

/** Room for what stands beside the tokens. */
const headBytes = 256;

function withoutRefresh(oidc: OidcGrant): OidcGrant {
  return { ...oidc, refreshToken: null };
}

/** Without a refresh token nothing outlives the ID token. */
function lastSecond({ oidc }: Session): number {
  return oidc !== null && oidc.refreshToken === null ? oidc.expiresAt : Number.POSITIVE_INFINITY;
}
