/**
 * REL-45: a thousand clients that send a request as slowly as they can, for a minute, beside one that is served. Its p95 may double at
 * most, and the health check always answers. A slow client that is let go comes back at once.
 */
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import { collect, node } from '../scripts/run.ts';
import { ms } from './figures.ts';
import type { World } from './world.ts';

export interface SlowClientFigures {
  clients: number;
  seconds: number;
  aloneP95Ms: number;
  besideP95Ms: number;
  failed: number;
  answered: number;
  /** Health checks, one a second: all, and those that were not 200 within a second. */
  checks: number;
  unwell: number;
  /** Lines that the console cut. */
  letGo: number;
}

const clients = 1000;
const seconds = 60;
const drip = 'GET /api/v1/graph HTTP/1.1\r\nHost: a\r\nX-Slow: ';
const dripEveryMs = 5000;

async function served(world: World, forSeconds: number) {
  // Several at once would measure how they wait for each other.
  const args = [join('bench', 'load-client.ts'), `${world.url}/api/v1/graph`, world.token, '1'];
  const { output } = await collect(node, [...args, String(forSeconds)]);
  return JSON.parse(output) as { p95Ms: number; failed: number; answered: number };
}

function startSlow(url: URL): { letGo(): number; stop(): void } {
  const open = new Set<Socket>();
  let stopped = false;
  let letGo = 0;
  const begin = () => {
    if (stopped) return;
    const socket = connect(Number(url.port), url.hostname, () => socket.write(drip));
    open.add(socket);
    // The end of a line is a close in any case.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      open.delete(socket);
      if (stopped) return;
      letGo += 1;
      setTimeout(begin, 50);
    });
  };
  for (let count = 0; count < clients; count += 1) begin();
  const dripping = setInterval(() => {
    for (const socket of open) if (socket.writable) socket.write('x');
  }, dripEveryMs);
  return {
    letGo: () => letGo,
    stop: () => {
      stopped = true;
      clearInterval(dripping);
      for (const socket of open) socket.destroy();
    },
  };
}

/** Health checks at their own beat, until it is stopped. */
function startChecks(url: string): { stop(): Promise<{ checks: number; unwell: number }> } {
  const ending = new AbortController();
  const told = { checks: 0, unwell: 0 };
  const run = async () => {
    while (!ending.signal.aborted) {
      const answer = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(1000) }).catch(() => null);
      told.checks += 1;
      if (answer?.status !== 200) told.unwell += 1;
      await later(1000, undefined, { signal: ending.signal }).catch(() => undefined);
    }
  };
  const running = run();
  return {
    stop: async () => {
      ending.abort();
      await running;
      return told;
    },
  };
}

export async function measureSlowClients(world: World): Promise<SlowClientFigures> {
  await served(world, 5);
  const alone = await served(world, 20);
  const slow = startSlow(new URL(world.url));
  const health = startChecks(world.url);
  await later(2000);
  const beside = await served(world, seconds);
  const { checks, unwell } = await health.stop();
  const letGo = slow.letGo();
  slow.stop();
  return {
    clients,
    seconds,
    aloneP95Ms: alone.p95Ms,
    besideP95Ms: beside.p95Ms,
    failed: beside.failed,
    answered: beside.answered,
    checks,
    unwell,
    letGo,
  };
}

export function slowClientsReport(figures: SlowClientFigures): string {
  const { aloneP95Ms, besideP95Ms, checks, unwell, failed, answered } = figures;
  const ratio = besideP95Ms / aloneP95Ms;
  const met = ratio < 2 && unwell === 0 && failed === 0;
  return `## Slow clients

${figures.clients} clients that send half a head, a letter every five seconds, for ${figures.seconds} s (REL-45); ${figures.letGo} times one of them was let go and came back. Beside them one client asks for the graph. Bars: p95 under twice of what it is alone, health always 200.

| | alone | beside them |
| --- | --- | --- |
| graph p95 | ${ms(aloneP95Ms)} | ${ms(besideP95Ms)} (× ${ratio.toFixed(2)}) |
| failed | – | ${failed} of ${answered + failed} |
| health checks not 200 | – | ${unwell} of ${checks} |

${met ? 'Met.' : '**Not met.**'}
`;
}
