/**
 * The cookies that a page is made with. Pages cannot set any: a session that is due is renewed before, and who was signed in by a proxy
 * gets a session for this one page, which never leaves the server.
 */
import { bearerCredential } from '../kubernetes/credential.ts';
import type { SessionStore } from './session.ts';
import { newSessionId } from './sign-in.ts';

export interface PageCookies {
  /** As the page is to see it. */
  cookieHeader: string | undefined;
  /** For the browser. */
  setCookies: readonly string[];
}

export type CookiesForPage = (
  cookieHeader: string | undefined,
  proxiedToken: string | null,
) => Promise<PageCookies>;

/** The header that a browser would send after these answers. */
export function afterSetCookies(header: string | undefined, setCookies: readonly string[]): string {
  const jar = new Map(
    (header ?? '').split(';').flatMap((part) => {
      const cut = part.indexOf('=');
      return cut < 0 ? [] : [[part.slice(0, cut).trim(), part.slice(cut + 1).trim()] as const];
    }),
  );
  for (const cookie of setCookies) {
    const [pair = ''] = cookie.split(';');
    const name = pair.slice(0, pair.indexOf('='));
    if (cookie.includes('Max-Age=0;')) jar.delete(name);
    else jar.set(name, pair.slice(name.length + 1));
  }
  return [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
}

export function createCookiesForPage(sessions: SessionStore): CookiesForPage {
  async function ofProxy(cookieHeader: string | undefined, token: string): Promise<PageCookies> {
    const credential = bearerCredential(token);
    const id = newSessionId();
    const session = { strategy: 'header', credential, oidc: null, id, expiresAt: null } as const;
    const { cookies } = await sessions.create(session);
    return { cookieHeader: afterSetCookies(cookieHeader, cookies), setCookies: [] };
  }

  return async (cookieHeader, proxiedToken) => {
    try {
      if (proxiedToken !== null) return await ofProxy(cookieHeader, proxiedToken);
      const opened = await sessions.open(cookieHeader);
      if (opened.kind === 'session' && opened.renew.length > 0)
        return { cookieHeader: afterSetCookies(cookieHeader, opened.renew), setCookies: opened.renew };
    } catch {
      // The page asks the same, and says what is wrong.
    }
    return { cookieHeader, setCookies: [] };
  };
}
