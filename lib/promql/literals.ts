/** Numbers, durations and strings as PromQL spells them (Prometheus' parser/lex.go, model/time.go, util/strutil/quote.go). */
import { fail, ok, type Result } from '#lib/result.ts';

const unitMs: Readonly<Record<string, number>> = {
  y: 365 * 86_400_000,
  w: 7 * 86_400_000,
  d: 86_400_000,
  h: 3_600_000,
  m: 60_000,
  s: 1000,
  ms: 1,
};

const durationPattern = /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/;

/** Milliseconds of "1h30m"; undefined for anything else. */
export function parseDuration(text: string): number | undefined {
  if (text === '0') return 0;
  const match = durationPattern.exec(text);
  if (!match || text === '') return undefined;
  let ms = 0;
  Object.values(unitMs).forEach((unit, index) => {
    ms += Number(match[index + 1] ?? 0) * unit;
  });
  return ms;
}

/** A decimal number as Go's strconv.ParseFloat takes it: no durations; undefined for anything else. */
export function parseDecimal(text: string): number | undefined {
  const special = /^([+-]?)(inf|infinity|nan)$/i.exec(text);
  if (special) {
    if (special[2]?.toLowerCase() === 'nan') return special[1] === '' ? Number.NaN : undefined;
    return special[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  }
  const digits = String.raw`\d+(?:_\d+)*`;
  const decimal = new RegExp(`^[+-]?(?:${digits}\\.?(?:${digits})?|\\.${digits})(?:e[+-]?${digits})?$`, 'i');
  return decimal.test(text) ? Number(text.replaceAll('_', '')) : undefined;
}

/** A number literal or a duration in seconds; undefined when it is neither. */
export function parseNumber(text: string): number | undefined {
  const sign = text.startsWith('-') ? -1 : 1;
  const plain = text.replace(/^[+-]\s*/, '').toLowerCase();
  if (plain === 'inf') return sign * Number.POSITIVE_INFINITY;
  if (plain === 'nan') return Number.NaN;
  if (/^0x[\da-f]+(_?[\da-f]+)*$/.test(plain)) return sign * Number(plain.replaceAll('_', ''));
  // As Go reads integers: a leading zero makes them octal where the digits allow it.
  if (/^0[0-7]+$/.test(plain)) return sign * Number.parseInt(plain, 8);
  if (/^(\d+(_\d+)*)?(\.(\d+(_\d+)*)?)?(e[+-]?\d+(_\d+)*)?$/.test(plain) && /\d/.test(plain)) {
    return sign * Number(plain.replaceAll('_', ''));
  }
  const durationMs = parseDuration(plain);
  return durationMs === undefined ? undefined : (sign * durationMs) / 1000;
}

const escapes: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
};

/** The text of a quoted literal, with Go's escapes; backquotes are raw. Fails with the lexer's message. */
export function unquote(literal: string): Result<string, string> {
  const quote = literal[0] ?? '';
  const closed = literal.length > 1 && literal.endsWith(quote);
  if (quote === '`') return closed ? ok(literal.slice(1, -1)) : fail('unterminated raw string');
  let text = '';
  let index = 1;
  while (index < literal.length) {
    const char = literal[index] ?? '';
    if (char === quote) return ok(text);
    const bytes = escapedBytes.exec(literal.slice(index))?.[0];
    if (bytes !== undefined) {
      text += decodedBytes(bytes);
      index += bytes.length;
      continue;
    }
    if (char === '\n') return fail('unterminated quoted string');
    if (char !== '\\') {
      text += char;
      index++;
      continue;
    }
    const escaped = readEscape(literal.slice(index + 1), quote);
    if (!escaped.ok) return escaped;
    text += escaped.value.text;
    index += 1 + escaped.value.length;
  }
  return fail('unterminated quoted string');
}

/** `\xNN` and `\NNN` are bytes, which make characters together. */
const escapedBytes = /^(?:\\x[\da-fA-F]{2}|\\[0-3][0-7]{2})+/;

/** What is no UTF-8 becomes U+FFFD, as it does in the API's JSON. */
function decodedBytes(escaped: string): string {
  const codes = escaped.match(/\\x[\da-fA-F]{2}|\\[0-7]{3}/g) ?? [];
  const bytes = codes.map((code) =>
    code[1] === 'x' ? Number.parseInt(code.slice(2), 16) : Number.parseInt(code.slice(1), 8),
  );
  return new TextDecoder().decode(Uint8Array.from(bytes));
}

const numericEscapes: readonly [pattern: RegExp, radix: number][] = [
  [/^u([\da-fA-F]{4})/, 16],
  [/^U([\da-fA-F]{8})/, 16],
];

function readEscape(rest: string, quote: string): Result<{ text: string; length: number }, string> {
  const char = rest[0];
  if (char === undefined) return fail('escape sequence not terminated');
  const simple = escapes[char];
  if (simple !== undefined && (char === quote || !`'"`.includes(char))) {
    return ok({ text: simple, length: 1 });
  }
  for (const [pattern, radix] of numericEscapes) {
    const match = pattern.exec(rest);
    if (!match?.[1]) continue;
    const code = Number.parseInt(match[1], radix);
    if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) {
      return fail('escape sequence is an invalid Unicode code point');
    }
    return ok({ text: String.fromCodePoint(code), length: match[0].length });
  }
  const shown = char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  return fail(`unknown escape sequence U+${shown} '${char}'`);
}
