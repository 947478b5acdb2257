/** The issuer as its discovery document describes it, read when first needed and now and then again, and the keys that it signs with. */
import { createRemoteJWKSet, type JWTVerifyGetKey, customFetch as joseFetch } from 'jose';
import * as client from 'openid-client';
import { AppError } from '../app-error.ts';
import type { Clock } from '../clock.ts';
import { createIssuerClient, IssuerWrong, issuerFault, issuerUnavailable } from './issuer-fetch.ts';
import type { OidcSettings } from './settings.ts';

export interface KnownIssuer {
  configuration: client.Configuration;
  keys: JWTVerifyGetKey;
  /** Where the browser goes to sign out there; null when it cannot. */
  endSession: URL | null;
}

export interface Issuer {
  settings: OidcSettings;
  /** Rejects with AppError: "unavailable" when it is away, "internal" when what it says of itself cannot be right. */
  known(): Promise<KnownIssuer>;
  close(): Promise<void>;
}

const knownMs = 3_600_000;
const timeoutSeconds = 10;
/** An unknown key makes the keys be read again, at most so often. */
const keyCooldownMs = 10_000;

export function createIssuer(settings: OidcSettings, clock: Clock, timeoutMs?: number): Issuer {
  const http = createIssuerClient(settings, timeoutMs);
  let last: { asked: Promise<KnownIssuer>; atMs: number } | null = null;

  function clientAuth(methods: readonly string[] | undefined): client.ClientAuth {
    if (settings.clientSecret === null) return client.None();
    // Basic is what an issuer takes that says nothing (OpenID Connect Discovery §3).
    const basic = methods === undefined || methods.includes('client_secret_basic');
    return basic
      ? client.ClientSecretBasic(settings.clientSecret)
      : client.ClientSecretPost(settings.clientSecret);
  }

  function endpoint(text: string | undefined, what: string): URL {
    const url = text !== undefined && URL.canParse(text) ? new URL(text) : null;
    if (url === null || !http.mayCall(url)) throw new IssuerWrong(`its ${what} is missing or elsewhere`);
    return url;
  }

  async function discover(): Promise<KnownIssuer> {
    const insecure = settings.issuer.protocol === 'http:';
    const found = await client.discovery(settings.issuer, settings.clientId, undefined, client.None(), {
      [client.customFetch]: http.fetch,
      timeout: timeoutSeconds,
      ...(insecure ? { execute: [client.allowInsecureRequests] } : {}),
    });
    const server = found.serverMetadata();
    // The library knows issuers that may answer for another; Kubernetes does not.
    if (new URL(server.issuer).href !== settings.issuer.href) throw new IssuerWrong('it is another issuer');
    endpoint(server.authorization_endpoint, 'authorization endpoint');
    endpoint(server.token_endpoint, 'token endpoint');
    const keysAt = endpoint(server.jwks_uri, 'key set');
    const end = server.end_session_endpoint;
    const endSession =
      end !== undefined && URL.canParse(end) && http.mayCall(new URL(end)) ? new URL(end) : null;
    const configuration = new client.Configuration(
      server,
      settings.clientId,
      // Times are judged in id-token.ts, which tells what is wrong with them.
      { [client.clockTolerance]: 600 },
      clientAuth(server.token_endpoint_auth_methods_supported),
    );
    configuration[client.customFetch] = http.fetch;
    configuration.timeout = timeoutSeconds;
    if (insecure) client.allowInsecureRequests(configuration);
    const keys = createRemoteJWKSet(keysAt, {
      [joseFetch]: http.fetch,
      timeoutDuration: timeoutSeconds * 1000,
      cooldownDuration: keyCooldownMs,
    });
    return { configuration, keys, endSession };
  }

  return {
    settings,
    known: () => {
      if (last !== null && clock.now() - last.atMs < knownMs) return last.asked;
      const asked = discover().catch((error: unknown) => {
        last = null;
        if (issuerFault(error) === 'away') throw issuerUnavailable(error);
        throw new AppError('internal', { detail: 'The issuer of sign-ins describes itself wrongly.' }, error);
      });
      last = { asked, atMs: clock.now() };
      return asked;
    },
    close: http.close,
  };
}
