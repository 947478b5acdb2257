/**
 * What stands in the API server's place answers anything: pages, bombs, streams without an end, addresses elsewhere. Readers get an
 * error with a code and a number to ask about, in time, none of the words, and nobody else is called or written to.
 */
import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { applyAnswerSchema, dryRunAnswerSchema } from '#lib/api/configuration/configuration.ts';
import { problemSchema } from '#lib/api/problem.ts';
import { configurationWorld, goodSpec, one, update } from '../../testing/configuration-world.ts';
import { type Recorder, sendJson, startRecorder } from '../../testing/recorder.ts';

const world = configurationWorld();
const secret = 'Bearer 0123456789abcdefghijklmn, eyJhbGciOiJub25lIn0.eyJhIjoxfQ.x';
const page = `<html><script>alert(1)</script>${secret}</html>`;
const json = { 'content-type': 'application/json' };

let elsewhere: Recorder;
beforeAll(async () => {
  elsewhere = await startRecorder((_, response) => sendJson(response, 200, { kind: 'VirtualService' }));
});
afterAll(() => elsewhere.close());
beforeEach(() => {
  elsewhere.requests.length = 0;
});

/** Bytes until the other side has enough. */
function endless(response: ServerResponse): void {
  response.writeHead(200, json);
  const more = () => {
    while (!response.destroyed && response.write(Buffer.alloc(256 * 1024, 32)));
    if (!response.destroyed) response.once('drain', more);
  };
  more();
}

const bomb = gzipSync(Buffer.alloc(80 * 1024 * 1024, 32));
const answers: readonly [what: string, code: string, answer: (response: ServerResponse) => void][] = [
  [
    'a page of HTML, with 200',
    'unavailable',
    (response) => response.writeHead(200, { 'content-type': 'text/html' }).end(page),
  ],
  ['HTML that says it is JSON', 'unavailable', (response) => response.writeHead(200, json).end(page)],
  [
    'a bomb of gzip',
    'unavailable',
    (response) => response.writeHead(200, { ...json, 'content-encoding': 'gzip' }).end(bomb),
  ],
  ['a stream without an end', 'too-large', endless],
  [
    'try again in an hour',
    'too-many-requests',
    (response) => response.writeHead(429, { 'retry-after': '3600' }).end(page),
  ],
  [
    'another host, for ever',
    'unavailable',
    (response) => response.writeHead(301, { location: `${elsewhere.url.href}stolen` }).end(page),
  ],
  [
    'another host, with the same method',
    'unavailable',
    (response) => response.writeHead(307, { location: `${elsewhere.url.href}stolen` }).end(page),
  ],
  ['half of a JSON', 'unavailable', (response) => response.writeHead(200, json).end('{"kind":"Virt')],
  ['null', 'unavailable', (response) => response.writeHead(200, json).end('null')],
  ['nothing, and hangs up', 'unavailable', (response) => response.destroy()],
  [
    'an error with words',
    'unavailable',
    (response) => response.writeHead(500, json).end(JSON.stringify({ message: secret })),
  ],
];

describe.each(answers)('input 50: %s', (_, code, answer) => {
  test('to a read: an error that is safe to show', async () => {
    world.fake.fault = ({ method, path }, response) => {
      if (method !== 'GET' || !path.endsWith('/ratings')) return false;
      answer(response);
      return true;
    };
    const reply = await world.get(
      'config/object?kind=virtualservices.networking.istio.io&namespace=bookinfo&name=ratings',
      'editor',
    );
    const problem = problemSchema.parse(reply.json());
    expect([problem.code, reply.headers['content-type']]).toEqual([code, 'application/problem+json']);
    expect(problem.requestId).toMatch(/^[0-9a-f]{16}$/);
    expect(reply.text).not.toMatch(/<|Bearer|eyJ|0123456789ab/);
    if (code === 'too-many-requests') expect(Number(reply.headers['retry-after'])).toBeLessThanOrEqual(60);
    expect(elsewhere.requests).toEqual([]);
  });

  test('to a trial: it is not taken for a yes, and nothing is written', async () => {
    world.fake.fault = ({ method }, response) => {
      if (method !== 'PUT') return false;
      answer(response);
      return true;
    };
    const change = update(goodSpec.replace('host: reviews', 'host: reviews, subset: v1'));
    const tried = await world.received(() => world.post('dry-run', { changes: [change] }));
    const calls = tried.calls.filter((call) => call.startsWith('PUT'));
    expect(calls).toEqual([`PUT ${one}?dryRun`]);
    expect(tried.reply.text).not.toMatch(/<|0123456789ab|eyJ/);
    if (tried.reply.status === 200)
      expect(dryRunAnswerSchema.parse(tried.reply.json()).changes).toMatchObject([{ accepted: false }]);
    const applied = await world.received(() => world.post('apply', { changes: [change], reason: '' }));
    expect(applied.calls.filter((call) => call.startsWith('PUT'))).toEqual([`PUT ${one}?dryRun`]);
    if (applied.reply.status === 200)
      expect(applyAnswerSchema.parse(applied.reply.json()).changes).toMatchObject([{ state: 'failed' }]);
    expect(world.fake.object('virtualservices', 'bookinfo', 'ratings')?.metadata.resourceVersion).toBe('5');
    expect(elsewhere.requests).toEqual([]);
  });
});
