import { expect, test } from 'vitest';
import { service, virtualService } from '../../checks/testing/objects.ts';
import { noObjects } from '../../objects.ts';
import { route } from '../route.ts';
import { indexRouting } from '../routing-index.ts';

function corsFor(corsPolicy: object | null, request: { method?: string; headers?: Record<string, string> }) {
  const rule = { ...(corsPolicy && { corsPolicy }), route: [{ destination: { host: 'reviews' } }] };
  const index = indexRouting({
    ...noObjects,
    services: [service('reviews')] as never,
    virtualServices: [virtualService('reviews', { hosts: ['reviews'], http: [rule] })] as never,
  });
  const from = { type: 'sidecar', namespace: 'app', labels: {} } as const;
  const answer = route(index, { from, host: 'reviews', port: 9080, ...request });
  expect(answer.outcome).toBe('forward');
  return answer.cors;
}

const shop = { allowOrigins: [{ exact: 'https://shop.example' }, { regex: 'https://.*[.]shop[.]example' }] };
const preflight = (origin: string) => ({
  method: 'OPTIONS',
  headers: { Origin: origin, 'Access-Control-Request-Method': 'PUT' },
});

test('without a policy there is nothing to say', () => {
  expect(corsFor(null, { headers: { origin: 'https://shop.example' } })).toBeNull();
});

test.each([
  ['no origin', shop, {}, null, null],
  ['an allowed one', shop, { headers: { Origin: 'https://shop.example' } }, true, null],
  ['one by its pattern', shop, { headers: { origin: 'https://a.shop.example' } }, true, null],
  ['another', shop, { headers: { origin: 'https://shop.example.org' } }, false, null],
  ['every', { allowOrigins: [{ exact: '*' }] }, { headers: { origin: 'https://x' } }, true, null],
  ['every, by a pattern', { allowOrigins: [{ regex: '.*' }] }, { headers: { origin: 'x' } }, true, null],
  ['the former field', { allowOrigin: ['https://x'] }, { headers: { origin: 'https://x' } }, true, null],
  ['nobody', { allowOrigins: [] }, { headers: { origin: 'https://x' } }, false, null],
  ['a preflight', shop, preflight('https://shop.example'), true, 'granted'],
  ['a preflight of another', shop, preflight('https://x'), false, 'forwarded'],
  [
    'a preflight of another, not to be sent on',
    { ...shop, unmatchedPreflights: 'IGNORE' },
    preflight('https://x'),
    false,
    'ignored',
  ],
  [
    'OPTIONS that asks nothing beforehand',
    shop,
    { method: 'OPTIONS', headers: { origin: 'x' } },
    false,
    null,
  ],
] as const)('%s', (_, policy, request, allowed, asked) => {
  expect(corsFor(policy, request)).toMatchObject({ allowed, preflight: asked });
});

test('what is granted is told', () => {
  const policy = {
    ...shop,
    allowMethods: ['PUT'],
    allowHeaders: ['x-a'],
    exposeHeaders: ['x-b'],
    maxAge: '24h',
    allowCredentials: true,
  };
  expect(corsFor(policy, {})).toEqual({
    origin: null,
    allowed: null,
    preflight: null,
    methods: ['PUT'],
    headers: ['x-a'],
    exposed: ['x-b'],
    maxAge: '24h',
    credentials: true,
  });
});
