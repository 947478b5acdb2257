import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type RolePersona, rolePersonas } from './abilities.ts';
import { type Permission, permissions, type Question } from './permissions.ts';
import { aggregationLabels, personaRoleName, personaRules, type RoleRule } from './persona-role.ts';
import { ruleAllows } from './rbac/policy-rule.ts';

const root = join(import.meta.dirname, '../..');
const fileOf = (persona: RolePersona) =>
  parse(readFileSync(join(root, `deploy/rbac/${persona}.yaml`), 'utf8')) as {
    kind: string;
    metadata: { name: string; labels?: Record<string, string> };
    rules: RoleRule[];
  };

function allows(persona: RolePersona, question: Question): boolean {
  return fileOf(persona).rules.some((rule) => ruleAllows({ ...rule, resourceNames: [] }, question));
}

describe.each(rolePersonas)('deploy/rbac/%s.yaml', (persona) => {
  const { kind, metadata, rules } = fileOf(persona);

  test('has the verbs that the features of the persona ask for, and no others', () => {
    expect(kind).toBe('ClusterRole');
    expect(metadata.name).toBe(personaRoleName(persona));
    expect(rules).toEqual(personaRules(persona));
  });

  test('is taken in by the role of Kubernetes that stands for it', () => {
    expect(metadata.labels ?? {}).toEqual(aggregationLabels(persona));
  });

  test('says nothing of Secrets, has no wildcard, and lets nobody rise above themselves', () => {
    const said = rules.flatMap(({ apiGroups, resources, verbs }) => [...apiGroups, ...resources, ...verbs]);
    for (const word of [
      '*',
      'secrets',
      'escalate',
      'bind',
      'impersonate',
      'nodes',
      'pods/exec',
      'services/proxy',
    ])
      expect(said).not.toContain(word);
    const writesRoles = rules.some(
      ({ resources, verbs }) =>
        resources.some((one) => /^(cluster)?roles$|^clusterrolebindings$/.test(one)) &&
        verbs.some((verb) => !['get', 'list'].includes(verb)),
    );
    expect(writesRoles).toBe(false);
  });

  // A RoleBinding of it would open the labels of pod security.
  test('SEC-58 only the role that nothing takes in touches namespaces', () => {
    const touches = rules.some(({ resources }) => resources.includes('namespaces'));
    expect(touches).toBe(persona === 'mesh-admin');
  });
});

test.each<[RolePersona, (name: Permission) => boolean]>([
  ['viewer', (name) => name !== 'editRouting' && name !== 'administer'],
  ['developer', (name) => name !== 'administer'],
  ['admin', (name) => name !== 'administer'],
  ['mesh-admin', () => true],
])('the role %s has each permission that makes the persona, and the lesser has not', (persona, needs) => {
  for (const [name, questions] of Object.entries(permissions)) {
    const has = questions.every((question) => allows(persona, question));
    expect([name, has]).toEqual([name, needs(name as Permission)]);
  }
});

/** A review or a refusal in the code that names all of its question. */
const literal = /verb: '(\w+)',\s*group: '([\w.]*)',\s*resource: '([\w/]+)'/g;
/** The names of Secrets are offered to who may list them anyway; no role of ours says so. */
const never = 'list /secrets';
/** What the console's own account is asked, for a Role of its own (deploy/guard-role.yaml). */
const ofTheConsole = 'lib/server/splits/guard/guard-rights.ts';

test('every right that the server asks of a user somewhere is in the admin’s role', () => {
  const files = readdirSync(join(root, 'lib/server'), { recursive: true, encoding: 'utf8' })
    .map((file) => join('lib/server', file))
    .filter((file) => file.endsWith('.ts') && !/\.test\.ts$|\/testing\//.test(file) && file !== ofTheConsole);
  const asked = files.flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(literal)].map(
      ([, verb = '', group = '', resource = '']) => ({ verb, group, resource }),
    ),
  );
  const refused = asked
    .filter((question) => !allows('mesh-admin', question))
    .map(({ verb, group, resource }) => `${verb} ${group}/${resource}`);
  expect(asked.length).toBeGreaterThan(5);
  expect([...new Set(refused)]).toEqual([never]);
});
