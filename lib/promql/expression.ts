/** The tree of a PromQL expression after parsing and checking: what Prometheus' parser/ast.go holds. */
import type { Matcher } from './matcher.ts';

export type ValueType = 'scalar' | 'vector' | 'matrix' | 'string';

/** As the documentation and the errors call them. */
export const typeNames: Readonly<Record<ValueType, string>> = {
  scalar: 'scalar',
  vector: 'instant vector',
  matrix: 'range vector',
  string: 'string',
};

/** UTF-16 offsets in the query. */
interface Span {
  from: number;
  to: number;
}

interface NumberLiteral extends Span {
  kind: 'number';
  value: number;
}

interface StringLiteral extends Span {
  kind: 'string';
  value: string;
}

/** `offset` and `@`, for selectors and subqueries. */
export interface TimeShift {
  offsetMs: number;
  /** Unix ms, or an end of the query's range. */
  at: number | 'start' | 'end' | undefined;
}

export interface VectorSelector extends Span, TimeShift {
  kind: 'selector';
  name: string;
  /** With the one for the name. */
  matchers: readonly Matcher[];
}

export interface MatrixSelector extends Span {
  kind: 'matrix';
  selector: VectorSelector;
  rangeMs: number;
}

export interface Subquery extends Span, TimeShift {
  kind: 'subquery';
  expression: Expression;
  rangeMs: number;
  /** Undefined: the default resolution. */
  stepMs: number | undefined;
}

export interface Call extends Span {
  kind: 'call';
  name: string;
  args: readonly Expression[];
}

export interface Aggregation extends Span {
  kind: 'aggregation';
  operator: string;
  parameter: Expression | undefined;
  expression: Expression;
  without: boolean;
  grouping: readonly string[];
}

export interface VectorMatching {
  cardinality: 'one-to-one' | 'many-to-one' | 'one-to-many' | 'many-to-many';
  on: boolean;
  labels: readonly string[];
  /** Labels that group_left or group_right take over from the one side. */
  include: readonly string[];
}

export interface Binary extends Span {
  kind: 'binary';
  operator: string;
  left: Expression;
  right: Expression;
  returnBool: boolean;
  matching: VectorMatching;
}

interface Unary extends Span {
  kind: 'unary';
  operator: '+' | '-';
  expression: Expression;
}

export interface Paren extends Span {
  kind: 'paren';
  expression: Expression;
}

export type Expression =
  | NumberLiteral
  | StringLiteral
  | VectorSelector
  | MatrixSelector
  | Subquery
  | Call
  | Aggregation
  | Binary
  | Unary
  | Paren;

export function unwrapped(expression: Expression): Exclude<Expression, Paren> {
  let inner = expression;
  while (inner.kind === 'paren') inner = inner.expression;
  return inner;
}
