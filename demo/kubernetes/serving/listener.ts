/** One loopback port that speaks HTTPS and plain HTTP: the first byte of a connection tells which. */
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer, type Socket } from 'node:net';
import type { Certificates } from '../access/certificates.ts';

const tlsHandshake = 0x16;

export interface Listener {
  port: number;
  /** Ends every connection. */
  close(): Promise<void>;
}

/** `port` 0 takes a free one. Rejects when the port is taken. */
export async function listen(
  port: number,
  { certificate, key }: Certificates,
  onRequest: RequestListener,
): Promise<Listener> {
  // Watches and followed logs stay open for as long as the client wants.
  const options = { requestTimeout: 0, keepAliveTimeout: 65_000 };
  const plain = createHttpServer(options, onRequest);
  const secure = createHttpsServer({ ...options, cert: certificate, key }, onRequest);
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.once('data', (first) => {
      socket.pause();
      socket.unshift(first);
      const target = first[0] === tlsHandshake ? secure : plain;
      target.emit('connection', socket);
      process.nextTick(() => socket.resume());
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
