/** An HTTP server on loopback that can be gone for a while: it comes back at the address that it had. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface BreakableServer {
  url: string;
  /** False: nobody listens, and open lines end. */
  setUp(up: boolean): Promise<void>;
  /** Ends the lines that are open; who asks again is answered. */
  cutLines(): void;
  close(): Promise<void>;
}

/** `answer`: what it cannot answer ends its line. */
export async function startBreakableServer(
  answer: (incoming: IncomingMessage, outgoing: ServerResponse) => void | Promise<void>,
): Promise<BreakableServer> {
  const server = createServer(async (incoming, outgoing) => {
    try {
      await answer(incoming, outgoing);
    } catch {
      outgoing.destroy();
    }
  });
  let port = 0;
  const listen = () =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  const setUp = async (up: boolean): Promise<void> => {
    if (up && !server.listening) await listen();
    if (!up && server.listening) await stop();
  };

  await listen();
  port = (server.address() as AddressInfo).port;
  return {
    url: `http://127.0.0.1:${port}`,
    setUp,
    cutLines: () => server.closeAllConnections(),
    close: () => setUp(false),
  };
}
