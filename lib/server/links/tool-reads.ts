/**
 * What is read of a tool to tell its state and to find its dashboards: through the API server's proxy, with the credentials of whoever
 * asks. What was read says nothing about a caller, so that others who may do the same share it for a while.
 */
import { type Dashboards, readDashboards } from '#lib/links/grafana.ts';
import { type Product, proxyName, type ToolService } from '#lib/links/tool.ts';
import { isAppError } from '../app-error.ts';
import type { Clock } from '../clock.ts';
import type { UserCredential } from '../kubernetes/credential.ts';
import { serviceProxyPath } from '../kubernetes/paths.ts';
import type { KubernetesClient } from '../kubernetes/rest.ts';
import { createLru } from '../lru.ts';

export type Reach = 'ok' | 'unreachable' | 'forbidden' | 'absent';

export interface ToolReads {
  reach(product: Product, service: ToolService, webRoot: string, credential: UserCredential): Promise<Reach>;
  /** Empty when Grafana does not tell. */
  dashboards(service: ToolService, webRoot: string, credential: UserCredential): Promise<Dashboards>;
}

/** Answers without anybody signed in to the tool. */
const healthPaths: Readonly<Record<Product, string>> = {
  grafana: '/api/health',
  prometheus: '/-/ready',
  jaeger: '/',
  tempo: '/ready',
  kiali: '/healthz',
  alertmanager: '/-/ready',
};

const timeoutMs = 3000;
const maxAnswerBytes = 2 * 1024 * 1024;
const reachLifeMs = 15_000;
const boardsLifeMs = 300_000;
const noBoardsLifeMs = 20_000;
const maxKept = 200;

export function createToolReads(kubernetes: KubernetesClient, clock: Clock): ToolReads {
  const reached = createLru<{ atMs: number; reach: Reach }>(maxKept);
  const boards = createLru<{ untilMs: number; dashboards: Dashboards }>(maxKept);
  const keyOf = (service: ToolService) => `${service.namespace}/${proxyName(service)}`;

  async function ask(
    product: Product,
    service: ToolService,
    webRoot: string,
    credential: UserCredential,
  ): Promise<Reach> {
    try {
      const path = serviceProxyPath(service, `${webRoot}${healthPaths[product]}`);
      const answer = await kubernetes.proxied({ method: 'GET', path, headers: {}, timeoutMs }, credential);
      const { status, fromKubernetes } = answer;
      answer.body.on('error', () => undefined).destroy();
      if (fromKubernetes && status === 404) return 'absent';
      if (fromKubernetes && (status === 401 || status === 403)) return 'forbidden';
      return status >= 500 ? 'unreachable' : 'ok';
    } catch (error) {
      if (isAppError(error) && error.code === 'unauthenticated') throw error;
      return 'unreachable';
    }
  }

  return {
    reach: async (product, service, webRoot, credential) => {
      const key = `${product} ${keyOf(service)}${webRoot}`;
      const known = reached.get(key);
      if (known !== undefined && clock.now() - known.atMs < reachLifeMs) return known.reach;
      const reach = await ask(product, service, webRoot, credential);
      // That somebody may not is theirs alone.
      if (reach === 'ok' || reach === 'unreachable') reached.set(key, { atMs: clock.now(), reach });
      return reach;
    },
    dashboards: async (service, webRoot, credential) => {
      const key = `${keyOf(service)}${webRoot}`;
      const known = boards.get(key);
      if (known !== undefined && clock.now() < known.untilMs) return known.dashboards;
      let dashboards: Dashboards = {};
      try {
        const answer = await kubernetes.call(
          {
            method: 'GET',
            path: serviceProxyPath(service, `${webRoot}/api/search`),
            query: { type: 'dash-db', query: 'Istio', limit: '200' },
            timeoutMs,
            maxBytes: maxAnswerBytes,
          },
          credential,
        );
        dashboards = readDashboards(answer, webRoot);
      } catch {
        // The reader finds Grafana's own search instead.
      }
      const lifeMs = Object.keys(dashboards).length > 0 ? boardsLifeMs : noBoardsLifeMs;
      boards.set(key, { untilMs: clock.now() + lifeMs, dashboards });
      return dashboards;
    },
  };
}
