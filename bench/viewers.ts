/** More and more clients that ask for the whole graph without pause, until it breaks: an answer in twenty takes over a second, or some fail. */
import { join } from 'node:path';
import { collect, node } from '../scripts/run.ts';
import type { World } from './world.ts';

export interface LoadStep {
  clients: number;
  perSecond: number;
  p50Ms: number;
  p95Ms: number;
  failed: number;
  answered: number;
  consoleMegabytes: number;
}

const steps = [10, 50, 200, 500, 1000, 2000, 4000];
const secondsEach = 6;

export async function measureViewers(world: World): Promise<LoadStep[]> {
  const measured: LoadStep[] = [];
  for (const clients of steps) {
    const args = [
      join('bench', 'load-client.ts'),
      `${world.url}/api/v1/graph`,
      world.token,
      String(clients),
      String(secondsEach),
    ];
    const { output } = await collect(node, args);
    const figures = JSON.parse(output) as Omit<LoadStep, 'clients' | 'consoleMegabytes'>;
    measured.push({ clients, ...figures, consoleMegabytes: world.consoleMegabytes() });
    if (figures.p95Ms > 1000 || figures.failed > figures.answered / 1000) break;
  }
  return measured;
}
