/** The tokens of a query and what is wrong with its characters: Prometheus' parser/lex.go, for explaining what the grammar refuses. */
import { unquote } from './literals.ts';
import { aggregators, experimentalAggregators } from './signatures.ts';

type TokenKind =
  | 'end'
  | 'error'
  | 'identifier'
  | 'metric identifier'
  | 'string'
  | 'number'
  | 'duration'
  /** Words and signs with a meaning of their own; `text` says which. */
  | 'keyword'
  | 'aggregator'
  | 'operator'
  | 'punctuation';

export interface Token {
  kind: TokenKind;
  /** In lower case for words; the message for an error. */
  text: string;
  offset: number;
}

const wordKinds = new Map<string, TokenKind>();
const keywords =
  'offset smoothed anchored by without on ignoring group_left group_right fill fill_left fill_right bool start end step range max_of min_of';
for (const word of keywords.split(' ')) wordKinds.set(word, 'keyword');
for (const word of [...aggregators, ...experimentalAggregators]) wordKinds.set(word, 'aggregator');
for (const word of ['and', 'or', 'unless', 'atan2']) wordKinds.set(word, 'operator');

/** How an error message names a token. */
export function describeToken({ kind, text }: Token): string {
  switch (kind) {
    case 'end':
      return 'end of input';
    case 'keyword':
      return `<${text}>`;
    case 'aggregator':
      return `<aggr:${text}>`;
    case 'operator':
      return `<op:${text}>`;
    case 'punctuation':
      return JSON.stringify(text);
    case 'identifier':
    case 'metric identifier':
      return `${kind} ${JSON.stringify(text)}`;
    default:
      return `${kind} ${text.length > 10 ? `${JSON.stringify(text.slice(0, 10))}...` : JSON.stringify(text)}`;
  }
}

/** Ends with one token of kind "end" or "error". */
export function tokenize(query: string): Token[] {
  return new Lexer(query).run();
}

const space = /[ \t\r\n]+|#[^\r\n]*/y;
const word = /[a-zA-Z_:][\w:]*/y;
const labelWord = /[a-zA-Z_]\w*/y;
const operator = /==|!=|<=|<\/|<|>=|>\/|>|[-+*/%^@]/y;
const number = /0[xX][\da-fA-F_]*|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?/y;
/** As far as Go's scanner reads before it gives up. */
const badNumber = /^(?:\d[\d_]*)?(?:\.[\d_]*)?(?:[eE][+-]?[\d_]*)?\.?(?:[smhdwy]+\d*)*/;
const duration = /(?:\d+(?:ms|[smhdwy]))+/y;

class Lexer {
  private readonly query: string;
  private position = 0;
  private readonly tokens: Token[] = [];
  private parentheses = 0;
  private inBraces = false;
  private inBrackets = false;

  constructor(query: string) {
    this.query = query;
  }

  run(): Token[] {
    for (;;) {
      while (this.take(space) !== undefined);
      const offset = this.position;
      const token = this.next();
      // A sign that comes once too often is taken for the error itself, found behind it.
      const excess = this.excess(token.text);
      const found = excess ? { ...excess, offset: this.position } : { ...token, offset };
      this.tokens.push(found);
      if (found.kind === 'end' || found.kind === 'error') return this.tokens;
    }
  }

  private excess(text: string): Omit<Token, 'offset'> | undefined {
    if (this.parentheses < 0) return unexpected('right parenthesis', ')');
    if (!this.inBrackets || text !== ':') return undefined;
    if (this.tokens.at(-1)?.text === '[') {
      return problem('unexpected colon before duration in duration expression');
    }
    return undefined;
  }

  private next(): Omit<Token, 'offset'> {
    const char = this.query[this.position];
    if (char === undefined) return this.end();
    if (`"'\``.includes(char)) return this.string(char);
    if (this.inBraces) return this.insideBraces(char);
    if (this.inBrackets) return this.insideBrackets(char);
    if (/\d/.test(char) || (char === '.' && /\d/.test(this.query[this.position + 1] ?? '')))
      return this.number();
    const name = this.take(word);
    if (name !== undefined) return this.word(name);
    const found = this.take(operator);
    if (found !== undefined) return { kind: 'operator', text: found };
    this.position++;
    const following = this.query[this.position];
    switch (char) {
      case '(':
        this.parentheses++;
        break;
      case ')':
        this.parentheses--;
        break;
      case '{':
        this.inBraces = true;
        break;
      case '[':
        this.inBrackets = true;
        break;
      case ',':
        break;
      case '=':
        if (following === '~') return problem(`unexpected character after '=': '~'`);
        break;
      case '!':
        return problem(`unexpected character after '!': ${shown(following)}`);
      case ']':
        return unexpected('right bracket', char);
      default:
        return problem(`unexpected character: ${shown(char)}`);
    }
    return { kind: 'punctuation', text: char };
  }

