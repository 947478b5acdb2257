/**
 * The find language: `rate > 10 and p95 > 200ms and not namespace = "istio-system"`. AND binds closer than OR; words side by side are
 * joined by AND, so that plain text stays a search. One hand-written descent; errors point at their place.
 */
import type { Result } from '../../result.ts';
import { fail, ok } from '../../result.ts';
import { fieldName, fields } from './fields.ts';
import { nearest } from './nearest.ts';
import { readQuantity } from './quantity.ts';
import { badgeWords, stateWords } from './states.ts';
import { type Comparison, comparisons, readTokens, type Token } from './tokens.ts';

export type Expression =
  | { kind: 'and' | 'or'; parts: readonly Expression[] }
  | { kind: 'not'; part: Expression }
  | { kind: 'text'; text: string }
  | { kind: 'number'; field: string; comparison: Comparison; value: number }
  | { kind: 'compare'; field: string; comparison: Comparison; values: readonly string[] }
  | { kind: 'is' | 'has'; word: string };

export const findProblemCodes = [
  'unclosed-quote',
  'unclosed-parenthesis',
  'unexpected',
  'expected-condition',
  'expected-value',
  'expected-list',
  'unknown-field',
  'unknown-state',
  'unknown-badge',
  'not-a-number',
  'no-such-comparison',
  'too-deep',
] as const;

export interface FindProblem {
  code: (typeof findProblemCodes)[number];
  /** Half-open place in the text. */
  from: number;
  to: number;
  /** The word at fault. */
  word: string;
  /** What may have been meant, or an example of what would do; empty when there is none. */
  suggestion: string;
}

const deepest = 40;

class FindError extends Error {
  readonly problem: FindProblem;
  constructor(problem: FindProblem) {
    super(problem.code);
    this.problem = problem;
  }
}

/** Null for an empty text, which asks nothing. */
export function parseFind(source: string): Result<Expression | null, FindProblem> {
  const parser = new Parser(source, readTokens(source));
  try {
    return ok(parser.whole());
  } catch (error) {
    if (error instanceof FindError) return fail(error.problem);
    throw error;
  }
}

class Parser {
  readonly source: string;
  readonly tokens: readonly Token[];
  at = 0;
  depth = 0;

  constructor(source: string, tokens: readonly Token[]) {
    this.source = source;
    this.tokens = tokens;
  }

  whole(): Expression | null {
    if (this.tokens.length === 0) return null;
    const expression = this.or();
    const rest = this.peek();
    if (rest) throw this.error('unexpected', rest);
    return expression;
  }

  or(): Expression {
    return this.chain('or', () => this.and());
  }

  and(): Expression {
    const parts = [this.not()];
    for (let next = this.peek(); next && next.kind !== 'or' && next.kind !== 'close'; next = this.peek()) {
      if (next.kind === 'and') this.at += 1;
      else if (next.kind === 'comma' || next.kind === 'comparison') throw this.error('unexpected', next);
      parts.push(this.not());
    }
    return joined('and', parts);
  }

  chain(kind: 'and' | 'or', read: () => Expression): Expression {
    const parts = [read()];
    while (this.peek()?.kind === kind) {
      this.at += 1;
      parts.push(read());
    }
    return joined(kind, parts);
  }

  not(): Expression {
    if (this.peek()?.kind !== 'not') return this.primary();
    this.deeper();
    this.at += 1;
    const part = this.not();
    this.depth -= 1;
    return { kind: 'not', part };
  }

  primary(): Expression {
    const token = this.take('expected-condition');
    if (token.kind === 'open') return this.group(token);
    if (token.kind === 'quoted') return { kind: 'text', text: this.closed(token) };
    if (token.kind !== 'word') throw this.error('expected-condition', token);
    const next = this.peek();
    const word = token.text.toLowerCase();
    if (next?.kind === 'comparison') return this.comparison(token);
    if (this.isList(token)) return this.list(token);
    if ((word === 'is' || word === 'has') && next?.kind === 'word') return this.state(word);
    if ((word === 'is' || word === 'has') && next === undefined) {
      throw this.error('expected-value', token, word === 'is' ? 'is failing' : 'has fault');
    }
    return { kind: 'text', text: token.text };
  }

  group(open: Token): Expression {
    this.deeper();
    const inner = this.or();
    const close = this.peek();
    if (close?.kind !== 'close') throw this.error('unclosed-parenthesis', open);
    this.at += 1;
    this.depth -= 1;
    return inner;
  }

