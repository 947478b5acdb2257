/**
 * RE2 regular expressions, as Prometheus uses them, on JavaScript's engine: anchored, `.` matches newlines, RE2's spellings
 * translated, its errors given. Where backtracking would run away V8 is told to switch to its linear engine.
 * https://github.com/google/re2/wiki/Syntax; \p classes are not translated.
 */
import { setFlagsFromString } from 'node:v8';
import { fail, ok, type Result } from '#lib/result.ts';

setFlagsFromString('--enable-experimental-regexp-engine-on-excessive-backtracks');

/** The error reads as Go's regexp package words it. */
export function compileRegex(pattern: string): Result<RegExp, string> {
  try {
    return ok(new RegExp(`^(?:${new Translator(pattern).translate()})$`));
  } catch (error) {
    if (error instanceof PatternError) return fail(`error parsing regexp: ${error.message}`);
    if (error instanceof SyntaxError) return fail(`error parsing regexp: invalid pattern: \`${pattern}\``);
    throw error;
  }
}

class PatternError extends Error {}

interface Scope {
  ignoreCase: boolean;
  dotMatchesNewline: boolean;
  /** Whether something in the group is repeated: such a group may not be counted, which the linear engine cannot do. */
  repeats: boolean;
}

const posixClasses: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  ascii: '\\x00-\\x7f',
  blank: '\\t ',
  digit: '0-9',
  lower: 'a-z',
  punct: '!-\\/:-@\\[-`{-~',
  space: '\\t\\n\\v\\f\\r ',
  upper: 'A-Z',
  word: '0-9A-Za-z_',
  xdigit: '0-9A-Fa-f',
};
const largestCount = 1000;

class Translator {
  private readonly pattern: string;
  private position = 0;
  private scope: Scope = { ignoreCase: false, dotMatchesNewline: true, repeats: false };
  private readonly outer: Scope[] = [];
  /** What could be repeated next: nothing, an atom, a group that repeats something itself, or a repetition. */
  private last: 'nothing' | 'atom' | 'repeating group' | 'repetition' = 'nothing';
  private lastOperator = '';

  constructor(pattern: string) {
    this.pattern = pattern;
  }

  translate(): string {
    let text = '';
    while (this.position < this.pattern.length) text += this.next();
    if (this.outer.length > 0) throw new PatternError(`missing closing ): \`${this.pattern}\``);
    return text;
  }

  private next(): string {
    const char = this.pattern[this.position] ?? '';
    const repetition = /^(?:[*+?]|\{(\d+)(?:,(\d*))?\})/.exec(this.pattern.slice(this.position));
    if (repetition) return this.repetition(repetition[0], repetition[1], repetition[2]);
    if (char === '(') return this.open();
    this.position++;
    if (char === ')') return this.close();
    this.last = char === '|' ? 'nothing' : 'atom';
    switch (char) {
      case '\\':
        return this.escape();
      case '[':
        return this.characterClass();
      case '.':
        return this.scope.dotMatchesNewline ? '[^]' : '[^\\n]';
      case '|':
      case '^':
      case '$':
        return char;
      default:
        return this.literal(char);
    }
  }

  private literal(char: string): string {
    if (this.scope.ignoreCase && /[a-z]/i.test(char)) return `[${char.toLowerCase()}${char.toUpperCase()}]`;
    return /[\^$\\.*+?()[\]{}|/]/.test(char) ? `\\${char}` : char;
  }

  private repetition(operator: string, least: string | undefined, most: string | undefined): string {
    this.position += operator.length;
    if (this.last === 'nothing') {
      throw new PatternError(`missing argument to repetition operator: \`${operator}\``);
    }
    if (this.last === 'repetition') {
      throw new PatternError(`invalid nested repetition operator: \`${this.lastOperator}${operator}\``);
    }
    if (least !== undefined) {
      const upTo = most === undefined ? Number(least) : most === '' ? largestCount : Number(most);
      if (Number(least) > largestCount || upTo > largestCount || upTo < Number(least)) {
        throw new PatternError(`invalid repeat count: \`${operator}\``);
      }
      if (this.last === 'repeating group') {
        throw new PatternError(`counted repetition of a repetition is not supported: \`${operator}\``);
      }
    }
    const lazy = this.pattern[this.position] === '?' ? '?' : '';
    this.position += lazy.length;
    this.last = 'repetition';
    this.lastOperator = operator + lazy;
    this.scope.repeats = true;
    return operator + lazy;
  }

