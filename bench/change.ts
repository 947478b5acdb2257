/** From a change made with the Kubernetes API to a graph that shows it. */
import { percentile } from './figures.ts';
import type { World } from './world.ts';

export interface ChangeFigures {
  medianMs: number;
  worstMs: number;
}

interface VirtualService {
  metadata: { name: string; namespace: string };
  spec: { http?: { timeout?: string; fault?: object }[] };
}

const rounds = 6;
const lookEveryMs = 15;
const patience = 10_000;
const collection = '/apis/networking.istio.io/v1';

/** Switches a fault on and off and waits until the badge of the graph follows. */
export async function measureChange(world: World): Promise<ChangeFigures> {
  const { items } = (await world.kubernetes('GET', `${collection}/virtualservices`)) as {
    items: VirtualService[];
  };
  const before = await faults(world);
  const chosen = items.find(({ spec }) => spec.http?.every(({ fault }) => fault === undefined));
  if (chosen === undefined) throw new Error('No VirtualService to change.');
  const path = `${collection}/namespaces/${chosen.metadata.namespace}/virtualservices/${chosen.metadata.name}`;
  const took: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const on = round % 2 === 0;
    const object = (await world.kubernetes('GET', path)) as VirtualService;
    for (const rule of object.spec.http ?? []) {
      if (on) rule.fault = { delay: { percentage: { value: 0.001 }, fixedDelay: '1ms' } };
      else delete rule.fault;
    }
    await world.kubernetes('PUT', path, object);
    const fromMs = performance.now();
    while ((await faults(world)) > before !== on) {
      if (performance.now() - fromMs > patience) throw new Error('The graph did not follow the change.');
      await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
    }
    took.push(performance.now() - fromMs);
  }
  return { medianMs: percentile(took, 0.5), worstMs: percentile(took, 1) };
}

async function faults(world: World): Promise<number> {
  const answer = await fetch(`${world.url}/api/v1/graph`, {
    headers: { authorization: `Bearer ${world.token}` },
  });
  const { nodes } = (await answer.json()) as { nodes: { badges: string[] }[] };
  return nodes.filter(({ badges }) => badges.includes('fault')).length;
}
