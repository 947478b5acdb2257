/** Which kinds of the registry a caller may list in the namespaces that they may see. */
import { kinds } from '#lib/istio/kinds/registry.ts';
import type { UserCredential } from '../kubernetes/credential.ts';
import type { KindKey, ResourceId } from '../kubernetes/resources.ts';
import type { AccessBook } from './access-book.ts';

export interface KindRights {
  /** Only of namespaces that the caller may see. */
  lists(kind: KindKey, namespace: string): boolean;
  visible(namespace: string): boolean;
  allNamespaces: boolean;
  /** Deployments, which some checks read; null for everywhere. */
  deployments: ReadonlySet<string> | null;
  /** Everywhere, also in namespaces made later. */
  listsAll(kind: KindKey): boolean;
  /** Namespaces that the caller may see, but not this kind in them; sorted. */
  unreadable(kind: KindKey): readonly string[];
  /** The caller lists every kind everywhere, also in namespaces made later. */
  all: boolean;
  /** Equal for callers who may list the same. */
  key: string;
}

export const kindKeys = Object.keys(kinds) as KindKey[];

export function isKindKey(id: ResourceId): id is KindKey {
  return Object.hasOwn(kinds, id);
}

/** What is not answered clearly counts as no. */
export async function askKindRights(
  access: Pick<AccessBook, 'visibility' | 'allows' | 'allowsEverywhere'>,
  credential: UserCredential,
): Promise<KindRights> {
  const visibility = await access.visibility(credential);
  const visible = [...visibility.namespaces].sort();
  const where = async (group: string, resource: string): Promise<ReadonlySet<string> | null> => {
    const question = { verb: 'list', group, resource };
    if (await access.allowsEverywhere(credential, question)) return null;
    const allowed = await Promise.all(visible.map((name) => access.allows(credential, question, name)));
    return new Set(visible.filter((_, index) => allowed[index]));
  };
  const [deployments, ...answers] = await Promise.all([
    where('apps', 'deployments'),
    ...kindKeys.map(async (kind) => [kind, await where(kinds[kind].group, kinds[kind].plural)] as const),
  ]);
  const listed = new Map(answers);
  return {
    lists: (kind, namespace) => {
      if (!visibility.all && !visibility.namespaces.has(namespace)) return false;
      const allowed = listed.get(kind);
      return allowed === null || (allowed?.has(namespace) ?? false);
    },
    visible: (namespace) => visibility.all || visibility.namespaces.has(namespace),
    allNamespaces: visibility.all,
    deployments,
    listsAll: (kind) => visibility.all && listed.get(kind) === null,
    unreadable: (kind) => {
      const allowed = listed.get(kind);
      return allowed === null ? [] : visible.filter((name) => !allowed?.has(name));
    },
    all: visibility.all && deployments === null && answers.every(([, allowed]) => allowed === null),
    key: JSON.stringify([
      visibility.key,
      deployments === null || [...deployments],
      answers.map(([, allowed]) => (allowed === null ? true : [...allowed])),
    ]),
  };
}
