/** Clients that send or read as slowly as they can: others are answered meanwhile, and the slow ones are let go. */
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Harness, startHarness } from '../testing/harness.ts';
import { fillMesh, tokens } from '../testing/mesh-content.ts';

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
    harness.server.timeout = 300;
    const { socket, ended } = await begin('GET /api/v1/openapi.json HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(400));
    socket.pause();
    await new Promise<void>((resolve) => {
      const looking = setInterval(() => {
        harness.server.getConnections((_, count) => {
          if (count > 0) return;
          clearInterval(looking);
          resolve();
        });
      }, 20);
    });
    socket.resume();
    await ended;
  });
});
