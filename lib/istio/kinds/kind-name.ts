/** Kinds as people read them; of the two Gateways the Gateway API's says so. */
import type { Kind } from './kind.ts';
import { kindAt } from './registry.ts';

/** By its id. */
export function kindName(id: string): string {
  const kind = kindAt(id);
  return kind === undefined ? id : nameOfKind(kind);
}

export function nameOfKind({ kind, group }: Pick<Kind, 'kind' | 'group'>): string {
  return kind === 'Gateway' && group.startsWith('gateway.') ? 'Gateway (API)' : kind;
}
