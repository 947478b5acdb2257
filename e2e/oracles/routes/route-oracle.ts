/** The oracle process (main.go): one mesh in, what Istio sends to its proxies out. */
import type { ProxyRef } from '#lib/istio/objects.ts';
import { startLineProcess } from '../line-process.ts';
import type { ProxyConfig } from './envoy-config.ts';
import type { RandomMesh } from './random-mesh.ts';

export interface OracleAnswer {
  /** Istio could not read an object, or gave up. */
  error?: string;
  /** In the order of the proxies asked for. */
  proxies: ProxyConfig[] | null;
}

export interface RouteOracle {
  /** One question at a time. Rejects when the process has ended. */
  ask(mesh: RandomMesh, proxies: readonly ProxyRef[]): Promise<OracleAnswer>;
  stop(): void;
}

export function startRouteOracle(binary: string): RouteOracle {
  const { ask, stop } = startLineProcess(binary);
  return { ask: async (mesh, proxies) => (await ask({ ...mesh, proxies })) as OracleAnswer, stop };
}
