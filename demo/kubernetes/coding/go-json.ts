/**
 * JSON as Go reads it (encoding/json's scanner, sigs.k8s.io/json): the same texts are refused, in the same words, and fields that are said
 * twice are told, as strict decoding needs them.
 */
export type GoJson =
  | { ok: true; value: unknown; duplicates: readonly string[] }
  | { ok: false; error: string };

class SyntaxProblem extends Error {}

const endOfInput = 'unexpected end of JSON input';
const deepest = 10_000;
const space = /[ \t\r\n]*/y;
const digits = /[0-9]/;
const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

function quoted(character: string): string {
  if (character === "'") return String.raw`'\''`;
  if (character === '"') return `'"'`;
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20 || code === 0x7f) {
    const named = JSON.stringify(character).slice(1, -1);
    return `'${named.startsWith(String.raw`\u`) ? `\\x${code.toString(16).padStart(2, '0')}` : named}'`;
  }
  return `'${character}'`;
}

/** Reads bytes, each as one character: Go's sentences tell bytes too. */
class Reader {
  readonly duplicates: string[] = [];
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  #fail(context: string): never {
    const character = this.#text[this.#at];
    if (character === undefined) throw new SyntaxProblem(endOfInput);
    throw new SyntaxProblem(`invalid character ${quoted(character)} ${context}`);
  }

  #skip(): void {
    space.lastIndex = this.#at;
    space.test(this.#text);
    this.#at = space.lastIndex;
  }

  document(): unknown {
    const value = this.#value('');
    this.#skip();
    if (this.#at < this.#text.length) this.#fail('after top-level value');
    return value;
  }

  #value(path: string): unknown {
    this.#skip();
    const first = this.#text[this.#at];
    if (first === '{' || first === '[') {
      this.#depth += 1;
      if (this.#depth > deepest) this.#fail('exceeded max depth');
      const inner = first === '{' ? this.#object(path) : this.#array(path);
      this.#depth -= 1;
      return inner;
    }
    if (first === '"') return this.#string();
    if (first === 't') return this.#word('true', true);
    if (first === 'f') return this.#word('false', false);
    if (first === 'n') return this.#word('null', null);
    if (first === '-' || (first !== undefined && digits.test(first))) return this.#number();
    return this.#fail('looking for beginning of value');
  }

  #word(word: string, value: unknown): unknown {
    for (let index = 1; index < word.length; index += 1) {
      this.#at += 1;
      if (this.#text[this.#at] !== word[index]) this.#fail(`in literal ${word} (expecting '${word[index]}')`);
    }
    this.#at += 1;
    return value;
  }

  #number(): number {
    const from = this.#at;
    const some = (context: string): void => {
      if (!digits.test(this.#text[this.#at] ?? '')) this.#fail(context);
      while (digits.test(this.#text[this.#at] ?? '')) this.#at += 1;
    };
    if (this.#text[this.#at] === '-') this.#at += 1;
    if (this.#text[this.#at] === '0') this.#at += 1;
    else some('in numeric literal');
    if (this.#text[this.#at] === '.') {
      this.#at += 1;
      some('after decimal point in numeric literal');
    }
    if (/[eE]/.test(this.#text[this.#at] ?? '')) {
      this.#at += 1;
      if (/[+-]/.test(this.#text[this.#at] ?? '')) this.#at += 1;
      some('in exponent of numeric literal');
    }
    return Number(this.#text.slice(from, this.#at));
  }

  #string(): string {
    let value = '';
    let from = this.#at + 1;
    const plain = (): string => Buffer.from(this.#text.slice(from, this.#at), 'latin1').toString();
    this.#at += 1;
    for (;;) {
      const character = this.#text[this.#at];
      if (character === undefined || character < ' ') this.#fail('in string literal');
      if (character === '"') {
        value += plain();
        this.#at += 1;
        return value;
      }
      if (character === '\\') {
        value += plain();
        this.#at += 1;
        value += this.#escape();
        from = this.#at;
      } else this.#at += 1;
    }
  }

  #escape(): string {
    const character = this.#text[this.#at];
    if (character === 'u') {
      const from = this.#at + 1;
      for (this.#at = from; this.#at < from + 4; this.#at += 1)
        if (!/[0-9a-fA-F]/.test(this.#text[this.#at] ?? ''))
          this.#fail(String.raw`in \u hexadecimal character escape`);
      return String.fromCharCode(Number.parseInt(this.#text.slice(from, from + 4), 16));
    }
    const plain = character === undefined ? undefined : escapes[character];
    if (plain === undefined) return this.#fail('in string escape code');
    this.#at += 1;
    return plain;
  }

  #object(path: string): object {
    const entries = new Map<string, unknown>();
    this.#at += 1;
    this.#skip();
    if (this.#text[this.#at] === '}') this.#at += 1;
    else
      for (;;) {
        this.#skip();
        if (this.#text[this.#at] !== '"') this.#fail('looking for beginning of object key string');
        const key = this.#string();
        const own = path === '' ? key : `${path}.${key}`;
        if (entries.has(key)) this.duplicates.push(own);
        this.#skip();
        if (this.#text[this.#at] !== ':') this.#fail('after object key');
        this.#at += 1;
        entries.set(key, this.#value(own));
        this.#skip();
        if (this.#text[this.#at] === '}') {
          this.#at += 1;
          break;
        }
        if (this.#text[this.#at] !== ',') this.#fail('after object key:value pair');
        this.#at += 1;
      }
    return Object.fromEntries(entries);
  }

  #array(path: string): unknown[] {
    const items: unknown[] = [];
    this.#at += 1;
    this.#skip();
    if (this.#text[this.#at] === ']') {
      this.#at += 1;
      return items;
    }
    for (;;) {
      items.push(this.#value(`${path}[${items.length}]`));
      this.#skip();
      if (this.#text[this.#at] === ']') {
        this.#at += 1;
        return items;
      }
      if (this.#text[this.#at] !== ',') this.#fail('after array element');
      this.#at += 1;
    }
  }
}

export function parseGoJson(text: string | Buffer): GoJson {
  const reader = new Reader(Buffer.from(text).toString('latin1'));
  try {
    return { ok: true, value: reader.document(), duplicates: reader.duplicates };
  } catch (error) {
    if (error instanceof SyntaxProblem) return { ok: false, error: error.message };
    throw error;
  }
}
