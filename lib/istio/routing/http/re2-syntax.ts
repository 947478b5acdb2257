/**
 * RE2 patterns read into a tree, refused where RE2 refuses them (no look-around, no back-references).
 * https://github.com/google/re2/wiki/Syntax
 */

/** Whether one code point belongs. */
export type CharTest = (codePoint: number) => boolean;

export type Assertion = 'text-start' | 'text-end' | 'line-start' | 'line-end' | 'word-edge' | 'no-word-edge';

export type RegexNode =
  | { kind: 'char'; test: CharTest }
  | { kind: 'assert'; assertion: Assertion }
  | { kind: 'sequence'; items: RegexNode[] }
  | { kind: 'choice'; options: RegexNode[] }
  | { kind: 'group'; index: number; inner: RegexNode }
  | { kind: 'repeat'; inner: RegexNode; min: number; max: number; greedy: boolean };

export class RegexSyntaxError extends Error {}

interface Flags {
  ignoreCase: boolean;
  multiLine: boolean;
  dotAll: boolean;
  ungreedy: boolean;
}

const maxRepeat = 1000;
const maxDepth = 200;

const isDigit: CharTest = (c) => c >= 48 && c <= 57;
export const isWord: CharTest = (c) =>
  isDigit(c) || (c >= 65 && c <= 90) || (c >= 97 && c <= 122) || c === 95;
const isSpace: CharTest = (c) => c === 32 || c === 9 || c === 10 || c === 12 || c === 13;
const not =
  (test: CharTest): CharTest =>
  (c) =>
    !test(c);
const anyOf =
  (tests: readonly CharTest[]): CharTest =>
  (c) =>
    tests.some((test) => test(c));

const perlClasses: Record<string, CharTest> = { d: isDigit, w: isWord, s: isSpace };
const posixClasses: Record<string, CharTest> = {
  alnum: (c) => isWord(c) && c !== 95,
  alpha: (c) => isWord(c) && c !== 95 && !isDigit(c),
  ascii: (c) => c < 128,
  blank: (c) => c === 32 || c === 9,
  cntrl: (c) => c < 32 || c === 127,
  digit: isDigit,
  graph: (c) => c > 32 && c < 127,
  lower: (c) => c >= 97 && c <= 122,
  print: (c) => c >= 32 && c < 127,
  punct: (c) => c > 32 && c < 127 && (!isWord(c) || c === 95),
  space: (c) => isSpace(c) || c === 11,
  upper: (c) => c >= 65 && c <= 90,
  word: isWord,
  xdigit: (c) => isDigit(c) || (c >= 65 && c <= 70) || (c >= 97 && c <= 102),
};
const controlEscapes: Record<string, number> = { a: 7, f: 12, t: 9, n: 10, r: 13, v: 11 };
const assertionEscapes: Record<string, Assertion> = {
  A: 'text-start',
  z: 'text-end',
  b: 'word-edge',
  B: 'no-word-edge',
};

/** Throws RegexSyntaxError. */
export function parseRegex(pattern: string): { root: RegexNode; groups: number } {
  const parser = new Parser(pattern);
  return { root: parser.parse(), groups: parser.groups };
}

class Parser {
  groups = 0;
  readonly #text: string[];
  #at = 0;
  #depth = 0;
  #flags: Flags = { ignoreCase: false, multiLine: false, dotAll: false, ungreedy: false };

  constructor(pattern: string) {
    this.#text = [...pattern];
  }

  parse(): RegexNode {
    const root = this.#choice();
    if (this.#at < this.#text.length) throw new RegexSyntaxError('unexpected )');
    return root;
  }

  #peek(ahead = 0): string | undefined {
    return this.#text[this.#at + ahead];
  }

  #take(text: string): boolean {
    if (!this.#looksAt(text)) return false;
    this.#at += text.length;
    return true;
  }

  #looksAt(text: string): boolean {
    return [...text].every((character, offset) => this.#peek(offset) === character);
  }

