/** Values as YAML text that kubectl and readers of YAML 1.2 take alike. */
import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import { isSexagesimal, looksLikeDate, resolvePlain, resolvePlain12 } from './plain.ts';

/** How the text around is written. */
export interface PrintStyle {
  /** Spaces from a key to the keys below it. */
  step: number;
  /** Whether list items stand further right than the key above them. */
  indentedLists: boolean;
  quote: 'single' | 'double';
}

export const kubectlStyle: PrintStyle = { step: 2, indentedLists: false, quote: 'double' };

/** Characters and places that end a plain scalar or start something else. */
const notPlainBlock =
  /^[-?:,[\]{}#&*!|>'"%@`\s]|: |\s#|:$|\s$|[^\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u;
const plainDash = /^[-?:][^\s,[\]{}]/;
const notPlainFlow = /[,[\]{}?]|:/;

/** Whether the text means itself without quotes, for every reader. */
export function isPlain(text: string, inFlow: boolean): boolean {
  if (text === '' || text === '<<' || text === '=' || /^(---|\.\.\.)/.test(text)) return false;
  const body = plainDash.test(text) ? text.slice(1) : text;
  if (notPlainBlock.test(body) || /[\u2028\u2029]/.test(text)) return false;
  if (inFlow && (notPlainFlow.test(text) || text.startsWith('-'))) return false;
  if (isSexagesimal(text) || looksLikeDate(text)) return false;
  return resolvePlain(text) === text && resolvePlain12(text) === text;
}

export function singleQuoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** JSON's escapes are YAML's, all but those for what JSON leaves alone. */
export function doubleQuoted(text: string): string {
  return JSON.stringify(text).replace(/[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g, (char) => {
    return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

export function quoted(text: string, quote: 'single' | 'double'): string {
  const simple = /^[\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]*$/u.test(text);
  return quote === 'single' && simple && !/[\u2028\u2029]/.test(text)
    ? singleQuoted(text)
    : doubleQuoted(text);
}

export function printKey(key: string, style: PrintStyle, inFlow: boolean): string {
  return isPlain(key, inFlow) && key.length < 1000 ? key : quoted(key, style.quote);
}

/** On one line. */
export function printScalar(
  value: null | boolean | number | string,
  style: PrintStyle,
  inFlow: boolean,
): string {
  if (typeof value !== 'string') return printedNumber(value);
  return isPlain(value, inFlow) ? value : quoted(value, style.quote);
}

function printedNumber(value: null | boolean | number): string {
  // 1e+21 is a float for YAML only with its dot.
  return String(value)
    .replace(/^(-?\d+)e\+?/, '$1.0e+')
    .replace('e+-', 'e-');
}

/** On one line, as inside of { } and [ ]. */
export function printFlow(value: Json, style: PrintStyle): string {
  if (Array.isArray(value)) return `[${value.map((item) => printFlow(item, style)).join(', ')}]`;
  if (!isJsonObject(value)) return printScalar(value, style, true);
  const entries = Object.entries(value).map(
    ([key, item]) => `${printKey(key, style, true)}: ${printFlow(item, style)}`,
  );
  return `{${entries.join(', ')}}`;
}

function isEmpty(value: Json): boolean {
  return Array.isArray(value) ? value.length === 0 : isJsonObject(value) && Object.keys(value).length === 0;
}

/** Whether the value is written on lines of its own below its key. */
export function isNested(value: Json): value is Json[] | JsonObject {
  return typeof value === 'object' && value !== null && !isEmpty(value);
}

/** A text of several lines as a literal block; null when a block cannot hold it as it is. */
export function printLiteral(text: string, indent: number, step: number): string[] | null {
  if (
    !text.includes('\n') ||
    /[^\n\t\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u.test(text)
  ) {
    return null;
  }
  if (/[\u2028\u2029]/.test(text) || /^[\s]|[ \t]\n|[ \t]$/.test(text)) return null;
  const body = text.replace(/\n+$/, '');
  const ending = text.length - body.length;
  const chomping = ending === 0 ? '-' : ending === 1 ? '' : '+';
  const lines = (ending > 1 ? text.slice(0, -1) : body).split('\n');
  return [`|${chomping}`, ...lines.map((line) => (line === '' ? '' : pad(indent + step) + line))];
}

/** Lines of the value with `indent` spaces before each; for what is nested. */
export function printBlock(value: Json, indent: number, style: PrintStyle): string[] {
  if (!isNested(value)) return [pad(indent) + printFlow(value, style)];
  if (Array.isArray(value)) return value.flatMap((item) => printItem(item, indent, style));
  return Object.entries(value).flatMap(([key, item]) => printEntry(key, item, indent, style));
}

/** Lines of a list item; its dash stands at `indent`. */
export function printItem(item: Json, indent: number, style: PrintStyle): string[] {
  if (isNested(item)) {
    const [first = '', ...rest] = printBlock(item, indent + 2, style);
    return [`${pad(indent)}- ${first.trimStart()}`, ...rest];
  }
  const [first = '', ...rest] = printInline(item, indent, style);
  return [`${pad(indent)}- ${first}`, ...rest];
}

export function printEntry(key: string, value: Json, indent: number, style: PrintStyle): string[] {
  const head = `${pad(indent)}${printKey(key, style, false)}:`;
  if (isNested(value)) return [head, ...printBlock(value, nestedIndent(value, indent, style), style)];
  const [first = '', ...rest] = printInline(value, indent, style);
  return [`${head} ${first}`, ...rest];
}

/** Where what stands below a key at `indent` begins. */
export function nestedIndent(value: Json, indent: number, style: PrintStyle): number {
  return Array.isArray(value) && !style.indentedLists ? indent : indent + style.step;
}

/** What is not nested: the first line goes beside the key or dash. */
export function printInline(value: Json, indent: number, style: PrintStyle): string[] {
  if (typeof value === 'string') {
    const literal = printLiteral(value, indent, style.step);
    if (literal !== null) return literal;
  }
  return [typeof value === 'string' ? printScalar(value, style, false) : printFlow(value, style)];
}

export function pad(width: number): string {
  return ' '.repeat(width);
}
