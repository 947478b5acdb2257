/** For tests that count: tells of each look into an item of a list. */
import type { SeqItem, YamlNode } from '../yaml/tree.ts';

export function watchItems(node: YamlNode | null, onLook: () => void): void {
  if (node?.kind === 'map') for (const { value } of node.entries) watchItems(value, onLook);
  if (node?.kind !== 'seq') return;
  node.items = node.items.map((item): SeqItem => {
    watchItems(item.value, onLook);
    return {
      start: item.start,
      get value() {
        onLook();
        return item.value;
      },
    };
  });
}
