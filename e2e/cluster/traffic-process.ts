/** The data plane (e2e/cluster/traffic) as a process of the namespace. */
import { join } from 'node:path';
import { filesOf } from './description.ts';
import { istiodAddresses } from './istiod.ts';
import type { Plan } from './plan.ts';
import { answers, type Programs } from './programs.ts';
import { metricsAddress } from './prometheus.ts';

export interface TrafficOptions {
  plan: Plan;
  dir: string;
  prometheus: string;
  tell(text: string): void;
}

export async function startTraffic(
  programs: Programs,
  { plan, dir, prometheus, tell }: TrafficOptions,
): Promise<void> {
  tell('Playing the past hour of traffic');
  const { seed, services, namespaces } = plan.mesh;
  const size = [
    ...(services === undefined ? [] : [`--services=${services}`]),
    ...(namespaces === undefined ? [] : [`--namespaces=${namespaces}`]),
  ];
  await programs.start('traffic', {
    command: process.execPath,
    args: [
      join('e2e', 'cluster', 'traffic', 'main.ts'),
      `--kubeconfig=${filesOf(dir).rootKubeconfig}`,
      `--xds=${istiodAddresses.xds}`,
      `--metrics=${metricsAddress}`,
      `--prometheus=${prometheus}`,
      `--seed=${seed}`,
      `--start-ms=${plan.startMs}`,
      ...size,
    ],
    isReady: () => answers(`http://${metricsAddress}/metrics`),
  });
}
