/**
 * Says what is wrong with a query that the lezer grammar refuses. Its tree has holes but no reasons; so the tokens are walked along
 * the rules of Prometheus' parser/generated_parser.y up to the first that fits none, which is where its parser stops as well.
 */
import { parseDuration } from './literals.ts';
import { experimentalFunctions, functionSignatures } from './signatures.ts';
import { describeToken, type Token, tokenize } from './tokens.ts';

export interface SyntaxProblem {
  offset: number;
  message: string;
}

/** Undefined when these rules find nothing. */
export function explainSyntax(query: string): SyntaxProblem | undefined {
  try {
    new Walker(tokenize(query)).query();
    return undefined;
  } catch (error) {
    if (error instanceof Stop) return error.problem;
    throw error;
  }
}

class Stop extends Error {
  readonly problem: SyntaxProblem;

  constructor(offset: number, message: string) {
    super(message);
    this.problem = { offset, message };
  }
}

/** Words that may also name a metric. */
const notMetrics: ReadonlySet<string> = new Set([
  'bool',
  'on',
  'ignoring',
  'group_left',
  'group_right',
  'atan2',
]);
const offsetOperands = 'number, duration, step(), or range()';

class Walker {
  private readonly tokens: readonly Token[];
  private index = 0;
  /** Of the rules being in work, those that say where something unexpected was met. */
  private readonly contexts: string[] = [];

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  query(): void {
    if (this.peek().kind === 'end') throw new Stop(0, 'no expression found in input');
    this.expression();
    if (this.peek().kind !== 'end') this.unexpected();
  }

  private peek(): Token {
    return this.tokens[this.index] ?? { kind: 'end', text: '', offset: 0 };
  }

  private is(...texts: string[]): boolean {
    const { kind, text } = this.peek();
    return kind !== 'string' && kind !== 'identifier' && texts.includes(text);
  }

  private accept(...texts: string[]): boolean {
    if (!this.is(...texts)) return false;
    this.index++;
    return true;
  }

  private expect(text: string): void {
    if (!this.accept(text)) this.unexpected();
  }

  /** Without a place of its own, the error belongs to the innermost rule in work that has one. */
  private unexpected(where = this.contexts.at(-1) ?? ''): never {
    const token = this.peek();
    if (token.kind === 'error') throw new Stop(token.offset, token.text);
    throw new Stop(token.offset, `unexpected ${describeToken(token)}${where}`);
  }

  private within(context: string, work: () => void): void {
    this.contexts.push(context);
    work();
    this.contexts.pop();
  }

  private expression(): void {
    this.operand();
    while (this.peek().kind === 'operator' && !this.is('@', '=~', '!~')) {
      this.index++;
      this.modifiers();
      this.operand();
    }
  }

  private modifiers(): void {
    this.accept('bool');
    if (this.accept('on', 'ignoring')) {
      this.grouping();
      if (this.accept('group_left', 'group_right') && this.is('(')) this.grouping();
    }
    while (this.accept('fill', 'fill_left', 'fill_right')) this.parenthesized(() => this.signedNumber());
  }

  private operand(): void {
    while (this.accept('+', '-'));
    this.primary();
    for (;;) {
      if (this.accept('[')) this.range();
      else if (this.accept('offset')) this.offset();
      else if (this.accept('@')) this.at();
      else if (!this.accept('anchored', 'smoothed')) return;
    }
  }

  private primary(): void {
    const { kind, text } = this.peek();
    if (kind === 'string') {
      this.index++;
      return;
    }
    if (kind === 'number' || kind === 'duration') {
      this.number();
      return;
    }
    if (this.is('(')) {
      this.parenthesized(() => this.expression());
      return;
    }
    if (this.is('{')) {
      this.matchers();
      return;
    }
    if (kind === 'aggregator') {
      this.aggregationOrMetric();
      return;
    }
    const named = kind === 'identifier' || kind === 'metric identifier';
    if (
      !named &&
      ((kind !== 'keyword' && kind !== 'operator') || notMetrics.has(text) || !/^\w/.test(text))
    ) {
      this.unexpected();
    }
    this.call();
  }

