/** PromQL text to an expression: the tree of Prometheus' own lezer grammar, read strictly; errors as Prometheus words them. */

import type { SyntaxNode } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';
import { checkExpression } from './check.ts';
import type { Expression, TimeShift, VectorMatching, VectorSelector } from './expression.ts';
import { parseNumber, unquote } from './literals.ts';
import { createMatcher, type Matcher, type MatchOperator } from './matcher.ts';
import { parseError } from './query-error.ts';
import {
  aggregationParameters,
  experimentalAggregators,
  experimentalFunctions,
  functionSignatures,
  setOperators,
} from './signatures.ts';
import { findSyntaxError } from './syntax-error.ts';

/** Throws a QueryError of type bad_data. */
export function parseQuery(query: string): Expression {
  const expression = parseUnchecked(query);
  checkExpression(query, expression);
  return expression;
}

/** The selector of a `match[]` parameter; one that matches everything is let through. Throws as parseQuery does. */
export function parseSelector(text: string): VectorSelector {
  const expression = parseUnchecked(text);
  if (expression.kind !== 'selector') {
    throw parseError(
      text,
      expression.from,
      `unexpected ${expression.kind} expression, expected a series selector`,
    );
  }
  return expression;
}

function parseUnchecked(query: string): Expression {
  const tree = parser.parse(query);
  const error = findSyntaxError(query, tree);
  if (error) throw parseError(query, error.offset, error.message);
  const top = tree.topNode.firstChild;
  if (!top) throw parseError(query, 0, 'no expression found in input');
  return new TreeReader(query).expression(top);
}

const postfixNodes: ReadonlySet<string> = new Set([
  'MatrixSelector',
  'SubqueryExpr',
  'OffsetExpr',
  'StepInvariantExpr',
  'AnchoredExpr',
  'SmoothedExpr',
]);

const unshifted: TimeShift = { offsetMs: 0, at: undefined };

class TreeReader {
  private readonly query: string;

  constructor(query: string) {
    this.query = query;
  }

  /**
   * The grammar hangs `[range]`, `offset` and `@` on the whole of `a + b`; in Prometheus they belong to b alone.
   * So they travel down to what stands before them: `postfixes`, innermost first.
   */
  expression(node: SyntaxNode, postfixes: readonly SyntaxNode[] = []): Expression {
    if (postfixNodes.has(node.name)) return this.expression(this.child(node), [node, ...postfixes]);
    if (node.name === 'BinaryExpr') return this.binary(node, postfixes);
    if (node.name === 'UnaryExpr') return this.unary(node, postfixes);
    return postfixes.reduce((inner, postfix) => this.withPostfix(inner, postfix), this.primary(node));
  }

  private primary(node: SyntaxNode): Expression {
    const span = { from: node.from, to: node.to };
    switch (node.name) {
      case 'NumberDurationLiteral':
        return { kind: 'number', value: this.number(node), ...span };
      case 'StringLiteral':
        return { kind: 'string', value: this.text(node), ...span };
      case 'ParenExpr':
        return { kind: 'paren', expression: this.expression(this.child(node)), ...span };
      case 'VectorSelector':
        return this.selector(node);
      case 'FunctionCall':
        return this.call(node);
      case 'AggregateExpr':
        return this.aggregation(node);
      default:
        return this.refuse(node.from, `unexpected ${node.name}`);
    }
  }

  private withPostfix(inner: Expression, node: SyntaxNode): Expression {
    const [, ...parts] = childrenOf(node);
    switch (node.name) {
      case 'MatrixSelector':
        return this.matrix(inner, node, parts);
      case 'SubqueryExpr':
        return this.subquery(inner, node, parts);
      case 'OffsetExpr':
      case 'StepInvariantExpr':
        return this.shifted(inner, node, parts);
      default: {
        const modifier = node.name === 'AnchoredExpr' ? 'anchored' : 'smoothed';
        return this.refuse(inner.from, `${modifier} modifier is experimental and not enabled`);
      }
    }
  }

  private unary(node: SyntaxNode, postfixes: readonly SyntaxNode[]): Expression {
    const [sign, operand] = childrenOf(node);
    if (!sign || !operand) return this.refuse(node.from, 'unexpected operator');
    const expression = this.expression(operand, postfixes);
    const operator = this.source(sign) === '-' ? '-' : '+';
    return { kind: 'unary', operator, expression, from: node.from, to: expression.to };
  }

  private selector(node: SyntaxNode): VectorSelector {
    const identifier = node.getChild('Identifier');
    const name = identifier ? this.source(identifier) : '';
    const matchers = childrenOf(node.getChild('LabelMatchers')).map((part) => this.matcher(part));
    if (name !== '') matchers.push(this.createMatcher(node, '__name__', '=', name));
    return { kind: 'selector', name, matchers, ...unshifted, from: node.from, to: node.to };
  }

