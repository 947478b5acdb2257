/** For tests that compare: a document whose tree is made to the last node, as a reading from the start makes it. */
import type { YamlDocument } from '../stream.ts';
import type { YamlNode } from '../yaml/tree.ts';

export function settled(document: YamlDocument): YamlDocument {
  return { ...document, root: document.root === null ? null : settledTree(document.root) };
}

function settledTree(node: YamlNode): YamlNode {
  if (node.kind === 'map')
    return {
      ...node,
      entries: node.entries.map(({ start, key, colon, value }) => ({
        start,
        key: settledTree(key),
        colon,
        value: settledTree(value),
      })),
    };
  if (node.kind !== 'seq') return node;
  return { ...node, items: node.items.map(({ start, value }) => ({ start, value: settledTree(value) })) };
}
