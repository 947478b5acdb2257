/** Another value at a spot, as splices: quotes, comments and indentation around it stay. */
import type { Json } from '../json.ts';
import {
  isNested,
  isPlain,
  nestedIndent,
  type PrintStyle,
  pad,
  printBlock,
  printFlow,
  printInline,
  printLiteral,
  quoted,
} from '../yaml/print.ts';
import type { ScalarNode, YamlNode } from '../yaml/tree.ts';
import { columnOf, contentEnd, type Layout, lineEnd, lineStart, nextLine, startsLine } from './layout.ts';
import type { Splice } from './splice.ts';
import type { Spot } from './spot.ts';

export function replaceValue(layout: Layout, spot: Spot, value: Json): Splice[] {
  const { node } = spot;
  if (spot.inFlow) return [replaceInFlow(layout, spot, value)];
  if (spot.column < 0) return [replaceRoot(layout, node, value)];
  const blockScalar = node.kind === 'scalar' && (node.style === 'literal' || node.style === 'folded');
  if (blockScalar) return replaceBlockScalar(layout, spot, node, value);
  const block = (node.kind === 'map' || node.kind === 'seq') && !node.flow;
  return block ? replaceBlock(layout, spot, value) : replaceInline(layout, spot, value);
}

/** The value on one line, in the quotes that are there; those round nothing say nothing of what comes. */
function inQuotesOf(node: YamlNode, value: Json, style: PrintStyle, inFlow: boolean): string {
  if (typeof value === 'string' && node.kind === 'scalar') {
    const plain = isPlain(value, inFlow);
    const quotes = node.style === 'single' || node.style === 'double' ? node.style : null;
    if (quotes !== null && (node.text !== '' || !plain)) return quoted(value, quotes);
    if (plain) return value;
  }
  return inFlow ? printFlow(value, style) : (printInline(value, 0, style)[0] ?? '');
}

/** An anchor stays; a tag would give the new value another meaning. */
function startOf(node: YamlNode): number {
  return node.tag === null ? node.start : node.propertiesStart;
}

