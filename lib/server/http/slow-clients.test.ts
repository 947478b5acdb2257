/** Clients that send or read as slowly as they can: others are answered meanwhile, and the slow ones are let go. */
import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createLog } from '../log.ts';
import { type Harness, startHarness, until } from '../testing/harness.ts';
import { fillMesh, tokens } from '../testing/mesh-content.ts';
import { createConsoleServer } from './server.ts';

let harness: Harness;
let slow: Socket[];

beforeEach(async () => {
  harness = await startHarness({ prepare: fillMesh });
  slow = [];
});

afterEach(async () => {
  for (const socket of slow) socket.destroy();
  await harness.stop();
});

/** A socket that sends the beginning of a request and then holds still. `ended`: what it was answered when it was let go. */
function begin(text: string): Promise<{ socket: Socket; ended: Promise<string> }> {
  return new Promise((resolve, reject) => {
    const socket = connect(harness.port, '127.0.0.1');
    slow.push(socket);
    let answer = '';
    const ended = new Promise<string>((done) => socket.on('close', () => done(answer)));
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('error', reject);
    socket.on('connect', () => socket.write(text, () => resolve({ socket, ended })));
  });
}

const times = <T>(count: number, make: () => Promise<T>) => Promise.all(Array.from({ length: count }, make));
const connectionCount = () =>
  new Promise<number>((resolve) => harness.server.getConnections((_, count) => resolve(count)));
const openapi = 'GET /api/v1/openapi.json HTTP/1.1\r\nHost: a\r\n\r\n';
const halfHead = 'GET /api/v1/whoami HTTP/1.1\r\nHost: a\r\nX-Slow: ';
const halfBody = (path: string) =>
  `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1:${harness.port}\r\nOrigin: ${harness.origin}\r\nContent-Type: application/json\r\nAuthorization: Bearer ${tokens.admin}\r\nContent-Length: 1000\r\n\r\n{`;

describe('a thousand slow clients', () => {
  test('REL-45 of half a head each hinder nobody', async () => {
    await times(1000, () => begin(halfHead));
    const replies = await times(50, () => harness.ask('/healthz'));
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
    const signedIn = await harness.ask('/api/v1/whoami', {
      headers: { authorization: `Bearer ${tokens.viewer}` },
    });
    expect(signedIn.status).toBe(200);
    // They are still there: nothing was won by letting them go at once.
    expect(slow.filter(({ destroyed }) => destroyed)).toEqual([]);
  });

  test('REL-45 of half a body each hinder nobody, and cost Kubernetes no more than who they are', async () => {
    const since = harness.kubernetes.requests.length;
    await times(1000, () => begin(halfBody('/api/v1/config/apply')));
    const replies = await times(50, () => harness.ask('/healthz'));
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
    const asked = harness.kubernetes.requests
      .slice(since)
      .filter(
        ({ headers, query }) => headers.authorization === `Bearer ${tokens.admin}` && !query.has('watch'),
      );
    expect(asked.map(({ path }) => path.split('/').at(-1))).toEqual(['selfsubjectreviews']);
  });
});

describe('who takes too long is let go', () => {
  test('REL-45 a head has ten seconds, a whole request thirty, a line on which nothing moves five minutes', () => {
    expect(harness.server.headersTimeout).toBe(10_000);
    expect(harness.server.requestTimeout).toBe(30_000);
    expect(harness.server.timeout).toBe(300_000);
  });

  test.each<[string, () => string]>([
    ['half a head', () => halfHead],
    ['half a body', () => halfBody('/api/v1/session')],
  ])('REL-45 with %s: 408, soon after its time is over', async (_, text) => {
    harness.server.headersTimeout = 100;
    harness.server.requestTimeout = 100;
    const startedAt = performance.now();
    const sockets = await times(20, () => begin(text()));
    for (const answer of await Promise.all(sockets.map(({ ended }) => ended)))
      expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    // Node itself looks only every thirty seconds.
    expect(performance.now() - startedAt).toBeLessThan(15_000);
  });

  test('REL-45 who asks and never reads: the line is cut', async () => {
    const large = createConsoleServer({
      api: () => Promise.reject(new Error('no API here')),
      pages: {
        // More than the kernel takes for somebody who does not read.
        request: async (_, response) => {
          response.end(Buffer.alloc(64 * 1024 * 1024));
        },
        upgrade: null,
      },
      cookiesForPage: async (cookieHeader) => ({ cookieHeader, setCookies: [] }),
      origins: { addressOf: (address) => address, proxiedToken: () => null },
      tools: null,
      toolSource: null,
      publicUrl: null,
      log: createLog('silent'),
    });
    large.timeout = 300;
    await new Promise<void>((resolve) => large.listen(0, '127.0.0.1', resolve));
    const { port } = large.address() as AddressInfo;
    const socket = connect(port, '127.0.0.1', () => socket.write('GET /graph HTTP/1.1\r\nHost: a\r\n\r\n'));
    slow.push(socket);
    socket.on('error', () => undefined).pause();
    const [line] = (await once(large, 'connection')) as [Socket];
    await once(line, 'close');
    expect(line.destroyed).toBe(true);
    await new Promise((resolve) => large.close(resolve));
  });
});

