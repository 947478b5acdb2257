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

// A connection a request: what one hostile request leaves behind on it is nothing that the next should meet.
const agents = { http: new PlainAgent(), https: new Agent() };

const answerWithinMs = 10_000;

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

/** A body that is read as it comes, until `isEnough` says so or the time is over. */
export interface Stream {
  isEnough: (text: string) => boolean;
  withinMs: number;
}

export function send(
  server: ApiServer,
  { method, path, headers = {}, body }: Request,
  stream?: Stream,
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
      const settle = (): void => {
        clearTimeout(timer);
        resolve({ code: response.statusCode ?? 0, headers: response.headers, text, body: parsed(text) });
      };
      const stop = (): void => {
        settle();
        response.destroy();
      };
      const timer = stream && setTimeout(stop, stream.withinMs);
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
        if (stream?.isEnough(text)) stop();
      });
      response.on('end', settle);
      response.on('error', reject);
    });
    outgoing.setTimeout(answerWithinMs, () =>
      outgoing.destroy(new Error(`no answer to ${method} ${path.slice(0, 200)} from ${server.url}`)),
    );
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
