/** RBAC as the console means it, asked of an API server: the roles of deploy/rbac/, and the console's evaluation of bindings. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { parse } from 'yaml';
import { seeded } from '#e2e/oracles/routes/random.ts';
import { questionKey, type RolePersona, rolePersonas } from '#lib/access/abilities.ts';
import type { Question } from '#lib/access/permissions.ts';
import { aggregatedTo, personaQuestions, personaRoleName } from '#lib/access/persona-role.ts';
import { readBindings } from '#lib/access/rbac/bindings.ts';
import { isAllowed } from '#lib/access/rbac/evaluate.ts';
import { personOf, type Subject, subjectKey } from '#lib/access/rbac/subject.ts';
import type { Json } from '#lib/document/json.ts';
import type { ApiClient } from '../api-client.ts';

const rbac = '/apis/rbac.authorization.k8s.io/v1';
const reviews = '/apis/authorization.k8s.io/v1/subjectaccessreviews';
const apiGroup = 'rbac.authorization.k8s.io';

/** Whatever has no namespace is given by no RoleBinding. */
const isClusterWide = ({ resource }: Question): boolean => /^cluster/.test(resource);
const everything = personaQuestions('mesh-admin').filter((one) => !isClusterWide(one));

async function make(api: ApiClient, path: string, body: object): Promise<void> {
  const { status, body: answer } = await api.call('POST', path, { body });
  assert.ok(status === 201 || status === 409, `POST ${path}: ${status} ${JSON.stringify(answer)}`);
}

async function inNamespace<T>(api: ApiClient, name: string, run: () => Promise<T>): Promise<T> {
  await make(api, '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  try {
    return await run();
  } finally {
    // Nothing empties a namespace where no controller does: what was made in it goes first.
    for (const plural of ['rolebindings', 'roles'])
      await api.call('DELETE', `${rbac}/namespaces/${name}/${plural}`);
    await api.call('DELETE', `/api/v1/namespaces/${name}`);
  }
}

function attributes({ verb, group, resource }: Question, namespace: string | null, name: string): object {
  const [plural, subresource] = resource.split('/');
  return {
    verb,
    group,
    resource: plural,
    ...(subresource === undefined ? {} : { subresource }),
    ...(namespace === null ? {} : { namespace }),
    ...(name === '' ? {} : { name }),
  };
}

async function may(
  api: ApiClient,
  { name: user, groups }: { name: string; groups: readonly string[] },
  question: Question,
  namespace: string | null,
  name = '',
): Promise<boolean> {
  const { status, body } = await api.call<{ status?: { allowed?: boolean } }>('POST', reviews, {
    body: {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SubjectAccessReview',
      spec: { user, groups, resourceAttributes: attributes(question, namespace, name) },
    },
  });
  assert.equal(status, 201, JSON.stringify(body));
  return body.status?.allowed === true;
}

function bindingOf(name: string, namespace: string, role: { kind: string; name: string }, subjects: object[]) {
  return {
    apiVersion: `${apiGroup}/v1`,
    kind: 'RoleBinding',
    metadata: { name, namespace },
    roleRef: { apiGroup, ...role },
    subjects,
  };
}

const userOf = (name: string) => ({ kind: 'User', apiGroup, name });
const waitMs = 20_000;
const atOnce = 16;

/** What a user gets of the table who is bound to the ClusterRole in a namespace. */
async function given(api: ApiClient, user: string, namespace: string): Promise<Set<string>> {
  const granted = new Set<string>();
  for (let from = 0; from < everything.length; from += atOnce)
    await Promise.all(
      everything.slice(from, from + atOnce).map(async (question) => {
        if (await may(api, { name: user, groups: [] }, question, namespace))
          granted.add(questionKey(question));
      }),
    );
  return granted;
}

const expectedOf = (persona: RolePersona): string[] =>
  personaQuestions(persona)
    .filter((one) => !isClusterWide(one))
    .map(questionKey);

export async function checkPersonaRoles(api: ApiClient): Promise<string> {
  const namespace = 'access-check';
  for (const persona of rolePersonas) {
    const file = new URL(`../../../deploy/rbac/${persona}.yaml`, import.meta.url);
    const role = parse(readFileSync(file, 'utf8'));
    await make(api, `${rbac}/clusterroles`, role);
    const { body } = await api.call<{ rules: unknown }>('GET', `${rbac}/clusterroles/${personaRoleName(persona)}`);
    assert.deepEqual(body.rules, role.rules, `${persona}: the cluster has another role of this name`);
  }
  return inNamespace(api, namespace, async () => {
    const roles = [...rolePersonas.map(personaRoleName), 'view', 'edit', 'admin'];
    for (const role of roles) {
      const binding = bindingOf(role, namespace, { kind: 'ClusterRole', name: role }, [userOf(`by-${role}`)]);
      await make(api, `${rbac}/namespaces/${namespace}/rolebindings`, binding);
    }
    for (const persona of rolePersonas) {
      const granted = await given(api, `by-${personaRoleName(persona)}`, namespace);
      assert.deepEqual([...granted].sort(), expectedOf(persona).sort(), `the role of the ${persona}`);
    }
    const taken: string[] = [];
    for (const persona of rolePersonas) {
      const target = aggregatedTo[persona];
      if (target === null) continue;
      const deadline = Date.now() + waitMs;
      let missing = expectedOf(persona);
      // The controller takes a moment.
      while (missing.length > 0 && Date.now() < deadline) {
        const granted = await given(api, `by-${target}`, namespace);
        missing = missing.filter((key) => !granted.has(key));
        if (missing.length > 0) await delay(200);
      }
      assert.deepEqual(missing, [], `${target} lacks rights of the ${persona}`);
      const patches = { verb: 'patch', group: '', resource: 'namespaces' };
      assert.equal(await may(api, { name: `by-${target}`, groups: [] }, patches, namespace), false);
      taken.push(`${target} ${expectedOf(persona).length}`);
    }
    return `rights taken in: ${taken.join(', ')}`;
  });
}

