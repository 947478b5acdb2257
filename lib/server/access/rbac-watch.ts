/** What the console's own watches tell about rights: whether they would be told of a change, and where somebody is named at all. */
import { subjectsOf } from '#lib/access/rbac/bindings.ts';
import { keysOf, type Person, subjectKey } from '#lib/access/rbac/subject.ts';
import type { JsonObject } from '#lib/document/json.ts';
import { rbacResources } from '../kubernetes/resources.ts';
import type { Snapshot } from '../kubernetes/snapshot.ts';

export interface RbacWatch {
  namespaceNames(): readonly string[];
  /** Every kind of RBAC is watched: a change of rights is told. */
  isWatched(): boolean;
  /**
   * Namespaces with a RoleBinding that names them; in all others they may do what they may do everywhere, and nothing else.
   * Null where that is not known. Only ever a reason not to ask: what somebody may do is what the API server says of them.
   */
  boundIn(person: Person): ReadonlySet<string> | null;
  /** When the API server last answered the console, in Unix milliseconds. */
  lastAnswerMs(): number | null;
}

export function createRbacWatch(
  snapshot: Pick<Snapshot, 'isRead' | 'list' | 'namespaceNames' | 'revision' | 'lastAnswerMs'>,
): RbacWatch {
  const kinds = [...rbacResources];
  const found = new WeakMap<Person, { revision: number; namespaces: ReadonlySet<string> }>();
  let index: { revision: number; namespaces: ReadonlyMap<string, ReadonlySet<string>> } | null = null;

  const isWatched = () => kinds.every(snapshot.isRead);

  function namespacesBySubject(): ReadonlyMap<string, ReadonlySet<string>> {
    const revision = snapshot.revision();
    if (index?.revision === revision) return index.namespaces;
    const namespaces = new Map<string, Set<string>>();
    for (const binding of snapshot.list('roleBindings')) {
      const namespace = binding.metadata.namespace ?? '';
      for (const subject of subjectsOf(binding as unknown as JsonObject, namespace)) {
        const key = subjectKey(subject);
        const known = namespaces.get(key);
        if (known === undefined) namespaces.set(key, new Set([namespace]));
        else known.add(namespace);
      }
    }
    index = { revision, namespaces };
    return namespaces;
  }

  return {
    namespaceNames: snapshot.namespaceNames,
    isWatched,
    boundIn: (person) => {
      if (!isWatched()) return null;
      const revision = snapshot.revision();
      const known = found.get(person);
      if (known?.revision === revision) return known.namespaces;
      const bySubject = namespacesBySubject();
      const namespaces = new Set(keysOf(person).flatMap((key) => [...(bySubject.get(key) ?? [])]));
      found.set(person, { revision, namespaces });
      return namespaces;
    },
    lastAnswerMs: snapshot.lastAnswerMs,
  };
}
