/**
 * The end of a replica of which its readers notice nothing. A Service goes on sending requests here for a few seconds after SIGTERM, so
 * they are answered; meanwhile it is not ready, keeps no connection, and ends its streams one after another: each reader opens a new one
 * elsewhere. Only then it stops listening, and waits for what is still being answered.
 */
import type { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Services } from './services.ts';

export interface Retirement {
  server: Server;
  services: Pick<Services, 'retire' | 'hub'>;
  /** How long requests still come; 0 stops at once. */
  drainSeconds: number;
  /** How long answers on their way are waited for. */
  finishSeconds?: number;
}

export async function retire(options: Retirement): Promise<void> {
  const { server, services, drainSeconds, finishSeconds = 5 } = options;
  services.retire();
  if (drainSeconds > 0) {
    await Promise.all([sleep(drainSeconds * 1000), services.hub.drain(drainSeconds)]);
  }
  const closed = new Promise((resolve) => server.close(resolve));
  services.hub.stop();
  server.closeIdleConnections();
  await Promise.race([closed, sleep(finishSeconds * 1000)]);
  server.closeAllConnections();
}
