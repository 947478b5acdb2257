/** Which headers pass between a tool and the browser. Towards the tool by an allow-list; of its answer what would reach beyond its host is taken off. */
import type { IncomingHttpHeaders } from 'node:http';
import { proxyName, type ToolService } from '#lib/links/tool.ts';

const passedOn =
  /^(accept|accept-language|accept-encoding|content-type|if-none-match|if-modified-since|if-range|range|x-requested-with|x-(grafana|dashboard|panel|datasource|plugin|query|kiali)-[a-z0-9-]+)$/;

/** `isOwn`: cookies that are the console's. */
export function requestHeaders(
  headers: IncomingHttpHeaders,
  isOwn: (cookie: string) => boolean,
): Record<string, string> {
  const passed: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value === 'string' && passedOn.test(name)) passed[name] = value;
  }
  const cookies = (headers.cookie ?? '')
    .split(';')
    .map((cookie) => cookie.trim())
    .filter((cookie) => cookie !== '' && !isOwn(cookie.split('=')[0] ?? ''));
  if (cookies.length > 0) passed.cookie = cookies.join('; ');
  return passed;
}

/** Of one connection, of the API server's own, or reaching beyond this host. */
const keptBack =
  /^(connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|set-cookie|location|audit-id|x-kubernetes-.*|warning|www-authenticate|access-control-.*|service-worker-allowed|clear-site-data|alt-svc|strict-transport-security|public-key-pins.*|report-to|reporting-endpoints|nel|cross-origin-opener-policy|x-frame-options|referrer-policy|content-security-policy-report-only)$/;

/** A second policy beside the tool's own: both hold. Nobody frames it, and it takes no other base for its links. */
const ownPolicy = "frame-ancestors 'none'; base-uri 'self'";

export function responseHeaders(headers: IncomingHttpHeaders): Record<string, string | string[]> {
  const passed: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !keptBack.test(name)) passed[name] = value;
  }
  const theirs = headers['content-security-policy'];
  return {
    ...passed,
    'content-security-policy': theirs === undefined ? ownPolicy : [String(theirs), ownPolicy],
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'same-origin',
    // Whoever opened it has no hand on it, nor it on them.
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=()',
    // What one person may see is in no shared cache.
    ...(/\bpublic\b|immutable|max-age=[1-9]/.test(String(headers['cache-control'] ?? ''))
      ? { 'cache-control': 'private, max-age=300' }
      : { 'cache-control': 'no-store' }),
    vary: 'Cookie, Accept-Encoding',
  };
}

/** A tool's cookies are of its own host: whatever domain they name is taken off, and the console's names are not theirs to set. */
export function toolCookies(
  headers: IncomingHttpHeaders,
  isOwn: (cookie: string) => boolean,
  secure: boolean,
): string[] {
  return (headers['set-cookie'] ?? []).flatMap((cookie) => {
    const [pair = '', ...attributes] = cookie.split(';');
    const name = (pair.split('=')[0] ?? '').trim();
    if (name === '' || isOwn(name)) return [];
    const kept = attributes.filter(
      (attribute) => !/^\s*domain\s*=/i.test(attribute) && (secure || !/^\s*secure\s*$/i.test(attribute)),
    );
    return [[pair, ...kept].join(';')];
  });
}

/** What the API server puts before paths in HTML and redirects (k8s.io/apimachinery/pkg/util/proxy/transport.go). */
export function proxyPrefix(service: ToolService): string {
  return `/api/v1/namespaces/${service.namespace}/services/${proxyName(service)}/proxy`;
}

/** The path on the tool's own host. The API server may have escaped the colons of the prefix. */
export function withoutPrefix(path: string, service: ToolService): string {
  const prefix = proxyPrefix(service);
  for (const one of [prefix, prefix.replaceAll(':', '%3A')]) {
    if (path === one) return '/';
    if (path.startsWith(`${one}/`) || path.startsWith(`${one}?`))
      return path.slice(one.length).replace(/^\?/, '/?');
  }
  return path;
}

/** Where a redirect leads: a path of the tool, or an http(s) address elsewhere, such as where people sign in to it; null for anything else. */
export function redirectTarget(
  location: string | undefined,
  service: ToolService,
  origin: string,
): string | null {
  if (location === undefined) return null;
  const own = withoutPrefix(location, service);
  if (!URL.canParse(own, origin)) return null;
  const url = new URL(own, origin);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null;
  if (url.origin !== origin) return /^https?:\/\//i.test(own) ? url.href : null;
  // Of this host, whatever it was written like: also an absolute address with the API server's prefix.
  return `${withoutPrefix(url.pathname, service)}${url.search}${url.hash}`;
}
