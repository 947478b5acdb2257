/**
 * Sessions in encrypted cookies: no database, any replica can read them. Idle sessions end, active ones are prolonged, all end after the longest life.
 * Ended sessions are remembered by this replica until their cookies would have expired anyway.
 */
import * as z from 'zod/mini';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { UserCredential } from '../kubernetes/credential.ts';
import { createCookieJar } from './cookies.ts';
import { createSealer } from './seal.ts';
import type { OpenedSession, Session, SessionStore } from './session.ts';

type StoreConfig = Pick<
  Config,
  'sessionSecrets' | 'sessionMaxSeconds' | 'sessionIdleSeconds' | 'publicUrl' | 'demoTokens' | 'strategies'
>;

const sealedSchema = z.object({
  id: z.string(),
  /** The token of strategy "token". */
  token: z.optional(z.string()),
  /** The persona of strategy "demo": its token is looked up, so that it may change. */
  persona: z.optional(z.enum(['viewer', 'developer', 'admin'])),
  sealedAt: z.number(),
  expiresAt: z.number(),
});

type Sealed = z.infer<typeof sealedSchema>;

const maxRemembered = 10_000;

export function createCookieStore(config: StoreConfig, clock: Clock): SessionStore {
  const jar = createCookieJar(config.publicUrl?.protocol === 'https:');
  const sealer = createSealer(config.sessionSecrets.current, config.sessionSecrets.previous);
  const ended = new Map<string, number>();
  const seconds = () => Math.floor(clock.now() / 1000);

  function credentialOf(strategy: string, sealed: Sealed): UserCredential | null {
    if (!config.strategies.has('anonymous') && strategy === 'anonymous') return null;
    if (strategy === 'anonymous') return { kind: 'anonymous' };
    if (strategy === 'token' && config.strategies.has('token') && sealed.token !== undefined) {
      return { kind: 'bearer', token: sealed.token };
    }
    if (strategy === 'demo' && sealed.persona !== undefined && config.demoTokens !== null) {
      return { kind: 'bearer', token: config.demoTokens[sealed.persona] };
    }
    return null;
  }

  function contentOf(session: Session): Pick<Sealed, 'token' | 'persona'> {
    if (session.credential.kind === 'anonymous') return {};
    const token = session.credential.token;
    if (session.strategy !== 'demo') return { token };
    const personas = ['viewer', 'developer', 'admin'] as const;
    return { persona: personas.find((name) => config.demoTokens?.[name] === token) };
  }

  async function write(session: Session, expiresAt: number): Promise<string[]> {
    const sealed: Sealed = { id: session.id, sealedAt: seconds(), expiresAt, ...contentOf(session) };
    const idleEnd = Math.min(expiresAt, sealed.sealedAt + config.sessionIdleSeconds);
    return jar.write(
      await sealer.seal(JSON.stringify(sealed), session.strategy),
      Math.max(0, idleEnd - sealed.sealedAt),
    );
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
    const strategy = (['token', 'demo', 'anonymous'] as const).find((name) => name === opened.strategy);
    const credential = credentialOf(opened.strategy, sealed);
    if (strategy === undefined || credential === null) return { kind: 'invalid' };
    if (now >= sealed.expiresAt || now >= idleEnd || ended.has(sealed.id)) return { kind: 'invalid' };
    const session: Session = { strategy, credential, id: sealed.id, expiresAt: sealed.expiresAt };
    const due = opened.outdatedKey || now - sealed.sealedAt > config.sessionIdleSeconds / 4;
    return { kind: 'session', session, renew: due ? await write(session, sealed.expiresAt) : [] };
  }

  function remember(id: string, expiresAt: number): void {
    for (const [old, end] of ended) {
      if (end < seconds() || ended.size >= maxRemembered) ended.delete(old);
    }
    ended.set(id, expiresAt);
  }

  return {
    create: async (session) => {
      const longest = seconds() + config.sessionMaxSeconds;
      const expiresAt = Math.min(session.expiresAt ?? longest, longest);
      return { session: { ...session, expiresAt }, cookies: await write(session, expiresAt) };
    },
    open,
    end: async (cookieHeader) => {
      const opened = await open(cookieHeader);
      if (opened.kind === 'session') remember(opened.session.id, opened.session.expiresAt ?? seconds());
      return jar.clear(cookieHeader);
    },
    clear: jar.clear,
  };
}
