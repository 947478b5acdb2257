/** Label selectors as query strings (apimachinery pkg/labels): a lexer and a parser, with its words for what does not parse. */

import { labelValueProblem } from '#lib/istio/schema/name-forms.ts';
import { badRequest } from '../api-error.ts';
import { labelKeyProblem } from '../writes/names.ts';

export type LabelTest = (labels: Readonly<Record<string, string>>) => boolean;

interface Token {
  type: 'identifier' | 'operator' | 'open' | 'close' | 'comma' | 'end';
  text: string;
}

const lexemes = /\s*(?:(==|!=|=|>|<|!)|(\()|(\))|(,)|([^\s(),=!<>]+))/y;

function tokens(selector: string): Token[] {
  const found: Token[] = [];
  lexemes.lastIndex = 0;
  for (let match = lexemes.exec(selector); match; match = lexemes.exec(selector)) {
    const [, operator, open, close, comma, identifier] = match;
    if (operator !== undefined) found.push({ type: 'operator', text: operator });
    else if (open !== undefined) found.push({ type: 'open', text: '(' });
    else if (close !== undefined) found.push({ type: 'close', text: ')' });
    else if (comma !== undefined) found.push({ type: 'comma', text: ',' });
    else found.push({ type: 'identifier', text: identifier ?? '' });
  }
  return [...found, { type: 'end', text: '' }];
}

const refuse = (found: string, expected: string): never => {
  throw badRequest(`unable to parse requirement: found '${found}', expected: ${expected}`);
};

function invalidRequirement(value: string, problem: string, field = '<nil>'): never {
  throw badRequest(`unable to parse requirement: ${field}: Invalid value: "${value}": ${problem}`);
}

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(selector: string) {
    this.#tokens = tokens(selector);
  }

  #peek(): Token {
    return this.#tokens[this.#at] ?? { type: 'end', text: '' };
  }

  #take(): Token {
    const token = this.#peek();
    this.#at += 1;
    return token;
  }

  requirements(): LabelTest[] {
    const tests: LabelTest[] = [];
    if (this.#peek().type === 'end') return tests;
    for (;;) {
      const { type, text } = this.#peek();
      if (type !== 'identifier' && text !== '!')
        throw badRequest(`found '${text}', expected: !, identifier, or 'end of string'`);
      tests.push(this.#requirement());
      const next = this.#take();
      if (next.type === 'end') return tests;
      if (next.type !== 'comma') throw badRequest(`found '${next.text}', expected: ',' or 'end of string'`);
      const after = this.#peek();
      if (after.type !== 'identifier' && after.text !== '!')
        throw badRequest(`found '${after.text}', expected: identifier after ','`);
    }
  }

  #requirement(): LabelTest {
    if (this.#peek().text === '!') {
      this.#take();
      const key = this.#key();
      return (labels) => labels[key] === undefined;
    }
    const key = this.#key();
    const { type, text } = this.#peek();
    if (type === 'end' || type === 'comma') return (labels) => labels[key] !== undefined;
    this.#take();
    return this.#comparison(key, text);
  }

  #key(): string {
    const { type, text } = this.#take();
    if (type !== 'identifier') refuse(text, 'identifier');
    const problem = labelKeyProblem(text);
    return problem === '' ? text : invalidRequirement(text, problem);
  }

  #comparison(key: string, operator: string): LabelTest {
    switch (operator) {
      case 'in':
      case 'notin': {
        const wanted = this.#values(key);
        return operator === 'in'
          ? (labels) => labels[key] !== undefined && wanted.has(labels[key])
          : (labels) => labels[key] === undefined || !wanted.has(labels[key]);
      }
      case '=':
      case '==':
      case '!=': {
        const wanted = this.#value(key);
        return (labels) => (labels[key] === wanted) === (operator !== '!=');
      }
      case '>':
      case '<': {
        const bound = this.#value(key);
        if (!/^-?\d+$/.test(bound))
          throw badRequest(
            `unable to parse requirement: values[0][${key}]: Invalid value: "${bound}": for 'Gt', 'Lt' operators, the value must be an integer`,
          );
        return (labels) => {
          const own = labels[key];
          if (own === undefined || !/^-?\d+$/.test(own)) return false;
          return operator === '>' ? Number(own) > Number(bound) : Number(own) < Number(bound);
        };
      }
      default:
        return refuse(operator, 'in, notin, =, ==, !=, gt, lt');
    }
  }

  /** A single value; none is the empty one. */
  #value(key: string): string {
    const { type, text } = this.#peek();
    if (type === 'end' || type === 'comma') return '';
    if (type !== 'identifier') refuse(text, 'identifier');
    this.#take();
    return checkedValue(key, text);
  }

  #values(key: string): ReadonlySet<string> {
    const open = this.#take();
    if (open.type !== 'open') refuse(open.text, "'('");
    const values = new Set<string>();
    for (let expectsValue = true; ; ) {
      const { type, text } = this.#take();
      if (type === 'identifier' && expectsValue) {
        values.add(checkedValue(key, text));
        expectsValue = false;
      } else if (type === 'comma') {
        if (expectsValue) values.add('');
        expectsValue = true;
      } else if (type === 'close') {
        if (expectsValue) values.add('');
        return values;
      } else refuse(text, expectsValue ? "',', ')' or identifier" : "',' or ')'");
    }
  }
}

function checkedValue(key: string, value: string, index = 0): string {
  const problem = labelValueProblem(value);
  return problem === '' ? value : invalidRequirement(value, problem, `values[${index}][${key}]`);
}

/** Throws the API's 400 for a selector that does not parse. */
export function labelTests(selector: string): LabelTest[] {
  return new Parser(selector).requirements();
}
