/** The checks of RBAC against the embedded API: what they ask of the real one, the demo answers as well. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startKubernetes } from '#demo/kubernetes/server.ts';
import type { KubernetesServer } from '#demo/kubernetes/types.ts';
import type { ApiClient, CallOptions, Method } from '../api-client.ts';
import { checkEvaluation, checkPersonaRoles } from './access.ts';

let server: KubernetesServer;
beforeAll(async () => {
  const root = { token: 'root', username: 'root', uid: 'root', groups: ['system:masters'] };
  server = await startKubernetes({ port: 0, objects: [], users: [root] });
});
afterAll(() => server.close());

function client(): ApiClient {
  return {
    server: server.plainUrl,
    token: 'root',
    certificateAuthority: '',
    call: async <Body>(method: Method, path: string, { body }: CallOptions = {}) => {
      const answer = await fetch(`${server.plainUrl}${path}`, {
        method,
        headers: { authorization: 'Bearer root', 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: answer.status, body: (await answer.json()) as Body, warnings: [] };
    },
    close: async () => {},
  };
}

test('the roles of deploy/rbac, alone and taken in', async () => {
  expect(await checkPersonaRoles(client())).toMatch(/view \d+, edit \d+, admin \d+$/);
}, 60_000);

test.each([1, 2])('evaluation with seed %i', async (seed) => {
  expect(await checkEvaluation(client(), seed, 150)).toMatch(/^150 questions, \d+ allowed$/);
}, 60_000);
