/** Durations that are calculated, `[step() * 2]` or `offset (1h / 2)`: Prometheus' promql/durations.go. */
import type { SyntaxNode } from '@lezer/common';
import { childrenOf } from './grammar.ts';

/** What step() and range() stand for; both are 0 for an instant. */
export interface QuerySpan {
  stepSeconds: number;
  rangeSeconds: number;
}

export const instantSpan: QuerySpan = { stepSeconds: 0, rangeSeconds: 0 };

interface Reader {
  source(node: SyntaxNode): string;
  number(node: SyntaxNode): number;
  refuse(offset: number, message: string): never;
}

type Operation = (left: number, right: number) => number;

const operations: Readonly<Record<string, Operation>> = {
  Add: (left, right) => left + right,
  Sub: (left, right) => left - right,
  Mul: (left, right) => left * right,
  Div: (left, right) => left / right,
  Mod: (left, right) => left % right,
  Pow: (left, right) => left ** right,
};
const byZero: Readonly<Record<string, string>> = { Div: 'division by zero', Mod: 'modulo by zero' };

/** Go's durations end here. */
export const longestSeconds = 2 ** 63 / 1e9;

/** Seconds. */
export function calculatedDuration(node: SyntaxNode, span: QuerySpan, reader: Reader): number {
  const seconds = evaluate(node, span, reader);
  if (!Number.isFinite(seconds)) return reader.refuse(node.from, 'duration is NaN or infinite');
  if (Math.abs(seconds) > longestSeconds) return reader.refuse(node.from, 'duration is out of range');
  return seconds;
}

function evaluate(node: SyntaxNode, span: QuerySpan, reader: Reader): number {
  const [first, second, third] = childrenOf(node);
  if (node.name === 'NumberDurationLiteralInDurationContext') return reader.number(node);
  if (!first) return reader.refuse(node.from, 'unexpected duration');
  switch (first.name) {
    case 'DurationStep':
      return span.stepSeconds;
    case 'DurationRange':
      return span.rangeSeconds;
    case 'DurationMinOf':
    case 'DurationMaxOf': {
      const [left, right] = [second, third].map((part) => (part ? evaluate(part, span, reader) : Number.NaN));
      const choose = first.name === 'DurationMinOf' ? Math.min : Math.max;
      return choose(left ?? Number.NaN, right ?? Number.NaN);
    }
    case 'UnaryOp': {
      const value = second ? evaluate(second, span, reader) : Number.NaN;
      return reader.source(first) === '-' ? -value : value;
    }
  }
  const left = evaluate(first, span, reader);
  if (!second || !third) return left;
  const right = evaluate(third, span, reader);
  const problem = right === 0 ? byZero[second.name] : undefined;
  if (problem) return reader.refuse(node.from, problem);
  return operations[second.name]?.(left, right) ?? reader.refuse(second.from, `unexpected ${second.name}`);
}
