/** A kind as the API names it, e.g. VirtualService, of a kind id. */
import { kindAt } from '#lib/istio/kinds/registry.ts';

export function kindWord(id: string): string {
  return kindAt(id)?.kind ?? id;
}
