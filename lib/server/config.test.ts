import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { configurationVariables, environmentSchema, loadConfig } from './config.ts';

const secret = 'b7J2wq0RzX4mTn9sLk3vYc8eHd5gPf1a';

function faults(environment: Record<string, string>): string[] {
  const loaded = loadConfig({ SLUICE_SESSION_SECRET: secret, ...environment });
  return loaded.ok ? [] : loaded.error;
}

describe('the environment', () => {
  test('defaults are safe', () => {
    const loaded = loadConfig({ SLUICE_SESSION_SECRET: secret });
    if (!loaded.ok) throw new Error(loaded.error.join());
    expect(loaded.value).toMatchObject({ port: 3000, host: '127.0.0.1', prometheus: null, pollSeconds: 15 });
    expect([...loaded.value.strategies]).toEqual(['token']);
  });

  test.each([
    ['no secret', { SLUICE_SESSION_SECRET: '' }, 'SLUICE_SESSION_SECRET is not set'],
    ['a known secret', { SLUICE_SESSION_SECRET: 'kiali' }, 'SLUICE_SESSION_SECRET must be at least 32 bytes'],
    ['31 bytes', { SLUICE_SESSION_SECRET: secret.slice(1) }, 'SLUICE_SESSION_SECRET must be at least 32'],
    ['a repeated letter', { SLUICE_SESSION_SECRET: 'a'.repeat(64) }, 'SLUICE_SESSION_SECRET is guessable'],
    ['words', { SLUICE_SESSION_SECRET: 'changeme-changeme-changeme-changeme' }, 'SLUICE_SESSION_SECRET is'],
    ['a weak previous secret', { SLUICE_SESSION_SECRET_PREVIOUS: 'short' }, 'SLUICE_SESSION_SECRET_PREVIOUS'],
    ['a port that is none', { PORT: '70000' }, 'PORT must be a whole number'],
    ['a port in words', { PORT: '3e3' }, 'PORT must be a whole number'],
    [
      'OIDC',
      { SLUICE_AUTH: 'token,oidc' },
      'SLUICE_AUTH names "oidc", which is not available in this version',
    ],
    ['header', { SLUICE_AUTH: 'header' }, 'SLUICE_AUTH names "header", which is not available'],
    ['an unknown strategy', { SLUICE_AUTH: 'root' }, 'SLUICE_AUTH names "root", which is not one of'],
    ['no strategy', { SLUICE_AUTH: ',' }, 'SLUICE_AUTH is empty'],
    [
      'a Prometheus that is a file',
      { SLUICE_PROMETHEUS_URL: 'file:///etc/passwd' },
      'SLUICE_PROMETHEUS_URL must',
    ],
    ['a public URL with a user', { SLUICE_PUBLIC_URL: 'https://a@b.test' }, 'SLUICE_PUBLIC_URL must'],
    ['demo without tokens', { SLUICE_AUTH: 'demo' }, 'SLUICE_DEMO_TOKENS is not set'],
    [
      'demo with a missing file',
      { SLUICE_AUTH: 'demo', SLUICE_DEMO_TOKENS: '/nowhere' },
      'SLUICE_DEMO_TOKENS names',
    ],
  ])('%s is refused by name', (_, environment, sentence) => {
    expect(faults(environment).join('\n')).toContain(sentence);
  });

  test('all faults are told at once', () => {
    expect(faults({ PORT: 'x', SLUICE_AUTH: 'oidc' })).toHaveLength(2);
  });

  test('demo reads the personas and polls faster', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'sluice-')), 'tokens.json');
    writeFileSync(file, JSON.stringify({ viewer: 'v', developer: 'd', admin: 'a' }));
    const loaded = loadConfig({
      SLUICE_SESSION_SECRET: secret,
      SLUICE_AUTH: 'demo',
      SLUICE_DEMO_TOKENS: file,
    });
    expect(loaded).toMatchObject({ ok: true, value: { demoTokens: { admin: 'a' }, pollSeconds: 5 } });
  });

  test('every variable is in the table once', () => {
    const names = configurationVariables.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(Object.keys(environmentSchema.shape));
  });
});