  #choice(): RegexNode {
    this.#depth += 1;
    if (this.#depth > maxDepth) throw new RegexSyntaxError('expression nests too deeply');
    const outer = this.#flags;
    const options = [this.#sequence()];
    while (this.#take('|')) options.push(this.#sequence());
    this.#flags = outer;
    this.#depth -= 1;
    return options.length === 1 && options[0] ? options[0] : { kind: 'choice', options };
  }

  #sequence(): RegexNode {
    const items: RegexNode[] = [];
    for (let next = this.#peek(); next !== undefined && next !== '|' && next !== ')'; next = this.#peek()) {
      if (this.#take('\\Q')) {
        while (this.#at < this.#text.length && !this.#take('\\E')) items.push(this.#literal(this.#next()));
        const last = items.pop();
        if (last) items.push(this.#repeated(last));
        continue;
      }
      const atom = this.#atom();
      if (atom) items.push(this.#repeated(atom));
    }
    return { kind: 'sequence', items };
  }

  #next(): string {
    const character = this.#peek();
    if (character === undefined) throw new RegexSyntaxError('pattern ends too early');
    this.#at += 1;
    return character;
  }

  /** Undefined for what only changes flags. */
  #atom(): RegexNode | undefined {
    const character = this.#next();
    switch (character) {
      case '(':
        return this.#group();
      case '[':
        return { kind: 'char', test: this.#class() };
      case '.': {
        const { dotAll } = this.#flags;
        return { kind: 'char', test: (c) => dotAll || c !== 10 };
      }
      case '^':
        return { kind: 'assert', assertion: this.#flags.multiLine ? 'line-start' : 'text-start' };
      case '$':
        return { kind: 'assert', assertion: this.#flags.multiLine ? 'line-end' : 'text-end' };
      case '*':
      case '+':
      case '?':
        throw new RegexSyntaxError(`nothing to repeat before ${character}`);
      case '\\': {
        const assertion = assertionEscapes[this.#peek() ?? ''];
        if (assertion) {
          this.#at += 1;
          return { kind: 'assert', assertion };
        }
        const escaped = this.#escape();
        return typeof escaped === 'number'
          ? this.#literal(String.fromCodePoint(escaped))
          : { kind: 'char', test: escaped };
      }
      default:
        return this.#literal(character);
    }
  }

  #literal(character: string): RegexNode {
    return { kind: 'char', test: this.#folded(equals(character.codePointAt(0) ?? 0)) };
  }

  /** The test, also asked of the other case where case is ignored. */
  #folded(test: CharTest): CharTest {
    if (!this.#flags.ignoreCase) return test;
    return (c) => {
      const character = String.fromCodePoint(c);
      return (
        test(c) ||
        test(character.toLowerCase().codePointAt(0) ?? c) ||
        test(character.toUpperCase().codePointAt(0) ?? c)
      );
    };
  }

  #group(): RegexNode | undefined {
    const outer = this.#flags;
    let index: number | undefined;
    if (!this.#looksAt('?')) index = ++this.groups;
    else {
      this.#at += 1;
      if (
        this.#take('P<') ||
        (this.#looksAt('<') && !['=', '!'].includes(this.#peek(1) ?? '') && this.#take('<'))
      ) {
        const name = this.#upTo('>');
        if (!/^\w+$/.test(name)) throw new RegexSyntaxError('bad group name');
        index = ++this.groups;
      } else if (!this.#readFlags()) {
        // (?i) holds for the rest of the enclosing group.
        return undefined;
      }
    }
    const inner = this.#choice();
    if (!this.#take(')')) throw new RegexSyntaxError('missing )');
    this.#flags = outer;
    return index === undefined ? inner : { kind: 'group', index, inner };
  }

  /** Reads `i-s:` or `i)`; true when a group follows. */
  #readFlags(): boolean {
    const flags = { ...this.#flags };
    let value = true;
    for (;;) {
      const character = this.#next();
      if (character === 'i') flags.ignoreCase = value;
      else if (character === 'm') flags.multiLine = value;
      else if (character === 's') flags.dotAll = value;
      else if (character === 'U') flags.ungreedy = value;
      else if (character === '-' && value) value = false;
      else if (character === ':' || character === ')') {
        this.#flags = flags;
        return character === ':';
      } else throw new RegexSyntaxError('look-around and other Perl groups are not in RE2');
    }
  }

  #upTo(end: string): string {
    let text = '';
    for (let character = this.#next(); character !== end; character = this.#next()) text += character;
    return text;
  }

  #repeated(atom: RegexNode): RegexNode {
    const counts = this.#counts();
    if (!counts) return atom;
    const [min, max] = counts;
    const lazy = this.#take('?');
    if (this.#counts()) throw new RegexSyntaxError('repetition of a repetition');
    return { kind: 'repeat', inner: atom, min, max, greedy: lazy === this.#flags.ungreedy };
  }

  #counts(): [number, number] | undefined {
    if (this.#take('*')) return [0, Number.POSITIVE_INFINITY];
    if (this.#take('+')) return [1, Number.POSITIVE_INFINITY];
    if (this.#take('?')) return [0, 1];
    const braces = /^\{(\d+)(?:(,)(\d*))?\}/.exec(this.#text.slice(this.#at, this.#at + 16).join(''));
    if (!braces) return undefined;
    this.#at += braces[0].length;
    const min = Number(braces[1]);
    const max = braces[2] ? (braces[3] ? Number(braces[3]) : Number.POSITIVE_INFINITY) : min;
    if (min > maxRepeat || (max !== Number.POSITIVE_INFINITY && (max > maxRepeat || max < min))) {
      throw new RegexSyntaxError(`bad repetition ${braces[0]}`);
    }
    return [min, max];
  }

  #class(): CharTest {
    const negated = this.#take('^');
    const tests: CharTest[] = [];
    for (let first = true; first || this.#peek() !== ']'; first = false) {
      if (this.#take('[:')) {
        const inverted = this.#take('^');
        const known = posixClasses[this.#upTo(':')];
        if (!known || !this.#take(']')) throw new RegexSyntaxError('unknown character class');
        tests.push(inverted ? not(known) : known);
        continue;
      }
      const low = this.#classItem();
      if (typeof low !== 'number') {
        tests.push(low);
        continue;
      }
      let high = low;
      if (this.#peek() === '-' && this.#peek(1) !== ']' && this.#peek(1) !== undefined) {
        this.#at += 1;
        const end = this.#classItem();
        if (typeof end !== 'number' || end < low) throw new RegexSyntaxError('bad character range');
        high = end;
      }
      tests.push((c) => c >= low && c <= high);
    }
    this.#at += 1;
    const test = this.#folded(anyOf(tests));
    return negated ? not(test) : test;
  }

  #classItem(): number | CharTest {
    const character = this.#next();
    return character === '\\' ? this.#escape() : (character.codePointAt(0) ?? 0);
  }

  /** After the backslash: a code point, or a class. */
  #escape(): number | CharTest {
    const character = this.#next();
    const perl = perlClasses[character.toLowerCase()];
    if (perl) return character === character.toLowerCase() ? perl : not(perl);
    if (character === 'p' || character === 'P') {
      const name = this.#take('{') ? this.#upTo('}') : this.#next();
      const test = unicodeClass(name.replace(/^\^/, ''));
      return (character === 'P') !== name.startsWith('^') ? not(test) : test;
    }
    if (character === 'x') {
      const digits = this.#take('{') ? this.#upTo('}') : this.#next() + this.#next();
      const value = Number.parseInt(digits, 16);
      if (!/^[0-9a-f]+$/i.test(digits) || value > 0x10ffff) throw new RegexSyntaxError('bad \\x escape');
      return value;
    }
    if (character === '0') {
      let digits = '0';
      while (digits.length < 3 && /[0-7]/.test(this.#peek() ?? '')) digits += this.#next();
      return Number.parseInt(digits, 8);
    }
    const control = controlEscapes[character];
    if (control !== undefined) return control;
    if (/[1-9]/.test(character)) throw new RegexSyntaxError('back-references are not in RE2');
    if (/[a-zA-Z]/.test(character)) throw new RegexSyntaxError(`unknown escape \\${character}`);
    return character.codePointAt(0) ?? 0;
  }
}

function equals(wanted: number): CharTest {
  return (c) => c === wanted;
}

/** General categories and scripts, as the engine knows them. */
function unicodeClass(name: string): CharTest {
  if (name === 'Any') return () => true;
  for (const property of [name, `Script=${name}`]) {
    if (!/^[A-Za-z_=]+$/.test(property)) break;
    try {
      const single = new RegExp(`^\\p{${property}}$`, 'u');
      return (c) => single.test(String.fromCodePoint(c));
    } catch {
      // Not a category: a script, or unknown.
    }
  }
  throw new RegexSyntaxError(`unknown Unicode class ${name}`);
}
