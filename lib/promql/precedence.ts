/** Builds the tree of operands and operators by PromQL's precedence (parser/generated_parser.y): `^` binds closest and to the right, signs like `*`. */

interface Operand<T> {
  kind: 'operand';
  value: T;
}

export interface Sign {
  kind: 'sign';
  sign: '+' | '-';
  offset: number;
}

export interface Operator<Node> {
  kind: 'operator';
  operator: string;
  node: Node;
}

/** What stands in a query between parentheses, in its order. */
export type Item<T, Node> = Operand<T> | Sign | Operator<Node>;

const levels: readonly (readonly string[])[] = [
  ['or'],
  ['and', 'unless'],
  ['==', '!=', '<', '<=', '>', '>=', '</', '>/'],
  ['+', '-'],
  ['*', '/', '%', 'atan2'],
  ['^'],
];
const signLevel = levels.findIndex((level) => level.includes('*'));
const power = levels.length - 1;

export function buildByPrecedence<T, Node>(
  items: readonly Item<T, Node>[],
  applySign: (sign: Sign, operand: T) => T,
  applyOperator: (operator: Operator<Node>, left: T, right: T) => T,
): T {
  let index = 0;
  const build = (lowest: number): T => {
    const first = items[index++];
    if (!first || first.kind === 'operator') throw new RangeError('an operand was expected');
    let left = first.kind === 'sign' ? applySign(first, build(signLevel + 1)) : first.value;
    for (let next = items[index]; next?.kind === 'operator'; next = items[index]) {
      const { operator } = next;
      const level = levels.findIndex((candidate) => candidate.includes(operator));
      if (level < lowest) break;
      index++;
      left = applyOperator(next, left, build(level === power ? level : level + 1));
    }
    return left;
  };
  return build(0);
}
