/** Passes bytes between two sockets, whatever they carry: a unix socket is the one thing that crosses a network namespace. */
import { createConnection, createServer, type Server, type Socket } from 'node:net';

/** A port on loopback, or the path of a unix socket. */
export type Endpoint = number | string;

const placeOf = (endpoint: Endpoint) =>
  typeof endpoint === 'number' ? { host: '127.0.0.1', port: endpoint } : { path: endpoint };

/** Ends one side when the other ends; half-closed lines stay open the other way. */
function join(here: Socket, there: Socket): void {
  here.pipe(there).pipe(here);
  const destroy = () => {
    here.destroy();
    there.destroy();
  };
  here.on('error', destroy).on('close', destroy);
  there.on('error', destroy).on('close', destroy);
}

export interface Relay {
  close(): void;
}

/** Rejects when `from` is taken. */
export async function startRelay(from: Endpoint, to: Endpoint): Promise<Relay> {
  const open = new Set<Socket>();
  const server: Server = createServer({ allowHalfOpen: true }, (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    join(socket, createConnection({ ...placeOf(to), allowHalfOpen: true }));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(placeOf(from), resolve);
  });
  return {
    close: () => {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}