  private end(): Omit<Token, 'offset'> {
    if (this.inBraces) return problem('unexpected end of input inside braces');
    const [beforeLast, last] = [this.tokens.at(-2)?.text, this.tokens.at(-1)?.text];
    if (this.inBrackets && last === '[' && beforeLast !== ':') {
      return problem('unexpected end of input in duration expression');
    }
    if (this.parentheses > 0) return problem('unclosed left parenthesis');
    if (this.inBrackets) return problem('unclosed left bracket');
    return { kind: 'end', text: '' };
  }

  private word(name: string): Omit<Token, 'offset'> {
    const lower = name.toLowerCase();
    const kind = wordKinds.get(lower);
    const isFill = lower.startsWith('fill') && !/^\s*\(/.test(this.query.slice(this.position));
    if (kind && !isFill) return { kind, text: lower };
    return { kind: name.includes(':') ? 'metric identifier' : 'identifier', text: name };
  }

  private number(): Omit<Token, 'offset'> {
    const start = this.position;
    const plain = this.take(number);
    if (plain !== undefined && !/[\w.]/.test(this.query[this.position] ?? '')) {
      return { kind: 'number', text: plain };
    }
    this.position = start;
    const text = this.take(duration);
    if (text !== undefined && !/\w/.test(this.query[this.position] ?? '')) return { kind: 'duration', text };
    const bad = badNumber.exec(this.query.slice(start))?.[0] ?? '';
    return problem(`bad number or duration syntax: ${JSON.stringify(bad)}`);
  }

  private string(quote: string): Omit<Token, 'offset'> {
    const closing =
      quote === '`' ? /`[^`]*`?/y : new RegExp(`${quote}(?:\\\\[\\s\\S]|[^\\\\${quote}\\n])*${quote}?`, 'y');
    const text = this.take(closing) ?? quote;
    const value = unquote(text);
    return value.ok ? { kind: 'string', text } : problem(value.error);
  }

  private insideBraces(char: string): Omit<Token, 'offset'> {
    const name = this.take(labelWord);
    if (name !== undefined) return { kind: 'identifier', text: name };
    const matcher = this.take(/=~|!~|!=/y);
    if (matcher !== undefined) return { kind: 'operator', text: matcher };
    this.position++;
    if (char === '!') {
      return problem(`unexpected character after '!' inside braces: ${shown(this.query[this.position])}`);
    }
    if (char === '{') return unexpected('left brace', char);
    if (char === '}') this.inBraces = false;
    else if (char !== ',' && char !== '=')
      return problem(`unexpected character inside braces: ${shown(char)}`);
    return { kind: 'punctuation', text: char };
  }

  private insideBrackets(char: string): Omit<Token, 'offset'> {
    if (/\d/.test(char) || (char === '.' && /\d/.test(this.query[this.position + 1] ?? '')))
      return this.number();
    const name = this.take(/[a-zA-Z_]+/y);
    if (name !== undefined && /^(step|range|max_of|min_of)$/i.test(name)) {
      return { kind: 'keyword', text: name.toLowerCase() };
    }
    if (name !== undefined) return problem(`unexpected character in duration expression: ${shown(char)}`);
    this.position++;
    if (char === ']') this.inBrackets = false;
    else if (char === '(') this.parentheses++;
    else if (char === ')') this.parentheses--;
    else if ('+-*/%^'.includes(char)) return { kind: 'operator', text: char };
    else if (char !== ':' && char !== ',') {
      return problem(`unexpected character in duration expression: ${shown(char)}`);
    }
    return { kind: 'punctuation', text: char };
  }

  private take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.position;
    const text = pattern.exec(this.query)?.[0];
    if (text === undefined || text === '') return undefined;
    this.position += text.length;
    return text;
  }
}

function problem(text: string): Omit<Token, 'offset'> {
  return { kind: 'error', text };
}

function unexpected(what: string, char: string): Omit<Token, 'offset'> {
  return problem(`unexpected ${what} '${char}'`);
}

/** A character as Go's %q shows it; beyond the end it is -1, which Go shows as U+FFFD. */
function shown(char: string | undefined): string {
  if (char === undefined) return `'\uFFFD'`;
  return char === "'" ? `'\\''` : `'${JSON.stringify(char).slice(1, -1).replace('\\"', '"')}'`;
}
