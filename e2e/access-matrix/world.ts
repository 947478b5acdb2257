/** The console's API on an embedded cluster of its own, in this process: A is bookinfo, B shop, where the developer only views, C payments. */
import { gunzipSync } from 'node:zlib';
import { consoleAccount, personas as people } from '#demo/content/access.ts';
import { buildMesh } from '#demo/content/mesh.ts';
import { startKubernetes } from '#demo/kubernetes/server.ts';
import type { KubernetesServer } from '#demo/kubernetes/types.ts';
import { createMetricsStore } from '#demo/prometheus/memory-store.ts';
import { startPrometheus } from '#demo/prometheus/server.ts';
import { createEngine } from '#demo/traffic/engine.ts';
import { metricHelp } from '#demo/traffic/metric-help.ts';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { consoleApi } from '#lib/server/api/operations.ts';
import { loadConfig } from '#lib/server/config.ts';
import type { ApiRequest } from '#lib/server/http/handle.ts';
import { createLog } from '#lib/server/log.ts';
import { createServices, type Services } from '#lib/server/services.ts';
import { type Recorded, startRecorder } from '#lib/server/testing/recorder.ts';
import type { Persona } from './row.ts';

export interface AskOptions {
  method?: string;
  body?: object;
  headers?: Readonly<Record<string, string>>;
}

export interface MatrixWorld {
  kubernetes: KubernetesServer;
  services: Services;
  logLines: string[];
  /** What Prometheus was asked, in order. */
  asked: readonly Recorded[];
  /** `null`: nobody. */
  ask(
    who: Persona | null,
    path: string,
    options?: AskOptions,
  ): Promise<{ status: number; headers: Readonly<Record<string, string>>; text: string }>;
  stop(): Promise<void>;
}

/** In B the developer is bound to the viewer's role. */
function withViewOnly(objects: readonly KubernetesObject[]): KubernetesObject[] {
  return objects.map((object) => {
    const { kind, metadata } = object;
    if (kind !== 'RoleBinding' || metadata.namespace !== 'shop' || metadata.name !== 'app-developers-edit')
      return object;
    const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'sluice-viewer' };
    return Object.assign({}, object, { roleRef });
  });
}

export const consoleHost = '127.0.0.1:3000';
const stepMs = 15_000;
const pastMs = 120_000;

/** `changed`: the objects as they are to be, before they are served. */
export async function startMatrixWorld(
  changed: (objects: KubernetesObject[]) => KubernetesObject[] = (objects) => objects,
  environment: Readonly<Record<string, string>> = {},
): Promise<MatrixWorld> {
  const nowMs = Date.now();
  const mesh = buildMesh({ seed: 1, nowMs });
  const account = { context: 'console', username: consoleAccount, groups: ['system:serviceaccounts'] };
  const kubernetes = await startKubernetes({
    port: 0,
    objects: changed(withViewOnly(mesh.objects)),
    users: [...people, account].map(({ context, username, groups }) => ({
      token: `${context}-token`,
      username,
      uid: context,
      groups: [...groups, 'system:authenticated'],
    })),
  });
  const store = createMetricsStore({ retentionMs: 3_600_000, help: metricHelp });
  const engine = createEngine({ seed: 1, behaviour: mesh.behaviour, metrics: store, startMs: nowMs });
  engine.load(kubernetes.store);
  for (let atMs = nowMs - pastMs; atMs <= nowMs; atMs += stepMs) engine.tick(atMs);
  const prometheus = await startPrometheus({ port: 0, store, retentionMs: 3_600_000 });

  const heard = await startRecorder(async ({ method, url, body, headers }, response) => {
    const type = headers['content-type'];
    const answer = await fetch(new URL(url, prometheus.url), {
      method,
      ...(method === 'GET' ? {} : { body }),
      headers: typeof type === 'string' ? { 'content-type': type } : {},
    });
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
  });

  const loaded = loadConfig({
    SLUICE_SESSION_SECRET: 'b7J2wq0RzX4mTn9sLk3vYc8eHd5gPf1a',
    SLUICE_PROMETHEUS_URL: heard.url.href,
    SLUICE_AUTH: 'token',
    SLUICE_TOOLS_URL: 'http://*.localhost:3000',
    ...environment,
  });
  if (!loaded.ok) throw new Error(loaded.error.join('\n'));
  const logLines: string[] = [];
  const services = createServices({
    config: loaded.value,
    connection: {
      server: new URL(kubernetes.plainUrl),
      alsoReaches: [],
      serverTls: {},
      clientTls: {},
      authorization: async () => 'Bearer console-token',
    },
    log: createLog('silent', { write: (line) => logLines.push(line) }),
  });
  services.start();
  while (!services.snapshot.settled()) await new Promise((resolve) => setTimeout(resolve, 20));
  const api = consoleApi(services);

  return {
    kubernetes,
    services,
    logLines,
    asked: heard.requests,
    ask: async (who, path, { method = 'GET', body, headers = {} } = {}) => {
      const request: ApiRequest = {
        method,
        url: path,
        headers: {
          host: consoleHost,
          ...(who === null ? {} : { authorization: `Bearer ${who}-token` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        address: '127.0.0.1',
        proxiedToken: null,
        left: () => new AbortController().signal,
        readBody: async () => Buffer.from(JSON.stringify(body ?? {})),
      };
      const { status, answer, headers: given } = await api(request);
      const text =
        answer.kind === 'json'
          ? JSON.stringify(answer.body)
          : answer.kind === 'packed'
            ? gunzipSync(answer.gzip).toString('utf8')
            : '';
      return { status, headers: given, text };
    },
    stop: async () => {
      await services.stop();
      await Promise.all([kubernetes.close(), heard.close(), prometheus.close()]);
    },
  };
}