  /** A function call or a selector. */
  private call(): void {
    const name = this.peek();
    this.index++;
    const callable =
      name.kind === 'identifier' || ['start', 'end', 'step', 'range', 'min_of', 'max_of'].includes(name.text);
    if (callable && this.is('(')) {
      this.args();
      if (experimentalFunctions.has(name.text)) {
        throw new Stop(name.offset, `function "${name.text}" is not enabled`);
      }
      if (!functionSignatures.has(name.text)) {
        throw new Stop(name.offset, `unknown function with name ${JSON.stringify(name.text)}`);
      }
    } else if (this.is('{')) this.matchers();
  }

  private aggregationOrMetric(): void {
    this.index++;
    if (this.is('{')) {
      this.matchers();
      return;
    }
    if (!this.is('(', 'by', 'without')) return;
    this.within(' in aggregation', () => {
      const before = this.accept('by', 'without');
      if (before) this.grouping();
      this.args();
      if (!before && this.accept('by', 'without')) this.grouping();
    });
  }

  private args(): void {
    this.expect('(');
    if (this.accept(')')) return;
    this.expression();
    while (this.is(',')) {
      const { offset } = this.peek();
      this.index++;
      if (this.is(')')) throw new Stop(offset, 'trailing commas not allowed in function call args');
      this.expression();
    }
    this.expect(')');
  }

  private parenthesized(work: () => void): void {
    this.expect('(');
    work();
    this.expect(')');
  }

  private grouping(): void {
    if (!this.accept('(')) this.unexpected(' in grouping opts, expected "("');
    for (let first = true; !this.is(')'); first = false) {
      const { kind, text } = this.peek();
      const isLabel = kind === 'string' || kind === 'identifier' || /^[a-zA-Z_:]/.test(text);
      if (!isLabel || kind === 'error') {
        this.unexpected(
          ` in grouping opts, expected ${first || this.tokens[this.index - 1]?.text === ',' ? 'label' : '"," or ")"'}`,
        );
      }
      this.index++;
      if (!this.accept(',') && !this.is(')')) this.unexpected(' in grouping opts, expected "," or ")"');
    }
    this.expect(')');
  }

  private matchers(): void {
    const where = ' in label matching, expected ';
    this.expect('{');
    while (!this.is('}')) {
      const { kind } = this.peek();
      if (kind !== 'identifier' && kind !== 'string') this.unexpected(`${where}identifier or "}"`);
      this.index++;
      if (this.accept('=', '!=', '=~', '!~')) {
        if (this.peek().kind !== 'string') this.unexpected(`${where}string`);
        this.index++;
      } else if (kind === 'identifier') this.unexpected(`${where}label matching operator`);
      if (!this.accept(',') && !this.is('}')) this.unexpected(`${where}"," or "}"`);
    }
    this.expect('}');
  }

  private range(): void {
    this.within(` in subquery or range selector, expected ${offsetOperands}`, () => this.duration());
    if (this.accept(']')) return;
    if (!this.accept(':')) this.unexpected(' in subquery or range, expected ":" or "]"');
    if (this.accept(']')) return;
    this.within(` in subquery selector, expected ${offsetOperands.replace(', or', ',')}, or "]"`, () =>
      this.duration(),
    );
    if (!this.accept(']')) this.unexpected(' in subquery selector, expected "]"');
  }

  private duration(): void {
    this.durationOperand();
    while (this.accept('+', '-', '*', '/', '%', '^')) this.durationOperand();
  }

  private durationOperand(): void {
    while (this.accept('+', '-'));
    if (this.is('(')) this.parenthesized(() => this.duration());
    else if (this.accept('step', 'range')) this.parenthesized(() => {});
    else if (this.accept('min_of', 'max_of')) {
      this.parenthesized(() => {
        this.duration();
        this.expect(',');
        this.duration();
      });
    } else this.number();
  }

  private offset(): void {
    this.within(` in offset, expected ${offsetOperands}`, () => this.durationOperand());
  }

  private at(): void {
    this.within(' in @, expected timestamp', () => {
      if (this.accept('start', 'end')) this.parenthesized(() => {});
      else this.signedNumber();
    });
  }

  private signedNumber(): void {
    this.accept('+', '-');
    this.number();
  }

  private number(): void {
    const { kind, text, offset } = this.peek();
    if (kind !== 'number' && kind !== 'duration') this.unexpected();
    if (kind === 'duration' && parseDuration(text) === undefined) {
      throw new Stop(offset, `not a valid duration string: ${JSON.stringify(text)}`);
    }
    this.index++;
  }
}
