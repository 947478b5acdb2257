/**
 * Signing out at the issuer, too (https://openid.net/specs/openid-connect-rpinitiated-1_0.html). The issuer is told by the ID token whom it
 * is to sign out; it stays in a sealed cookie until the browser comes by, so that no script of ours ever sees it.
 */
import * as client from 'openid-client';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { createCookieJar } from '../session/cookies.ts';
import type { Sealer } from '../session/seal.ts';
import type { Session } from '../session/session.ts';
import type { Issuer } from './issuer.ts';

export interface Leaving {
  /** Set-Cookie values for the way there. */
  cookies: string[];
}

export interface Leave {
  /** Of a session that has just been ended here; null when its issuer cannot be signed out of. Never rejects. */
  begin(session: Session): Promise<Leaving | null>;
  /** Where the browser goes, and the cookies that forget why. */
  finish(cookieHeader: string | undefined): Promise<{ location: string; cookies: string[] }>;
}

const purpose = 'leaving';
const wayThereSeconds = 120;
/** Nobody waits longer to be signed out for an issuer that does not answer. */
const patienceMs = 2000;

export interface LeaveOptions {
  issuer: Issuer;
  sealer: Sealer;
  publicUrl: URL;
  clock: Clock;
  log: Log;
}

export function createLeave({ issuer, sealer, publicUrl, clock, log }: LeaveOptions): Leave {
  const jar = createCookieJar(publicUrl.protocol === 'https:', 'sluice-leaving');
  const signInPage = '/login';

  async function known() {
    const waiting = new AbortController();
    const found = await Promise.race([
      issuer.known().catch(() => null),
      clock.delay(patienceMs, waiting.signal).then(() => null),
    ]);
    waiting.abort();
    return found;
  }

  /** RFC 7009: what may still lie around elsewhere brings no new tokens. */
  function revoke(configuration: client.Configuration, refreshToken: string): void {
    if (configuration.serverMetadata().revocation_endpoint === undefined) return;
    client
      .tokenRevocation(configuration, refreshToken, { token_type_hint: 'refresh_token' })
      .catch((error: unknown) => log.warn({ error }, 'revocation'));
  }

  return {
    begin: async ({ credential, oidc }) => {
      if (oidc === null || credential.kind !== 'bearer') return null;
      const found = await known();
      if (found === null) return null;
      if (oidc.refreshToken !== null) revoke(found.configuration, oidc.refreshToken);
      if (found.endSession === null) return null;
      return { cookies: jar.write(await sealer.seal(credential.token, purpose), wayThereSeconds) };
    },
    finish: async (cookieHeader) => {
      const cookies = jar.clear(cookieHeader);
      const text = jar.read(cookieHeader);
      const opened = text === null || text === 'malformed' ? null : await sealer.unseal(text);
      const found = opened?.strategy === purpose ? await known() : null;
      if (opened === null || found === null || found.endSession === null)
        return { location: signInPage, cookies };
      const address = client.buildEndSessionUrl(found.configuration, {
        id_token_hint: opened.text,
        post_logout_redirect_uri: new URL(signInPage, publicUrl).href,
      });
      return { location: address.href, cookies };
    },
  };
}
