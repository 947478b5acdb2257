/**
 * What a Service says through the API server's proxy
 * (https://kubernetes.io/docs/tasks/access-application-cluster/access-cluster-services/#manually-constructing-apiserver-proxy-urls),
 * with the credentials of its reader, as a stream. The API server takes the credentials off before it passes a request on.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { Readable } from 'node:stream';
import type { Agent } from 'undici';
import { isRecord } from '#lib/record.ts';
import type { UserCredential } from './credential.ts';
import type { ApiPath } from './paths.ts';
import { fromTransport } from './translate.ts';

export interface ProxiedCall {
  method: 'GET' | 'POST';
  path: ApiPath;
  /** As it was sent, without question mark. */
  query?: string;
  /** Lower case. */
  headers: Readonly<Record<string, string>>;
  body?: Buffer;
  timeoutMs?: number;
  signal?: AbortSignal;
}

export interface ProxiedAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  /** To be read or destroyed. */
  body: Readable;
  /** The API server refused by itself: the Service was never asked, or did not answer. */
  fromKubernetes: boolean;
}

export type Proxied = (call: ProxiedCall, credential: UserCredential) => Promise<ProxiedAnswer>;

/** Headers by which somebody would be somebody else, or that belong to one connection alone. */
const refused =
  /^(authorization|proxy-.*|impersonate-.*|x-remote-.*|x-forwarded-.*|forwarded|connection|upgrade|te|trailer|transfer-encoding|keep-alive|host|content-length)$/;

const maxStatusBytes = 64 * 1024;
const defaultTimeoutMs = 30_000;

export function createProxied(
  agent: Agent,
  { origin, prefix, userAgent }: { origin: string; prefix: string; userAgent: string },
  onAnswer: (method: ProxiedCall['method'], status: number | null, seconds: number) => void,
): Proxied {
  return async (call, credential) => {
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries(call.headers)) if (!refused.test(name)) headers[name] = value;
    headers['user-agent'] = userAgent;
    if (credential.kind === 'bearer') headers.authorization = `Bearer ${credential.token}`;
    const deadline = AbortSignal.timeout(call.timeoutMs ?? defaultTimeoutMs);
    const signal = call.signal === undefined ? deadline : AbortSignal.any([deadline, call.signal]);
    const startedAt = performance.now();
    let status: number | null = null;
    try {
      const response = await agent.request({
        origin,
        path: `${prefix}${call.path.text}${call.query === undefined || call.query === '' ? '' : `?${call.query}`}`,
        method: call.method,
        headers,
        body: call.body ?? null,
        signal,
      });
      status = response.statusCode;
      const { body, fromKubernetes } = await judged(response.body, status, response.headers);
      return { status, headers: response.headers, body, fromKubernetes };
    } catch (error) {
      throw fromTransport(error);
    } finally {
      onAnswer(call.method, status, (performance.now() - startedAt) / 1000);
    }
  };
}

/** A refusal of the API server is a Status; small, and never packed. */
async function judged(
  body: Readable,
  status: number,
  headers: IncomingHttpHeaders,
): Promise<{ body: Readable; fromKubernetes: boolean }> {
  const isJson = String(headers['content-type'] ?? '').startsWith('application/json');
  const length = Number(headers['content-length'] ?? Number.NaN);
  if (status < 400 || !isJson || headers['content-encoding'] !== undefined || !(length <= maxStatusBytes))
    return { body, fromKubernetes: false };
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes <= maxStatusBytes) chunks.push(chunk);
  }
  const whole = Buffer.concat(chunks);
  return { body: Readable.from([whole]), fromKubernetes: isStatus(whole) };
}

function isStatus(text: Buffer): boolean {
  try {
    const value: unknown = JSON.parse(text.toString('utf8'));
    return isRecord(value) && value.kind === 'Status' && value.apiVersion === 'v1';
  } catch {
    return false;
  }
}