test('REL-45 nine requests sent ahead on one line: it is cut, and what was sent behind them is no work', async () => {
  let asked = 0;
  harness.server.on('request', (request, response) => {
    if (!request.socket.destroyed || response.headersSent) asked += 1;
  });
  const { ended } = await begin(openapi.repeat(1000));
  await ended;
  expect(asked).toBeLessThanOrEqual(8);
});

const stream = (token: string) =>
  `GET /api/v1/stream HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${token}\r\n\r\n`;

test('REL-45 a stream that nobody reads: who reads is told everything, the other is dropped and its place free', async () => {
  const { hub } = harness.services;
  const heard = new Set<string>();
  let rest = '';
  const reading = await begin(stream(tokens.admin));
  reading.socket.on('data', (chunk) => {
    const events = `${rest}${chunk}`.split('\n\n');
    rest = events.pop() ?? '';
    for (const text of events) for (const [name] of text.matchAll(/n\d+-\d+-x+/g)) heard.add(name);
  });
  const silent = await begin(stream(tokens.admin));
  silent.socket.pause();
  await until(() => (hub.readerCount() === 2 ? true : null));
  // Long events: those that wait for the silent one soon fill what the kernel keeps for it.
  const long = 'x'.repeat(50);
  let sent = 0;
  for (let round = 0; hub.readerCount() === 2; round += 1) {
    const names = Array.from({ length: 4000 }, (_, index) => `n${round}-${index}-${long}`);
    sent += names.length;
    harness.kubernetes.emit(
      '/services',
      names
        .map((namespace, index) =>
          JSON.stringify({
            type: 'ADDED',
            object: {
              kind: 'Service',
              metadata: { namespace, name: 'a', resourceVersion: String(1000 + sent + index) },
            },
          }),
        )
        .join('\n'),
    );
    await until(() => (heard.size === sent ? true : null));
  }
  expect(reading.socket.destroyed).toBe(false);
  await begin(stream(tokens.admin));
  await until(() => (hub.readerCount() === 2 ? true : null));
});

describe('connections', () => {
  test('REL-45 there are ten thousand at most', () => {
    expect(harness.server.maxConnections).toBe(10_000);
  });

  test('REL-45 those beyond are turned away, the log says so once, and there is room again when others leave', async () => {
    await until(async () => ((await connectionCount()) === 0 ? true : null));
    harness.server.maxConnections = 20;
    const within = await times(20, () => begin(halfHead));
    await until(async () => ((await connectionCount()) === 20 ? true : null));
    const beyond = await Promise.allSettled(
      Array.from({ length: 5 }, () => begin(halfHead).then(({ ended }) => ended)),
    );
    // Closed before a word was said, or reset while one was.
    expect(beyond.map((one) => (one.status === 'fulfilled' ? one.value : ''))).toEqual(['', '', '', '', '']);
    expect(within.filter(({ socket }) => socket.destroyed)).toEqual([]);
    expect(harness.logLines.filter((line) => line.includes('connections turned away'))).toHaveLength(1);
    for (const { socket } of within) socket.destroy();
    await until(async () => ((await connectionCount()) === 0 ? true : null));
    expect((await harness.ask('/healthz')).status).toBe(200);
  });
});
