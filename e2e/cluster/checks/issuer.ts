/** An OIDC issuer that the cluster's API server trusts: discovery, one key, and tokens for whoever is named. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { oidcAudience, oidcIssuer } from '../accounts.ts';
import type { ClusterFiles } from '../description.ts';

export interface Issuer {
  token(user: string, groups: readonly string[]): Promise<string>;
  stop(): Promise<void>;
}

const algorithm = 'RS256';
const keyId = 'check';

export async function startIssuer({ certificate, key }: ClusterFiles['oidc']): Promise<Issuer> {
  const { publicKey, privateKey } = await generateKeyPair(algorithm);
  const jwk = { ...(await exportJWK(publicKey)), kid: keyId, alg: algorithm, use: 'sig' };
  const answers: Readonly<Record<string, object>> = {
    '/.well-known/openid-configuration': {
      issuer: oidcIssuer,
      jwks_uri: `${oidcIssuer}/keys`,
      authorization_endpoint: `${oidcIssuer}/authorize`,
      token_endpoint: `${oidcIssuer}/token`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: [algorithm],
    },
    '/keys': { keys: [jwk] },
  };
  const server = createServer(
    { cert: readFileSync(certificate), key: readFileSync(key) },
    (request, response) => {
      const answer = answers[request.url ?? ''];
      response.writeHead(answer ? 200 : 404, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer ?? {}));
    },
  );
  const { port, hostname } = new URL(oidcIssuer);
  server.listen(Number(port), hostname);
  await once(server, 'listening');
  return {
    token: (user, groups) =>
      new SignJWT({ groups })
        .setProtectedHeader({ alg: algorithm, kid: keyId })
        .setIssuer(oidcIssuer)
        .setAudience(oidcAudience)
        .setSubject(user)
        .setIssuedAt()
        .setExpirationTime('5m')
        .sign(privateKey),
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
