/** What a caller asked for, within what they may see. Says nothing about whether a hidden namespace exists. */
import { createHmac } from 'node:crypto';
import type { Warning } from '#lib/api/problem.ts';
import type { Visibility } from '../access/access-book.ts';
import { AppError } from '../app-error.ts';
import { isNamespaceName } from '../kubernetes/paths.ts';

export interface RequestScope {
  /** Namespaces that the caller may see; null for all. */
  visible: ReadonlySet<string> | null;
  /** Asked for and visible; null when all were asked for. */
  requested: ReadonlySet<string> | null;
  warnings: readonly Warning[];
  /** Equal for callers with the same rights, whatever they asked for. */
  rightsKey: string;
  /** Equal for callers who get the same. */
  key: string;
}

const maxRequested = 200;

/** Comma-separated names from a query. Throws "invalid" for what cannot be a namespace. */
export function parseNamespaces(text: string | undefined): readonly string[] | null {
  if (text === undefined || text.trim() === '') return null;
  const names = [...new Set(text.split(',').map((name) => name.trim()))].sort();
  if (names.length > maxRequested || !names.every(isNamespaceName)) {
    throw new AppError('invalid', {
      detail: 'The query is not valid.',
      errors: [{ field: 'namespaces', message: 'not a list of namespace names' }],
    });
  }
  return names;
}

/** Throws "forbidden" when none of the wanted namespaces may be seen: the same whether they exist or not. */
export function requestScope(visibility: Visibility, wanted: readonly string[] | null): RequestScope {
  const visible = visibility.all ? null : visibility.namespaces;
  const warnings: Warning[] = visibility.incomplete
    ? [{ code: 'access-incomplete', source: 'kubernetes', detail: 'Some access reviews were not answered.' }]
    : [];
  if (wanted === null) {
    return { visible, requested: null, warnings, rightsKey: visibility.key, key: visibility.key };
  }
  const allowed = wanted.filter((name) => visible === null || visible.has(name));
  const [first] = wanted;
  if (allowed.length === 0 && first !== undefined) {
    throw new AppError('forbidden', {
      detail: 'You may not see the traffic of this namespace.',
      missing: { verb: 'list', group: '', resource: 'pods', namespace: first },
    });
  }
  for (const name of wanted) {
    if (!allowed.includes(name)) {
      warnings.push({ code: 'namespace-forbidden', source: 'kubernetes', detail: name });
    }
  }
  return {
    visible,
    requested: new Set(allowed),
    warnings,
    rightsKey: visibility.key,
    key: `${visibility.key}/${wanted.join(',')}`,
  };
}

/** A stable name for a hidden namespace, different for each set of rights, that cannot be turned back. */
export function namespaceMask(secret: string, rightsKey: string): (namespace: string) => string {
  return (namespace) =>
    createHmac('sha256', secret).update(`mask\n${rightsKey}\n${namespace}`).digest('base64url').slice(0, 12);
}
