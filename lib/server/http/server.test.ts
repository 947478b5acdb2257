import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Harness, startHarness } from '../testing/harness.ts';

let harness: Harness;

beforeAll(async () => {
  harness = await startHarness();
});

afterAll(() => harness.stop());

test('framework headers do not reach the pages', async () => {
  const reply = await harness.ask('/graph', {
    headers: {
      'x-nonce': 'evil',
      'x-middleware-subrequest': 'proxy:proxy',
      'next-action': 'x',
      'x-nextjs-data': '1',
      rsc: '1',
    },
  });
  expect(Object.keys(Object(reply.json())).sort()).toEqual(['connection', 'host', 'rsc']);
});

test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND'])(
  'SEC-19 a page is not asked by %s',
  async (method) => {
    const reply = await harness.ask('/graph', {
      method,
      headers: { 'next-action': 'x'.repeat(40) },
      body: '[]',
    });
    expect([reply.status, reply.headers.allow, reply.text]).toEqual([405, 'GET, HEAD', '']);
  },
);

describe('headers of whatever the console answers', () => {
  const paths = ['/graph', '/api/v1/whoami', '/healthz', '/_next/static/chunks/none.js', '/icon.svg'];
  const strict = async (publicUrl: string | null) => {
    const console_ = await startHarness({
      environment: publicUrl === null ? {} : { SLUICE_PUBLIC_URL: publicUrl },
    });
    const replies = await Promise.all(paths.map((path) => console_.ask(path)));
    await console_.stop();
    expect(replies.map(({ headers }) => headers['x-content-type-options'])).toEqual(
      paths.map(() => 'nosniff'),
    );
    return [...new Set(replies.map(({ headers }) => headers['strict-transport-security']))];
  };

  test('SEC-59 behind a public https address browsers come by https only, from then on', async () => {
    expect(await strict('https://console.test')).toEqual(['max-age=31536000']);
  });

  test.each([null, 'http://console.test', 'https://console.test:8443'])(
    'SEC-59 with the public address %s nothing is promised for other ports of that host',
    async (publicUrl) => {
      expect(await strict(publicUrl)).toEqual([undefined]);
    },
  );
});

/** The bytes go out as they are: no client would send them. */
function raw(text: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(harness.port, '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', () => resolve(answer));
  });
}

describe('what no browser sends', () => {
  test.each([
    [
      'an absolute request line',
      'GET http://evil.test/api/v1/whoami HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
    ],
    ['two hosts', 'GET /api/v1/session HTTP/1.1\r\nHost: a\r\nHost: evil.test\r\nConnection: close\r\n\r\n'],
    ['a negative length', 'POST /api/v1/session HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n'],
    [
      'two framings',
      'POST /api/v1/session HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    [
      'a WebSocket',
      'GET /api/v1/stream HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nOrigin: https://evil.test\r\n\r\n',
    ],
    [
      'an absolute WebSocket',
      'GET http://169.254.169.254/ HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
    ],
    [
      'a length written twice',
      'POST /api/v1/session HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{} ',
    ],
    [
      'a framing with a letter too many',
      'POST /api/v1/session HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n',
    ],
    [
      'a header with a space before its colon',
      'GET /api/v1/whoami HTTP/1.1\r\nHost: a\r\nContent-Length : 0\r\n\r\n',
    ],
    ['a NUL in a header', 'GET /api/v1/whoami HTTP/1.1\r\nHost: a\r\nX-A: b\u0000c\r\n\r\n'],
  ])('SEC-14 inputs 31, 36 and 38: %s is a bad request, and answered once', async (_, text) => {
    const before = harness.kubernetes.requests.length;
    const answer = await raw(text);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer.match(/^HTTP\//gm)).toHaveLength(1);
    expect(harness.kubernetes.requests.slice(before).filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  test('input 38: a megabyte in the extensions of a chunk is not read', async () => {
    const answer = await raw(
      `POST /api/v1/session HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n2;a=${'x'.repeat(1024 * 1024)}\r\n{}\r\n0\r\n\r\n`,
    );
    expect(answer).not.toMatch(/^HTTP\/1\.1 2/);
    expect((await harness.ask('/healthz')).status).toBe(200);
  });
});
