/** A place in YAML text with its line and column, and the classes of characters of libyaml's scanner. */

export const code = {
  tab: 9,
  newline: 10,
  return: 13,
  space: 32,
  bang: 33,
  doubleQuote: 34,
  hash: 35,
  percent: 37,
  ampersand: 38,
  singleQuote: 39,
  asterisk: 42,
  plus: 43,
  comma: 44,
  dash: 45,
  dot: 46,
  colon: 58,
  less: 60,
  greater: 62,
  question: 63,
  at: 64,
  openBracket: 91,
  backslash: 92,
  closeBracket: 93,
  backtick: 96,
  openBrace: 123,
  bar: 124,
  closeBrace: 125,
} as const;

const nextLine = 0x85;
const lineSeparator = 0x2028;
const paragraphSeparator = 0x2029;

export class Cursor {
  /** The text with a NUL at its end, which nothing else contains. */
  readonly text: string;
  readonly length: number;
  offset = 0;
  line = 0;
  lineStart = 0;

  constructor(text: string) {
    this.text = `${text}\0`;
    this.length = text.length;
    if (text.charCodeAt(0) === 0xfeff) {
      this.offset = 1;
      this.lineStart = 1;
    }
  }

  get column(): number {
    return this.offset - this.lineStart;
  }

  peek(ahead = 0): number {
    return this.text.charCodeAt(this.offset + ahead);
  }

  get atEnd(): boolean {
    return this.offset >= this.length;
  }

  isBlankOrEndAt(ahead: number): boolean {
    return this.offset + ahead >= this.length || isBlankOrBreak(this.peek(ahead));
  }

  /** `---` or `...` at the start of a line. */
  atDocumentIndicator(): boolean {
    const first = this.peek();
    return (
      this.offset === this.lineStart &&
      (first === code.dash || first === code.dot) &&
      this.peek(1) === first &&
      this.peek(2) === first &&
      this.isBlankOrEndAt(3)
    );
  }

  /** Over one line break, \r\n as one; answers it as the value of a scalar has it. */
  takeBreak(): string {
    const at = this.peek();
    this.offset += at === code.return && this.peek(1) === code.newline ? 2 : 1;
    this.line += 1;
    this.lineStart = this.offset;
    return at === lineSeparator || at === paragraphSeparator ? String.fromCharCode(at) : '\n';
  }

  skipComment(): void {
    if (this.peek() !== code.hash) return;
    while (!this.atEnd && !isBreak(this.peek())) this.offset += 1;
  }
}

export function isBreak(char: number): boolean {
  return (
    char === code.newline ||
    char === code.return ||
    char === nextLine ||
    char === lineSeparator ||
    char === paragraphSeparator
  );
}

export function isBlank(char: number): boolean {
  return char === code.space || char === code.tab;
}

export function isBlankOrBreak(char: number): boolean {
  return char === code.space || char === code.newline || char === code.tab || isBreak(char);
}

export function isDigit(char: number): boolean {
  return char >= 48 && char <= 57;
}

/** Letters, digits, - and _: what names of anchors and tags are made of. */
export function isName(char: number): boolean {
  return (
    (char >= 97 && char <= 122) ||
    (char >= 65 && char <= 90) ||
    isDigit(char) ||
    char === 95 ||
    char === code.dash
  );
}
