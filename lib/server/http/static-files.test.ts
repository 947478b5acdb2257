import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { request } from 'undici';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { servePacked } from './static-files.ts';

let folder: string;
let server: Server;
let origin: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-static-'));
  await mkdir(join(folder, 'static', 'chunks'), { recursive: true });
  await writeFile(join(folder, 'static', 'chunks', '0a~b-c_1.js.br'), brotliCompressSync('run()'));
  await writeFile(join(folder, 'secret.js.br'), brotliCompressSync('secret'));
  server = createServer(async (incoming, response) => {
    if (!(await servePacked(join(folder, 'static'), incoming, response))) response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

const get = (path: string, encoding = 'gzip, br') =>
  request(`${origin}${path}`, { headers: { 'accept-encoding': encoding } });

it('sends the packed file, to be kept for ever', async () => {
  const { statusCode, headers, body } = await get('/_next/static/chunks/0a~b-c_1.js?dpl=1');
  expect(statusCode).toBe(200);
  expect(headers).toMatchObject({
    'content-encoding': 'br',
    'content-type': expect.stringContaining('javascript'),
  });
  expect(headers['cache-control']).toContain('immutable');
  expect(Buffer.from(await body.arrayBuffer())).toEqual(brotliCompressSync('run()'));
});

it.each([
  ['a file that was not packed', '/_next/static/chunks/other.js', 'br'],
  ['a browser without Brotli', '/_next/static/chunks/0a~b-c_1.js', 'gzip'],
  ['a browser that refuses Brotli', '/_next/static/chunks/0a~b-c_1.js', 'br;q=0, gzip'],
  ['a way upwards', '/_next/static/../secret.js', 'br'],
  ['an encoded way upwards', '/_next/static/%2e%2e/secret.js', 'br'],
  ['another place', '/chunks/0a~b-c_1.js', 'br'],
])('leaves %s to Next', async (_case, path, encoding) => {
  const { statusCode, body } = await get(path, encoding);
  await body.dump();
  expect(statusCode).toBe(404);
});
