/** What stands at the ends of a query's tree: numbers, durations, texts and labels, each with what Prometheus has against it. */
import type { SyntaxNode } from '@lezer/common';
import { calculatedDuration, longestSeconds, type QuerySpan } from './duration-expression.ts';
import { childrenOf } from './grammar.ts';
import { parseNumber, unquote } from './literals.ts';
import { parseError } from './query-error.ts';

export class LeafReader {
  protected readonly query: string;
  private readonly span: QuerySpan;

  constructor(query: string, span: QuerySpan) {
    this.query = query;
    this.span = span;
  }

  unsignedNumber(node: SyntaxNode): number {
    return this.number(node, this.source(node).replace(/^[+-]\s*/, ''));
  }

  number(node: SyntaxNode, text = this.source(node)): number {
    // The grammar lets a word begin right behind a number.
    const next = /\w/.test(this.query[node.to] ?? '') ? (this.query[node.to] ?? '') : '';
    const value = parseNumber(text + next);
    if (value === undefined)
      return this.refuse(node.from, `bad number or duration syntax: ${JSON.stringify(text + next)}`);
    if (/[a-z]$/i.test(text) && Math.abs(value) > longestSeconds && Number.isFinite(value)) {
      this.refuse(node.from, 'duration out of range');
    }
    if (!Number.isFinite(value) && /^[+-]?[\d.]/.test(text)) {
      this.refuse(
        node.from,
        `error parsing number: strconv.ParseFloat: parsing ${JSON.stringify(text)}: value out of range`,
      );
    }
    return value;
  }

  durationMs(node: SyntaxNode): number {
    const [first, second] = childrenOf(node);
    if (first && isPlainNumber(first) && this.query[node.from] !== '(')
      return Math.round(this.number(first) * 1000);
    const operand = second && childrenOf(second)[0];
    if (first?.name === 'UnaryOp' && operand && isPlainNumber(operand) && this.query[second.from] !== '(') {
      return (this.source(first) === '-' ? -1 : 1) * Math.round(this.number(operand) * 1000);
    }
    return Math.trunc(calculatedDuration(node, this.span, this) * 1000);
  }

  positiveDurationMs(node: SyntaxNode): number {
    const ms = this.durationMs(node);
    if (ms <= 0) this.refuse(node.from, 'duration must be greater than 0');
    return ms;
  }

  labels(node: SyntaxNode | null | undefined): string[] {
    return childrenOf(node).map((part) =>
      part.name === 'QuotedLabelName' ? this.text(this.child(part)) : this.source(part),
    );
  }

  text(node: SyntaxNode): string {
    const text = unquote(this.source(node));
    return text.ok ? text.value : this.refuse(node.from, text.error);
  }

  source(node: SyntaxNode): string {
    return this.query.slice(node.from, node.to);
  }

  child(node: SyntaxNode): SyntaxNode {
    return node.firstChild ?? this.refuse(node.from, `unexpected ${node.name}`);
  }

  refuse(offset: number, message: string): never {
    throw parseError(this.query, offset, message);
  }
}

function isPlainNumber(node: SyntaxNode): boolean {
  return node.name === 'NumberDurationLiteralInDurationContext';
}
