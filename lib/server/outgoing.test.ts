import { expect, test } from 'vitest';
import { loadConfig } from './config.ts';
import { allowedDestinations } from './outgoing.ts';
import { testSecret } from './testing/harness.ts';

function allowed(environment: Record<string, string>, server: string, alsoReaches: readonly URL[] = []) {
  const config = loadConfig({ SLUICE_SESSION_SECRET: testSecret, ...environment });
  if (!config.ok) throw new Error(config.error.join(' '));
  return [...allowedDestinations(config.value, { server: new URL(server), alsoReaches })].sort();
}

test.each<[string, Record<string, string>, string, string[]]>([
  ['the cluster alone', {}, 'https://10.0.0.1:6443', ['10.0.0.1:6443']],
  ['an address of IPv6, and the usual port', {}, 'https://[fd00::1]', ['fd00::1:443']],
  [
    'Prometheus, by name, without the dot of the root',
    { SLUICE_PROMETHEUS_URL: 'http://Prometheus.monitoring.svc.:9090/base' },
    'https://kubernetes.default.svc',
    ['kubernetes.default.svc:443', 'prometheus.monitoring.svc:9090'],
  ],
  [
    'the issuer and the hosts beside it',
    {
      SLUICE_AUTH: 'oidc',
      SLUICE_PUBLIC_URL: 'https://sluice.example.com',
      SLUICE_OIDC_ISSUER: 'https://accounts.example.com/one',
      SLUICE_OIDC_CLIENT_ID: 'sluice',
      SLUICE_OIDC_HOSTS: 'tokens.example.com,keys.example.com:8443',
    },
    'https://api:6443',
    ['accounts.example.com:443', 'api:6443', 'keys.example.com:8443', 'tokens.example.com:443'],
  ],
])('SEC-13 %s', (_, environment, server, expected) => {
  expect(allowed(environment, server)).toEqual(expected);
});

test('SEC-13 where tools are is no reason to connect there: they are read through the API server', () => {
  const links = JSON.stringify({ grafana: { url: 'https://grafana.example.com' } });
  expect(allowed({ SLUICE_LINKS: links }, 'https://api:6443')).toEqual(['api:6443']);
});

test('SEC-13 the issuer of an oidc auth provider of the kubeconfig renews its token', () => {
  expect(allowed({}, 'https://api:6443', [new URL('https://login.example.com')])).toEqual([
    'api:6443',
    'login.example.com:443',
  ]);
});