  private matcher(node: SyntaxNode): Matcher {
    const [first, operator, value] = childrenOf(node);
    if (!first) return this.refuse(node.from, 'unexpected matcher');
    if (node.name === 'QuotedLabelName') return this.createMatcher(node, '__name__', '=', this.text(first));
    const quoted = first.name === 'QuotedLabelName' ? this.child(first) : undefined;
    const label = quoted ? this.text(quoted) : this.source(first);
    const sign = operator ? (this.source(operator) as MatchOperator) : '=';
    return this.createMatcher(node, label, sign, value ? this.text(value) : '');
  }

  private createMatcher(node: SyntaxNode, label: string, operator: MatchOperator, value: string): Matcher {
    const matcher = createMatcher(label, operator, value);
    return matcher.ok ? matcher.value : this.refuse(node.from, matcher.error);
  }

  private matrix(inner: Expression, node: SyntaxNode, [duration]: SyntaxNode[]): Expression {
    if (!duration) return this.refuse(inner.from, 'unexpected range');
    const rangeMs = this.positiveDurationMs(duration);
    const bracket = this.query.lastIndexOf('[', duration.from);
    if (inner.kind !== 'selector') return this.refuse(bracket, 'ranges only allowed for vector selectors');
    if (inner.offsetMs !== 0) return this.refuse(bracket, 'no offset modifiers allowed before range');
    if (inner.at !== undefined) return this.refuse(bracket, 'no @ modifiers allowed before range');
    return { kind: 'matrix', selector: inner, rangeMs, from: inner.from, to: node.to };
  }

  private subquery(expression: Expression, node: SyntaxNode, [range, step]: SyntaxNode[]): Expression {
    if (!range) return this.refuse(expression.from, 'unexpected subquery');
    return {
      kind: 'subquery',
      expression,
      rangeMs: this.positiveDurationMs(range),
      stepMs: step ? this.positiveDurationMs(step) : undefined,
      ...unshifted,
      from: expression.from,
      to: node.to,
    };
  }

  /** `offset` or `@` behind a selector, a range or a subquery. */
  private shifted(inner: Expression, node: SyntaxNode, parts: SyntaxNode[]): Expression {
    const modifier = node.name === 'OffsetExpr' ? 'offset' : '@';
    const target = inner.kind === 'matrix' ? inner.selector : inner;
    if (target.kind !== 'selector' && target.kind !== 'subquery') {
      return this.refuse(
        inner.from,
        `${modifier} modifier must be preceded by an instant vector selector or range vector selector or a subquery`,
      );
    }
    const shift: TimeShift = { offsetMs: target.offsetMs, at: target.at };
    if (modifier === 'offset') {
      if (shift.offsetMs !== 0) this.refuse(inner.from, 'offset may not be set multiple times');
      const duration = parts.find((part) => part.name === 'OffsetDurationExpr');
      shift.offsetMs = duration ? this.durationMs(duration) : 0;
    } else {
      if (shift.at !== undefined) this.refuse(inner.from, '@ <timestamp> may not be set multiple times');
      shift.at = this.atModifier(inner, parts);
    }
    const to = node.to;
    if (inner.kind === 'matrix') return { ...inner, selector: { ...inner.selector, ...shift }, to };
    return { ...target, ...shift, to };
  }

  private atModifier(inner: Expression, parts: SyntaxNode[]): TimeShift['at'] {
    const literal = parts.find((part) => part.name === 'NumberDurationLiteral');
    if (!literal) {
      return parts.some((part) => this.source(part).toLowerCase() === 'start') ? 'start' : 'end';
    }
    const seconds = this.number(literal);
    if (!Number.isFinite(seconds) || Math.abs(seconds) >= 2 ** 63) {
      this.refuse(inner.from, `timestamp out of bounds for @ modifier: ${printF(seconds)}`);
    }
    return Math.round(seconds * 1000);
  }

  private call(node: SyntaxNode): Expression {
    const [identifier, body] = childrenOf(node);
    const name = identifier ? this.source(identifier) : '';
    const args = childrenOf(body).map((arg) => this.expression(arg));
    if (experimentalFunctions.has(name)) this.refuse(node.from, `function "${name}" is not enabled`);
    if (!functionSignatures.has(name)) {
      this.refuse(node.from, `unknown function with name ${JSON.stringify(name)}`);
    }
    return { kind: 'call', name, args, from: node.from, to: node.to };
  }

  private aggregation(node: SyntaxNode): Expression {
    const children = childrenOf(node);
    const operator = this.source(this.child(node)).toLowerCase();
    const modifier = children.find((part) => part.name === 'AggregateModifier');
    const body = children.find((part) => part.name === 'FunctionCallBody');
    const args = childrenOf(body).map((arg) => this.expression(arg));
    if (args.length === 0) this.refuse(node.from, 'no arguments for aggregate expression provided');
    if (experimentalAggregators.has(operator)) {
      this.refuse(
        node.from,
        `${operator}() is experimental and must be enabled with --enable-feature=promql-experimental-functions`,
      );
    }
    const wanted = aggregationParameters.has(operator) ? 2 : 1;
    const expression = args[wanted - 1];
    if (args.length !== wanted || !expression) {
      return this.refuse(
        node.from,
        `wrong number of arguments for aggregate expression provided, expected ${wanted}, got ${args.length}`,
      );
    }
    return {
      kind: 'aggregation',
      operator,
      parameter: wanted === 2 ? args[0] : undefined,
      expression,
      without: modifier?.getChild('Without') != null,
      grouping: this.labels(modifier?.getChild('GroupingLabels')),
      from: node.from,
      to: node.to,
    };
  }

