/** The files of deploy/rbac/ on the embedded API: bound as they are, and taken in by Kubernetes' view, edit and admin. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { questionKey, type RolePersona, rolePersonas } from '#lib/access/abilities.ts';
import type { Question } from '#lib/access/permissions.ts';
import { aggregatedTo, personaQuestions, personaRoleName } from '#lib/access/persona-role.ts';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { startKubernetes } from '../server.ts';
import type { KubernetesServer } from '../types.ts';

const rbac = 'rbac.authorization.k8s.io';
const file = (name: string): KubernetesObject =>
  parse(readFileSync(new URL(`../../../deploy/rbac/${name}.yaml`, import.meta.url), 'utf8'));

function bindingOf(user: string, role: string): KubernetesObject {
  const content = {
    roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: role },
    subjects: [{ apiGroup: rbac, kind: 'User', name: user }],
  };
  const metadata = { name: `${user}-is`, namespace: 'shop' };
  return Object.assign({ apiVersion: `${rbac}/v1`, kind: 'RoleBinding', metadata }, content);
}

let kubernetes: KubernetesServer;

beforeAll(async () => {
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };
  kubernetes = await startKubernetes({
    port: 0,
    objects: [
      namespace,
      ...rolePersonas.map(file),
      ...rolePersonas.map((persona) => bindingOf(`by-${persona}`, personaRoleName(persona))),
      ...['view', 'edit', 'admin'].map((role) => bindingOf(`by-${role}`, role)),
    ],
    users: [{ token: 'root', username: 'root', uid: 'root', groups: ['system:masters'] }],
  });
});
afterAll(() => kubernetes.close());

async function call(method: string, path: string, body?: object): Promise<Record<string, never>> {
  const response = await fetch(`${kubernetes.plainUrl}${path}`, {
    method,
    headers: { authorization: 'Bearer root', 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  return response.json() as Promise<Record<string, never>>;
}

async function may(user: string, { verb, group, resource }: Question): Promise<boolean> {
  const [plural, subresource] = resource.split('/');
  const resourceAttributes = { verb, group, resource: plural, subresource, namespace: 'shop' };
  const { status } = await call('POST', '/apis/authorization.k8s.io/v1/subjectaccessreviews', {
    spec: { user, resourceAttributes },
  });
  return Object(status).allowed === true;
}

const everything = personaQuestions('mesh-admin');
/** No binding in a namespace gives what has no namespace. */
const clusterWide = (question: Question) => /^cluster/.test(question.resource);

async function allowed(user: string): Promise<string[]> {
  const answers = await Promise.all(everything.map((question) => may(user, question)));
  return everything.filter((question, index) => answers[index] && !clusterWide(question)).map(questionKey);
}

const expected = (persona: RolePersona) =>
  personaQuestions(persona)
    .filter((question) => !clusterWide(question))
    .map(questionKey);

test.each(rolePersonas)('the role of the %s alone gives exactly what the persona needs', async (persona) => {
  expect((await allowed(`by-${persona}`)).sort()).toEqual(expected(persona).sort());
});

test.each([
  ['view', 'viewer'],
  ['edit', 'developer'],
  ['admin', 'admin'],
] as const)('Kubernetes’ %s takes in all of the %s', async (target, persona) => {
  expect(aggregatedTo[persona]).toBe(target);
  const granted = new Set(await allowed(`by-${target}`));
  expect(expected(persona).filter((key) => !granted.has(key))).toEqual([]);
});

test('none of Kubernetes’ roles lets a namespace’s labels be patched', async () => {
  for (const role of ['view', 'edit', 'admin'])
    expect(await may(`by-${role}`, { verb: 'patch', group: '', resource: 'namespaces' })).toBe(false);
});

test('a role that is taken off is no longer taken in, also where it came by a second role', async () => {
  const question = { verb: 'list', group: 'networking.istio.io', resource: 'sidecars' };
  expect([await may('by-view', question), await may('by-edit', question)]).toEqual([true, true]);
  for (const persona of ['viewer', 'developer', 'admin'] as const)
    await call('DELETE', `/apis/${rbac}/v1/clusterroles/${personaRoleName(persona)}`);
  await expect.poll(() => may('by-view', question)).toBe(false);
  await expect.poll(() => may('by-edit', question)).toBe(false);
  expect(await may('by-view', { verb: 'list', group: '', resource: 'pods' })).toBe(true);
});
