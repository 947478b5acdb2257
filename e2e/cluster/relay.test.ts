import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createConnection, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Relay, startRelay } from './relay.ts';

let folder: string;
let server: Server;
const relays: Relay[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-relay-'));
  // Answers when the question has ended: the other direction stays open until then.
  server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => socket.destroy());
    text(socket).then(
      (said) => socket.end(`you said ${said}`),
      () => socket.destroy(),
    );
  });
  server.listen(join(folder, 'server'));
  await once(server, 'listening');
});

afterEach(() => {
  for (const relay of relays.splice(0)) relay.close();
  server.close();
  rmSync(folder, { recursive: true });
});

async function relay(from: string, to: string): Promise<Relay> {
  const started = await startRelay(join(folder, from), join(folder, to));
  relays.push(started);
  return started;
}

it('passes both directions on, over two relays, each to its end', async () => {
  await relay('outer', 'inner');
  await relay('inner', 'server');
  const socket = createConnection({ path: join(folder, 'outer'), allowHalfOpen: true });
  socket.end('hello');
  expect(await text(socket)).toBe('you said hello');
});

it('lets a caller go when nobody is behind it, and serves the next one', async () => {
  await relay('outer', 'later');
  const first = createConnection(join(folder, 'outer'));
  await once(first, 'close');
  await relay('later', 'server');
  const second = createConnection({ path: join(folder, 'outer'), allowHalfOpen: true });
  second.end('again');
  expect(await text(second)).toBe('you said again');
});

it('refuses a place that is taken', async () => {
  await relay('outer', 'server');
  await expect(relay('outer', 'server')).rejects.toThrow('EADDRINUSE');
});

it('cuts open lines when it closes', async () => {
  const started = await relay('outer', 'server');
  const socket = createConnection(join(folder, 'outer'));
  await once(socket, 'connect');
  socket.write('unfinished');
  const closed = new Promise((resolve) => socket.on('error', () => {}).once('close', resolve));
  started.close();
  await closed;
});
