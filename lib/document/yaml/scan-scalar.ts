/** Scalars of YAML, as libyaml's scanner takes them (go.yaml.in/yaml/v2 scannerc.go): plain, quoted and block. */
import { type Cursor, code, isBlank, isBlankOrBreak, isBreak, isDigit } from './cursor.ts';
import { YamlSyntaxError } from './problem.ts';
import type { ScalarStyle } from './tree.ts';

export interface Scanned {
  text: string;
  style: ScalarStyle;
  end: number;
  /** A plain scalar that ended on another line, so that a key may follow. */
  endedLine: boolean;
}

/** Line breaks inside of flow scalars: one is a space, more are themselves less one. */
function folded(leading: string, trailing: string): string {
  if (leading.startsWith('\n')) return trailing === '' ? ' ' : trailing;
  return leading + trailing;
}

function isFlowIndicator(char: number): boolean {
  return (
    char === code.comma ||
    char === code.question ||
    char === code.openBracket ||
    char === code.closeBracket ||
    char === code.openBrace ||
    char === code.closeBrace
  );
}

/** `indent`: of the block around it, -1 at the top. */
export function scanPlain(cursor: Cursor, indent: number, inFlow: boolean): Scanned {
  let text = '';
  let end = cursor.offset;
  let between = '';
  let endedLine = false;
  while (!cursor.atDocumentIndicator() && cursor.peek() !== code.hash) {
    const from = cursor.offset;
    while (!cursor.isBlankOrEndAt(0)) {
      const char = cursor.peek();
      if (char === code.colon && cursor.isBlankOrEndAt(1)) break;
      if (inFlow && isFlowIndicator(char)) break;
      cursor.offset += 1;
    }
    if (cursor.offset > from) {
      text += between + cursor.text.slice(from, cursor.offset);
      end = cursor.offset;
      between = '';
      endedLine = false;
    }
    if (cursor.atEnd || !isBlankOrBreak(cursor.peek())) break;
    let leading = '';
    let trailing = '';
    const blanksFrom = cursor.offset;
    let blanksTo = blanksFrom;
    while (!cursor.atEnd && isBlankOrBreak(cursor.peek())) {
      const char = cursor.peek();
      if (isBlank(char)) {
        if (endedLine && char === code.tab && cursor.column <= indent) {
          throw new YamlSyntaxError('tab', cursor.offset);
        }
        cursor.offset += 1;
        if (!endedLine) blanksTo = cursor.offset;
      } else if (endedLine) {
        trailing += cursor.takeBreak();
      } else {
        leading = cursor.takeBreak();
        endedLine = true;
      }
    }
    between = endedLine ? folded(leading, trailing) : cursor.text.slice(blanksFrom, blanksTo);
    if (!inFlow && cursor.column <= indent) break;
  }
  return { text, style: 'plain', end, endedLine };
}

const escapes: ReadonlyMap<number, string> = new Map(
  Object.entries({
    '0': '\0',
    a: '\x07',
    b: '\b',
    t: '\t',
    '\t': '\t',
    n: '\n',
    v: '\v',
    f: '\f',
    r: '\r',
    e: '\x1b',
    ' ': ' ',
    '"': '"',
    "'": "'",
    '\\': '\\',
    N: '\x85',
    _: '\xa0',
    L: '\u2028',
    P: '\u2029',
  }).map(([char, value]) => [char.charCodeAt(0), value]),
);
const escapeLengths: ReadonlyMap<number, number> = new Map([
  ['x'.charCodeAt(0), 2],
  ['u'.charCodeAt(0), 4],
  ['U'.charCodeAt(0), 8],
]);
const slash = '/'.charCodeAt(0);

/** `json`: kubectl reads text that begins with { as JSON, whose escapes are a little different. */
function scanEscape(cursor: Cursor, json: boolean): string {
  const char = cursor.peek(1);
  const simple = escapes.get(char) ?? (json && char === slash ? '/' : undefined);
  if (simple !== undefined) {
    cursor.offset += 2;
    return simple;
  }
  const length = escapeLengths.get(char);
  const digits = length === undefined ? '' : cursor.text.slice(cursor.offset + 2, cursor.offset + 2 + length);
  if (length === undefined || !/^[0-9a-fA-F]+$/.test(digits) || digits.length < length) {
    throw new YamlSyntaxError('bad-escape', cursor.offset);
  }
  const value = Number.parseInt(digits, 16);
  const surrogate = value >= 0xd800 && value <= 0xdfff;
  if ((surrogate && !json) || value > 0x10ffff) throw new YamlSyntaxError('bad-escape', cursor.offset);
  cursor.offset += 2 + length;
  return String.fromCodePoint(value);
}

