import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { configurationVariables, environmentSchema, loadConfig } from './config.ts';

const secret = 'b7J2wq0RzX4mTn9sLk3vYc8eHd5gPf1a';

const oidc = {
  SLUICE_AUTH: 'oidc',
  SLUICE_PUBLIC_URL: 'https://console.test',
  SLUICE_OIDC_ISSUER: 'https://login.test/realms/one',
  SLUICE_OIDC_CLIENT_ID: 'sluice',
};

function faults(environment: Record<string, string>): string[] {
  const loaded = loadConfig({ SLUICE_SESSION_SECRET: secret, ...environment });
  return loaded.ok ? [] : loaded.error;
}

describe('the environment', () => {
  test('defaults are safe', () => {
    const loaded = loadConfig({ SLUICE_SESSION_SECRET: secret });
    if (!loaded.ok) throw new Error(loaded.error.join());
    expect(loaded.value).toMatchObject({ port: 3000, host: '127.0.0.1', prometheus: null, pollSeconds: 15 });
    expect(loaded.value.metricsScope).toBe('mesh');
    expect([...loaded.value.strategies]).toEqual(['token']);
  });

  test.each([
    ['SEC-01 no secret', { SLUICE_SESSION_SECRET: '' }, 'SLUICE_SESSION_SECRET is not set'],
    [
      'SEC-01 a known secret',
      { SLUICE_SESSION_SECRET: 'kiali' },
      'SLUICE_SESSION_SECRET must be at least 32 bytes',
    ],
    [
      'SEC-01 31 bytes',
      { SLUICE_SESSION_SECRET: secret.slice(1) },
      'SLUICE_SESSION_SECRET must be at least 32',
    ],
    [
      'SEC-01 a repeated letter',
      { SLUICE_SESSION_SECRET: 'a'.repeat(64) },
      'SLUICE_SESSION_SECRET is guessable',
    ],
    ['words', { SLUICE_SESSION_SECRET: 'changeme-changeme-changeme-changeme' }, 'SLUICE_SESSION_SECRET is'],
    ['a weak previous secret', { SLUICE_SESSION_SECRET_PREVIOUS: 'short' }, 'SLUICE_SESSION_SECRET_PREVIOUS'],
    [
      'SEC-21 a scope of metrics that is none',
      { SLUICE_METRICS_SCOPE: 'strict' },
      'SLUICE_METRICS_SCOPE must be one of mesh, namespaces.',
    ],
    ['a port that is none', { PORT: '70000' }, 'PORT must be a whole number'],
    ['a port in words', { PORT: '3e3' }, 'PORT must be a whole number'],
    ['OIDC without an issuer', { SLUICE_AUTH: 'token,oidc' }, 'SLUICE_OIDC_ISSUER is not set'],
    ['OIDC without a client', { SLUICE_AUTH: 'oidc' }, 'SLUICE_OIDC_CLIENT_ID is not set'],
    ['OIDC without an own address', { SLUICE_AUTH: 'oidc' }, 'SLUICE_PUBLIC_URL is not set, but SLUICE_AUTH'],
    [
      'an issuer in the clear',
      { SLUICE_OIDC_ISSUER: 'http://login.test' },
      'SLUICE_OIDC_ISSUER must be an https',
    ],
    [
      'an issuer that is a script',
      { SLUICE_OIDC_ISSUER: 'javascript:1' },
      'SLUICE_OIDC_ISSUER must be an https',
    ],
    ['an issuer with a user', { SLUICE_OIDC_ISSUER: 'https://a@login.test' }, 'SLUICE_OIDC_ISSUER must be'],
    ['scopes without openid', { SLUICE_OIDC_SCOPES: 'email' }, 'SLUICE_OIDC_SCOPES must name openid'],
    [
      'a state of the operator’s',
      { SLUICE_OIDC_PARAMETERS: 'prompt=consent&state=x' },
      'SLUICE_OIDC_PARAMETERS names state, which the console sets itself',
    ],
    [
      'hosts that are addresses',
      { SLUICE_OIDC_HOSTS: 'https://a.test/' },
      'SLUICE_OIDC_HOSTS must be host names',
    ],
    [
      'a missing secret',
      { ...oidc, SLUICE_OIDC_CLIENT_SECRET_FILE: '/nowhere' },
      'SLUICE_OIDC_CLIENT_SECRET_FILE names',
    ],
    [
      'an authority that is none',
      { ...oidc, SLUICE_OIDC_CA_FILE: 'package.json' },
      'SLUICE_OIDC_CA_FILE names a file without',
    ],
    ['SEC-07 header without proxies', { SLUICE_AUTH: 'header' }, 'SLUICE_HEADER_PROXIES is not set'],
    [
      'SEC-07 header from nowhere',
      { SLUICE_HEADER_PROXIES: 'proxy.test' },
      'SLUICE_HEADER_PROXIES names "proxy.test"',
    ],
    ['SEC-07 a cookie as the header', { SLUICE_HEADER_NAME: 'Cookie' }, 'SLUICE_HEADER_NAME must be'],
    [
      'SEC-08 impersonation as the header',
      { SLUICE_HEADER_NAME: 'Impersonate-User' },
      'SLUICE_HEADER_NAME must be',
    ],
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
    expect(faults({ PORT: 'x', SLUICE_AUTH: 'root' })).toHaveLength(2);
    expect(faults({ SLUICE_AUTH: 'oidc,header' })).toHaveLength(4);
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

  test('what OIDC needs is read', () => {
    const loaded = loadConfig({
      SLUICE_SESSION_SECRET: secret,
      ...oidc,
      SLUICE_OIDC_SCOPES: 'openid, groups',
      SLUICE_OIDC_HOSTS: 'keys.test,tokens.test:8443',
    });
    expect(loaded.ok ? loaded.value.signIn.oidc : loaded.error).toMatchObject({
      clientSecret: null,
      scopes: 'openid groups',
      hosts: ['keys.test', 'tokens.test:8443'],
      name: 'login.test',
    });
  });

  test('every variable is in the table once', () => {
    const names = configurationVariables.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(Object.keys(environmentSchema.shape));
  });
});
