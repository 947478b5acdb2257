/**
 * Calls to the issuer alone: its own host and the ones that the operator named, no redirects, small answers, a deadline.
 * What a discovery document says is somebody else's word: by it nobody may send this server elsewhere.
 */
import { Agent } from 'undici';
import { AppError } from '../app-error.ts';
import { userAgent } from '../version.ts';
import { isSafeEndpoint, type OidcSettings } from './settings.ts';

/** What openid-client and jose ask for. */
export type IssuerFetch = (
  url: string,
  options?: {
    method?: string;
    headers?: Headers | Record<string, string>;
    body?: unknown;
    signal?: AbortSignal;
  },
) => Promise<Response>;

export interface IssuerClient {
  fetch: IssuerFetch;
  mayCall(url: URL): boolean;
  close(): Promise<void>;
}

const maxBytes = 512 * 1024;
const deadlineMs = 8000;
const withoutBody = new Set([204, 205, 304]);

/** Tells "away" from "not an issuer" when it comes back through a library. */
class IssuerFault extends Error {
  /** As the log has it: `reason` is ours, never the issuer's text. */
  readonly code: string;

  constructor(reason: string, options?: ErrorOptions) {
    super(reason, options);
    this.code = reason;
  }
}
export class IssuerAway extends IssuerFault {
  override name = 'IssuerAway';
}
export class IssuerWrong extends IssuerFault {
  override name = 'IssuerWrong';
}

function bodyOf(body: unknown): string | null {
  if (body === undefined || body === null) return null;
  if (typeof body === 'string' || body instanceof URLSearchParams) return body.toString();
  throw new TypeError('a body of another kind');
}

export function createIssuerClient(
  settings: Pick<OidcSettings, 'issuer' | 'hosts' | 'authority'>,
  timeoutMs = deadlineMs,
): IssuerClient {
  const agent = new Agent({
    connections: 4,
    connect: { timeout: 5000, keepAlive: true, ...(settings.authority ? { ca: settings.authority } : {}) },
  });
  const hosts = new Set([settings.issuer.host, ...settings.hosts]);
  const mayCall = (url: URL) => hosts.has(url.host) && isSafeEndpoint(url, settings.issuer);

  async function read(body: AsyncIterable<Buffer>): Promise<Buffer> {
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of body) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw new IssuerWrong('the answer is too large');
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  }

  return {
    mayCall,
    fetch: async (text, { method = 'GET', headers, body, signal } = {}) => {
      const url = new URL(text);
      if (!mayCall(url)) throw new IssuerWrong('an endpoint on a host that is not the issuer’s');
      const deadline = AbortSignal.timeout(timeoutMs);
      const sent = new Headers(headers);
      sent.set('user-agent', userAgent);
      sent.set('accept-encoding', 'identity');
      try {
        const answer = await agent.request({
          origin: url.origin,
          path: `${url.pathname}${url.search}`,
          method: method === 'POST' ? 'POST' : 'GET',
          headers: Object.fromEntries(sent),
          body: bodyOf(body),
          signal: signal === undefined ? deadline : AbortSignal.any([deadline, signal]),
        });
        const status = answer.statusCode;
        const content = await read(answer.body);
        if (status >= 300 && status < 400) throw new IssuerWrong('a redirect');
        // What the issuer is too busy or broken to say is not its word.
        if (status >= 500 || status === 429) throw new IssuerAway(`status ${status}`);
        const type = answer.headers['content-type'];
        return new Response(withoutBody.has(status) ? null : new Uint8Array(content), {
          status,
          headers: { 'content-type': Array.isArray(type) ? (type[0] ?? '') : (type ?? '') },
        });
      } catch (error) {
        if (error instanceof IssuerWrong || error instanceof IssuerAway) throw error;
        throw new IssuerAway('no answer', { cause: error });
      }
    },
    close: () => agent.close(),
  };
}

/** The first of the causes that is ours: libraries wrap what their fetch throws. */
export function issuerFault(error: unknown): 'away' | 'wrong' | null {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 6; cause = cause.cause, depth += 1) {
    if (cause instanceof IssuerAway) return 'away';
    if (cause instanceof IssuerWrong) return 'wrong';
  }
  return null;
}

export function issuerUnavailable(cause: unknown): AppError {
  return new AppError('unavailable', { detail: 'The issuer of sign-ins does not answer.' }, cause);
}
