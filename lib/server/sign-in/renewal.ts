/**
 * Keeps sign-ins by OpenID Connect alive: from four fifths of an ID token's life on, the next request brings a new one. However many
 * requests and tabs come with the old cookie, the issuer is asked once, and all of them get what it said.
 */
import { createHash } from 'node:crypto';
import * as client from 'openid-client';
import { AppError } from '../app-error.ts';
import type { Clock } from '../clock.ts';
import { bearerCredential, credentialKey } from '../kubernetes/credential.ts';
import type { Log } from '../log.ts';
import { createLru } from '../lru.ts';
import type { OpenedSession, Session, SessionStore } from '../session/session.ts';
import { checkIdToken } from './id-token.ts';
import type { Issuer } from './issuer.ts';
import { issuerFault, issuerUnavailable } from './issuer-fetch.ts';

type Outcome =
  | { kind: 'renewed'; session: Session }
  /** Nothing more will come of this refresh token: the session lasts as long as its ID token. */
  | { kind: 'spent' }
  /** Somebody else's: the session is over at once. */
  | { kind: 'other-subject' }
  | { kind: 'away'; untilMs: number; cause: unknown };

/** Share of an ID token's life. */
const dueAt = 0.8;
/** Replicas begin at different times, so that not two of them use one refresh token in the same moment. */
const spread = 0.1;
/** A request waits so long for a new token while the old one is still good. */
const patienceMs = 1500;
/** So long after a silence of the issuer it is not asked again. */
const awayMs = 3000;
const maxRemembered = 5000;

export interface RenewalOptions {
  store: SessionStore;
  issuer: Issuer;
  clock: Clock;
  log: Log;
}

/** The store, with sessions that are renewed as they are opened. Opening rejects with "unavailable" when only the issuer could help, and is away. */
export function withRenewal({ store, issuer, clock, log }: RenewalOptions): SessionStore {
  const outcomes = createLru<Promise<Outcome>>(maxRemembered);
  const seed = String(clock.random());
  const seconds = () => clock.now() / 1000;

  function isDue({ id, oidc }: Session): boolean {
    if (oidc === null || oidc.refreshToken === null) return false;
    const phase = createHash('sha256').update(seed).update(id).digest().readUInt32BE(0) / 2 ** 32;
    const { issuedAt, expiresAt } = oidc;
    return seconds() >= issuedAt + (expiresAt - issuedAt) * (dueAt + spread * phase);
  }

  async function ask(session: Session): Promise<Outcome> {
    const { oidc } = session;
    if (oidc === null || oidc.refreshToken === null) return { kind: 'spent' };
    try {
      const { configuration, keys } = await issuer.known();
      const answer = await client.refreshTokenGrant(configuration, oidc.refreshToken);
      if (answer.id_token === undefined) return { kind: 'spent' };
      const { clientId } = issuer.settings;
      const { issuer: name } = configuration.serverMetadata();
      const now = Math.floor(seconds());
      const checked = await checkIdToken(answer.id_token, { issuer: name, clientId, nonce: null, keys, now });
      if (!checked.ok) {
        log.warn({ fault: checked.error }, 'renewal refused');
        return { kind: 'spent' };
      }
      const { subject, issuedAt, expiresAt } = checked.value;
      if (subject !== oidc.subject) return { kind: 'other-subject' };
      const refreshToken = answer.refresh_token ?? oidc.refreshToken;
      return {
        kind: 'renewed',
        session: {
          ...session,
          credential: bearerCredential(answer.id_token),
          oidc: { subject, issuedAt, expiresAt, refreshToken },
        },
      };
    } catch (error) {
      if (isAway(error)) return { kind: 'away', untilMs: clock.now() + awayMs, cause: error };
      log.warn({ error }, 'renewal refused');
      return { kind: 'spent' };
    }
  }

  /** One flight for one ID token; its outcome is remembered, for the old cookie may come again. */
  async function renew(session: Session): Promise<Outcome> {
    const key = credentialKey(session.credential);
    const present = outcomes.get(key);
    if (present !== undefined) {
      const outcome = await present;
      if (outcome.kind !== 'away' || outcome.untilMs > clock.now()) return outcome;
      // Whoever came back first asks; the others find that.
      if (outcomes.get(key) === present) outcomes.delete(key);
      return renew(session);
    }
    const asked = ask(session);
    outcomes.set(key, asked);
    return asked;
  }

  async function open(cookieHeader: string | undefined): Promise<OpenedSession> {
    const opened = await store.open(cookieHeader);
    if (opened.kind !== 'session' || opened.session.oidc === null) return opened;
    const { session } = opened;
    const isOver = seconds() >= opened.session.oidc.expiresAt;
    if (!isDue(session)) return isOver ? { kind: 'invalid' } : opened;
    const renewal = renew(session);
    const waiting = new AbortController();
    const outcome = isOver
      ? await renewal
      : await Promise.race([renewal, clock.delay(patienceMs, waiting.signal).then(() => null)]);
    waiting.abort();
    if (outcome?.kind === 'renewed') {
      const { session: renewed, cookies } = await store.create(outcome.session);
      return { kind: 'session', session: renewed, renew: cookies };
    }
    if (outcome?.kind === 'other-subject') {
      await store.endSession(session);
      return { kind: 'invalid' };
    }
    if (!isOver) return opened;
    if (outcome?.kind === 'away') throw issuerUnavailable(outcome.cause);
    return { kind: 'invalid' };
  }

  return { ...store, open };
}

function isAway(error: unknown): boolean {
  if (error instanceof AppError) return error.code === 'unavailable';
  return issuerFault(error) === 'away' || (error instanceof Error && error.name === 'JWKSTimeout');
}
