/** Whom a binding names, and whether that is somebody (kubernetes pkg/registry/rbac/validation/rule.go, appliesToUser). */

export const subjectKinds = ['User', 'Group', 'ServiceAccount'] as const;
export type SubjectKind = (typeof subjectKinds)[number];

export interface Subject {
  kind: SubjectKind;
  name: string;
  /** Of a ServiceAccount; null for the others. */
  namespace: string | null;
}

/** Somebody as the API server knows them. */
export interface Person {
  /** Empty: nobody in particular, a member of the groups. */
  name: string;
  groups: readonly string[];
}

/** Everybody whom the API server knows is in it. */
export const everybody = 'system:authenticated';
const accounts = 'system:serviceaccounts';

function accountName(namespace: string, name: string): string {
  return `system:serviceaccount:${namespace}:${name}`;
}

/** Who the subject is when signed in. `groups` are those that a User is known to be in: no object of the cluster tells. */
export function personOf({ kind, name, namespace }: Subject, groups: readonly string[] = []): Person {
  switch (kind) {
    case 'User':
      // A ServiceAccount may be bound by its user name as well.
      return { name, groups: unique([...groups, ...accountGroups(name), everybody]) };
    case 'Group':
      return { name: '', groups: unique([name, ...groups, everybody]) };
    case 'ServiceAccount':
      return {
        name: accountName(namespace ?? '', name),
        groups: unique([accounts, `${accounts}:${namespace ?? ''}`, ...groups, everybody]),
      };
  }
}

function accountGroups(name: string): string[] {
  const [, namespace] = /^system:serviceaccount:([^:]+):[^:]+$/.exec(name) ?? [];
  return namespace === undefined ? [] : [accounts, `${accounts}:${namespace}`];
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}

/** Unique for a subject. */
export function subjectKey({ kind, namespace, name }: Subject): string {
  return `${kind} ${namespace ?? ''} ${name}`;
}

/** The subjects that are this person, by key. */
export function keysOf({ name, groups }: Person): string[] {
  const [, namespace, account] = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(name) ?? [];
  return [
    ...(name === '' ? [] : [subjectKey({ kind: 'User', name, namespace: null })]),
    ...groups.map((group) => subjectKey({ kind: 'Group', name: group, namespace: null })),
    ...(namespace === undefined || account === undefined
      ? []
      : [subjectKey({ kind: 'ServiceAccount', name: account, namespace })]),
  ];
}
