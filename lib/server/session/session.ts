/** A signed-in user as the server holds them for one request, and the port behind which sessions are kept. */
import type { UserCredential } from '../kubernetes/credential.ts';

export interface Session {
  strategy: 'token' | 'demo' | 'anonymous' | 'bearer';
  credential: UserCredential;
  /** Random, new with each sign-in. */
  id: string;
  /** Unix seconds at which the session ends whatever happens; null when only the credential decides. */
  expiresAt: number | null;
}

export type OpenedSession =
  | {
      kind: 'session';
      session: Session /** Set-Cookie values that prolong it; empty when not due. */;
      renew: string[];
    }
  | { kind: 'none' }
  /** Cookies are there but no session: forged, expired, ended, or sealed with a forgotten key. */
  | { kind: 'invalid' };

export interface SessionStore {
  /** Set-Cookie values for a new session, and the session as it will be opened: it ends at a set time. */
  create(session: Session): Promise<{ session: Session; cookies: string[] }>;
  open(cookieHeader: string | undefined): Promise<OpenedSession>;
  /** Ends the session of these cookies; the values clear them in the browser. */
  end(cookieHeader: string | undefined): Promise<string[]>;
  /** Set-Cookie values that clear whatever session cookies the browser sent. */
  clear(cookieHeader: string | undefined): string[];
}
