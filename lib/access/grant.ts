/** The RoleBinding that makes somebody a persona in one namespace: written by the console for an admin, and shown to whoever asks one. */
import type { RolePersona } from './abilities.ts';
import { personaRoleName } from './persona-role.ts';
import type { Subject } from './rbac/subject.ts';

/** Those that a RoleBinding can give: the mesh admin's rights span the mesh. */
export const grantablePersonas = ['viewer', 'developer', 'admin'] as const satisfies readonly RolePersona[];
export type GrantablePersona = (typeof grantablePersonas)[number];

export interface Grant {
  persona: GrantablePersona;
  namespace: string;
  subject: Subject;
}

const apiGroup = 'rbac.authorization.k8s.io';
/** Names of bindings may hold what path segments may; the console only makes names that are DNS-1123. */
const maxSlug = 40;

/** FNV-1a in 32 bits: keeps names apart that look the same as a slug. */
function shortHash(text: string): string {
  let hash = 0x811c9dc5;
  for (const letter of text) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash.toString(36);
}

/** The same for the same subject and persona: who is granted it twice has one binding. */
export function grantName({ persona, subject }: { persona: RolePersona; subject: Subject }): string {
  const text = `${subject.kind} ${subject.namespace ?? ''} ${subject.name}`;
  const slug = subject.name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, maxSlug)
    .replaceAll(/^-+|-+$/g, '');
  return [personaRoleName(persona), slug, shortHash(text)].filter((part) => part !== '').join('-');
}

export const grantLabel = 'sluice.dev/persona';

export interface RoleBindingObject {
  apiVersion: 'rbac.authorization.k8s.io/v1';
  kind: 'RoleBinding';
  metadata: { name: string; namespace: string; labels: Record<string, string> };
  roleRef: { apiGroup: string; kind: 'ClusterRole'; name: string };
  subjects: { kind: string; apiGroup?: string; name: string; namespace?: string }[];
}

export function roleBindingOf(grant: Grant): RoleBindingObject {
  const { persona, namespace, subject } = grant;
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: {
      name: grantName(grant),
      namespace,
      labels: { 'app.kubernetes.io/managed-by': 'sluice', [grantLabel]: persona },
    },
    roleRef: { apiGroup, kind: 'ClusterRole', name: personaRoleName(persona) },
    subjects: [
      subject.kind === 'ServiceAccount'
        ? { kind: subject.kind, name: subject.name, namespace: subject.namespace ?? namespace }
        : { kind: subject.kind, apiGroup, name: subject.name },
    ],
  };
}

/** A word of YAML: as it is where nothing can be misread, else in JSON's quotes, which YAML reads. */
function word(text: string): string {
  const plain =
    /^[A-Za-z][A-Za-z0-9./_-]*$/.test(text) && !/^(y|n|yes|no|on|off|true|false|null)$/i.test(text);
  return plain ? text : JSON.stringify(text);
}

export function roleBindingYaml(grant: Grant): string {
  const { metadata, roleRef, subjects, apiVersion, kind } = roleBindingOf(grant);
  const pairs = (values: object, indent: string) =>
    Object.entries(values).map(([key, value]) => `${indent}${key}: ${word(String(value))}`);
  const [subject = {}] = subjects;
  return [
    `apiVersion: ${apiVersion}`,
    `kind: ${kind}`,
    'metadata:',
    `  name: ${word(metadata.name)}`,
    `  namespace: ${word(metadata.namespace)}`,
    '  labels:',
    ...pairs(metadata.labels, '    '),
    'roleRef:',
    ...pairs(roleRef, '  '),
    'subjects:',
    ...pairs(subject, '    ').map((line, index) => (index === 0 ? line.replace('    ', '  - ') : line)),
    '',
  ].join('\n');
}
