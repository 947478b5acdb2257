import { once } from 'node:events';
import { createServer } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { expect, test } from 'vitest';
import { issuedTokens } from './issued-tokens.ts';

test('users of an issuer are taken with their groups; what is expired, forged or for somebody else is nobody’s', async () => {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const other = await generateKeyPair('ES256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'k', alg: 'ES256' };
  const server = createServer((request, response) => {
    const found = request.url?.startsWith('/.well-known/')
      ? { issuer, jwks_uri: `${issuer}/keys` }
      : { keys: [jwk] };
    response.end(JSON.stringify(found));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const issuer = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  const userOf = issuedTokens(issuer);
  const sign = async (change: object, key = privateKey, name = issuer) => {
    const claims = { groups: ['crew'], sub: 'grace', aud: 'sluice', ...change };
    const token = new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid: 'k' }).setIssuer(name);
    return `Bearer ${await ('exp' in change ? token : token.setExpirationTime('1m')).sign(key)}`;
  };
  expect(await userOf(await sign({}))).toEqual({
    username: 'oidc:grace',
    uid: '',
    groups: ['oidc:crew', 'system:authenticated'],
  });
  expect(await userOf(await sign({ exp: 1000 }))).toBeUndefined();
  expect(await userOf(await sign({ aud: 'another' }))).toBeUndefined();
  expect(await userOf(await sign({}, other.privateKey))).toBeUndefined();
  expect(await userOf(await sign({}, privateKey, 'https://another.test'))).toBeUndefined();
  for (const header of [undefined, 'Bearer static-token', 'Basic x'])
    expect(await userOf(header)).toBeUndefined();
  server.close();
});