const verbs = ['get', 'list', 'create', 'update', 'delete', 'bind', '*'];
const groups = ['', 'apps', 'networking.istio.io', '*'];
const resources = ['pods', 'pods/log', 'virtualservices', 'deployments/scale', '*', '*/log', '*/scale'];
const asked: readonly Question[] = ['get', 'list', 'create', 'update', 'bind'].flatMap((verb) =>
  [
    ['', 'pods'],
    ['', 'pods/log'],
    ['', 'secrets'],
    ['apps', 'deployments/scale'],
    ['networking.istio.io', 'virtualservices'],
  ].map(([group = '', resource = '']) => ({ verb, group, resource })),
);

/** Random Roles and bindings beside all that the cluster has: the console's evaluation and the API server's agree. */
export async function checkEvaluation(api: ApiClient, seed: number, count: number): Promise<string> {
  const random = seeded(seed);
  const namespace = `access-eval-${seed}`;
  const people: Subject[] = [
    { kind: 'User', name: 'ann', namespace: null },
    { kind: 'Group', name: 'staff', namespace: null },
    { kind: 'ServiceAccount', name: 'bot', namespace },
    { kind: 'ServiceAccount', name: 'bot', namespace: 'elsewhere' },
  ];
  return inNamespace(api, namespace, async () => {
    for (const name of ['r1', 'r2', 'r3'])
      await make(api, `${rbac}/namespaces/${namespace}/roles`, {
        apiVersion: `${apiGroup}/v1`,
        kind: 'Role',
        metadata: { name },
        rules: random.many(1, 3, () => ({
          apiGroups: random.some(groups),
          resources: random.some(resources, 3),
          verbs: random.some(verbs, 3),
          ...random.sometimes(0.3, () => ({ resourceNames: random.some(['a', 'b']) })),
        })),
      });
    const targets = [
      ...['r1', 'r2', 'r3'].map((name) => ({ kind: 'Role', name })),
      { kind: 'ClusterRole', name: 'sluice-viewer' },
      { kind: 'ClusterRole', name: 'view' },
      { kind: 'ClusterRole', name: 'edit' },
    ];
    for (const index of [0, 1, 2, 3, 4]) {
      const { kind, name, namespace: own } = random.one(people);
      const subject =
        kind === 'ServiceAccount' ? { kind, name, namespace: own } : { kind, apiGroup, name };
      await make(
        api,
        `${rbac}/namespaces/${namespace}/rolebindings`,
        bindingOf(`b${index}`, namespace, random.one(targets), [subject]),
      );
    }
    const listOf = async (path: string): Promise<Json[]> =>
      (await api.call<{ items: Json[] }>('GET', `${rbac}/${path}`)).body.items;
    const bindings = readBindings({
      roles: await listOf('roles'),
      clusterRoles: await listOf('clusterroles'),
      roleBindings: await listOf('rolebindings'),
      clusterRoleBindings: await listOf('clusterrolebindings'),
    });
    // Also whoever the cluster's own bindings name.
    const known = new Map([...people, ...bindings.flatMap(({ subjects }) => subjects)].map((one) => [subjectKey(one), one]));
    const all = [...known.values()].filter(({ name }) => name !== 'system:masters');
    let allowed = 0;
    for (let index = 0; index < count; index += 1) {
      const subject = random.maybe(0.6) ? random.one(people) : random.one(all);
      const person = personOf(subject, subject.kind === 'User' ? random.one([[], ['staff']]) : []);
      const question = random.one(asked);
      const place = { namespace: random.one([namespace, namespace, 'default', null]), name: random.one(['', 'a']) };
      // A review needs a user; somebody of whom only the groups count.
      const reviewed = { ...person, name: person.name === '' ? 'somebody' : person.name };
      const theirs = await may(api, reviewed, question, place.namespace, place.name);
      const ours = isAllowed(bindings, person, question, place);
      assert.equal(ours, theirs, JSON.stringify({ seed, subject, question, place }));
      if (theirs) allowed += 1;
    }
    assert.ok(allowed > 0 && allowed < count, 'questions that are all answered alike show nothing');
    return `${count} questions, ${allowed} allowed`;
  });
}
