/** A request as the proxy sees it before routing: path normalised, header names folded, query parameters on demand. */
import type { RouteRequest } from '../types.ts';

export interface HttpRequest {
  method: string;
  scheme: 'http' | 'https';
  /** Raw Host header. */
  authority: string;
  /** Normalised path without query. */
  path: string;
  /** With its `?`; empty when there is none. */
  queryString: string;
  /** Name in any case; pseudo headers included. */
  header(name: string): string | undefined;
  /** The first value, not decoded, as Envoy compares it. */
  query(name: string): string | undefined;
}

export function readHttpRequest(request: RouteRequest, scheme: 'http' | 'https'): HttpRequest {
  const target = request.path || '/';
  const queryAt = target.indexOf('?');
  const path = normalisePath(queryAt < 0 ? target : target.slice(0, queryAt));
  const queryString = queryAt < 0 ? '' : target.slice(queryAt);
  const method = request.method ?? 'GET';
  const headers = foldHeaders(request.headers);
  const pseudo: Record<string, string> = {
    ':method': method,
    ':scheme': scheme,
    ':authority': request.host,
    host: request.host,
    ':path': path + queryString,
  };
  let parameters: Map<string, string> | undefined;
  return {
    method,
    scheme,
    authority: request.host,
    path,
    queryString,
    header: (name) => pseudo[name.toLowerCase()] ?? headers.get(name.toLowerCase()),
    query: (name) => {
      parameters ??= parseQuery(queryString);
      return parameters.get(name);
    },
  };
}

/** Headers whose names differ only in case are one header, joined with a comma as Envoy joins repeated ones. */
function foldHeaders(headers: RouteRequest['headers']): Map<string, string> {
  const folded = new Map<string, string>();
  for (const name in headers) {
    const key = name.toLowerCase();
    const value = headers[name] ?? '';
    const before = folded.get(key);
    folded.set(key, before === undefined ? value : `${before},${value}`);
  }
  return folded;
}

function parseQuery(queryString: string): Map<string, string> {
  const parameters = new Map<string, string>();
  for (const pair of queryString.slice(1).split('&')) {
    const equals = pair.indexOf('=');
    const key = equals < 0 ? pair : pair.slice(0, equals);
    if (key !== '' && !parameters.has(key)) parameters.set(key, equals < 0 ? '' : pair.slice(equals + 1));
  }
  return parameters;
}

/** Istio's default path normalisation (BASE): dot segments resolved, backslashes turned. */
function normalisePath(path: string): string {
  const slashed = path.replaceAll('\\', '/');
  if (!slashed.startsWith('/') || !slashed.includes('/.')) return slashed;
  const kept: string[] = [];
  const segments = slashed.slice(1).split('/');
  segments.forEach((segment, position) => {
    const isLast = position === segments.length - 1;
    if (segment === '..') kept.pop();
    else if (segment !== '.') kept.push(segment);
    if (isLast && (segment === '.' || segment === '..')) kept.push('');
  });
  return `/${kept.join('/')}`;
}
