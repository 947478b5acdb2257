/** What the cluster itself must do before anything that is tried on it means something. Made inside of its network. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { type ApiClient, openApi } from '../api-client.ts';
import { type Endpoints, filesOf } from '../description.ts';
import { remoteWrite } from '../remote-write.ts';
import { checkEvaluation, checkPersonaRoles } from './access.ts';
import { startIssuer } from './issuer.ts';

export interface CheckedCluster {
  dir: string;
  endpoints: Endpoints;
}

export interface Check {
  name: string;
  /** What was seen, in words; throws what is wrong. */
  run(cluster: CheckedCluster): Promise<string>;
}

const routes = '/apis/networking.istio.io/v1/namespaces/bookinfo/virtualservices';
const whoami = '/apis/authentication.k8s.io/v1/selfsubjectreviews';
const review = { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' };

interface ReviewAnswer {
  status: { userInfo: { username: string; groups: string[] } };
}

async function as<T>(file: string, context: string, use: (api: ApiClient) => Promise<T>): Promise<T> {
  const api = openApi(file, context);
  try {
    return await use(api);
  } finally {
    await api.close();
  }
}

const routeOf = (name: string, weights: readonly number[]) => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  metadata: { name },
  spec: {
    hosts: ['details'],
    http: [
      { route: weights.map((weight, index) => ({ destination: { host: `details-${index}` }, weight })) },
    ],
  },
});

export const checks: readonly Check[] = [
  {
    name: 'an issuer that the API server trusts vouches for a user',
    run: async ({ dir }) => {
      const files = filesOf(dir);
      const issuer = await startIssuer(files.oidc);
      try {
        const token = await issuer.token('grace', ['release-crew']);
        const user = await as(files.kubeconfig, 'viewer', async (api) => {
          // The API server looks for an issuer that was away every ten seconds.
          for (;;) {
            const { status, body } = await api.call<ReviewAnswer>('POST', whoami, { body: review, token });
            if (status === 201) return body.status.userInfo;
            assert.equal(status, 401);
            await delay(200);
          }
        });
        assert.equal(user.username, 'oidc:grace');
        assert.ok(user.groups.includes('oidc:release-crew'));
        return `${user.username} in ${user.groups.join(', ')}`;
      } finally {
        await issuer.stop();
      }
    },
  },
  {
    name: 'what a persona may not do is refused by RBAC, and is in the audit log',
    run: async ({ dir }) => {
      const files = filesOf(dir);
      const name = `audited-${Date.now()}`;
      const { status } = await as(files.kubeconfig, 'viewer', (api) =>
        api.call('DELETE', `${routes}/${name}`),
      );
      assert.equal(status, 403);
      const entries = readFileSync(files.auditLog, 'utf8').split('\n');
      const entry = entries.find((line) => line.includes('"username":"viewer"') && line.includes(name));
      assert.ok(entry, 'the audit log has no such request');
      assert.equal(JSON.parse(entry).annotations['authorization.k8s.io/decision'], 'forbid');
      return '403, decision forbid';
    },
  },
  {
    name: 'the roles of deploy/rbac give each persona its rights, alone and taken in by view, edit and admin',
    run: ({ dir }) => as(filesOf(dir).rootKubeconfig, 'root', checkPersonaRoles),
  },
  {
    name: 'the console evaluates RBAC as the API server does',
    run: ({ dir }) =>
      as(filesOf(dir).rootKubeconfig, 'root', async (api) => {
        const told = [];
        for (const seed of [1, 2, 3, 4, 5]) told.push(await checkEvaluation(api, seed, 300));
        return told.join('; ');
      }),
  },
  {
    name: 'istiod’s webhook judges what is written',
    run: async ({ dir }) => {
      const { status, body } = await as(filesOf(dir).kubeconfig, 'developer', (api) =>
        api.call<{ message: string }>('POST', `${routes}?dryRun=All`, {
          body: routeOf('weightless', [0, 0]),
        }),
      );
      assert.equal(status, 400);
      assert.match(body.message, /admission webhook .*validation\.istio\.io.* denied the request/);
      return body.message;
    },
  },
  {
    name: 'Prometheus takes samples of the past hour',
    run: async ({ endpoints }) => {
      const { prometheus = '' } = endpoints;
      const atMs = Date.now() - 50 * 60_000;
      const labels = { __name__: 'sluice_check', at: String(atMs) };
      await remoteWrite(prometheus, [{ labels, timesMs: [atMs], values: [42] }]);
      const query = new URLSearchParams({ query: `sluice_check{at="${atMs}"}`, time: String(atMs / 1000) });
      const answer = await (await fetch(`${prometheus}/api/v1/query?${query}`)).json();
      assert.equal(answer.data.result[0]?.value[1], '42');
      return 'written 50 minutes late, and read';
    },
  },
  {
    name: 'nothing inside reaches the world outside',
    run: async () => {
      const socket = createConnection({ host: '192.0.2.1', port: 443 });
      const [error] = await once(socket, 'error');
      assert.equal(error.code, 'ENETUNREACH');
      return error.code;
    },
  },
];
