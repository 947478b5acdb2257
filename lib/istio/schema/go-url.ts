/** Go's url.ParseRequestURI (net/url), by which CEL's url() and isURL() decide: what is accepted, the scheme, and the words of a refusal. */
import { fail, ok, type Result } from '#lib/result.ts';
import { quoted } from './field-error.ts';

interface Parts {
  scheme: string;
  rest: string;
}

function splitScheme(text: string): Result<Parts, string> {
  const end = text.search(/[^a-zA-Z0-9+.-]/);
  if (text.startsWith(':')) return fail('missing protocol scheme');
  if (end < 0 || text[end] !== ':' || !/^[a-zA-Z]/.test(text)) return ok({ scheme: '', rest: text });
  return ok({ scheme: text.slice(0, end).toLowerCase(), rest: text.slice(end + 1) });
}

function badEscape(text: string): string | null {
  const found = /%(?![0-9a-fA-F]{2})/.exec(text);
  return found ? `invalid URL escape ${quoted(text.slice(found.index, found.index + 3))}` : null;
}

function authorityProblem(authority: string): string | null {
  const at = authority.lastIndexOf('@');
  if (at >= 0 && !/^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/.test(authority.slice(0, at)))
    return 'net/url: invalid userinfo';
  const host = authority.slice(at + 1);
  if (host.startsWith('[')) {
    const end = host.lastIndexOf(']');
    if (end < 0) return "missing ']' in host";
    return portProblem(host.slice(end + 1));
  }
  const colon = host.lastIndexOf(':');
  const port = colon < 0 ? null : portProblem(host.slice(colon));
  if (port !== null) return port;
  const inHost = badEscape(host);
  if (inHost !== null) return inHost;
  // Only spaces, quotes and the like are refused; bytes beyond ASCII pass.
  const [bad] = /[ "<>\\^`{|}]/.exec(host) ?? [];
  return bad === undefined ? null : `invalid character ${quoted(bad)} in host name`;
}

function portProblem(text: string): string | null {
  return /^(?::\d*)?$/.test(text) ? null : `invalid port ${quoted(text)} after host`;
}

function problemOf({ scheme, rest }: Parts): string | null {
  const [target = ''] = rest.split('?');
  if (!target.startsWith('/')) return scheme === '' ? 'invalid URI for request' : null;
  const hasAuthority = target.startsWith('//') && (scheme !== '' || !target.startsWith('///'));
  // Without a scheme, a request's URI has no authority.
  if (!hasAuthority || scheme === '') return badEscape(target);
  const [authority = ''] = target.slice(2).split('/');
  return authorityProblem(authority) ?? badEscape(target.slice(2 + authority.length));
}

/** url.Parse: as above, and what is relative passes too; a fragment is no part of it. */
export function parseUrl(text: string): Result<{ scheme: string }, string> {
  const [url = ''] = text.split('#');
  const parts = splitScheme(url);
  const isRelative = parts.ok && parts.value.scheme === '' && !parts.value.rest.startsWith('/');
  if (!isRelative) return parseRequestUri(url);
  const refused = (why: string): Result<never, string> => fail(`parse ${quoted(text)}: ${why}`);
  const [path = ''] = url.split('?');
  if ((path.split('/')[0] ?? '').includes(':'))
    return refused('first path segment in URL cannot contain colon');
  const inPath = badEscape(path);
  return inPath === null ? ok({ scheme: '' }) : refused(inPath);
}

/** The scheme, in lower case and "" for none; fails with Go's sentence. */
export function parseRequestUri(text: string): Result<{ scheme: string }, string> {
  const refused = (why: string): Result<never, string> => fail(`parse ${quoted(text)}: ${why}`);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(text)) return refused('net/url: invalid control character in URL');
  if (text === '') return refused('empty url');
  if (text === '*') return ok({ scheme: '' });
  const parts = splitScheme(text);
  if (!parts.ok) return refused(parts.error);
  const problem = problemOf(parts.value);
  return problem === null ? ok({ scheme: parts.value.scheme }) : refused(problem);
}
