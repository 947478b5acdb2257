/** The words of the find language. Reading never fails: what is unfinished is told by the token, and completion needs it. */

export const comparisons = ['>=', '<=', '!=', '!~', '=', '>', '<', '~'] as const;
export type Comparison = (typeof comparisons)[number];

export interface Token {
  kind: 'word' | 'quoted' | 'comparison' | 'and' | 'or' | 'not' | 'open' | 'close' | 'comma';
  /** Unescaped, without quotes. */
  text: string;
  /** Half-open place in the source. */
  from: number;
  to: number;
  /** Of a quoted text: its end is missing. */
  unclosed?: true;
}

const signs: readonly (readonly [sign: string, kind: Token['kind']])[] = [
  ['&&', 'and'],
  ['||', 'or'],
  ['==', 'comparison'],
  ...comparisons.map((sign) => [sign, 'comparison'] as const),
  ['!', 'not'],
  ['(', 'open'],
  [')', 'close'],
  [',', 'comma'],
];

/** Also what ends a word: a name that holds one of these is written in quotes. */
const wordEnd = /[\s()=<>~!,"']|&&|\|\|/;
function keywordOf(text: string): 'and' | 'or' | 'not' | undefined {
  const word = text.toLowerCase();
  return word === 'and' || word === 'or' || word === 'not' ? word : undefined;
}

export function readTokens(source: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < source.length) {
    if (/\s/.test(source.charAt(at))) at += 1;
    else {
      const token = readToken(source, at);
      tokens.push(token);
      at = token.to;
    }
  }
  return tokens;
}

function readToken(source: string, from: number): Token {
  const mark = source.charAt(from);
  if (mark === '"' || mark === "'") return readQuoted(source, from, mark);
  for (const [sign, kind] of signs) {
    if (!source.startsWith(sign, from)) continue;
    return { kind, text: sign === '==' ? '=' : sign, from, to: from + sign.length };
  }
  const rest = source.slice(from);
  const end = rest.search(wordEnd);
  const text = end === -1 ? rest : rest.slice(0, Math.max(1, end));
  const kind = keywordOf(text) ?? 'word';
  return { kind, text, from, to: from + text.length };
}

function readQuoted(source: string, from: number, mark: string): Token {
  let text = '';
  for (let at = from + 1; at < source.length; at += 1) {
    const character = source.charAt(at);
    if (character === mark) return { kind: 'quoted', text, from, to: at + 1 };
    if (character === '\\' && at + 1 < source.length) at += 1;
    text += source.charAt(at);
  }
  return { kind: 'quoted', text, from, to: source.length, unclosed: true };
}

/** As it must be written to be read as one value. */
export function quoted(text: string): string {
  const plain = text !== '' && text.search(wordEnd) === -1 && keywordOf(text) === undefined;
  return plain ? text : `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
}
