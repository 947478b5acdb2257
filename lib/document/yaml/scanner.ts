/**
 * YAML text to tokens by the rules of libyaml's scanner, which kubectl reads with (go.yaml.in/yaml/v2 scannerc.go):
 * a key is recognised when its colon is found, so the tokens that open a key or a block are put in before tokens that wait.
 */
import { Cursor, code, isBlank, isBreak, isName } from './cursor.ts';
import { YamlSyntaxError } from './problem.ts';
import { type Scanned, scanBlock, scanPlain, scanQuoted } from './scan-scalar.ts';
import type { ScalarStyle } from './tree.ts';

export type TokenKind =
  | 'block-map'
  | 'block-seq'
  | 'block-end'
  | 'flow-map'
  | 'flow-map-end'
  | 'flow-seq'
  | 'flow-seq-end'
  | 'flow-entry'
  | 'block-entry'
  | 'key'
  | 'value'
  | 'alias'
  | 'anchor'
  | 'tag'
  | 'scalar'
  | 'document-end'
  | 'stream-end';

export interface Token {
  kind: TokenKind;
  start: number;
  end: number;
  /** Of a scalar, an anchor, an alias, a tag in short form. */
  text: string;
  style: ScalarStyle;
}

interface SimpleKey {
  possible: boolean;
  required: boolean;
  token: number;
  offset: number;
  line: number;
  column: number;
}

const longestKey = 1024;
const deepest = 100;
const noKey: SimpleKey = { possible: false, required: false, token: -1, offset: 0, line: 0, column: 0 };

const flowOpeners: ReadonlyMap<number, TokenKind> = new Map([
  [code.openBracket, 'flow-seq'],
  [code.openBrace, 'flow-map'],
]);
const flowClosers: ReadonlyMap<number, TokenKind> = new Map([
  [code.closeBracket, 'flow-seq-end'],
  [code.closeBrace, 'flow-map-end'],
]);
/** Characters that no plain scalar starts with; -, ? and : may when something follows. */
const neverPlain = new Set([...',[]{}#&*!|>\'"%@`'].map((char) => char.charCodeAt(0)));

export class Scanner {
  private readonly cursor: Cursor;
  private readonly json: boolean;
  private readonly tokens: Token[] = [];
  private head = 0;
  private indent = -1;
  private readonly indents: number[] = [];
  private readonly simpleKeys: SimpleKey[] = [noKey];
  private keyAllowed = true;
  private ended = false;

