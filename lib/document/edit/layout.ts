/** How the text of a document is laid out: its lines, and which lines and comments belong to a key or list item. */
import type { YamlDocument } from '../stream.ts';
import { kubectlStyle, type PrintStyle } from '../yaml/print.ts';
import type { YamlNode } from '../yaml/tree.ts';

export interface Layout {
  readonly text: string;
  readonly eol: string;
  readonly style: PrintStyle;
}

export function layoutOf({ text, root }: YamlDocument): Layout {
  return { text, eol: /\r?\n/.exec(text)?.[0] ?? '\n', style: countedWhenAsked(text, root) };
}

/** It is counted over the whole tree, and another letter in a field asks for none of it. */
function countedWhenAsked(text: string, root: YamlNode | null): PrintStyle {
  let counted: PrintStyle | null = null;
  const style = (): PrintStyle => {
    counted ??= styleOf(text, root);
    return counted;
  };
  return {
    get step() {
      return style().step;
    },
    get indentedLists() {
      return style().indentedLists;
    },
    get quote() {
      return style().quote;
    },
  };
}

export function lineStart(text: string, offset: number): number {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return start === 0 && text.startsWith('\ufeff') ? 1 : start;
}

/** Before the line break. */
export function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  if (end === -1) return text.length;
  return end > offset && text[end - 1] === '\r' ? end - 1 : end;
}

/** After the line break. */
export function nextLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : end + 1;
}

export function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset);
}

/** Whether nothing but white space stands before it on its line. */
export function startsLine(text: string, offset: number): boolean {
  return text.slice(lineStart(text, offset), offset).trim() === '';
}

/** The end of a node without the line break that closes a block scalar. */
export function contentEnd(text: string, end: number): number {
  if (text[end - 1] !== '\n') return end;
  return text[end - 2] === '\r' ? end - 2 : end - 1;
}

export interface Slot {
  /** Of the first comment of its own, or of the key or dash. */
  from: number;
  /** Before the last line break. */
  to: number;
}

/**
 * The text that goes with a key or item of a block: itself, the comments straight above it in the same column,
 * its last line's comment, and comments below that stand further right. `end`: of its value.
 */
export function slotOf(text: string, start: number, end: number): Slot {
  const column = columnOf(text, start);
  let from = start;
  if (startsLine(text, start)) {
    for (let line = lineStart(text, start); line > 0; ) {
      const above = lineStart(text, line - 1);
      const at = above + column;
      if (text[at] !== '#' || text.slice(above, at).trim() !== '') break;
      // A comment at the very top speaks of the whole document.
      if (above <= 1 && column === 0) break;
      from = at;
      line = above;
    }
  }
  let to = lineEnd(text, contentEnd(text, end));
  for (let line = nextLine(text, to); line < text.length; line = nextLine(text, line)) {
    const stop = lineEnd(text, line);
    const content = text.slice(line, stop);
    const shift = content.length - content.trimStart().length;
    if (content.trim() === '') continue;
    if (!content.trimStart().startsWith('#') || shift <= column) break;
    to = stop;
  }
  return { from, to };
}

function styleOf(text: string, root: YamlNode | null): PrintStyle {
  const steps = new Map<number, number>();
  const count = { indented: 0, flush: 0, single: 0, double: 0 };
  const visit = (node: YamlNode, column: number | null): void => {
    if (node.kind === 'scalar') {
      if (node.style === 'single' || node.style === 'double') count[node.style] += 1;
      return;
    }
    if (node.kind === 'alias') return;
    const block = !node.flow;
    const first = node.kind === 'map' ? node.entries[0]?.start : node.items[0]?.start;
    const own = block && first !== undefined ? columnOf(text, first) : null;
    if (column !== null && own !== null) {
      if (node.kind === 'seq') count[own > column ? 'indented' : 'flush'] += 1;
      else steps.set(own - column, (steps.get(own - column) ?? 0) + 1);
    }
    if (node.kind === 'map') {
      for (const { key, value } of node.entries) {
        visit(key, null);
        visit(value, own);
      }
    } else {
      for (const { value } of node.items) visit(value, null);
    }
  };
  if (root !== null) visit(root, null);
  const step = [...steps].filter(([width]) => width > 0).sort((a, b) => b[1] - a[1])[0]?.[0];
  return {
    step: step ?? kubectlStyle.step,
    indentedLists: count.indented > count.flush,
    quote: count.single > count.double ? 'single' : 'double',
  };
}
