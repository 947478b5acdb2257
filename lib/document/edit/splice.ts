/** Changes of text: each replaces [from, to) of the text before. */

export interface Splice {
  from: number;
  to: number;
  insert: string;
}

/** Null when two of them want the same text, unless both only take it away. Those that insert at one place keep their order. */
export function applySplices(text: string, splices: readonly Splice[]): string | null {
  let out = '';
  let at = 0;
  for (const { from, to, insert } of inOrder(splices)) {
    if (from < at && insert !== '') return null;
    out += text.slice(at, from) + insert;
    at = Math.max(at, to);
  }
  return out + text.slice(at);
}

export function inOrder(splices: readonly Splice[]): Splice[] {
  return [...splices].sort((a, b) => a.from - b.from || a.to - b.to);
}

/** Without what both texts have at the ends of each splice: what an editor has to redraw. */
export function trimSplices(text: string, splices: readonly Splice[]): Splice[] {
  return inOrder(splices).flatMap(({ from, to, insert }) => {
    let start = 0;
    const old = text.slice(from, to);
    while (start < old.length && start < insert.length && old[start] === insert[start]) start += 1;
    let end = 0;
    const most = Math.min(old.length, insert.length) - start;
    while (end < most && old[old.length - 1 - end] === insert[insert.length - 1 - end]) end += 1;
    if (start === old.length && start === insert.length) return [];
    return [{ from: from + start, to: to - end, insert: insert.slice(start, insert.length - end) }];
  });
}
