import { expect, test } from 'vitest';
import type { Expression } from './expression.ts';
import { parseQuery } from './parse.ts';

/** The tree with every operation in parentheses. */
function shape(node: Expression): string {
  switch (node.kind) {
    case 'number':
      return String(node.value);
    case 'selector':
      return (
        node.name +
        (node.offsetMs === 0 ? '' : `~${node.offsetMs / 1000}`) +
        (node.at === undefined ? '' : '@')
      );
    case 'binary':
      return `(${shape(node.left)} ${node.operator} ${shape(node.right)})`;
    case 'unary':
      return `(${node.operator}${shape(node.expression)})`;
    case 'paren':
      return shape(node.expression);
    case 'subquery':
      return `${shape(node.expression)}[]`;
    case 'matrix':
      return `${shape(node.selector)}[]`;
    case 'call':
    case 'aggregation':
    case 'string':
      return node.kind;
  }
}

const shapes: [query: string, tree: string][] = [
  ['a + b * c', '(a + (b * c))'],
  ['a - b - c', '((a - b) - c)'],
  ['a ^ b ^ c', '(a ^ (b ^ c))'],
  ['-a ^ b', '(-(a ^ b))'],
  ['-1 ^ 2', '(-(1 ^ 2))'],
  ['-a * b', '((-a) * b)'],
  ['2 ^ -1 * 3', '((2 ^ -1) * 3)'],
  ['a or b and c', '(a or (b and c))'],
  ['a and b unless c', '((a and b) unless c)'],
  ['a == b > c', '((a == b) > c)'],
  ['a + b > c or d', '(((a + b) > c) or d)'],
  ['a atan2 b + c', '((a atan2 b) + c)'],
  ['a % b / c', '((a % b) / c)'],
  // What the lezer grammar hangs on the whole of what stands before.
  ['a + b offset 5s', '(a + b~5)'],
  ['a < b offset 5s * c', '(a < (b~5 * c))'],
  ['a < b @ 5 * c', '(a < (b@ * c))'],
  ['-a offset 5s ^ b', '(-(a~5 ^ b))'],
  ['a offset 1s + b offset 2s - c offset 3s', '((a~1 + b~2) - c~3)'],
  ['a and b offset 1s or c', '((a and b~1) or c)'],
];

test.each(shapes)('%s', (query, tree) => {
  expect(shape(parseQuery(query))).toBe(tree);
});
