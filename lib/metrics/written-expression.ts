/**
 * A parsed expression (lib/promql) as text again. Nothing of the reader's own text is copied: every name is checked, every string quoted
 * anew, every operation put in parentheses, so that Prometheus' parser finds the same selectors as ours did, whatever the text was.
 */
import type { Aggregation, Binary, Expression, TimeShift, VectorSelector } from '../promql/expression.ts';
import type { Matcher } from '../promql/matcher.ts';
import { aggregators, functionSignatures } from '../promql/signatures.ts';
import { formatDuration } from './duration.ts';
import { number, quote } from './promql.ts';

const plainName = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const plainLabel = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const operators = new Set('+ - * / % ^ atan2 == != < <= > >= and or unless'.split(' '));

/** @throws TypeError for a tree that no parser makes. */
export function writtenExpression(expression: Expression): string {
  switch (expression.kind) {
    case 'number':
      return expression.value < 0 || Object.is(expression.value, -0)
        ? `(${number(expression.value)})`
        : number(expression.value).replace('+', '');
    case 'string':
      return quote(expression.value);
    case 'selector':
      return selectorText(expression) + shiftText(expression);
    case 'matrix': {
      const { selector, rangeMs } = expression;
      return `${selectorText(selector)}[${formatDuration(rangeMs / 1000)}]${shiftText(selector)}`;
    }
    case 'subquery': {
      const { rangeMs, stepMs } = expression;
      const step = stepMs === undefined ? '' : formatDuration(stepMs / 1000);
      const inner = writtenExpression(expression.expression);
      return `(${inner})[${formatDuration(rangeMs / 1000)}:${step}]${shiftText(expression)}`;
    }
    case 'call':
      if (!functionSignatures.has(expression.name)) throw new TypeError(`no function ${expression.name}`);
      return `${expression.name}(${expression.args.map(writtenExpression).join(', ')})`;
    case 'aggregation':
      return aggregationText(expression);
    case 'binary':
      return binaryText(expression);
    case 'unary':
      return `(${expression.operator}(${writtenExpression(expression.expression)}))`;
    case 'paren':
      return writtenExpression(expression.expression);
  }
}

function selectorText({ matchers }: VectorSelector): string {
  const name = matchers.find(({ label, operator }) => label === '__name__' && operator === '=');
  const plain = name !== undefined && plainName.test(name.value) ? name : undefined;
  const inner = matchers.filter((matcher) => matcher !== plain).map(matcherText);
  return `${plain?.value ?? ''}${plain !== undefined && inner.length === 0 ? '' : `{${inner.join(',')}}`}`;
}

function matcherText({ label, operator, value }: Matcher): string {
  return `${labelText(label)}${operator}${quote(value)}`;
}

/** Names beyond ASCII letters are quoted: https://prometheus.io/docs/guides/utf8/#querying */
function labelText(label: string): string {
  return plainLabel.test(label) ? label : quote(label);
}

function labelsText(labels: readonly string[]): string {
  return `(${labels.map(labelText).join(', ')})`;
}

function shiftText({ offsetMs, at }: TimeShift): string {
  const when = typeof at === 'number' ? (at / 1000).toFixed(3) : `${at}()`;
  const pinned = at === undefined ? '' : ` @ ${when}`;
  return pinned + (offsetMs === 0 ? '' : ` offset ${formatDuration(offsetMs / 1000)}`);
}

function aggregationText({ operator, parameter, expression, without, grouping }: Aggregation): string {
  if (!aggregators.has(operator)) throw new TypeError(`no aggregation ${operator}`);
  const by = without
    ? ` without ${labelsText(grouping)}`
    : grouping.length > 0
      ? ` by ${labelsText(grouping)}`
      : '';
  const parts = parameter === undefined ? [expression] : [parameter, expression];
  return `${operator}${by}(${parts.map(writtenExpression).join(', ')})`;
}

function binaryText({ operator, left, right, returnBool, matching }: Binary): string {
  if (!operators.has(operator)) throw new TypeError(`no operator ${operator}`);
  const { on, labels, include, cardinality } = matching;
  const group =
    cardinality === 'many-to-one'
      ? ` group_left${labelsText(include)}`
      : cardinality === 'one-to-many'
        ? ` group_right${labelsText(include)}`
        : '';
  const clause =
    on || labels.length > 0 || group !== '' ? ` ${on ? 'on' : 'ignoring'}${labelsText(labels)}${group}` : '';
  const bool = returnBool ? ' bool' : '';
  return `(${writtenExpression(left)} ${operator}${bool}${clause} ${writtenExpression(right)})`;
}
