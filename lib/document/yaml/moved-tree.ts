/** Trees for a reader that keeps parts of them: what is in a tree, and the same tree at another place of the text. */
import { isMergeKey } from './read-value.ts';
import type { MapEntry, SeqItem, YamlNode } from './tree.ts';

interface TreeMeasure {
  /** Nodes, empty ones included. */
  nodes: number;
  depth: number;
  /** No anchors, aliases or merges: what stands at one place says nothing of another. */
  isPlain: boolean;
}

export function measureTree(root: YamlNode): TreeMeasure {
  const found: TreeMeasure = { nodes: 0, depth: 0, isPlain: true };
  const visit = (node: YamlNode, depth: number): void => {
    found.nodes += 1;
    if (depth > found.depth) found.depth = depth;
    if (node.anchor !== null || node.kind === 'alias') found.isPlain = false;
    else if (node.kind === 'seq') for (const { value } of node.items) visit(value, depth + 1);
    else if (node.kind === 'map') {
      for (const { key, value } of node.entries) {
        if (isMergeKey(key)) found.isPlain = false;
        visit(key, depth + 1);
        visit(value, depth + 1);
      }
    }
  };
  visit(root, 0);
  return found;
}

/** Itself where it does not move. */
function movedNode(node: YamlNode, by: number): YamlNode {
  if (by === 0) return node;
  const moved = {
    ...node,
    start: node.start + by,
    end: node.end + by,
    propertiesStart: node.propertiesStart + by,
  };
  if (moved.kind === 'map') moved.entries = moved.entries.map((entry) => movedEntry(entry, by));
  else if (moved.kind === 'seq') moved.items = moved.items.map((item) => movedItem(item, by));
  return moved;
}

export function movedEntry(entry: MapEntry, by: number): MapEntry {
  if (by === 0) return entry;
  const { start, key, colon, value } = entry;
  return { start: start + by, key: movedNode(key, by), colon: colon + by, value: movedNode(value, by) };
}

export function movedItem(item: SeqItem, by: number): SeqItem {
  return by === 0 ? item : { start: item.start + by, value: movedNode(item.value, by) };
}
