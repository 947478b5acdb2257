/** The real server against fake backends, for tests: everything between a socket and what the backends receive. */
import { request as httpRequest, type Server } from 'node:http';
import { consoleApi } from '../api/operations.ts';
import { type Clock, systemClock } from '../clock.ts';
import { type Config, loadConfig } from '../config.ts';
import { createAddressOf } from '../http/client-address.ts';
import { createProxiedToken } from '../http/proxied-token.ts';
import { createConsoleServer } from '../http/server.ts';
import { createTools } from '../links/tools.ts';
import { createLog } from '../log.ts';
import { createServices, type Services } from '../services.ts';
import { createCookiesForPage } from '../session/page-cookies.ts';
import type { GuardBeat } from '../splits/guard/guard-book.ts';
import { type FakeKubernetes, startFakeKubernetes } from './fake-kubernetes.ts';

export interface Reply {
  status: number;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  cookies: string[];
  text: string;
  json(): unknown;
}

export interface Ask {
  method?: string;
  headers?: Readonly<Record<string, string | string[]>>;
  body?: string;
}

export interface Harness {
  kubernetes: FakeKubernetes;
  services: Services;
  server: Server;
  port: number;
  origin: string;
  /** Lines of the log so far. */
  logLines: string[];
  /** The path goes out exactly as given. */
  ask(path: string, ask?: Ask): Promise<Reply>;
  /** Cookie header of a new session. */
  signIn(body: object): Promise<string>;
  stop(): Promise<void>;
}

export interface HarnessOptions {
  environment?: Readonly<Record<string, string>>;
  prometheusUrl?: URL;
  clock?: Clock;
  guardBeat?: GuardBeat;
  configure?(config: Config): Config;
  prepare?(kubernetes: FakeKubernetes): void;
}

export const testSecret = 'b7J2wq0RzX4mTn9sLk3vYc8eHd5gPf1a';

/** Resolves with the first answer of `probe` that is not null; the test's own time limit ends a vain wait. */
export async function until<T>(probe: () => T | null | Promise<T | null>): Promise<T> {
  for (;;) {
    const value = await probe();
    if (value !== null) return value;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

export async function startHarness(options: HarnessOptions = {}): Promise<Harness> {
  const kubernetes = await startFakeKubernetes();
  options.prepare?.(kubernetes);
  const loaded = loadConfig({
    SLUICE_SESSION_SECRET: testSecret,
    SLUICE_AUTH: 'token,anonymous',
    ...(options.prometheusUrl === undefined ? {} : { SLUICE_PROMETHEUS_URL: options.prometheusUrl.href }),
    ...options.environment,
  });
  if (!loaded.ok) throw new Error(loaded.error.join('\n'));
  const logLines: string[] = [];
  const log = createLog('debug', { write: (line) => logLines.push(line) });
  const services = createServices({
    config: options.configure?.(loaded.value) ?? loaded.value,
    connection: kubernetes.connection,
    log,
    clock: options.clock ?? systemClock,
    ...(options.guardBeat === undefined ? {} : { guardBeat: options.guardBeat }),
  });
  services.start();
  const server = createConsoleServer({
    api: consoleApi(services),
    pages: {
      request: async (request, response) => {
        response.writeHead(200).end(JSON.stringify(request.headers));
      },
      upgrade: null,
    },
    cookiesForPage: createCookiesForPage(services.sessions),
    origins: {
      addressOf: createAddressOf(services.config.trustedProxies),
      proxiedToken: createProxiedToken(services.config.signIn.header),
    },
    tools: createTools(services),
    toolSource: services.config.toolHosts?.source ?? null,
    publicUrl: services.config.publicUrl,
    log,
    retired: services.retired,
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const { port } = address;
  const origin = `http://127.0.0.1:${port}`;
  await until(() => (services.snapshot.settled() ? true : null));

  function ask(path: string, { method = 'GET', headers = {}, body }: Ask = {}): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const request = httpRequest(
        { host: '127.0.0.1', port, method, path, headers: { ...headers }, agent: false },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            const text = Buffer.concat(chunks).toString('utf8');
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              cookies: response.headers['set-cookie'] ?? [],
              text,
              json: () => JSON.parse(text),
            });
          });
        },
      );
      request.on('error', reject);
      request.end(body);
    });
  }

  return {
    kubernetes,
    services,
    server,
    port,
    origin,
    logLines,
    ask,
    signIn: async (body) => {
      const reply = await ask('/api/v1/session', {
        method: 'POST',
        headers: jsonFrom(origin),
        body: JSON.stringify(body),
      });
      if (reply.status !== 200) throw new Error(`sign-in: ${reply.status} ${reply.text}`);
      return cookieHeader(reply.cookies);
    },
    stop: async () => {
      await services.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await kubernetes.close();
    },
  };
}

/** Headers of a caller with a token. */
export function bearer(token: string): { authorization: string } {
  return { authorization: `Bearer ${token}` };
}

/** Headers of a write in JSON from a page of `origin`. */
export function jsonFrom(origin: string): { origin: string; 'content-type': string } {
  return { origin, 'content-type': 'application/json' };
}

/** What a browser would send back. */
export function cookieHeader(setCookies: readonly string[]): string {
  return setCookies
    .filter((cookie) => !cookie.includes('Max-Age=0'))
    .map((cookie) => cookie.split(';')[0] ?? '')
    .join('; ');
}
