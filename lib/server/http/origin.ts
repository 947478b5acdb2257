/** Whether a request with cookies comes from our own pages: the browser's Origin against our address. Without a session cookie there is nothing to forge. */
import { AppError } from '../app-error.ts';

const loopbackHost = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i;

export interface OriginRule {
  publicUrl: URL | null;
  /** The console listens on loopback only: then no other host name can be meant. */
  loopbackOnly: boolean;
}

function expectedOrigin(host: string | undefined, rule: OriginRule): string | null {
  if (rule.publicUrl !== null) return rule.publicUrl.origin;
  if (host === undefined || !URL.canParse(`http://${host}`)) return null;
  // A name that somebody pointed at 127.0.0.1 would otherwise be its own origin.
  if (rule.loopbackOnly && !loopbackHost.test(host)) return null;
  return new URL(`http://${host}`).origin;
}

/** Throws "forbidden" unless the Origin header is exactly ours. */
export function requireSameOrigin(headers: { origin?: string; host?: string }, rule: OriginRule): void {
  const expected = expectedOrigin(headers.host, rule);
  if (expected === null || headers.origin !== expected) {
    throw new AppError('forbidden', { detail: 'The request does not come from a page of this console.' });
  }
}
