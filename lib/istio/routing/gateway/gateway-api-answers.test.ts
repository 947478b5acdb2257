/** What becomes of a request that a rule of an HTTPRoute or GRPCRoute takes: filters, mirrors, timeouts, retries. */
import { describe, expect, it, test } from 'vitest';
import { answerTo, at, atEdge, http, to } from '../testing/gateway-api.ts';
import { brief, destinationRule } from '../testing/objects.ts';
import type { RouteAnswer } from '../types.ts';

const filtered = (filters: string, match = '{path: {value: /in}}') =>
  http('r', `{${at()}, rules: [{matches: [${match}], filters: [${filters}], ${to('web')}}]}`);

describe('what a route does with a request', () => {
  const asked = { ...atEdge, path: '/in/x?q=1' };
  test.each<[string, string, string]>([
    [
      'a prefix',
      '{type: URLRewrite, urlRewrite: {path: {type: ReplacePrefixMatch, replacePrefixMatch: /out/}}}',
      '/out/x?q=1 a.example',
    ],
    [
      'a prefix taken away',
      '{type: URLRewrite, urlRewrite: {path: {type: ReplacePrefixMatch, replacePrefixMatch: /}}}',
      '/x?q=1 a.example',
    ],
    [
      'the whole path',
      '{type: URLRewrite, urlRewrite: {path: {type: ReplaceFullPath, replaceFullPath: /all}}}',
      '/all?q=1 a.example',
    ],
    ['the host', '{type: URLRewrite, urlRewrite: {hostname: in.example}}', '/in/x?q=1 in.example'],
    [
      'the host by a header',
      '{type: RequestHeaderModifier, requestHeaderModifier: {set: [{name: Host, value: h.example}]}}',
      '/in/x?q=1 h.example',
    ],
  ])('rewrites %s', (_, filter, expected) => {
    const { rewrite } = answerTo([filtered(filter)], asked);
    expect(`${rewrite?.path} ${rewrite?.host}`).toBe(expected);
  });

  test.each<[string, string, string]>([
    ['as asked', '{statusCode: 301}', '301 http://a.example:80/in/x?q=1'],
    ['the scheme', '{scheme: https}', '302 https://a.example:443/in/x?q=1'],
    ['a port', '{port: 8443, scheme: https}', '302 https://a.example:8443/in/x?q=1'],
    [
      'a host and a prefix',
      '{hostname: b.example, path: {type: ReplacePrefixMatch, replacePrefixMatch: /new}}',
      '302 http://b.example:80/new/x?q=1',
    ],
    ['a path', '{path: {type: ReplaceFullPath, replaceFullPath: /new}}', '302 http://a.example:80/new?q=1'],
  ])('redirects to %s', (_, redirect, expected) => {
    const route = http(
      'r',
      `{${at()}, rules: [{matches: [{path: {value: /in}}], filters: [{type: RequestRedirect, requestRedirect: ${redirect}}]}]}`,
    );
    const { redirect: found } = answerTo([route], asked);
    expect(`${found?.code} ${found?.scheme}://${found?.host}:${found?.port}${found?.path}`).toBe(expected);
  });

  it('copies it, where the copy leads somewhere', () => {
    const mirror = (ref: string, more = '') =>
      `{type: RequestMirror, requestMirror: {backendRef: {${ref}, port: 80}${more}}}`;
    const route = filtered(
      [
        mirror('name: api', ', percent: 40'),
        mirror('name: web', ', fraction: {numerator: 1, denominator: 8}'),
        mirror('name: far'),
        mirror('name: nobody'),
        mirror('name: far, namespace: other'),
      ].join(', '),
    );
    const { mirrors } = answerTo([route], asked);
    expect(mirrors.map(({ host, share }) => `${host.split('.')[0]} ${share}`)).toEqual([
      'api 0.4',
      'web 0.125',
      'far 1',
    ]);
  });

  test.each<[string, string, string | null, RouteAnswer['retries']]>([
    [
      'the request’s limit',
      'timeouts: {request: 1m30s}',
      '90s',
      { attempts: 2, on: 'connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes' },
    ],
    [
      'one try’s limit where there is one try',
      'timeouts: {request: 2s, backendRequest: 500ms}',
      '0.5s',
      { attempts: 2, on: 'connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes' },
    ],
    [
      'none',
      'timeouts: {request: 0s}',
      null,
      { attempts: 2, on: 'connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes' },
    ],
    [
      'retries of its own',
      'retry: {attempts: 3, codes: [503]}, timeouts: {request: 2s, backendRequest: 500ms}',
      '2s',
      { attempts: 3, on: 'connect-failure,refused-stream,unavailable,cancelled,503' },
    ],
    ['no retries', 'retry: {attempts: 0}', null, null],
  ])('waits for %s', (_, more, timeout, retries) => {
    const route = http('r', `{${at()}, rules: [{${more}, ${to('web')}}]}`);
    const answer = answerTo([route], atEdge);
    expect({ timeout: answer.timeout, retries: answer.retries }).toEqual({ timeout, retries });
  });

  it('obeys the DestinationRule of a backend', () => {
    const rule = destinationRule('web', { host: 'web', trafficPolicy: { tls: { mode: 'DISABLE' } } });
    expect(brief(answerTo([rule, filtered('')], asked))).toBe('web 80');
  });
});