function spaced(text: string, at: number, insert: string): string {
  return /[\s[{(]/.test(text[at - 1] ?? ' ') ? insert : ` ${insert}`;
}

function replaceInFlow({ text, style }: Layout, { node, after }: Spot, value: Json): Splice {
  const insert = inQuotesOf(node, value, style, true);
  const from = startOf(node);
  if (from < node.end) return { from, to: node.end, insert };
  if (after !== null && text[after - 1] !== ':')
    return { from: node.end, to: node.end, insert: `: ${insert}` };
  return { from: node.end, to: node.end, insert: spaced(text, node.end, insert) };
}

function replaceRoot({ text, eol, style }: Layout, node: YamlNode, value: Json): Splice {
  return {
    from: node.propertiesStart,
    to: contentEnd(text, node.end),
    insert: printBlock(value, 0, style).join(eol),
  };
}

/** The lines that stand below the key or dash. */
function linesBelow({ style }: Layout, { item, column }: Spot, value: Json): string[] {
  return printBlock(value, item ? column + 2 : nestedIndent(value, column, style), style);
}

/** In place of a scalar or of a collection in brackets. */
function replaceInline(layout: Layout, spot: Spot, value: Json): Splice[] {
  const { text, eol, style } = layout;
  const { node } = spot;
  const from = startOf(node);
  if (!isNested(value)) {
    const kept =
      isOneLine(value) || (node.kind === 'scalar' && node.style !== 'plain' && typeof value === 'string');
    if (kept) {
      const insert = inQuotesOf(node, value, style, false);
      return [{ from, to: node.end, insert: from < node.end ? insert : spaced(text, from, insert) }];
    }
    const [first = '', ...rest] = printInline(value, spot.column, style);
    const end = lineEnd(text, node.end);
    return [
      { from, to: node.end, insert: from < node.end ? first : spaced(text, from, first) },
      { from: end, to: end, insert: rest.map((line) => eol + line).join('') },
    ];
  }
  const end = lineEnd(text, node.end);
  const comment = text.slice(node.end, end).trimStart();
  if (comment === '' && spot.item) {
    const empty = from === node.end;
    const indent = empty ? spot.column + 2 : columnOf(text, node.propertiesStart);
    const printed = printBlock(value, indent, style).join(eol).trimStart();
    return [{ from: node.propertiesStart, to: end, insert: empty ? spaced(text, from, printed) : printed }];
  }
  const below = linesBelow(layout, spot, value)
    .map((line) => eol + line)
    .join('');
  const start = comment === '' && spot.after !== null ? spot.after : node.propertiesStart;
  return [
    { from: start, to: end - comment.length, insert: comment === '' ? '' : spaced(text, start, '') },
    { from: end, to: end, insert: below },
  ];
}

function isOneLine(value: Json): boolean {
  return typeof value !== 'string' || printLiteral(value, 0, 2) === null;
}

/** In place of | or > with lines below it; a comment behind the | stays. */
function replaceBlockScalar(layout: Layout, spot: Spot, node: ScalarNode, value: Json): Splice[] {
  const { text, eol, style } = layout;
  const headEnd = lineEnd(text, node.start);
  const end = Math.max(headEnd, contentEnd(text, node.end));
  const indicator = /^[|>][-+\d]*/.exec(text.slice(node.start, headEnd))?.[0].length ?? 1;
  const from = startOf(node);
  let [first = '', ...rest] = isNested(value)
    ? ['', ...linesBelow(layout, spot, value)]
    : printInline(value, spot.column, style);
  const literal = typeof value === 'string' ? printLiteral(value, 0, style.step) : null;
  if (literal !== null) {
    // The lines keep the column that they have.
    const width = bodyColumn(text, headEnd, end) ?? Math.max(spot.column, 0) + style.step;
    rest = literal.slice(1).map((line) => (line === '' ? '' : pad(width) + line.slice(style.step)));
    first = literal[0] ?? '|';
  }
  return [
    { from, to: node.start + indicator, insert: first },
    { from: headEnd, to: end, insert: rest.map((line) => eol + line).join('') },
  ];
}

function bodyColumn(text: string, from: number, to: number): number | null {
  const found = /\n( +)\S/.exec(text.slice(from, to));
  return found?.[1]?.length ?? null;
}

/** In place of a map or list on lines of its own. */
function replaceBlock(layout: Layout, spot: Spot, value: Json): Splice[] {
  const { text, eol, style } = layout;
  const { node, after } = spot;
  const end = contentEnd(text, node.end);
  if (!startsLine(text, node.start) || after === null) {
    const indent = columnOf(text, node.start);
    const printed = isNested(value)
      ? printBlock(value, indent, style)
      : printInline(value, spot.column, style);
    return [{ from: node.propertiesStart, to: end, insert: printed.join(eol).trimStart() }];
  }
  if (isNested(value)) {
    const insert = linesBelow(layout, spot, value).join(eol);
    const properties: Splice[] =
      node.propertiesStart < node.start ? [{ from: after, to: lineEnd(text, after), insert: '' }] : [];
    return [...properties, { from: lineStart(text, node.start), to: end, insert }];
  }
  const [first = '', ...rest] = printInline(value, spot.column, style);
  const headEnd = lineEnd(text, after);
  const below = rest.map((line) => eol + line).join('');
  const tail = text.slice(after, headEnd).trim();
  if (tail !== '' && !tail.startsWith('#')) {
    return [{ from: after, to: end, insert: ` ${first}${below}` }];
  }
  return [
    { from: after, to: after, insert: ` ${first}` },
    { from: headEnd, to: end, insert: below },
  ];
}

/** Lines put in at the start of a line or at the end of the text. */
export function insertLines({ text, eol }: Layout, at: number, lines: readonly string[]): Splice {
  const body = lines.join(eol);
  if (at < text.length || text === '' || text.endsWith('\n')) return { from: at, to: at, insert: body + eol };
  return { from: at, to: at, insert: eol + body };
}

/** Whole lines taken away, or the text alone when the line began with something else. */
export function removeLines(text: string, from: number, to: number): Splice {
  const next = nextLine(text, to);
  const start = lineStart(text, from);
  // Without a last line break the one before goes.
  if (next === text.length && !text.endsWith('\n'))
    return { from: contentEnd(text, start), to: next, insert: '' };
  return { from: start, to: next, insert: '' };
}
