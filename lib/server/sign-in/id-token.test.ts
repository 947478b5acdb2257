/** What an ID token has to be, each condition by itself: openid-client checks some of it before, and may one day not. */
import { createLocalJWKSet, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { expect, test } from 'vitest';
import { checkIdToken, type Expected } from './id-token.ts';

const now = 1_700_000_000;
const own = await generateKeyPair('RS256', { extractable: true });
const other = await generateKeyPair('RS256');
const keys = createLocalJWKSet({ keys: [{ ...(await exportJWK(own.publicKey)), kid: 'one', alg: 'RS256' }] });
const expected: Expected = { issuer: 'https://issuer.test', clientId: 'sluice', nonce: 'n', keys, now };
const good: JWTPayload = {
  iss: 'https://issuer.test',
  aud: 'sluice',
  sub: 'grace',
  nonce: 'n',
  iat: now - 10,
  exp: now + 60,
};

interface Signed {
  alg?: string;
  kid?: string;
  key?: CryptoKey | Uint8Array;
}

async function verdict(
  claims: JWTPayload,
  { alg = 'RS256', kid = 'one', key = own.privateKey }: Signed = {},
) {
  const token = await new SignJWT({ ...good, ...claims }).setProtectedHeader({ alg, kid }).sign(key);
  const checked = await checkIdToken(token, expected);
  return checked.ok ? checked.value : checked.error;
}

test('a good one tells whose it is, and for how long', async () => {
  expect(await verdict({})).toEqual({ subject: 'grace', issuedAt: now - 10, expiresAt: now + 60 });
  expect(await verdict({ aud: ['sluice'] })).toMatchObject({ subject: 'grace' });
  expect(await verdict({ aud: ['sluice', 'other'], azp: 'sluice' })).toMatchObject({ subject: 'grace' });
});

test.each<[JWTPayload, string]>([
  [{ iss: 'https://other.test' }, 'issuer'],
  [{ aud: 'other' }, 'audience'],
  [{ aud: ['sluice', 'other'] }, 'audience'],
  [{ azp: 'other' }, 'audience'],
  [{ nonce: 'another' }, 'nonce'],
  [{ nonce: undefined }, 'nonce'],
  [{ exp: now }, 'expired'],
  [{ exp: now - 1 }, 'expired'],
  [{ exp: undefined }, 'claims'],
  [{ iat: now + 301 }, 'not-yet'],
  [{ nbf: now + 301 }, 'not-yet'],
  [{ sub: '' }, 'claims'],
  [{ sub: undefined }, 'claims'],
])('SEC-10 with %j it is none: %s', async (claims, fault) => {
  expect(await verdict(claims)).toBe(fault);
});

test.each<[string, Signed, string]>([
  ['by another key', { key: other.privateKey }, 'signature'],
  ['by a key that nobody knows', { kid: 'two' }, 'key'],
  ['by a secret', { alg: 'HS256', key: new Uint8Array(32) }, 'algorithm'],
])('SEC-10 signed %s it is none: %s', async (_, signed, fault) => {
  expect(await verdict({}, signed)).toBe(fault);
});

test('SEC-10 without a signature, or no token at all, it is none', async () => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  expect(await checkIdToken(`${part({ alg: 'none' })}.${part(good)}.`, expected)).toMatchObject({
    ok: false,
  });
  expect(await checkIdToken('x', expected)).toEqual({ ok: false, error: 'malformed' });
});

test('SEC-10 a renewed one has no nonce', async () => {
  const token = await new SignJWT({ ...good, nonce: undefined })
    .setProtectedHeader({ alg: 'RS256', kid: 'one' })
    .sign(own.privateKey);
  expect(await checkIdToken(token, { ...expected, nonce: null })).toMatchObject({ ok: true });
});
