/**
 * Trees for a reader that keeps parts of them: what is in a tree, and the same tree at another place of the text. A letter moves all
 * that stands behind it, tens of thousands of nodes: an entry or item knows by how much, and is made when somebody looks inside.
 */
import { isMergeKey } from './read-value.ts';
import type { MapEntry, SeqItem, YamlNode } from './tree.ts';

interface TreeMeasure {
  /** Nodes, empty ones included. */
  nodes: number;
  depth: number;
  /** No anchors, aliases or merges: what stands at one place says nothing of another. */
  isPlain: boolean;
}

type Part = MapEntry | SeqItem;

/** Of parts with many nodes: they stay the same while others change. */
const measured = new WeakMap<Part, TreeMeasure>();
const worthKeeping = 16;

export function measureTree(node: YamlNode): TreeMeasure {
  const found: TreeMeasure = { nodes: 1, depth: 0, isPlain: node.anchor === null && node.kind !== 'alias' };
  if (node.kind === 'map') for (const entry of node.entries) addPart(found, entry);
  else if (node.kind === 'seq') for (const item of node.items) addPart(found, item);
  return found;
}

function addPart(whole: TreeMeasure, part: Part): void {
  const { nodes, depth, isPlain } = measurePart(unmoved(part));
  whole.nodes += nodes;
  whole.depth = Math.max(whole.depth, depth + 1);
  whole.isPlain &&= isPlain;
}

function measurePart(part: Part): TreeMeasure {
  const known = measured.get(part);
  if (known !== undefined) return known;
  const found = measureTree(part.value);
  if ('key' in part) {
    const key = measureTree(part.key);
    found.nodes += key.nodes;
    found.depth = Math.max(found.depth, key.depth);
    found.isPlain &&= key.isPlain && !isMergeKey(part.key);
  }
  if (found.nodes >= worthKeeping) measured.set(part, found);
  return found;
}

function movedNode(node: YamlNode, by: number): YamlNode {
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

class MovedEntry implements MapEntry {
  readonly whole: MapEntry;
  readonly by: number;
  #key: YamlNode | null = null;
  #value: YamlNode | null = null;

  constructor(whole: MapEntry, by: number) {
    this.whole = whole;
    this.by = by;
  }

  get start(): number {
    return this.whole.start + this.by;
  }

  get colon(): number {
    return this.whole.colon + this.by;
  }

  get key(): YamlNode {
    this.#key ??= movedNode(this.whole.key, this.by);
    return this.#key;
  }

  get value(): YamlNode {
    this.#value ??= movedNode(this.whole.value, this.by);
    return this.#value;
  }
}

class MovedItem implements SeqItem {
  readonly whole: SeqItem;
  readonly by: number;
  #value: YamlNode | null = null;

  constructor(whole: SeqItem, by: number) {
    this.whole = whole;
    this.by = by;
  }

  get start(): number {
    return this.whole.start + this.by;
  }

  get value(): YamlNode {
    this.#value ??= movedNode(this.whole.value, this.by);
    return this.#value;
  }
}

function unmoved(part: Part): Part {
  return part instanceof MovedEntry || part instanceof MovedItem ? part.whole : part;
}

/** Moved again and again it is still one step from where it was read. */
export function movedEntry(entry: MapEntry, by: number): MapEntry {
  if (by === 0) return entry;
  if (!(entry instanceof MovedEntry)) return new MovedEntry(entry, by);
  return entry.by + by === 0 ? entry.whole : new MovedEntry(entry.whole, entry.by + by);
}

export function movedItem(item: SeqItem, by: number): SeqItem {
  if (by === 0) return item;
  if (!(item instanceof MovedItem)) return new MovedItem(item, by);
  return item.by + by === 0 ? item.whole : new MovedItem(item.whole, item.by + by);
}
