/**
 * With written-expression.ts the only place that writes PromQL. Expressions are built from typed parts; label values are escaped, so nothing that a user
 * typed can become syntax. Language: https://prometheus.io/docs/prometheus/latest/querying/basics/
 */
import { formatDuration } from './duration.ts';

/** An instant vector. */
export interface Vector {
  readonly type: 'vector';
  readonly promql: string;
}

/** A metric with its matchers, which may become a range. */
export interface Selector extends Vector {
  readonly range: (windowSeconds: number) => string;
}

export interface Matcher {
  label: string;
  operator: '=' | '!=' | '=~' | '!~';
  /** Text for = and !=, an RE2 pattern (matched against the whole value) for =~ and !~. */
  value: string;
}

/** Label equals the value; an absent label equals "". */
export function is(label: string, value: string): Matcher {
  return { label, operator: '=', value };
}

export function isNot(label: string, value: string): Matcher {
  return { label, operator: '!=', value };
}

/** Label equals one of the values. */
export function isOneOf(label: string, values: readonly string[]): Matcher {
  const [only] = values;
  if (values.length === 1 && only !== undefined) return is(label, only);
  return { label, operator: '=~', value: values.map(escapePattern).join('|') };
}

/** Label is a text between two RE2 patterns that the program wrote; the texts may be what a user typed. */
export function isBetween(label: string, before: string, texts: readonly string[], after: string): Matcher {
  return { label, operator: '=~', value: `${before}(${texts.map(escapePattern).join('|')})${after}` };
}

/** Label matches an RE2 pattern that the program wrote; never pass what a user typed. */
export function matches(label: string, pattern: string): Matcher {
  return { label, operator: '=~', value: pattern };
}

/** Label does not match a pattern that the program wrote; an absent label is "". */
export function matchesNot(label: string, pattern: string): Matcher {
  return { label, operator: '!~', value: pattern };
}

export function metric(name: string, matchers: readonly Matcher[] = []): Selector {
  if (!/^[a-zA-Z_:][a-zA-Z0-9_:]*$/.test(name)) throw new Error(`not a metric name: ${name}`);
  const inner = matchers.map(({ label, operator, value }) => `${labelName(label)}${operator}${quote(value)}`);
  const promql = inner.length === 0 ? name : `${name}{${inner.join(',')}}`;
  return { type: 'vector', promql, range: (windowSeconds) => `${promql}[${formatDuration(windowSeconds)}]` };
}

export function rate(selector: Selector, windowSeconds: number): Vector {
  return vector(`rate(${selector.range(windowSeconds)})`);
}

/** Of a gauge, or of rates that were recorded; times without a sample do not count. */
export function averageOver(selector: Selector, windowSeconds: number): Vector {
  return vector(`avg_over_time(${selector.range(windowSeconds)})`);
}

/** One number: how many series there are. */
export function count(expression: Vector): Vector {
  return vector(`count(${expression.promql})`);
}

export function sumBy(labels: readonly string[], expression: Vector): Vector {
  return vector(`sum by (${labels.map(labelName).join(', ')}) (${expression.promql})`);
}

/** Classic histogram: the expression must keep the label `le`. */
export function histogramQuantile(quantile: number, expression: Vector): Vector {
  return vector(`histogram_quantile(${number(quantile)}, ${expression.promql})`);
}

/** Keeps the samples for which the comparison holds. */
export function compare(
  left: Vector,
  operator: '>' | '>=' | '<' | '<=' | '==' | '!=',
  right: number | Vector,
): Vector {
  return vector(`(${left.promql} ${operator} ${operand(right)})`);
}

export function arithmetic(left: Vector, operator: '+' | '-' | '*' | '/', right: number | Vector): Vector {
  return vector(`(${left.promql} ${operator} ${operand(right)})`);
}

/** Set operators: `or` adds what the left side lacks, by all labels or by those in `on`. */
export function combine(
  left: Vector,
  operator: 'or' | 'and' | 'unless',
  right: Vector,
  on?: readonly string[],
): Vector {
  const matching = on === undefined ? '' : ` on (${on.map(labelName).join(', ')})`;
  return vector(`(${left.promql} ${operator}${matching} ${right.promql})`);
}

/** The samples of the left side for which the right side has none with the same values of these labels. */
export function unlessOn(left: Vector, labels: readonly string[], right: Vector): Vector {
  return vector(`(${left.promql} unless on (${labels.map(labelName).join(', ')}) ${right.promql})`);
}

/** Sets a label to a fixed value on every sample. */
export function withLabel(expression: Vector, label: string, value: string): Vector {
  return vector(`label_replace(${expression.promql}, ${quote(labelName(label))}, ${quote(value)}, "", "")`);
}

/** Repeats a label's value under another name. */
export function copyLabel(expression: Vector, from: string, to: string): Vector {
  const names = [quote(labelName(to)), quote('$1'), quote(labelName(from)), quote('(.*)')];
  return vector(`label_replace(${expression.promql}, ${names.join(', ')})`);
}

function vector(promql: string): Vector {
  return { type: 'vector', promql };
}

function operand(value: number | Vector): string {
  return typeof value === 'number' ? number(value) : value.promql;
}

/** A number literal. */
export function number(value: number): string {
  if (Number.isFinite(value)) return String(value);
  return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
}

function labelName(name: string): string {
  if (!/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name)) throw new Error(`not a label name: ${name}`);
  return name;
}

/** A string literal; half surrogates, which UTF-8 cannot carry, become the replacement character. */
export function quote(value: string): string {
  const escaped = value.toWellFormed().replace(/[\\"\n]/g, (c) => (c === '\n' ? '\\n' : `\\${c}`));
  return `"${escaped}"`;
}

function escapePattern(value: string): string {
  return value.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');
}
