/**
 * The order in which the picture is read out and tabbed through: clusters and their namespaces by name, inside them apps by name,
 * what lives in no namespace last. Telemetry answers in any order, and what falls silent comes from the configuration instead: without an order of
 * its own the list would change with every tick.
 */
import type { GraphNode } from '#lib/api/traffic/graph.ts';

type Placed = Pick<GraphNode, 'cluster' | 'namespace'> & { readonly id: string; readonly name?: string };

const last = '\uffff';

function keyOf({ cluster, namespace, name = '', id }: Placed): string {
  const home = namespace === '' ? [last] : [cluster, namespace];
  return [...home, name === '' ? last : name, id].join('\n');
}

export function inReadingOrder<T extends Placed>(items: readonly T[]): T[] {
  const keys = new Map(items.map((item) => [item, keyOf(item)]));
  const keyFor = (item: T) => keys.get(item) ?? '';
  return items.toSorted((a, b) => (keyFor(a) < keyFor(b) ? -1 : 1));
}
