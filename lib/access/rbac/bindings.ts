/** Roles and bindings as the API server lists them, joined: who is bound to which rules, where. */
import { isJsonObject, type Json, type JsonObject, own, textIn } from '../../document/json.ts';
import type { PolicyRule } from './policy-rule.ts';
import { type Subject, type SubjectKind, subjectKinds } from './subject.ts';

export interface RoleRef {
  kind: 'Role' | 'ClusterRole';
  name: string;
}

export interface Binding {
  /** Null: of the whole mesh, a ClusterRoleBinding. */
  namespace: string | null;
  name: string;
  uid: string;
  role: RoleRef;
  subjects: readonly Subject[];
  /** Null: the role is not there, or was not among what could be read. */
  rules: readonly PolicyRule[] | null;
}

/** Each as listed; null where the reader may not list it. */
export interface RbacLists {
  roles: readonly Json[] | null;
  clusterRoles: readonly Json[] | null;
  roleBindings: readonly Json[];
  clusterRoleBindings: readonly Json[];
}

function objectsIn(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter((one) => isJsonObject(one)) : [];
}

function texts(object: JsonObject, key: string): string[] {
  const value = own(object, key);
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

function metadataOf(object: JsonObject): JsonObject {
  const metadata = own(object, 'metadata');
  return isJsonObject(metadata) ? metadata : {};
}

/**
 * Rules as they are stored: those of an aggregated ClusterRole are put there by a controller of Kubernetes, and the API server reads
 * nothing else (https://kubernetes.io/docs/reference/access-authn-authz/rbac/#aggregated-clusterroles).
 */
function rulesOf(role: JsonObject): PolicyRule[] {
  return readRules(own(role, 'rules'));
}

/** Of a role, or of a rules review. Those of paths that are no resource have no resources, and allow nothing here. */
export function readRules(rules: Json | undefined): PolicyRule[] {
  return objectsIn(rules).map((rule) => ({
    verbs: texts(rule, 'verbs'),
    apiGroups: texts(rule, 'apiGroups'),
    resources: texts(rule, 'resources'),
    resourceNames: texts(rule, 'resourceNames'),
  }));
}

function isSubjectKind(kind: string): kind is SubjectKind {
  return (subjectKinds as readonly string[]).includes(kind);
}

/** A subject without a namespace is an account of the binding's own. */
export function subjectsOf(binding: JsonObject, namespace: string | null): Subject[] {
  return objectsIn(own(binding, 'subjects')).flatMap((subject) => {
    const kind = textIn(subject, 'kind');
    if (!isSubjectKind(kind)) return [];
    const isAccount = kind === 'ServiceAccount';
    return [
      {
        kind,
        name: textIn(subject, 'name'),
        namespace: isAccount ? textIn(subject, 'namespace') || namespace : null,
      },
    ];
  });
}

/** In the order of the lists, ClusterRoleBindings first. */
export function readBindings(lists: RbacLists): Binding[] {
  // A Role and a ClusterRole of one name are two.
  const keyOf = (kind: RoleRef['kind'], namespace: string | null, name: string) =>
    kind === 'ClusterRole' ? `ClusterRole ${name}` : `Role ${namespace}/${name}`;
  const rules = new Map<string, readonly PolicyRule[]>();
  const note = (kind: RoleRef['kind'], list: readonly Json[] | null) => {
    for (const role of objectsIn([...(list ?? [])])) {
      const metadata = metadataOf(role);
      rules.set(keyOf(kind, textIn(metadata, 'namespace'), textIn(metadata, 'name')), rulesOf(role));
    }
  };
  note('Role', lists.roles);
  note('ClusterRole', lists.clusterRoles);

  const read = (object: JsonObject, isClusterWide: boolean): Binding[] => {
    const metadata = metadataOf(object);
    const ref = own(object, 'roleRef');
    if (!isJsonObject(ref)) return [];
    const namespace = isClusterWide ? null : textIn(metadata, 'namespace');
    const kind = textIn(ref, 'kind') === 'ClusterRole' ? 'ClusterRole' : 'Role';
    const name = textIn(ref, 'name');
    return [
      {
        namespace,
        name: textIn(metadata, 'name'),
        uid: textIn(metadata, 'uid'),
        role: { kind, name },
        subjects: subjectsOf(object, namespace),
        rules: rules.get(keyOf(kind, namespace, name)) ?? null,
      },
    ];
  };
  return [
    ...objectsIn([...lists.clusterRoleBindings]).flatMap((object) => read(object, true)),
    ...objectsIn([...lists.roleBindings]).flatMap((object) => read(object, false)),
  ];
}
