/** Which kinds a caller may list in which namespaces, asked before the pure rooms are: those only see the answers. */
import type { Question } from '#lib/access/permissions.ts';
import type { UserCredential } from '../kubernetes/credential.ts';
import { type ResourceId, resources } from '../kubernetes/resources.ts';
import type { AccessBook } from './access-book.ts';

export interface Reading {
  reads(kind: string, namespace: string): boolean;
  /** Equal for callers who may read the same of what was asked. */
  key: string;
}

/** Objects of two groups share the kind Gateway; Istio's is meant. */
const byKind = new Map<string, ResourceId>(
  (Object.keys(resources) as ResourceId[])
    .filter((id) => id !== 'kubernetesGateways')
    .map((id) => [resources[id].kind, id]),
);

export interface KindIn {
  kind: string;
  namespace: string;
}

/** What is not answered clearly counts as no. */
export async function askReading(
  access: Pick<AccessBook, 'allows'>,
  credential: UserCredential,
  wanted: readonly KindIn[],
): Promise<Reading> {
  const pairs = new Map(wanted.map((one) => [`${one.kind} ${one.namespace}`, one]));
  const answers = await Promise.all(
    [...pairs].map(async ([key, { kind, namespace }]) => {
      const id = byKind.get(kind);
      if (id === undefined) return null;
      const { group, plural } = resources[id];
      const question: Question = { verb: 'list', group, resource: plural };
      return (await access.allows(credential, question, namespace)) ? key : null;
    }),
  );
  const allowed = new Set(answers.flatMap((key) => key ?? []));
  return {
    reads: (kind, namespace) => allowed.has(`${kind} ${namespace}`),
    key: [...allowed].sort().join('\n'),
  };
}
