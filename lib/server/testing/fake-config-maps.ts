/** ConfigMaps of one namespace, for a fake Kubernetes: created, listed by label, read and deleted, and nothing else. */
import type { ServerResponse } from 'node:http';
import { consoleToken, type FakeKubernetes } from './fake-kubernetes.ts';
import { type Recorded, sendJson } from './recorder.ts';

export interface StoredConfigMap {
  metadata: { name: string; namespace: string; labels: Record<string, string>; uid?: string };
  immutable?: boolean;
  data: Record<string, string>;
  binaryData: Record<string, string>;
}

export interface FakeConfigMaps {
  maps: Map<string, StoredConfigMap>;
  /** Answer everything with this status; null works. */
  refuse: number | null;
  /** Calls that had to do with ConfigMaps. */
  calls(method?: string): Recorded[];
}

const ofNamespace = /^\/api\/v1\/namespaces\/([^/]+)\/configmaps(?:\/([^/]+))?$/;

/** Takes over `fault` of the fake; anything else goes on to it as before. */
export function serveConfigMaps(fake: FakeKubernetes, namespace: string): FakeConfigMaps {
  const served: FakeConfigMaps = {
    maps: new Map(),
    refuse: null,
    calls: (method) =>
      fake.requests.filter(
        (request) =>
          request.path.includes('/configmaps') && (method === undefined || request.method === method),
      ),
  };
  const refusal = (status: number) => ({ status, body: { kind: 'Status', code: status } });

  function answer({ method, path, query, body, headers }: Recorded): { status: number; body: object } | null {
    const [whole, place, name] = ofNamespace.exec(path) ?? [];
    if (whole === undefined || path.endsWith('/istio-system/configmaps/istio')) return null;
    if (served.refuse !== null) return refusal(served.refuse);
    // A Role in one namespace, for one account.
    if (place !== namespace || headers.authorization !== `Bearer ${consoleToken}`) return refusal(403);
    if (name !== undefined) {
      const found = served.maps.get(name);
      if (found === undefined) return refusal(404);
      if (method === 'DELETE') served.maps.delete(name);
      return { status: 200, body: found };
    }
    if (method === 'POST') {
      const created: StoredConfigMap = JSON.parse(body);
      if (served.maps.has(created.metadata.name)) return refusal(409);
      served.maps.set(created.metadata.name, created);
      return { status: 201, body: created };
    }
    if (method !== 'GET') return refusal(405);
    const [key = '', value] = (query.get('labelSelector') ?? '').split('=');
    const items = [...served.maps.values()].filter(({ metadata }) => metadata.labels[key] === value);
    const from = Number(query.get('continue') ?? 0);
    const limit = Number(query.get('limit') ?? 500);
    const more = from + limit < items.length ? String(from + limit) : '';
    return {
      status: 200,
      body: { kind: 'List', metadata: { continue: more }, items: items.slice(from, from + limit) },
    };
  }

  const before = fake.fault;
  fake.fault = (request: Recorded, response: ServerResponse): boolean => {
    const found = answer(request);
    if (found === null) return before?.(request, response) ?? false;
    sendJson(response, found.status, found.body);
    return true;
  };
  return served;
}
