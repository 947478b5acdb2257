import { expect, test } from 'vitest';
import { hostLabel, labelOfHost, parseToolHosts, toolOrigin } from './tool-hosts.ts';

const service = { namespace: 'monitoring', name: 'grafana', port: 3000, scheme: 'http' } as const;
const console_ = new URL('https://sluice.example.com');

test.each([
  ['https://*.sluice-tools.example.net', 'https://*.sluice-tools.example.net'],
  ['https://*.tools.example.net:8443/', 'https://*.tools.example.net:8443'],
])('%s', (text, source) => {
  const parsed = parseToolHosts(text, console_);
  expect(parsed.ok && parsed.value.source).toBe(source);
});

test.each<[string, string, URL | null]>([
  ['no star', 'https://tools.example.net', console_],
  ['a star elsewhere', 'https://tools.*.example.net', console_],
  ['a path', 'https://*.tools.example.net/x', console_],
  ['no scheme', '*.tools.example.net', console_],
  ['in the clear', 'http://*.tools.example.net', console_],
  ['a whole top domain', 'https://*.net', console_],
  ['the console’s own domain', 'https://*.sluice.example.com', console_],
  ['a domain above the console', 'https://*.example.com', console_],
  ['an address', 'https://*.169.254.169.254', console_],
  ['without the console’s address', 'https://*.tools.example.net', null],
])('%s is refused', (_, text, publicUrl) => {
  expect(parseToolHosts(text, publicUrl).ok).toBe(false);
});

test('a host for each port of each Service', () => {
  const hosts = parseToolHosts('http://*.localhost:3000', null);
  if (!hosts.ok) throw new Error(hosts.error);
  const origin = toolOrigin(hosts.value, service);
  expect(origin).toMatch(/^http:\/\/grafana-[0-9a-f]{12}\.localhost:3000$/);
  expect(labelOfHost(hosts.value, new URL(origin).host)).toBe(hostLabel(service));
  const others = [
    { ...service, namespace: 'shop' },
    { ...service, port: 80 },
    { ...service, scheme: 'https' as const },
  ];
  expect(new Set([service, ...others].map(hostLabel)).size).toBe(4);
  expect(hostLabel({ ...service, name: `${'a'.repeat(39)}-${'b'.repeat(23)}` })).toMatch(
    /^a{39}-[0-9a-f]{12}$/,
  );
});

test.each([
  ['127.0.0.1:3000', null],
  ['localhost:3000', null],
  ['grafana.localhost', null],
  ['grafana.localhost:3001', null],
  ['a.b.localhost:3000', null],
  ['-a.localhost:3000', null],
  ['.localhost:3000', null],
  ['GRAFANA-1.localhost:3000', 'grafana-1'],
])('%s is a tool’s: %s', (host, label) => {
  const hosts = parseToolHosts('http://*.localhost:3000', null);
  expect(hosts.ok && labelOfHost(hosts.value, host)).toBe(label);
});
