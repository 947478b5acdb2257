/** Where a path of a document stands in its text, in offsets and in lines, and which path stands at a place: what links findings and forms with lines. */
import type { Path } from './json.ts';
import type { YamlDocument } from './stream.ts';
import { isMergeKey, keyTextOf } from './yaml/read-value.ts';
import type { YamlNode } from './yaml/tree.ts';

export interface TextSpan {
  /** UTF-16 code units; of the value where it is a scalar, of the key where it is a map or a list. */
  from: number;
  to: number;
  /** The path leads on, but what it names is not in the text. */
  partial: boolean;
}

/** The nearest place to a path: the value itself, else the last step that the text has. Null for a text without any. */
export function placeOf({ root, aliases }: YamlDocument, path: Path): TextSpan | null {
  if (root === null) return null;
  const keyText = keyTextOf(aliases);
  let node: YamlNode = root;
  let place: Omit<TextSpan, 'partial'> = startOf(root);
  for (const step of path) {
    const inner = stepInto(node, step, keyText);
    if (inner === null) return { ...place, partial: true };
    node = inner.value;
    place = node.kind === 'scalar' || node.kind === 'alias' ? spanOf(node, inner.key) : inner.key;
  }
  return { ...place, partial: false };
}

interface Span {
  from: number;
  to: number;
}

function stepInto(
  node: YamlNode,
  step: string | number,
  keyText: (node: YamlNode) => string | null,
): { key: Span; value: YamlNode } | null {
  if (node.kind === 'seq' && typeof step === 'number') {
    const item = node.items[step];
    if (item === undefined) return null;
    return { key: startOf(item.value, item.start), value: item.value };
  }
  if (node.kind !== 'map') return null;
  const entry = node.entries.find(({ key }) => !isMergeKey(key) && keyText(key) === String(step));
  if (entry === undefined) return null;
  return { key: { from: entry.key.start, to: entry.key.end }, value: entry.value };
}

/** An empty value has no length: its key is what one sees. */
function spanOf(node: YamlNode, key: Span): Span {
  return node.end > node.start ? { from: node.start, to: node.end } : key;
}

/** The first key of a map, the first item of a list: not all of it. */
function startOf(node: YamlNode, start = node.start): Span {
  if (node.kind === 'map' && !node.flow) {
    const first = node.entries[0];
    return { from: first?.key.start ?? start, to: first?.key.end ?? start };
  }
  if (node.kind === 'seq' && !node.flow) {
    const first = node.items[0];
    return first === undefined ? { from: start, to: start } : startOf(first.value, first.start);
  }
  return { from: start, to: node.end };
}

/** The path of the innermost value that a place belongs to, its key included. */
export function pathAt({ root, aliases }: YamlDocument, offset: number): Path {
  const keyText = keyTextOf(aliases);
  const path: (string | number)[] = [];
  let node: YamlNode | null = root;
  while (node !== null) {
    let next: YamlNode | null = null;
    if (node.kind === 'seq') {
      // An item reaches from its dash to the next.
      const index: number = node.items.findLastIndex(({ start }) => start <= offset);
      const item = node.items[index];
      if (item !== undefined && isWithin(node, offset)) {
        path.push(index);
        next = item.value;
      }
    } else if (node.kind === 'map') {
      const entry = node.entries.findLast(({ start }) => start <= offset);
      const key = entry === undefined || isMergeKey(entry.key) ? null : keyText(entry.key);
      if (entry !== undefined && key !== null && isWithin(node, offset)) {
        path.push(key);
        next = entry.value;
      }
    }
    node = next;
  }
  return path;
}

function isWithin(node: YamlNode, offset: number): boolean {
  return offset <= node.end || ('flow' in node && !node.flow);
}

export interface Place {
  /** From 1. */
  line: number;
  column: number;
}

/** For any number of paths of one document; lines are counted once. */
export function placesIn(document: YamlDocument): (path: Path) => Place {
  let starts: number[] | null = null;
  return (path) => {
    starts ??= lineStarts(document.text);
    const offset = offsetOf(document, path);
    const line = lineAt(starts, offset);
    return { line: line + 1, column: offset - (starts[line] ?? 0) + 1 };
  };
}

function offsetOf({ root, aliases }: YamlDocument, path: Path): number {
  const keyText = keyTextOf(aliases);
  let node: YamlNode | null = root;
  let offset = root?.start ?? 0;
  for (const step of path) {
    // What an alias stands for is written elsewhere: the alias is where this object says it.
    if (node?.kind === 'map') {
      const entry = node.entries.find(({ key }) => !isMergeKey(key) && keyText(key) === String(step));
      if (entry === undefined) break;
      offset = entry.start;
      node = entry.value;
    } else if (node?.kind === 'seq') {
      const item = typeof step === 'number' ? node.items[step] : undefined;
      if (item === undefined) break;
      offset = item.value.propertiesStart;
      node = item.value;
    } else break;
  }
  return offset;
}

const starts = new WeakMap<YamlDocument, number[]>();

/** From 1. For many places of one document: its lines are counted once. */
export function lineIn(document: YamlDocument, offset: number): number {
  let known = starts.get(document);
  if (known === undefined) {
    known = lineStarts(document.text);
    starts.set(document, known);
  }
  return lineAt(known, offset) + 1;
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** Index of the last start that is not behind the offset. */
function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
