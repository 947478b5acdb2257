/**
 * What is handed from the console to the host of a tool, and kept there: a ticket that one form carries over, and then a cookie of that
 * host alone. Both are sealed as sessions are, under names of their own that open no session of the console, and are for one Service.
 */
import { randomBytes } from 'node:crypto';
import * as z from 'zod/mini';
import { toolServiceSchema } from '#lib/api/mesh/links.ts';
import type { ToolService } from '#lib/links/tool.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { UserCredential } from '../kubernetes/credential.ts';
import { createLru } from '../lru.ts';
import { createCookieJar, jarCapacity } from '../session/cookies.ts';
import type { EndedSessions } from '../session/ended-sessions.ts';
import { createSealer } from '../session/seal.ts';
import type { Session } from '../session/session.ts';

export interface ToolSession {
  service: ToolService;
  credential: UserCredential;
  /** Of the session of the console: with it this one ends. */
  sessionId: string;
  /** Unix seconds. */
  expiresAt: number;
}

export interface ToolSessions {
  /** Null when the credential is too large for the cookies of the tool's host. */
  ticket(session: Session, service: ToolService, path: string): Promise<string | null>;
  /** Good once, within seconds, and for the host of its Service alone. */
  redeem(ticket: string): Promise<(ToolSession & { path: string }) | null>;
  cookies(session: ToolSession): Promise<string[]>;
  open(cookieHeader: string | undefined): Promise<ToolSession | null>;
  clear(cookieHeader: string | undefined): string[];
  /** Whether a cookie of this name is ours, and nothing for a tool. */
  isOwnCookie(name: string): boolean;
}

const ticketSeconds = 30;
const longestSeconds = 3600;
const maxRedeemed = 10_000;
const cookieName = 'sluice-tool';

const heldSchema = z.object({
  id: z.string(),
  service: toolServiceSchema,
  path: z.string(),
  token: z.string(),
  sessionId: z.string(),
  expiresAt: z.number(),
  ticketUntil: z.number(),
});

export function createToolSessions(
  config: Pick<Config, 'sessionSecrets' | 'toolHosts'>,
  clock: Clock,
  ended: Pick<EndedSessions, 'has'>,
): ToolSessions {
  const sealer = createSealer(config.sessionSecrets.current, config.sessionSecrets.previous);
  const jar = createCookieJar(config.toolHosts?.secure === true, cookieName);
  const redeemed = createLru<true>(maxRedeemed);
  const now = () => Math.floor(clock.now() / 1000);

  async function unseal(sealed: string, kind: 'ticket' | 'tool') {
    const opened = await sealer.unseal(sealed);
    if (opened === null || opened.strategy !== kind) return null;
    const held = heldSchema.safeParse(JSON.parse(opened.text));
    if (!held.success || held.data.expiresAt <= now() || ended.has(held.data.sessionId)) return null;
    return held.data;
  }

  function sessionOf({ service, token, sessionId, expiresAt }: z.infer<typeof heldSchema>): ToolSession {
    return { service, credential: { kind: 'bearer', token }, sessionId, expiresAt };
  }

  return {
    ticket: async (session, service, path) => {
      // Nobody without a name may read through the API server's proxy: there is nothing to hand over.
      if (session.credential.kind !== 'bearer') return null;
      const held: z.infer<typeof heldSchema> = {
        id: randomBytes(16).toString('base64url'),
        service,
        path,
        token: session.credential.token,
        sessionId: session.id,
        expiresAt: Math.min(
          session.expiresAt ?? Number.POSITIVE_INFINITY,
          session.oidc?.expiresAt ?? Number.POSITIVE_INFINITY,
          now() + longestSeconds,
        ),
        ticketUntil: now() + ticketSeconds,
      };
      const sealed = await sealer.seal(JSON.stringify(held), 'ticket');
      // The path goes no further than the ticket.
      return sealed.length > jarCapacity + Math.ceil((path.length * 4) / 3) ? null : sealed;
    },
    redeem: async (ticket) => {
      const held = await unseal(ticket, 'ticket');
      if (held === null || held.ticketUntil <= now() || redeemed.get(held.id) !== undefined) return null;
      redeemed.set(held.id, true);
      return { ...sessionOf(held), path: held.path };
    },
    cookies: async ({ service, credential, sessionId, expiresAt }) => {
      const token = credential.kind === 'bearer' ? credential.token : '';
      const held = { id: '', service, path: '', token, sessionId, expiresAt, ticketUntil: 0 };
      return jar.write(await sealer.seal(JSON.stringify(held), 'tool'), Math.max(0, expiresAt - now()));
    },
    open: async (cookieHeader) => {
      const text = jar.read(cookieHeader);
      if (text === null || text === 'malformed') return null;
      const held = await unseal(text, 'tool');
      return held === null ? null : sessionOf(held);
    },
    clear: jar.clear,
    isOwnCookie: (name) => /^(__Host-|__Secure-)?sluice-/i.test(name),
  };
}
