import { unstable_doesMiddlewareMatch as doesMatch } from 'next/experimental/testing/server';
import { NextRequest } from 'next/server';
import { expect, test } from 'vitest';
import { config, proxy } from '#proxy.ts';

const visit = (headers: Record<string, string> = {}) =>
  proxy(new NextRequest('http://console.test/graph?window=60s', { headers }));

/** Headers of the request as the page gets it. */
const passedOn = (response: Response, name: string) => response.headers.get(`x-middleware-request-${name}`);

test('SEC-59 a thousand pages, a thousand nonces, each in its policy', () => {
  const nonces = Array.from({ length: 1000 }, () => {
    const response = visit();
    const nonce = passedOn(response, 'x-nonce') ?? '';
    expect(response.headers.get('content-security-policy')).toContain(`'nonce-${nonce}'`);
    expect(passedOn(response, 'content-security-policy')).toBe(
      response.headers.get('content-security-policy'),
    );
    return nonce;
  });
  expect(new Set(nonces).size).toBe(1000);
  expect(nonces.every((nonce) => Buffer.from(nonce, 'base64').length === 16)).toBe(true);
});

test('SEC-59 the policy allows no inline script, no eval, no frame, no other origin', () => {
  const policy = visit().headers.get('content-security-policy') ?? '';
  const scripts = policy.split('; ').find((part) => part.startsWith('script-src')) ?? '';
  expect(scripts).not.toMatch(/unsafe-inline|unsafe-eval|\*|https?:/);
  expect(policy).toContain("connect-src 'self';");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).toContain("object-src 'none'");
  expect(policy).toContain("base-uri 'none'");
});

test('SEC-19 what a client says about nonce, policy and middleware does not count', () => {
  const response = visit({
    'x-nonce': 'evil',
    'content-security-policy': "script-src 'nonce-evil'",
    'x-middleware-subrequest': 'proxy:proxy:proxy',
  });
  expect(passedOn(response, 'x-nonce')).not.toBe('evil');
  expect(response.headers.get('content-security-policy')).not.toContain('evil');
  expect(passedOn(response, 'x-middleware-subrequest')).toBe(null);
});

test('SEC-23 pages are not stored, sniffed or told to others', () => {
  const { headers } = visit();
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('referrer-policy')).toBe('no-referrer');
});

test.each([
  '/',
  '/graph',
  '/favicon.ico',
  '/icon.svgx',
  '/icon.svg/',
  '/icon.svg/graph',
  '/icon.svg.rsc',
  '/icon-svg',
  '/iconxsvg',
  '/graph/icon.svg',
  '/_next/static',
  '/_next/staticx/a.js',
  '/_next/data/build/icon.svg.json',
  '/_next/image',
  '/x/_next/static/a.js',
])('SEC-59 %s has the policy, whatever it is', (path) => {
  expect(doesMatch({ config, url: `http://console.test${path}` })).toBe(true);
});

test.each(['/icon.svg', '/icon.svg?icon.2a8f.svg', '/_next/static/chunks/a.js'])(
  '%s is a file, the same for everybody',
  (path) => {
    expect(doesMatch({ config, url: `http://console.test${path}` })).toBe(false);
  },
);
