import { expect, test } from 'vitest';
import {
  curlCommand,
  draftOf,
  emptyRequest,
  type RequestDraft,
  type RequestField,
  readRequest,
  savedRequest,
  sluiceCommand,
} from './request-text.ts';

const draft: RequestDraft = { ...emptyRequest, from: 'shop/web', host: 'reviews', port: '9080' };

test('fields become a request', () => {
  const { request, problems } = readRequest({
    ...draft,
    method: 'POST',
    path: '/a?b=1',
    headers: ['X-Cohort: beta', '', 'x-cohort:second'],
  });
  expect(problems.size).toBe(0);
  expect(request).toEqual({
    from: { kind: 'workload', namespace: 'shop', name: 'web' },
    protocol: 'http',
    host: 'reviews',
    port: 9080,
    method: 'POST',
    path: '/a?b=1',
    headers: { 'x-cohort': 'beta,second' },
  });
});

test('a connection has neither method nor path', () => {
  expect(readRequest({ ...draft, protocol: 'tcp', path: 'nonsense', method: '' }).request).toEqual({
    from: { kind: 'workload', namespace: 'shop', name: 'web' },
    protocol: 'tcp',
    host: 'reviews',
    port: 9080,
  });
});

test.each<[Partial<RequestDraft>, RequestField, string]>([
  [{ from: '' }, 'from', 'missing'],
  [{ from: 'web' }, 'from', 'sender'],
  [{ from: '../x' }, 'from', 'sender'],
  [{ from: 'Shop/web' }, 'from', 'sender'],
  [{ host: ' ' }, 'host', 'missing'],
  [{ host: 'a b' }, 'host', 'host'],
  [{ host: 'a/b' }, 'host', 'host'],
  [{ port: '' }, 'port', 'missing'],
  [{ port: '0' }, 'port', 'port'],
  [{ port: '65536' }, 'port', 'port'],
  [{ port: '1e3' }, 'port', 'port'],
  [{ method: 'G T' }, 'method', 'method'],
  [{ path: 'a' }, 'path', 'path'],
  [{ path: '/a b' }, 'path', 'path'],
  [{ headers: ['no colon'] }, 'headers', 'header'],
])('%j is said at the field %s: %s', (change, field, problem) => {
  const { request, problems } = readRequest({ ...draft, ...change });
  expect(request).toBeNull();
  expect([...problems]).toEqual([[field, problem]]);
});

test('commands survive a shell', () => {
  const { request } = readRequest({ ...draft, path: "/it's?x=$HOME", headers: ['a: b c'] });
  if (request === null) throw new Error('no request');
  expect(sluiceCommand(request)).toBe(
    "npx sluice route . --from shop/web --url 'http://reviews:9080/it'\\''s?x=$HOME' --header 'a: b c'",
  );
  expect(curlCommand(request)).toBe("curl -i -H 'a: b c' 'http://reviews:9080/it'\\''s?x=$HOME'");
  expect(curlCommand({ ...request, protocol: 'tcp' })).toBeNull();
});

test('a saved request is the same one again in the fields', () => {
  const fields = {
    ...draft,
    from: 'gateway:ingress/public',
    method: 'POST',
    path: '/a?b=1',
    headers: ['x-a: b'],
  };
  for (const one of [fields, { ...draft, protocol: 'tcp' as const }]) {
    const { request } = readRequest(one);
    if (request === null) throw new Error('no request');
    expect(draftOf(savedRequest(request))).toEqual(one);
  }
});
