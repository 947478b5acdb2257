/** How many wrong tokens an address may send, and that nobody else is hindered by it. */
import { expect, test } from 'vitest';
import { bearer, jsonFrom, startHarness } from '../../testing/harness.ts';
import { fillMesh, tokens } from '../../testing/mesh-content.ts';

test('REL-44 a token that is let in stays so, however many bad ones come from the same address', async () => {
  const shared = await startHarness({ prepare: fillMesh });
  const whoami = async (token: string) =>
    (await shared.ask('/api/v1/whoami', { headers: bearer(token) })).status;
  for (let count = 0; count < 10; count += 1) expect(await whoami('typo')).toBe(401);
  expect(await whoami('typo')).toBe(429);
  expect(await whoami(tokens.viewer)).toBe(200);
  for (let count = 0; count < 90; count += 1) expect(await whoami(`guess-${count}`)).toBe(401);
  expect(await whoami('guess-90')).toBe(429);
  expect(await whoami(tokens.viewer)).toBe(200);
  // Kubernetes no longer knows it: then it is one of the bad ones.
  shared.kubernetes.users.delete(tokens.viewer);
  shared.services.access.invalidate();
  expect(await whoami(tokens.viewer)).toBe(401);
  expect(await whoami(tokens.viewer)).toBe(429);
  await shared.stop();
});

test('REL-44 behind a trusted proxy everybody has an own limit, and the log their address', async () => {
  const proxied = await startHarness({
    environment: { SLUICE_TRUSTED_PROXIES: '127.0.0.1' },
    prepare: fillMesh,
  });
  const signIn = (client: string, token: string) =>
    proxied.ask('/api/v1/session', {
      method: 'POST',
      headers: { ...jsonFrom(proxied.origin), 'x-forwarded-for': client },
      body: JSON.stringify({ strategy: 'token', token }),
    });
  for (let count = 0; count < 20; count += 1) await signIn('203.0.113.9', `guess-${count}`);
  expect((await signIn('203.0.113.9', tokens.viewer)).status).toBe(429);
  expect((await signIn('198.51.100.1', tokens.viewer)).status).toBe(200);
  expect(proxied.logLines.at(-1)).toContain('"address":"198.51.100.1"');
  await proxied.stop();
});

test('REL-44 guessing tokens becomes slow, others are not hindered', async () => {
  const limited = await startHarness({ prepare: fillMesh });
  const guess = (token: string) =>
    limited.ask('/api/v1/session', {
      method: 'POST',
      headers: jsonFrom(limited.origin),
      body: JSON.stringify({ strategy: 'token', token }),
    });
  for (let count = 0; count < 20; count += 1) expect((await guess(`guess-${count}`)).status).toBe(401);
  const start = limited.kubernetes.requests.length;
  const late = await guess(tokens.viewer);
  expect(late.status).toBe(429);
  expect(Number(late.headers['retry-after'])).toBeGreaterThan(0);
  expect(limited.kubernetes.requests.slice(start).filter(({ method }) => method === 'POST')).toEqual([]);
  expect((await limited.ask('/api/v1/whoami', { headers: bearer(tokens.viewer) })).status).toBe(200);
  await limited.stop();
});
