/** A console on a fake Kubernetes that keeps roles and bindings, and `lead`, who grants in one namespace. */
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { rolePersonas } from '#lib/access/abilities.ts';
import { personaRoleName, personaRules } from '#lib/access/persona-role.ts';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { type FakeRbac, serveRbac } from './fake-rbac.ts';
import { type Harness, type Reply, startHarness } from './harness.ts';
import { fillMesh } from './mesh-content.ts';
import type { Recorded } from './recorder.ts';

export const rbac = 'rbac.authorization.k8s.io';

const bindingOf = (name: string, role: string, subjects: object[], namespace?: string) =>
  ({
    kind: namespace === undefined ? 'ClusterRoleBinding' : 'RoleBinding',
    metadata: { name, uid: `uid-of-${name}`, ...(namespace === undefined ? {} : { namespace }) },
    roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: role },
    subjects,
  }) as unknown as KubernetesObject;
export const group = (name: string) => ({ kind: 'Group', name });

/** Registers its own hooks. */
export function rightsWorld() {
  let harness: Harness;
  let fake: FakeRbac;

  beforeAll(async () => {
    harness = await startHarness({
      prepare: (kubernetes) => {
        fillMesh(kubernetes);
        kubernetes.users.set('lead', {
          name: 'lead',
          grants: [
            'list /pods shop',
            'list /services shop',
            ...['get', 'list', 'create', 'delete'].map((verb) => `${verb} ${rbac}/rolebindings shop`),
            `list ${rbac}/roles shop`,
          ],
        });
        kubernetes.objects.set(
          `${rbac}/clusterroles`,
          rolePersonas.map(
            (persona) =>
              ({
                kind: 'ClusterRole',
                metadata: { name: personaRoleName(persona), uid: persona, resourceVersion: '1' },
                rules: personaRules(persona),
              }) as unknown as KubernetesObject,
          ),
        );
        fake = serveRbac(kubernetes);
      },
    });
  });
  afterAll(() => harness.stop());
  beforeEach(() => {
    fake.refusal = null;
    fake.cutAnswer = false;
    harness.kubernetes.objects.set(`${rbac}/roles`, []);
    harness.kubernetes.objects.set(`${rbac}/clusterrolebindings`, [
      bindingOf('platform', 'sluice-mesh-admin', [group('platform')]),
    ]);
    harness.kubernetes.objects.set(`${rbac}/rolebindings`, [
      bindingOf('devs', 'sluice-developer', [group('devs')], 'shop'),
      bindingOf('two', 'sluice-viewer', [group('a'), group('b')], 'shop'),
      bindingOf('odd', 'no-such-role', [group('odd')], 'shop'),
      bindingOf('elsewhere', 'sluice-viewer', [group('devs')], 'bookinfo'),
    ]);
  });

  const get = (path: string, token: string) =>
    harness.ask(`/api/v1/access${path}`, { headers: { authorization: `Bearer ${token}` } });
  const post = (path: string, body: object, token = 'lead') =>
    harness.ask(`/api/v1/access/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  async function received(run: () => Promise<Reply>) {
    const since = harness.kubernetes.requests.length;
    const reply = await run();
    return { reply, calls: fake.calls(since), requests: harness.kubernetes.requests.slice(since) };
  }
  return {
    get harness() {
      return harness;
    },
    get fake() {
      return fake;
    },
    get,
    post,
    received,
  };
}

/** Of what has to do with rights; the console's own watches go on meanwhile. */
export const askers = (requests: readonly Recorded[]) =>
  new Set(
    requests
      .filter(({ path, query }) => /reviews$|rbac\./.test(path) && !query.has('watch'))
      .map(({ headers }) => headers.authorization),
  );
export const problem = (reply: Reply) => reply.json() as Record<string, unknown>;