  private binary(node: SyntaxNode, postfixes: readonly SyntaxNode[]): Expression {
    const parts = childrenOf(node);
    const [first, operatorNode] = parts;
    const last = parts.at(-1);
    if (!first || !operatorNode || !last) return this.refuse(node.from, 'unexpected operator');
    const operator = this.source(operatorNode).toLowerCase();
    if (parts.some((part) => part.name === 'FillModifier')) {
      this.refuse(node.from, 'binop fill modifiers are experimental and not enabled');
    }
    if (operator === '</' || operator === '>/') {
      this.refuse(
        operatorNode.from,
        `operator ${operator} needs native histograms, which this Prometheus does not hold`,
      );
    }
    const clause = parts.find((part) => part.name === 'MatchingModifierClause');
    const left = this.expression(first);
    const right = this.expression(last, postfixes);
    const span = { from: left.from, to: right.to };
    const returnBool = parts.some((part) => part.name === 'BoolModifier');
    const matching = this.matching(clause, operator);
    // The grammar reads the sign of `-1 ^ 2` as the number's; Prometheus binds `^` closer.
    const sign = /^[+-]/.exec(this.query.slice(left.from, left.to))?.[0];
    if (operator === '^' && left.kind === 'number' && sign) {
      const base = { ...left, value: sign === '-' ? -left.value : left.value };
      const power: Expression = {
        kind: 'binary',
        operator,
        left: base,
        right,
        returnBool,
        matching,
        ...span,
      };
      return { kind: 'unary', operator: sign === '-' ? '-' : '+', expression: power, ...span };
    }
    return { kind: 'binary', operator, left, right, returnBool, matching, ...span };
  }

  private matching(clause: SyntaxNode | undefined, operator: string): VectorMatching {
    const [labels, include] = clause?.getChildren('GroupingLabels') ?? [];
    const cardinality = clause?.getChild('GroupLeft')
      ? 'many-to-one'
      : clause?.getChild('GroupRight')
        ? 'one-to-many'
        : setOperators.has(operator)
          ? 'many-to-many'
          : 'one-to-one';
    return {
      cardinality,
      on: clause?.getChild('On') != null,
      labels: this.labels(labels),
      include: this.labels(include),
    };
  }

  private labels(node: SyntaxNode | null | undefined): string[] {
    return childrenOf(node).map((part) =>
      part.name === 'QuotedLabelName' ? this.text(this.child(part)) : this.source(part),
    );
  }

  private number(node: SyntaxNode): number {
    const text = this.source(node);
    const value = parseNumber(text);
    return value ?? this.refuse(node.from, `bad number or duration syntax: ${JSON.stringify(text)}`);
  }

  private durationMs(node: SyntaxNode): number {
    const children = childrenOf(node);
    const [first, second] = children;
    if (children.length === 1 && first?.name === 'NumberDurationLiteralInDurationContext') {
      return Math.round(this.number(first) * 1000);
    }
    const signed = first?.name === 'UnaryOp' ? childrenOf(second)[0] : undefined;
    if (first && signed?.name === 'NumberDurationLiteralInDurationContext') {
      return (this.source(first) === '-' ? -1 : 1) * Math.round(this.number(signed) * 1000);
    }
    return this.refuse(node.from, 'experimental duration expression is not enabled');
  }

  private positiveDurationMs(node: SyntaxNode): number {
    const ms = this.durationMs(node);
    if (ms <= 0) this.refuse(node.from, 'duration must be greater than 0');
    return ms;
  }

  private text(node: SyntaxNode): string {
    const text = unquote(this.source(node));
    return text.ok ? text.value : this.refuse(node.from, text.error);
  }

  private source(node: SyntaxNode): string {
    return this.query.slice(node.from, node.to);
  }

  private child(node: SyntaxNode): SyntaxNode {
    return node.firstChild ?? this.refuse(node.from, `unexpected ${node.name}`);
  }

  private refuse(offset: number, message: string): never {
    throw parseError(this.query, offset, message);
  }
}

function childrenOf(node: SyntaxNode | null | undefined): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node?.firstChild; child; child = child.nextSibling) {
    if (child.name !== 'LineComment') children.push(child);
  }
  return children;
}

/** Go's %f of a number that is out of bounds. */
function printF(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  return `${BigInt(Math.trunc(value))}.000000`;
}
