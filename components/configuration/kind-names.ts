/** Kinds as people read them, by kind id; of the two Gateways the Gateway API's says so. */
import { kindAt } from '#lib/istio/kinds/registry.ts';

export function kindName(id: string): string {
  const kind = kindAt(id);
  if (kind === undefined) return id;
  return kind.kind === 'Gateway' && kind.group.startsWith('gateway.') ? 'Gateway (API)' : kind.kind;
}
