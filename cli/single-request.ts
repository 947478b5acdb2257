/** The request of `--url` and `--header`. */
import type { RouteRequest } from '#lib/istio/routing/types.ts';
import { UsageError } from './exit.ts';

const schemes = { http: 80, https: 443, tls: 443, tcp: null } as const;

/** Not by `URL`: it would tidy the path, and what is matched is the path as it was sent. */
export function parseUrl(url: string): Pick<RouteRequest, 'protocol' | 'host' | 'port' | 'path'> {
  const parts = /^([a-z]+):\/\/(\[[0-9a-f:.]+\]|[^/?#:@\s]+)(?::(\d{1,5}))?([/?][^#\s]*)?$/i.exec(url);
  const scheme = parts?.[1]?.toLowerCase() ?? '';
  if (!parts || !isScheme(scheme)) {
    throw new UsageError(`--url is "${url}"; write http://HOST[:PORT]/PATH (or https, tls, tcp)`);
  }
  const port = parts[3] === undefined ? schemes[scheme] : Number(parts[3]);
  if (port === null) throw new UsageError(`--url is "${url}"; ${scheme} needs a port: ${scheme}://HOST:PORT`);
  if (port < 1 || port > 65_535) throw new UsageError(`--url is "${url}"; a port is 1 to 65535`);
  const rest = parts[4] ?? '/';
  return {
    protocol: scheme,
    host: (parts[2] ?? '').replace(/^\[|\]$/g, ''),
    port,
    path: rest.startsWith('?') ? `/${rest}` : rest,
  };
}

function isScheme(text: string): text is keyof typeof schemes {
  return Object.hasOwn(schemes, text);
}

/** `name:value` each; of one name the values are joined, as the proxy does. */
export function parseHeaders(headers: readonly string[]): Record<string, string> {
  const found = new Map<string, string>();
  for (const header of headers) {
    const [, name = '', value = ''] = /^([^:\s]+)\s*:\s*(.*)$/.exec(header) ?? [];
    if (name === '') throw new UsageError(`--header is "${header}"; write name:value`);
    const key = name.toLowerCase();
    found.set(key, found.has(key) ? `${found.get(key)},${value}` : value);
  }
  return Object.fromEntries(found);
}
