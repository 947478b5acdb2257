import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startKubernetes } from '#demo/kubernetes/server.ts';
import type { KubernetesServer } from '#demo/kubernetes/types.ts';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { buildMesh } from './mesh.ts';

let kubernetes: KubernetesServer;
const { objects } = buildMesh({ seed: 1, nowMs: Date.now(), services: 120 });
const admin = {
  token: 'admin',
  username: 'admin',
  uid: 'admin',
  groups: ['platform-admins', 'system:authenticated'],
};

beforeAll(async () => {
  kubernetes = await startKubernetes({ port: 0, objects, users: [admin] });
});

afterAll(() => kubernetes.close());

function pathOf({ apiVersion, kind, metadata }: KubernetesObject): string {
  const plural = kind.endsWith('y') && !kind.endsWith('ay') ? `${kind.slice(0, -1)}ies` : `${kind}s`;
  return `/apis/${apiVersion}/namespaces/${metadata.namespace}/${plural.toLowerCase()}/${metadata.name}`;
}

const istio = objects.filter(({ apiVersion }) => apiVersion.includes('istio.io/'));

describe('content', () => {
  it('has Istio objects of many kinds', () => {
    expect(new Set(istio.map(({ kind }) => kind)).size).toBe(14);
  });

  // A person who opens and saves one of them must not be told that it was never valid.
  it('is accepted by the API when written again, without a warning', async () => {
    const headers = { authorization: `Bearer ${admin.token}`, 'content-type': 'application/json' };
    const refused: unknown[] = [];
    for (const object of istio) {
      const url = `${kubernetes.plainUrl}${pathOf(object)}`;
      const stored = (await (await fetch(url, { headers })).json()) as KubernetesObject;
      const body = JSON.stringify({
        ...stored,
        metadata: { ...stored.metadata, labels: { ...stored.metadata.labels, touched: 'yes' } },
      });
      const answer = await fetch(`${url}?dryRun=All&fieldValidation=Strict`, {
        method: 'PUT',
        headers,
        body,
      });
      const warning = answer.headers.get('warning');
      // istiod warns of every EnvoyFilter.
      const isUsual = object.kind === 'EnvoyFilter' && warning?.includes('exposes internal implementation');
      if (answer.status !== 200 || (warning && !isUsual))
        refused.push([object.metadata.name, warning, await answer.json()]);
      else await answer.arrayBuffer();
    }
    expect(refused).toEqual([]);
  });
});
