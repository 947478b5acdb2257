/** Lets whoever holds the cluster's folder kill one of its programs and start it again: POST /kill/NAME and /start/NAME on a unix socket. */
import { createServer } from 'node:http';
import type { Programs } from './programs.ts';

export async function startControl(path: string, programs: Programs): Promise<void> {
  const server = createServer((asked, answer) => {
    const [, verb, name = ''] = (asked.url ?? '').split('/');
    const act = verb === 'kill' ? programs.kill(name) : verb === 'start' ? programs.restart(name) : null;
    const done = act ?? Promise.reject(new Error('what?'));
    done.then(
      () => answer.writeHead(204).end(),
      (error: unknown) => answer.writeHead(409).end(String(error)),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
}
