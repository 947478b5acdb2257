/** Where a path stands in the text of a document: the key, or the item, that it ends at; what is not there stands at what holds it. */
import type { Path } from './json.ts';
import type { YamlDocument } from './stream.ts';
import { isMergeKey, keyTextOf } from './yaml/read-value.ts';
import type { YamlNode } from './yaml/tree.ts';

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