  private open(): string {
    const rest = this.pattern.slice(this.position);
    const flags = /^\(\?([imsU]*)(?:-([imsU]+))?([:)])/.exec(rest);
    const named = /^\(\?P?<(\w+)>/.exec(rest);
    if (rest.startsWith('(?') && !flags && !named) {
      throw new PatternError(`invalid or unsupported Perl syntax: \`${rest.slice(0, 3)}\``);
    }
    this.position += (flags ?? named)?.[0].length ?? 1;
    if (flags?.[3] === ')') {
      this.scope = { ...this.scope, ...switched(this.scope, flags[1], flags[2]) };
      return '';
    }
    this.last = 'nothing';
    this.outer.push(this.scope);
    this.scope = { ...this.scope, ...switched(this.scope, flags?.[1], flags?.[2]), repeats: false };
    return flags ? '(?:' : named ? `(?<${named[1]}>` : '(';
  }

  private close(): string {
    const outer = this.outer.pop();
    if (!outer) throw new PatternError(`unexpected ): \`${this.pattern}\``);
    this.last = this.scope.repeats ? 'repeating group' : 'atom';
    outer.repeats ||= this.scope.repeats;
    this.scope = outer;
    return ')';
  }

  private escape(): string {
    const rest = this.pattern.slice(this.position);
    if (rest === '') throw new PatternError('trailing backslash at end of expression: ``');
    const quoted = /^Q([\s\S]*?)(?:\\E|$)/.exec(rest);
    if (quoted) {
      this.position += quoted[0].length;
      return [...(quoted[1] ?? '')].map((char) => this.literal(char)).join('');
    }
    const { text, length } = this.escaped(rest);
    this.position += length;
    return text;
  }

  /** What stands behind a backslash, for use inside and outside of classes. */
  private escaped(rest: string): { text: string; length: number } {
    const char = rest[0] ?? '';
    const code = /^x(?:([\da-fA-F]{2})|\{([\da-fA-F]{1,6})\})/.exec(rest);
    if (code) {
      const value = Number.parseInt(code[1] ?? code[2] ?? '', 16);
      return { text: `\\u${value.toString(16).padStart(4, '0')}`, length: code[0].length };
    }
    const own: Readonly<Record<string, string>> = { A: '^', z: '$', a: '\\x07' };
    const text = own[char] ?? (/[dDsSwWbBfnrtv]|[^\w]|_/.test(char) ? `\\${char}` : undefined);
    if (text === undefined) throw new PatternError(`invalid escape sequence: \`\\${char}\``);
    return { text, length: 1 };
  }

  /** Begins behind the bracket. */
  private characterClass(): string {
    const opened = this.position - 1;
    const unclosed = () => new PatternError(`missing closing ]: \`${this.pattern.slice(opened)}\``);
    const negated = this.pattern[this.position] === '^';
    if (negated) this.position++;
    let text = '';
    for (let first = true; first || this.pattern[this.position] !== ']'; first = false) {
      if (this.position >= this.pattern.length) throw unclosed();
      text += this.classItem();
    }
    this.position++;
    return `[${negated ? '^' : ''}${text}]`;
  }

  private classItem(): string {
    const rest = this.pattern.slice(this.position);
    const posix = /^\[:(\w+):\]/.exec(rest);
    if (posix) {
      const found = posixClasses[posix[1] ?? ''];
      if (!found) throw new PatternError(`invalid character class range: \`${posix[0]}\``);
      this.position += posix[0].length;
      return found;
    }
    const range = /^([^\\\]])-([^\\\]])/.exec(rest);
    if (range) {
      const [whole, low = '', high = ''] = range;
      if (low > high) throw new PatternError(`invalid character class range: \`${whole}\``);
      this.position += whole.length;
      const plain = `${inClass(low)}-${inClass(high)}`;
      return this.scope.ignoreCase && /^[a-z]-[a-z]$|^[A-Z]-[A-Z]$/.test(whole)
        ? `${plain.toLowerCase()}${plain.toUpperCase()}`
        : plain;
    }
    const char = rest[0] ?? '';
    if (char !== '\\') {
      this.position++;
      return this.scope.ignoreCase
        ? inClass(char.toLowerCase()) + inClass(char.toUpperCase())
        : inClass(char);
    }
    const { text, length } = this.escaped(rest.slice(1));
    this.position += 1 + length;
    return text;
  }
}

function inClass(char: string): string {
  return /[\]\\^[]/.test(char) ? `\\${char}` : char;
}

/** `m` and `U` make no difference to whether a whole value matches. */
function switched(scope: Scope, on = '', off = ''): Pick<Scope, 'ignoreCase' | 'dotMatchesNewline'> {
  const flag = (letter: string, before: boolean): boolean =>
    off.includes(letter) ? false : on.includes(letter) || before;
  return {
    ignoreCase: flag('i', scope.ignoreCase),
    dotMatchesNewline: flag('s', scope.dotMatchesNewline),
  };
}