  state(kind: 'is' | 'has'): Expression {
    const token = this.take('expected-value');
    const word = token.text.toLowerCase();
    const known = kind === 'is' ? [...stateWords.keys()] : badgeWords;
    if (known.includes(word)) return { kind, word };
    throw this.error(kind === 'is' ? 'unknown-state' : 'unknown-badge', token, nearest(word, known));
  }

  comparison(name: Token): Expression {
    const field = this.field(name);
    const sign = this.take('unexpected');
    const comparison = comparisons.find((known) => known === sign.text) ?? '=';
    const value = this.value(sign, field);
    if (fields.get(field)?.type === 'text') {
      if (comparison === '=' || comparison === '!=' || comparison === '~' || comparison === '!~') {
        return { kind: 'compare', field, comparison, values: [value.text] };
      }
      throw this.error('no-such-comparison', sign, '= != ~ !~');
    }
    if (comparison === '~' || comparison === '!~')
      throw this.error('no-such-comparison', sign, '= != > >= < <=');
    return { kind: 'number', field, comparison, value: this.quantity(value, field) };
  }

  /** `field in (a, b)` or `field not in (a, b)` begins here. */
  isList(name: Token): boolean {
    const [first, second] = this.tokens.slice(this.at, this.at + 2);
    if (first?.kind === 'not') return second?.kind === 'word' && second.text.toLowerCase() === 'in';
    if (first?.kind !== 'word' || first.text.toLowerCase() !== 'in') return false;
    return second?.kind === 'open' || (second === undefined && fieldName(name.text) !== null);
  }

  list(name: Token): Expression {
    const field = this.field(name);
    const negated = this.peek()?.kind === 'not';
    this.at += negated ? 2 : 1;
    const open = this.peek();
    if (open?.kind !== 'open') throw this.error('expected-list', name, `${field} in (a, b)`);
    this.at += 1;
    const values: Token[] = [];
    do {
      values.push(this.value(open, field));
    } while (this.peek()?.kind === 'comma' && this.at++ >= 0);
    if (this.peek()?.kind !== 'close') throw this.error('unclosed-parenthesis', open);
    this.at += 1;
    if (fields.get(field)?.type === 'text') {
      return {
        kind: 'compare',
        field,
        comparison: negated ? '!=' : '=',
        values: values.map(({ text }) => text),
      };
    }
    const parts = values.map((value): Expression => {
      return { kind: 'number', field, comparison: '=', value: this.quantity(value, field) };
    });
    const any = joined('or', parts);
    return negated ? { kind: 'not', part: any } : any;
  }

  field(token: Token): string {
    const name = fieldName(token.text);
    if (name !== null) return name;
    throw this.error('unknown-field', token, nearest(token.text.toLowerCase(), [...fields.keys()]));
  }

  value(before: Token, field: string): Token {
    const token = this.peek();
    if (token?.kind !== 'word' && token?.kind !== 'quoted') {
      throw this.error('expected-value', token ?? before, fields.get(field)?.type === 'text' ? '"…"' : '10');
    }
    this.at += 1;
    this.closed(token);
    return token;
  }

  quantity(token: Token, name: string): number {
    const field = fields.get(name);
    const unit = field?.type === 'number' ? field.unit : 'count';
    const value = readQuantity(token.text, unit);
    if (value !== null) return value;
    const examples = { rate: '10', ratio: '5%', ms: '200ms', bytes: '1MB', count: '10' } as const;
    throw this.error('not-a-number', token, examples[unit]);
  }

  closed(token: Token): string {
    if (token.unclosed) throw this.error('unclosed-quote', token);
    return token.text;
  }

  peek(): Token | undefined {
    return this.tokens[this.at];
  }

  take(code: FindProblem['code']): Token {
    const token = this.peek();
    const last = this.tokens.at(-1);
    if (token === undefined) {
      const end = this.source.length;
      throw new FindError({ code, from: last?.from ?? end, to: end, word: last?.text ?? '', suggestion: '' });
    }
    this.at += 1;
    return token;
  }

  deeper(): void {
    this.depth += 1;
    const token = this.peek() ?? this.tokens.at(-1);
    if (this.depth > deepest && token) throw this.error('too-deep', token);
  }

  error(code: FindProblem['code'], { from, to, text }: Token, suggestion = ''): FindError {
    return new FindError({ code, from, to, word: text, suggestion });
  }
}

function joined(kind: 'and' | 'or', parts: readonly Expression[]): Expression {
  const [only] = parts;
  return parts.length === 1 && only ? only : { kind, parts };
}
