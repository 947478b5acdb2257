/** A loopback HTTP server for tests that keeps every request it gets, so that tests assert on what a backend received. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

export interface Recorded {
  method: string;
  /** Path with query, exactly as received. */
  url: string;
  path: string;
  query: URLSearchParams;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: string;
}

export interface Recorder {
  url: URL;
  requests: Recorded[];
  server: Server;
  close(): Promise<void>;
}

export type Responder = (request: Recorded, response: ServerResponse) => void | Promise<void>;

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

export async function startRecorder(respond: Responder): Promise<Recorder> {
  const requests: Recorded[] = [];
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const url = request.url ?? '';
      const [path = '', query = ''] = url.split(/\?(.*)/s, 2);
      const recorded: Recorded = {
        method: request.method ?? '',
        url,
        path,
        query: new URLSearchParams(query),
        headers: request.headers,
        body,
      };
      requests.push(recorded);
      return respond(recorded, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: new URL(`http://127.0.0.1:${address.port}`),
    requests,
    server,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