  constructor(text: string) {
    this.cursor = new Cursor(text);
    this.json = /^\ufeff?\s*\{/.test(text);
  }

  peek(): Token {
    while (!this.ended && (this.head === this.tokens.length || this.waitsForColon())) this.fetch();
    const token = this.tokens[this.head] ?? this.tokens[this.tokens.length - 1];
    if (token === undefined) throw new Error('a stream has at least its end');
    return token;
  }

  next(): Token {
    const token = this.peek();
    this.head += 1;
    return token;
  }

  /** Whether the next token may still turn out to be a key. */
  private waitsForColon(): boolean {
    for (const key of this.simpleKeys) {
      if (key.possible && key.token === this.head) return this.isStillKey(key);
    }
    return false;
  }

  private isStillKey(key: SimpleKey): boolean {
    if (!key.possible) return false;
    if (key.line < this.cursor.line || key.offset + longestKey < this.cursor.offset) {
      if (key.required) throw new YamlSyntaxError('missing-colon', key.offset);
      key.possible = false;
    }
    return key.possible;
  }

  private get inFlow(): boolean {
    return this.simpleKeys.length > 1;
  }

  private get currentKey(): SimpleKey {
    return this.simpleKeys[this.simpleKeys.length - 1] ?? noKey;
  }

  private saveKey(): void {
    if (!this.keyAllowed) return;
    this.dropKey();
    const { offset, line, column } = this.cursor;
    this.simpleKeys[this.simpleKeys.length - 1] = {
      possible: true,
      required: !this.inFlow && this.indent === column,
      token: this.tokens.length,
      offset,
      line,
      column,
    };
  }

  private dropKey(): void {
    const key = this.currentKey;
    if (!key.possible) return;
    if (key.required) throw new YamlSyntaxError('missing-colon', key.offset);
    key.possible = false;
  }

  private push(kind: TokenKind, start: number, end: number): void {
    this.tokens.push({ kind, start, end, text: '', style: 'plain' });
  }

  private roll(column: number, kind: 'block-map' | 'block-seq', offset: number, at: number): void {
    if (this.inFlow || this.indent >= column) return;
    this.indents.push(this.indent);
    this.indent = column;
    this.guardDepth(offset);
    this.tokens.splice(at, 0, { kind, start: offset, end: offset, text: '', style: 'plain' });
  }

  private unroll(column: number): void {
    if (this.inFlow) return;
    while (this.indent > column) {
      this.push('block-end', this.cursor.offset, this.cursor.offset);
      this.indent = this.indents.pop() ?? -1;
    }
  }

  private guardDepth(offset: number): void {
    if (this.indents.length + this.simpleKeys.length - 1 > deepest)
      throw new YamlSyntaxError('too-deep', offset);
  }

  private skipToToken(): void {
    const cursor = this.cursor;
    for (;;) {
      while (
        cursor.peek() === code.space ||
        (cursor.peek() === code.tab && (this.inFlow || !this.keyAllowed))
      ) {
        cursor.offset += 1;
      }
      cursor.skipComment();
      if (cursor.atEnd || !isBreak(cursor.peek())) return;
      cursor.takeBreak();
      if (!this.inFlow) this.keyAllowed = true;
    }
  }

  private fetch(): void {
    this.skipToToken();
    const cursor = this.cursor;
    const { offset, column } = cursor;
    this.unroll(cursor.atEnd ? -1 : column);
    if (cursor.atEnd) {
      this.dropKey();
      this.push('stream-end', offset, offset);
      this.ended = true;
      return;
    }
    const char = cursor.peek();
    if (column === 0 && char === code.percent) throw new YamlSyntaxError('directive', offset);
    const opener = flowOpeners.get(char);
    const closer = flowClosers.get(char);
    const spaced = cursor.isBlankOrEndAt(1);
    if (cursor.atDocumentIndicator()) this.fetchDocumentEnd();
    else if (opener !== undefined) this.fetchFlowStart(opener);
    else if (closer !== undefined) this.fetchFlowEnd(closer);
    else if (char === code.comma) this.fetchIndicator('flow-entry', true);
    else if (char === code.dash && spaced) this.fetchBlockEntry();
    else if (char === code.question && (this.inFlow || spaced)) this.fetchExplicitKey();
    else if (char === code.colon && (this.inFlow || spaced)) this.fetchValue();
    else if (char === code.asterisk) this.fetchName('alias');
    else if (char === code.ampersand) this.fetchName('anchor');
    else if (char === code.bang) this.fetchTag();
    else if ((char === code.bar || char === code.greater) && !this.inFlow) this.fetchBlockScalar();
    else if (char === code.singleQuote) this.fetchFlowScalar('single');
    else if (char === code.doubleQuote) this.fetchFlowScalar('double');
    else if (this.startsPlain(char)) this.fetchFlowScalar('plain');
    else throw new YamlSyntaxError(char === code.tab ? 'tab' : 'unexpected-character', offset);
  }

  private startsPlain(char: number): boolean {
    if (char === code.dash) return !isBlank(this.cursor.peek(1));
    if (char === code.question || char === code.colon) return !this.inFlow && !this.cursor.isBlankOrEndAt(1);
    return !neverPlain.has(char) && char !== code.tab;
  }

  /** `---` is cut away before; what stands here is `...`. */
  private fetchDocumentEnd(): void {
    this.unroll(-1);
    this.dropKey();
    this.keyAllowed = false;
    this.cursor.offset += 3;
    this.push('document-end', this.cursor.offset - 3, this.cursor.offset);
  }

  private fetchIndicator(kind: TokenKind, keyAllowed: boolean): void {
    this.dropKey();
    this.keyAllowed = keyAllowed;
    this.cursor.offset += 1;
    this.push(kind, this.cursor.offset - 1, this.cursor.offset);
  }

  private fetchFlowStart(kind: TokenKind): void {
    this.saveKey();
    this.simpleKeys.push(noKey);
    this.guardDepth(this.cursor.offset);
    this.fetchIndicator(kind, true);
  }

  private fetchFlowEnd(kind: TokenKind): void {
    this.dropKey();
    if (this.inFlow) this.simpleKeys.pop();
    this.keyAllowed = false;
    this.cursor.offset += 1;
    this.push(kind, this.cursor.offset - 1, this.cursor.offset);
  }

  private fetchBlockEntry(): void {
    const { offset, column } = this.cursor;
    if (!this.inFlow) {
      if (!this.keyAllowed) throw new YamlSyntaxError('unexpected-dash', offset);
      this.roll(column, 'block-seq', offset, this.tokens.length);
    }
    this.fetchIndicator('block-entry', true);
  }

  private fetchExplicitKey(): void {
    const { offset, column } = this.cursor;
    if (!this.inFlow) {
      if (!this.keyAllowed) throw new YamlSyntaxError('unexpected-character', offset);
      this.roll(column, 'block-map', offset, this.tokens.length);
    }
    this.fetchIndicator('key', !this.inFlow);
  }

  private fetchValue(): void {
    const { offset, column } = this.cursor;
    const key = this.currentKey;
    if (this.isStillKey(key)) {
      this.tokens.splice(key.token, 0, {
        kind: 'key',
        start: key.offset,
        end: key.offset,
        text: '',
        style: 'plain',
      });
      this.roll(key.column, 'block-map', key.offset, key.token);
      key.possible = false;
      this.keyAllowed = false;
    } else {
      if (!this.inFlow) {
        if (!this.keyAllowed) throw new YamlSyntaxError('unexpected-colon', offset);
        this.roll(column, 'block-map', offset, this.tokens.length);
      }
      this.keyAllowed = !this.inFlow;
    }
    this.cursor.offset += 1;
    this.push('value', offset, offset + 1);
  }

  private fetchName(kind: 'alias' | 'anchor'): void {
    this.saveKey();
    this.keyAllowed = false;
    const cursor = this.cursor;
    const start = cursor.offset;
    cursor.offset += 1;
    while (isName(cursor.peek())) cursor.offset += 1;
    const text = cursor.text.slice(start + 1, cursor.offset);
    const closed = cursor.isBlankOrEndAt(0) || '?:,]}%@`'.includes(cursor.text.charAt(cursor.offset));
    if (text === '' || !closed) throw new YamlSyntaxError('bad-anchor', start);
    this.tokens.push({ kind, start, end: cursor.offset, text, style: 'plain' });
  }

  /** Tags in full or short form; only those of YAML itself mean something (see read-value.ts). */
  private fetchTag(): void {
    this.saveKey();
    this.keyAllowed = false;
    const cursor = this.cursor;
    const start = cursor.offset;
    while (!cursor.isBlankOrEndAt(0)) cursor.offset += 1;
    const written = cursor.text.slice(start, cursor.offset);
    const text = written.replace(/^!<(.*)>$/, '$1').replace(/^tag:yaml\.org,2002:/, '!!');
    this.tokens.push({ kind: 'tag', start, end: cursor.offset, text, style: 'plain' });
  }

  private fetchBlockScalar(): void {
    this.dropKey();
    this.keyAllowed = true;
    this.pushScalar(this.cursor.offset, scanBlock(this.cursor, this.indent));
  }

  private fetchFlowScalar(style: 'plain' | 'single' | 'double'): void {
    this.saveKey();
    this.keyAllowed = false;
    const start = this.cursor.offset;
    const scanned =
      style === 'plain'
        ? scanPlain(this.cursor, this.indent, this.inFlow)
        : scanQuoted(this.cursor, style, this.json);
    this.pushScalar(start, scanned);
    if (scanned.endedLine) this.keyAllowed = true;
  }

  private pushScalar(start: number, { text, style, end }: Scanned): void {
    this.tokens.push({ kind: 'scalar', start, end, text, style });
  }
}
