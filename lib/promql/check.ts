/** Types and rules beyond the grammar, in the order and words of checkAST in Prometheus' parser/parse.go. */
import { type Binary, type Call, type Expression, typeNames, type ValueType } from './expression.ts';
import { parseError } from './query-error.ts';
import {
  aggregationParameters,
  comparisonOperators,
  functionSignatures,
  setOperators,
} from './signatures.ts';

export function typeOf(expression: Expression): ValueType {
  switch (expression.kind) {
    case 'number':
      return 'scalar';
    case 'string':
      return 'string';
    case 'selector':
    case 'aggregation':
      return 'vector';
    case 'matrix':
    case 'subquery':
      return 'matrix';
    case 'call':
      return functionSignatures.get(expression.name)?.returns ?? 'vector';
    case 'binary':
      return typeOf(expression.left) === 'scalar' && typeOf(expression.right) === 'scalar'
        ? 'scalar'
        : 'vector';
    case 'unary':
    case 'paren':
      return typeOf(expression.expression);
  }
}

/** Throws the first thing that is wrong. */
export function checkExpression(query: string, expression: Expression): void {
  const refuse = (offset: number, message: string): never => {
    throw parseError(query, offset, message);
  };
  const expectType = (part: Expression, wanted: ValueType, context: string): void => {
    visit(part);
    const actual = typeOf(part);
    if (actual !== wanted) {
      refuse(part.from, `expected type ${typeNames[wanted]} in ${context}, got ${typeNames[actual]}`);
    }
  };

  function visit(node: Expression): void {
    switch (node.kind) {
      case 'number':
      case 'string':
        return;
      case 'paren':
        visit(node.expression);
        return;
      case 'matrix':
        visit(node.selector);
        return;
      case 'selector': {
        const named = node.name === '' ? node.matchers : node.matchers.slice(0, -1);
        const second = node.name === '' ? undefined : named.find(({ label }) => label === '__name__');
        if (second) {
          refuse(
            node.from,
            `metric name must not be set twice: ${JSON.stringify(node.name)} or ${JSON.stringify(second.value)}`,
          );
        }
        if (node.matchers.every((matcher) => matcher.matches(''))) {
          refuse(node.from, 'vector selector must contain at least one non-empty matcher');
        }
        return;
      }
      case 'subquery': {
        visit(node.expression);
        const type = typeOf(node.expression);
        if (type !== 'vector') {
          refuse(node.from, `subquery is only allowed on instant vector, got ${type} instead`);
        }
        return;
      }
      case 'unary': {
        visit(node.expression);
        const type = typeOf(node.expression);
        if (type !== 'scalar' && type !== 'vector') {
          refuse(
            node.from,
            `unary expression only allowed on expressions of type scalar or instant vector, got "${typeNames[type]}"`,
          );
        }
        return;
      }
      case 'aggregation': {
        expectType(node.expression, 'vector', 'aggregation expression');
        const wanted = aggregationParameters.get(node.operator);
        if (wanted && node.parameter) expectType(node.parameter, wanted, 'aggregation parameter');
        return;
      }
      case 'binary':
        visitBinary(node);
        return;
      case 'call':
        visitCall(node);
        return;
    }
  }

  function visitBinary(node: Binary): void {
    visit(node.left);
    visit(node.right);
    const left = typeOf(node.left);
    const right = typeOf(node.right);
    const comparison = comparisonOperators.has(node.operator);
    const gap = query.slice(node.left.to);
    const operatorAt = node.left.to + gap.length - gap.trimStart().length;
    const { matching } = node;
    if (node.returnBool && !comparison) {
      refuse(operatorAt, 'bool modifier can only be used on comparison operators');
    }
    if (comparison && !node.returnBool && left === 'scalar' && right === 'scalar') {
      refuse(operatorAt, 'comparisons between scalars must use BOOL modifier');
    }
    const twice = matching.on ? matching.labels.find((label) => matching.include.includes(label)) : undefined;
    if (twice !== undefined) {
      refuse(operatorAt, `label ${JSON.stringify(twice)} must not occur in ON and GROUP clause at once`);
    }
    for (const [part, type] of [
      [node.left, left],
      [node.right, right],
    ] as const) {
      if (type !== 'scalar' && type !== 'vector') {
        refuse(part.from, 'binary expression must contain only scalar and instant vector types');
      }
    }
    if (left !== 'vector' || right !== 'vector') {
      if (matching.labels.length > 0) {
        refuse(node.from, 'vector matching only allowed between instant vectors');
      }
      if (setOperators.has(node.operator)) {
        refuse(node.from, `set operator "${node.operator}" not allowed in binary scalar expression`);
      }
    } else if (setOperators.has(node.operator) && matching.cardinality !== 'many-to-many') {
      refuse(node.from, `no grouping allowed for "${node.operator}" operation`);
    }
  }

  function visitCall(node: Call): void {
    const signature = functionSignatures.get(node.name);
    if (!signature) return;
    const count = node.args.length;
    const name = JSON.stringify(node.name);
    if (signature.variadic === 0) {
      if (count !== signature.args.length) {
        refuse(node.from, `expected ${signature.args.length} argument(s) in call to ${name}, got ${count}`);
      }
    } else {
      const least = signature.args.length - 1;
      const most = least + signature.variadic;
      if (count < least) {
        refuse(node.from, `expected at least ${least} argument(s) in call to ${name}, got ${count}`);
      }
      if (signature.variadic > 0 && count > most) {
        refuse(node.from, `expected at most ${most} argument(s) in call to ${name}, got ${count}`);
      }
    }
    node.args.forEach((arg, index) => {
      const wanted = signature.args[index] ?? signature.args.at(-1);
      if (wanted) expectType(arg, wanted, `call to function ${name}`);
    });
  }

  visit(expression);
}
