/** Which kinds of the registry a caller may list in the namespaces that they may see. */
import { kinds } from '#lib/istio/kinds/registry.ts';
import type { UserCredential } from '../kubernetes/credential.ts';
import type { KindKey } from '../kubernetes/resources.ts';
import type { AccessBook } from './access-book.ts';

export interface KindRights {
  /** Only of namespaces that the caller may see. */
  lists(kind: KindKey, namespace: string): boolean;
  /** Namespaces that the caller may see, but not this kind in them; sorted. */
  unreadable(kind: KindKey): readonly string[];
  /** The caller lists every kind everywhere, also in namespaces made later. */
  all: boolean;
  /** Equal for callers who may list the same. */
  key: string;
}

export const kindKeys = Object.keys(kinds) as KindKey[];

/** What is not answered clearly counts as no. */
export async function askKindRights(
  access: Pick<AccessBook, 'visibility' | 'allows' | 'allowsEverywhere'>,
  credential: UserCredential,
): Promise<KindRights> {
  const visibility = await access.visibility(credential);
  const visible = [...visibility.namespaces].sort();
  const answers = await Promise.all(
    kindKeys.map(async (kind) => {
      const { group, plural } = kinds[kind];
      const question = { verb: 'list', group, resource: plural };
      if (await access.allowsEverywhere(credential, question)) return [kind, null] as const;
      const allowed = await Promise.all(visible.map((name) => access.allows(credential, question, name)));
      return [kind, new Set(visible.filter((_, index) => allowed[index]))] as const;
    }),
  );
  const listed = new Map<KindKey, ReadonlySet<string> | null>(answers);
  return {
    lists: (kind, namespace) => {
      if (!visibility.all && !visibility.namespaces.has(namespace)) return false;
      const allowed = listed.get(kind);
      return allowed === null || (allowed?.has(namespace) ?? false);
    },
    unreadable: (kind) => {
      const allowed = listed.get(kind);
      return allowed === null ? [] : visible.filter((name) => !allowed?.has(name));
    },
    all: visibility.all && answers.every(([, allowed]) => allowed === null),
    key: JSON.stringify([
      visibility.key,
      answers.map(([, allowed]) => (allowed === null ? true : [...allowed])),
    ]),
  };
}
