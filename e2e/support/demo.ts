/**
 * The mesh that the journeys share, embedded or on a real cluster, as its own folder describes it: addresses, the personas'
 * tokens, and its two backends asked directly.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { request } from 'undici';
import { type Answer, type Method, openApi, tokenIn } from '../cluster/api-client.ts';
import { filesOf } from '../cluster/description.ts';
import type { PersonaName } from './console-page.ts';

const port = Number(process.env.SLUICE_E2E_PORT ?? 4310);

/** What the journeys run on; no journey asks. */
export const isRealCluster = process.env.SLUICE_E2E_WORLD === 'cluster';

export const root = join(import.meta.dirname, '..', '..');
/** One folder for each port: two runs side by side do not share tokens. */
export const demoDir = join('.cache', `e2e-${port}`);
const files = filesOf(join(root, demoDir));
export const { kubeconfig } = files;
export const consoleUrl = `http://127.0.0.1:${port}`;
/** Whose ID tokens the demo's Kubernetes takes; nobody answers there unless a journey does (issuer.ts). */
export const demoIssuer = `http://127.0.0.1:${port + 40}`;

export function tokenOf(persona: PersonaName): string {
  return tokenIn(kubeconfig, persona);
}

/** What these journeys read of a Kubernetes answer. */
export interface KubernetesObject {
  kind: string;
  reason?: string;
  metadata?: { labels?: Record<string, string>; resourceVersion?: string };
  spec?: { http?: { route: { destination: { subset?: string }; weight?: number }[] }[] };
}

/** One call to the Kubernetes API with a persona's own token, past the console. `T`: what the caller reads of an answer that is no failure. */
export type KubernetesCall = <T = KubernetesObject>(
  persona: PersonaName,
  method: Method,
  path: string,
  body?: unknown,
) => Promise<Answer<T>>;

/** Of the mesh that this kubeconfig describes. */
export function kubernetesAt(file: string): KubernetesCall {
  return async <T>(persona: PersonaName, method: Method, path: string, body?: unknown) => {
    const api = openApi(file, persona);
    try {
      return await api.call<T>(method, path, body === undefined ? {} : { body });
    } finally {
      await api.close();
    }
  };
}

export const kubernetes = kubernetesAt(kubeconfig);

interface VectorAnswer {
  data: { result: { metric: Record<string, string>; value: [number, string] }[] };
}

/** An instant query to the demo's Prometheus: values by one label. */
export async function prometheus(promql: string, label: string): Promise<ReadonlyMap<string, number>> {
  const { prometheus: url } = JSON.parse(readFileSync(files.endpoints, 'utf8')) as {
    prometheus: string;
  };
  const answer = await request(`${url}/api/v1/query?query=${encodeURIComponent(promql)}`);
  const { data } = (await answer.body.json()) as VectorAnswer;
  return new Map(data.result.map(({ metric, value }) => [metric[label] ?? '', Number(value[1])]));
}
