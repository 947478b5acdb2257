/** An API server as a suite sees it: one address, one member of system:masters; whoever else is meant is impersonated. */
import { type IncomingHttpHeaders, Agent as PlainAgent, request as plainRequest } from 'node:http';
import { Agent, request } from 'node:https';

export interface ApiServer {
  /** https://HOST:PORT or http://HOST:PORT */
  url: string;
  /** Of a member of system:masters. */
  token: string;
  /** PEM of who signed the server's certificate; unchecked without. */
  certificateAuthority?: string;
}

export interface Request {
  method: string;
  /** Sent as it is, untidied. */
  path: string;
  headers?: Readonly<Record<string, string | readonly string[]>>;
  /** Text and bytes are sent as they are, anything else as JSON. */
  body?: unknown;
}

export interface Answer {
  code: number;
  headers: IncomingHttpHeaders;
  text: string;
  /** The parsed body; undefined when it is no JSON. */
  body: unknown;
}

const agents = { http: new PlainAgent({ keepAlive: true }), https: new Agent({ keepAlive: true }) };

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function bytesOf(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return body;
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}

/** `onText` is given the body as it comes; the answer then has none. Ends with the answer, or when `signal` says so. */
export function send(
  server: ApiServer,
  { method, path, headers = {}, body }: Request,
  stream?: { onText: (text: string) => void; signal: AbortSignal },
): Promise<Answer> {
  const { hostname, port, protocol } = new URL(server.url);
  const bytes = body === undefined ? undefined : bytesOf(body);
  const sent = {
    authorization: `Bearer ${server.token}`,
    'user-agent': 'differential',
    ...(bytes ? { 'content-type': 'application/json', 'content-length': `${bytes.length}` } : {}),
    ...headers,
  };
  const options = {
    hostname,
    port,
    method,
    path,
    headers: Object.fromEntries(Object.entries(sent).filter(([, value]) => value !== '')),
    ...(stream ? { signal: stream.signal } : {}),
  };
  return new Promise((resolve, reject) => {
    const secure = protocol === 'https:';
    const outgoing = secure
      ? request({
          ...options,
          agent: agents.https,
          ...(server.certificateAuthority
            ? { ca: server.certificateAuthority }
            : { rejectUnauthorized: false }),
        })
      : plainRequest({ ...options, agent: agents.http });
    outgoing.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        if (stream) stream.onText(chunk);
        else text += chunk;
      });
      const settle = (): void =>
        resolve({ code: response.statusCode ?? 0, headers: response.headers, text, body: parsed(text) });
      response.on('end', settle);
      response.on('error', (error) => (stream?.signal.aborted ? settle() : reject(error)));
    });
    outgoing.on('error', reject);
    outgoing.end(bytes);
  });
}

/** The texts of an answer's Warning headers. */
export function warningsOf({ headers }: Answer): string[] {
  const { warning = '' } = headers;
  return [...`${warning}`.matchAll(/299 - "((?:[^"\\]|\\.)*)"/g)].map(([, text = '']) =>
    text.replaceAll(/\\(.)/g, '$1'),
  );
}
