/** The demo that the journeys share, as its own folder describes it: addresses, the personas' tokens, and its two backends asked directly. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Agent, request } from 'undici';
import { parse } from 'yaml';
import type { PersonaName } from './console-page.ts';

const port = Number(process.env.SLUICE_E2E_PORT ?? 4310);

export const root = join(import.meta.dirname, '..', '..');
/** One folder for each port: two runs side by side do not share tokens. */
export const demoDir = join('.cache', `e2e-${port}`);
export const consoleUrl = `http://127.0.0.1:${port}`;

interface Kubeconfig {
  clusters: { cluster: { server: string; 'certificate-authority-data': string } }[];
  users: { name: string; user: { token: string } }[];
}

function kubeconfig(): Kubeconfig {
  return parse(readFileSync(join(root, demoDir, 'kubeconfig'), 'utf8'));
}

export function tokenOf(persona: PersonaName): string {
  const token = kubeconfig().users.find(({ name }) => name === persona)?.user.token;
  if (token === undefined) throw new Error(`The kubeconfig has no user ${persona}.`);
  return token;
}

/** What these journeys read of a Kubernetes answer. */
export interface KubernetesObject {
  kind: string;
  reason?: string;
  spec?: { http?: { route: { destination: { subset?: string }; weight?: number }[] }[] };
}

/** One call to the Kubernetes API with a persona's own token, past the console. */
export async function kubernetes(
  persona: PersonaName,
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<{ status: number; body: KubernetesObject }> {
  const [first] = kubeconfig().clusters;
  if (first === undefined) throw new Error('The kubeconfig has no cluster.');
  const { server, 'certificate-authority-data': authority } = first.cluster;
  const agent = new Agent({ connect: { ca: Buffer.from(authority, 'base64') } });
  const format = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
  try {
    const answer = await request(`${server}${path}`, {
      method,
      dispatcher: agent,
      headers: {
        authorization: `Bearer ${tokenOf(persona)}`,
        'content-type': format,
        'user-agent': 'sluice-e2e',
      },
      body: body === undefined ? null : JSON.stringify(body),
    });
    return { status: answer.statusCode, body: (await answer.body.json()) as KubernetesObject };
  } finally {
    await agent.close();
  }
}

interface VectorAnswer {
  data: { result: { metric: Record<string, string>; value: [number, string] }[] };
}

/** An instant query to the demo's Prometheus: values by one label. */
export async function prometheus(promql: string, label: string): Promise<ReadonlyMap<string, number>> {
  const { prometheus: url } = JSON.parse(readFileSync(join(root, demoDir, 'endpoints.json'), 'utf8')) as {
    prometheus: string;
  };
  const answer = await request(`${url}/api/v1/query?query=${encodeURIComponent(promql)}`);
  const { data } = (await answer.body.json()) as VectorAnswer;
  return new Map(data.result.map(({ metric, value }) => [metric[label] ?? '', Number(value[1])]));
}
