/** PromQL text to an expression: the tree of Prometheus' own lezer grammar, read strictly; errors as Prometheus words them. */

import type { SyntaxNode } from '@lezer/common';
import { checkExpression } from './check.ts';
import { instantSpan, type QuerySpan } from './duration-expression.ts';
import type { Expression, TimeShift, VectorMatching, VectorSelector } from './expression.ts';
import { childrenOf, parseTree } from './grammar.ts';
import { LeafReader } from './leaf-reader.ts';
import { type CreateMatcher, type Matcher, type MatchOperator, writtenMatcher } from './matcher.ts';
import { formatFixed } from './number-format.ts';
import { buildByPrecedence, type Item, type Sign } from './precedence.ts';
import { parseError } from './query-error.ts';
import {
  aggregationParameters,
  experimentalAggregators,
  experimentalFunctions,
  functionSignatures,
  setOperators,
} from './signatures.ts';

export interface Reading {
  /** What calculated durations may ask for. */
  span?: QuerySpan | undefined;
  createMatcher?: CreateMatcher;
}

/** Throws a QueryError of type bad_data. */
export function parseQuery(query: string, reading: Reading = {}): Expression {
  const expression = parseUnchecked(query, reading);
  checkExpression(query, expression);
  return expression;
}

/** The selector of a `match[]` parameter; one that matches everything is let through. Throws as parseQuery does. */
export function parseSelector(text: string, reading: Reading = {}): VectorSelector {
  const expression = parseUnchecked(text, reading);
  if (expression.kind === 'selector' && (expression.offsetMs !== 0 || expression.at !== undefined)) {
    const behind = expression.at === undefined ? '<offset>' : '<op:@>';
    throw parseError(text, expression.from, `unexpected ${behind}`);
  }
  if (expression.kind !== 'selector') {
    throw parseError(
      text,
      expression.from,
      `unexpected ${expression.kind} expression, expected a series selector`,
    );
  }
  return expression;
}

function parseUnchecked(
  query: string,
  { span = instantSpan, createMatcher = writtenMatcher }: Reading,
): Expression {
  return new TreeReader(query, span, createMatcher).expression(parseTree(query));
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

class TreeReader extends LeafReader {
  private readonly newMatcher: CreateMatcher;

  constructor(query: string, span: QuerySpan, newMatcher: CreateMatcher) {
    super(query, span);
    this.newMatcher = newMatcher;
  }

  expression(node: SyntaxNode): Expression {
    return buildByPrecedence(
      this.items(node),
      (sign, operand) => withSign(sign, operand),
      ({ operator, node: operatorNode }, left, right) => this.binary(operatorNode, operator, left, right),
    );
  }

  /**
   * The grammar hangs `[range]`, `offset` and `@` on the whole of `a + b`, which breaks its precedence; in Prometheus they
   * belong to b alone. So the tree is taken apart into operands, each with what is behind it, and operators.
   */
  private items(node: SyntaxNode): Item<Expression, SyntaxNode>[] {
    if (node.name === 'BinaryExpr') {
      const [left, operator] = childrenOf(node);
      const right = node.lastChild;
      if (!left || !operator || !right) return this.refuse(node.from, 'unexpected operator');
      const sign = this.source(operator).toLowerCase();
      return [...this.items(left), { kind: 'operator', operator: sign, node }, ...this.items(right)];
    }
    if (node.name === 'UnaryExpr') {
      const [sign, operand] = childrenOf(node);
      if (!sign || !operand) return this.refuse(node.from, 'unexpected operator');
      return [this.sign(sign.from), ...this.items(operand)];
    }
    if (postfixNodes.has(node.name)) {
      const items = this.items(this.child(node));
      const last = items.pop();
      if (last?.kind !== 'operand') return this.refuse(node.from, 'unexpected modifier');
      return [...items, { kind: 'operand', value: this.withPostfix(last.value, node) }];
    }
    const operand: Item<Expression, SyntaxNode> = { kind: 'operand', value: this.primary(node) };
    // The grammar takes the sign of `-1` for a part of the number.
    const signed = node.name === 'NumberDurationLiteral' && /^[+-]/.test(this.source(node));
    return signed ? [this.sign(node.from), operand] : [operand];
  }

  private sign(offset: number): Sign {
    return { kind: 'sign', sign: this.query[offset] === '-' ? '-' : '+', offset };
  }

  private primary(node: SyntaxNode): Expression {
    const span = { from: node.from, to: node.to };
    switch (node.name) {
      case 'NumberDurationLiteral':
        return { kind: 'number', value: this.unsignedNumber(node), ...span };
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
    const matcher = this.newMatcher(label, operator, value);
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
      this.refuse(inner.from, `timestamp out of bounds for @ modifier: ${formatFixed(seconds)}`);
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

  private binary(node: SyntaxNode, operator: string, left: Expression, right: Expression): Expression {
    if (node.getChild('FillModifier')) {
      this.refuse(left.from, 'binop fill modifiers are experimental and not enabled');
    }
    if (operator === '</' || operator === '>/') {
      this.refuse(
        left.from,
        `operator ${operator} needs native histograms, which this Prometheus does not hold`,
      );
    }
    return {
      kind: 'binary',
      operator,
      left,
      right,
      returnBool: node.getChild('BoolModifier') != null,
      matching: this.matching(node.getChild('MatchingModifierClause'), operator),
      from: left.from,
      to: right.to,
    };
  }

  private matching(clause: SyntaxNode | null, operator: string): VectorMatching {
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
}

/** A signed number stays a number. */
function withSign({ sign, offset }: Sign, operand: Expression): Expression {
  if (operand.kind !== 'number') {
    return { kind: 'unary', operator: sign, expression: operand, from: offset, to: operand.to };
  }
  return { ...operand, value: sign === '-' ? -operand.value : operand.value, from: offset };
}
