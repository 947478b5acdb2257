/** Headers of every page: a content security policy with a fresh nonce, which Next puts on its own scripts. Not a lock: the API authorises for itself. */
import { type NextRequest, NextResponse } from 'next/server';

/** `forms`: whither forms may go beside the console itself. */
function policy(nonce: string, dev: boolean, forms: string): string {
  return [
    "default-src 'self'",
    // React's development build evaluates source maps; the product needs no eval.
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${dev ? ' ws:' : ''}`,
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    `form-action 'self'${forms}`,
    "frame-ancestors 'none'",
  ].join('; ');
}

export function proxy(request: NextRequest): NextResponse {
  const nonce = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))));
  // The page that hands a ticket to a tool's own host (docs/links.md): the one that may, and that says where it comes from.
  const tools = request.nextUrl.pathname === '/links/open' ? request.headers.get('x-sluice-tools') : null;
  const csp = policy(nonce, process.env.NODE_ENV === 'development', tools === null ? '' : ` ${tools}`);
  const headers = new Headers(request.headers);
  // What a client sent under these names is overwritten: the nonce is ours alone.
  headers.set('x-nonce', nonce);
  // Where to come back to after signing in: a layout is not told its own address.
  headers.set('x-sluice-path', `${request.nextUrl.pathname}${request.nextUrl.search}`);
  headers.set('content-security-policy', csp);
  headers.delete('x-middleware-subrequest');
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', csp);
  response.headers.set('cache-control', 'no-store');
  response.headers.set('x-content-type-options', 'nosniff');
  response.headers.set('referrer-policy', tools === null ? 'no-referrer' : 'strict-origin');
  response.headers.set('x-frame-options', 'DENY');
  response.headers.set('permissions-policy', 'camera=(), microphone=(), geolocation=()');
  return response;
}

/** All but files that are the same for everybody: those of the build, and the icon. Anchored: `/icon.svgx` is a page, if one that is not there. */
export const config = { matcher: '/((?!_next/static/|icon\\.svg$).*)' };
