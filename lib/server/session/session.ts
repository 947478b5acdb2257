/** A signed-in user as the server holds them for one request, and the port behind which sessions are kept. */
import type { UserCredential } from '../kubernetes/credential.ts';

/** What keeps a sign-in by OpenID Connect alive; its ID token is the credential. */
export interface OidcGrant {
  /** Null when the issuer gave none, or one too large for cookies: then the session ends with its ID token. */
  refreshToken: string | null;
  /** The claim "sub": whoever a renewal must be of. */
  subject: string;
  /** Unix seconds, of the ID token. */
  issuedAt: number;
  expiresAt: number;
}

export interface Session {
  strategy: 'token' | 'demo' | 'anonymous' | 'oidc' | 'header' | 'bearer';
  credential: UserCredential;
  /** Of strategy "oidc" alone. */
  oidc: OidcGrant | null;
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
  /** No cookie of this session opens it again. */
  endSession(session: Session): Promise<void>;
  /** Called when the session of this id is ended, wherever; returns the way to stop listening. */
  onEnded(id: string, listener: () => void): () => void;
  /** Set-Cookie values that clear whatever session cookies the browser sent. */
  clear(cookieHeader: string | undefined): string[];
}
