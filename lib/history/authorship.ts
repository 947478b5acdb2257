/** Who wrote an object and when, as far as its managedFields tell: https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management */
import type { KubernetesObject, ManagedFields } from '../istio/objects.ts';

export interface Authorship {
  manager: string | null;
  /** Unix seconds; null when nothing tells. */
  at: number | null;
}

const nobody: Authorship = { manager: null, at: null };

const keyOf = ({ manager, operation, time }: ManagedFields): string =>
  JSON.stringify([manager, operation, time]);

/** Of the last write: the manager that is new since `before`, or else wrote last. A status is nobody's configuration. */
export function lastAuthor(object: KubernetesObject, before: KubernetesObject | null): Authorship {
  const known = new Set(entriesOf(before).map(keyOf));
  const entries = entriesOf(object);
  const fresh = entries.filter((entry) => !known.has(keyOf(entry)));
  let author = nobody;
  for (const { manager = '', time } of fresh.length > 0 ? fresh : entries) {
    const at = time === undefined ? Number.NaN : Date.parse(time) / 1000;
    if (Number.isNaN(at) || (author.at !== null && author.at > at)) continue;
    author = { manager: manager === '' ? null : manager.slice(0, 128), at };
  }
  return author;
}

function entriesOf(object: KubernetesObject | null): readonly ManagedFields[] {
  return (object?.metadata.managedFields ?? []).filter(({ subresource }) => subresource === undefined);
}
