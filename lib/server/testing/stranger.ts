/**
 * For tests: loaded into a process with `--import`, it tries, at SIGUSR2, to reach STRANGER_URL by every way that a library might take, and
 * writes on standard error how each ended.
 */
import { request } from 'node:http';
import { connect as connectHttp2 } from 'node:http2';
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { Agent, fetch as undiciFetch } from 'undici';

const url = new URL(process.env.STRANGER_URL ?? 'http://127.0.0.1:1');
const port = Number(url.port);

function codeOf(error: unknown): string {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if ('code' in cause && typeof cause.code === 'string') return cause.code;
  return 'no code';
}

type Emitter = { once(event: string, listener: (error?: unknown) => void): unknown };
const ended = (emitter: Emitter, good: string) =>
  new Promise<string>((resolve) => {
    emitter.once(good, () => resolve('reached'));
    emitter.once('error', (error) => resolve(codeOf(error)));
  });
const fetched = (answer: Promise<unknown>) =>
  answer.then(
    () => 'reached',
    (error: unknown) => codeOf(error),
  );

const ways: Readonly<Record<string, () => Promise<string>>> = {
  fetch: () => fetched(fetch(url)),
  undici: () => fetched(undiciFetch(url, { dispatcher: new Agent() })),
  http: () => ended(request(url).end(), 'response'),
  http2: () => {
    const session = connectHttp2(url).on('error', () => undefined);
    return ended(session.request({ ':path': '/' }), 'response');
  },
  net: () => ended(connect(port, url.hostname), 'connect'),
  named: () => ended(connect({ port, host: 'localhost' }), 'connect'),
  tls: () => ended(connectTls({ port, host: url.hostname, rejectUnauthorized: false }), 'secureConnect'),
  path: () => ended(connect('/var/run/docker.sock'), 'connect'),
};

process.on('SIGUSR2', async () => {
  const results = await Promise.all(Object.entries(ways).map(async ([way, go]) => [way, await go()]));
  process.stderr.write(`stranger ${JSON.stringify(Object.fromEntries(results))}\n`);
});