/** Sticks to the runs of characters that mean themselves. */
const plainRun = { single: /[^'\s\x85\u2028\u2029\0]*/y, double: /[^"\\\s\x85\u2028\u2029\0]*/y };

export function scanQuoted(cursor: Cursor, style: 'single' | 'double', json: boolean): Scanned {
  const start = cursor.offset;
  const quote = style === 'single' ? code.singleQuote : code.doubleQuote;
  const run = plainRun[style];
  cursor.offset += 1;
  let text = '';
  for (;;) {
    if (cursor.atDocumentIndicator() || cursor.atEnd) throw new YamlSyntaxError('unclosed-quote', start);
    let joined = false;
    while (!cursor.isBlankOrEndAt(0)) {
      run.lastIndex = cursor.offset;
      run.test(cursor.text);
      if (run.lastIndex > cursor.offset) {
        text += cursor.text.slice(cursor.offset, run.lastIndex);
        cursor.offset = run.lastIndex;
        continue;
      }
      const char = cursor.peek();
      if (char === quote) {
        if (style === 'double' || cursor.peek(1) !== quote) break;
        text += "'";
        cursor.offset += 2;
      } else if (char === code.backslash && style === 'double') {
        if (isBreak(cursor.peek(1))) {
          cursor.offset += 1;
          cursor.takeBreak();
          joined = true;
          break;
        }
        text += scanEscape(cursor, json);
      } else {
        // White space to \s only: no-break spaces and their like.
        text += cursor.text.charAt(cursor.offset);
        cursor.offset += 1;
      }
    }
    if (!joined && cursor.peek() === quote) break;
    let leading = '';
    let trailing = '';
    let endedLine = joined;
    const from = cursor.offset;
    let to = from;
    while (!cursor.atEnd && isBlankOrBreak(cursor.peek())) {
      if (isBlank(cursor.peek())) {
        cursor.offset += 1;
        if (!endedLine) to = cursor.offset;
      } else if (endedLine) {
        trailing += cursor.takeBreak();
      } else {
        leading = cursor.takeBreak();
        endedLine = true;
      }
    }
    if (!endedLine) text += cursor.text.slice(from, to);
    else if (joined) text += trailing;
    else text += folded(leading, trailing);
  }
  cursor.offset += 1;
  return { text, style, end: cursor.offset, endedLine: false };
}

/** `indent`: of the block around it, -1 at the top. */
export function scanBlock(cursor: Cursor, indent: number): Scanned {
  const style: ScalarStyle = cursor.peek() === code.bar ? 'literal' : 'folded';
  const { chomping, increment } = scanBlockHeader(cursor);
  const own = { indent: increment === 0 ? 0 : Math.max(indent, 0) + increment };
  let end = cursor.offset;
  let breaks = scanBlockBreaks(cursor, own, indent);
  let text = '';
  let leading = '';
  let leadingBlank = false;
  while (cursor.column === own.indent && !cursor.atEnd) {
    const blank = isBlank(cursor.peek());
    if (style === 'folded' && !leadingBlank && !blank && leading.startsWith('\n')) {
      if (breaks === '') text += ' ';
    } else {
      text += leading;
    }
    text += breaks;
    leading = '';
    leadingBlank = blank;
    const from = cursor.offset;
    while (!cursor.atEnd && !isBreak(cursor.peek())) cursor.offset += 1;
    text += cursor.text.slice(from, cursor.offset);
    if (!cursor.atEnd) leading = cursor.takeBreak();
    end = cursor.offset;
    breaks = scanBlockBreaks(cursor, own, indent);
  }
  if (chomping !== '-') text += leading;
  if (chomping === '+') {
    text += breaks;
    end = Math.max(end, cursor.lineStart);
  }
  return { text, style, end, endedLine: true };
}

function scanBlockHeader(cursor: Cursor): { chomping: '' | '+' | '-'; increment: number } {
  const start = cursor.offset;
  cursor.offset += 1;
  let chomping: '' | '+' | '-' = '';
  let increment = 0;
  for (let round = 0; round < 2; round += 1) {
    const char = cursor.peek();
    if ((char === code.plus || char === code.dash) && chomping === '') {
      chomping = char === code.plus ? '+' : '-';
      cursor.offset += 1;
    } else if (isDigit(char) && increment === 0) {
      increment = char - 48;
      if (increment === 0) throw new YamlSyntaxError('bad-block-header', start);
      cursor.offset += 1;
    }
  }
  while (isBlank(cursor.peek())) cursor.offset += 1;
  cursor.skipComment();
  if (!cursor.atEnd && !isBreak(cursor.peek())) throw new YamlSyntaxError('bad-block-header', start);
  if (!cursor.atEnd) cursor.takeBreak();
  return { chomping, increment };
}

/** Over indentation and empty lines; finds the indentation when `own.indent` is 0. */
function scanBlockBreaks(cursor: Cursor, own: { indent: number }, around: number): string {
  let breaks = '';
  let widest = 0;
  for (;;) {
    while ((own.indent === 0 || cursor.column < own.indent) && cursor.peek() === code.space)
      cursor.offset += 1;
    widest = Math.max(widest, cursor.column);
    if ((own.indent === 0 || cursor.column < own.indent) && cursor.peek() === code.tab) {
      throw new YamlSyntaxError('tab', cursor.offset);
    }
    if (cursor.atEnd || !isBreak(cursor.peek())) break;
    breaks += cursor.takeBreak();
  }
  if (own.indent === 0) own.indent = Math.max(widest, around + 1, 1);
  return breaks;
}
