/** The object that a request names: a kind of the registry, and names that the API server would take. */
import type { ObjectRef } from '#lib/api/configuration/configuration.ts';
import type { Kind } from '#lib/istio/kinds/kind.ts';
import { kindAt, kinds } from '#lib/istio/kinds/registry.ts';
import { AppError } from '../app-error.ts';
import { isNamespaceName, isObjectName } from '../kubernetes/paths.ts';
import type { KindKey } from '../kubernetes/resources.ts';

export interface Target {
  kind: Kind;
  key: KindKey;
  namespace: string;
  name: string;
}

const keys = new Map<Kind, KindKey>(Object.entries(kinds).map(([key, kind]) => [kind, key as KindKey]));

/** Throws "not-found" for kinds that the console does not know, "invalid" for names; `at` is where they stand in the request. */
export function targetOf({ kind: id, namespace, name }: ObjectRef, at = ''): Target {
  const kind = kindAt(id);
  const key = kind && keys.get(kind);
  if (kind === undefined || key === undefined) {
    throw new AppError('not-found', {
      detail: 'The console knows no such kind.',
      errors: [{ field: `${at}kind`, message: 'not a kind of the console' }],
    });
  }
  const errors = [
    ...(isNamespaceName(namespace) ? [] : [`${at}namespace`]),
    ...(isObjectName(name) ? [] : [`${at}name`]),
  ].map((field) => ({ field, message: 'not a DNS-1123 name' }));
  if (errors.length > 0) throw new AppError('invalid', { detail: 'A name is not valid.', errors });
  return { kind, key, namespace, name };
}
