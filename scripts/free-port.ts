/** The first free port on loopback from a wanted one upwards; a taken port is named. */
import { createServer } from 'node:net';

const attempts = 50;

export async function freePort(wanted: number, what: string): Promise<number> {
  for (let port = wanted; port < wanted + attempts; port += 1) {
    if (await isFree(port)) {
      if (port !== wanted) process.stderr.write(`Port ${wanted} is taken; ${what} uses ${port}.\n`);
      return port;
    }
  }
  throw new Error(`Ports ${wanted} to ${wanted + attempts - 1} are all taken; name another with --port.`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(true)));
  });
}
